//! Files of users as other systems export them, read one user at a time and made into accounts here.
//!
//! A file may be read again at any time: who is here already, by the id that the other system gave them, is passed over. So an
//! import that was broken off goes on where it stopped, and one after which more people have come there brings those.

mod auth0;
mod better_auth;
mod clerk;
mod devise;
mod django;
mod firebase;
pub mod job;
mod jsonl;
mod keycloak;
mod run;
mod source;
mod supabase;
mod value;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};

pub use self::firebase::FirebaseHash;
pub use self::run::{ImportError, Progress, Refusal, Summary, run};
pub use self::source::{Record, SourceError, read_records};
use super::crypto::Secret;
use super::flows::user_import::NewUser;

/// One user of a file, as it stands there.
pub type Fields = Map<String, Value>;

/// The systems whose files are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Clerk: the CSV of its dashboard, or users as its API gives them, in a JSON array.
    Clerk,
    /// Auth0: the lines of JSON of a user export job or of its support's export of passwords, or the array that its own import
    /// takes.
    Auth0,
    /// Firebase: the JSON or CSV of `firebase auth:export`.
    Firebase,
    /// Supabase: the table `auth.users` as CSV or JSON.
    Supabase,
    /// Better Auth: its table `user` as JSON or CSV, with the password of the table `account` beside it or in `accounts`.
    BetterAuth,
    /// Keycloak: a realm export, or its users alone.
    Keycloak,
    /// Devise: the table `users` as CSV or JSON.
    Devise,
    /// Django: `dumpdata auth.user`, or the table `auth_user` as CSV or JSON.
    Django,
    /// Our own: a user in JSON on each line, with the names of the API.
    Jsonl,
}

impl Format {
    /// Every format there is.
    pub const ALL: [Self; 9] = [
        Self::Clerk,
        Self::Auth0,
        Self::Firebase,
        Self::Supabase,
        Self::BetterAuth,
        Self::Keycloak,
        Self::Devise,
        Self::Django,
        Self::Jsonl,
    ];

    /// Its name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Auth0 => "auth0",
            Self::Firebase => "firebase",
            Self::Supabase => "supabase",
            Self::BetterAuth => "better-auth",
            Self::Keycloak => "keycloak",
            Self::Devise => "devise",
            Self::Django => "django",
            Self::Jsonl => "jsonl",
        }
    }

    /// Reads one user of a file.
    ///
    /// # Errors
    /// When what stands there cannot be made sense of. What it says is for whoever runs the import.
    pub fn read(self, fields: &Fields, options: &Options) -> Result<Found, Unreadable> {
        let mut found = match self {
            Self::Clerk => clerk::read(fields),
            Self::Auth0 => auth0::read(fields),
            Self::Firebase => firebase::read(fields, options.firebase.as_ref()),
            Self::Supabase => supabase::read(fields),
            Self::BetterAuth => better_auth::read(fields),
            Self::Keycloak => keycloak::read(fields),
            Self::Devise => devise::read(fields),
            Self::Django => django::read(fields),
            Self::Jsonl => jsonl::read(fields),
        }?;
        let user = &mut found.user;
        user.moves_in = true;
        value::take_address_out_of_username(user);
        if options.trust_addresses {
            user.email_addresses.iter_mut().chain(&mut user.phone_numbers).for_each(|contact| contact.verified = true);
        }
        Ok(found)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::as_str).join(", ");
        Self::ALL.into_iter().find(|it| it.as_str() == name).ok_or_else(|| format!("one of {}", names()))
    }
}

/// How a file is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Takes every address and number for proven, as a system does that lets people sign in with those that they have given.
    pub trust_addresses: bool,
    /// Brings in without their password those whose digest cannot be kept, instead of refusing them. They set a new one by a
    /// code that is sent to them.
    pub drop_unreadable_passwords: bool,
    /// Brings in without their username those whose username cannot be one here, instead of refusing them, if there is something
    /// else to find them by.
    pub drop_unfit_usernames: bool,
    /// What Firebase's digests were made with, for a file of Firebase.
    pub firebase: Option<FirebaseHash>,
    /// Makes nobody; says what would be.
    pub dry_run: bool,
}

/// Somebody of a file.
#[derive(Clone, Debug)]
pub struct Found {
    /// All that is known of them.
    pub user: NewUser,
    /// Why their password cannot be kept, if there is one that cannot.
    pub password_problem: Option<Unreadable>,
}

impl From<NewUser> for Found {
    fn from(user: NewUser) -> Self {
        Self { user, password_problem: None }
    }
}

impl Found {
    /// With the digest that a system kept, written as one of those that are known here.
    fn with_digest(mut self, digest: Result<(&'static str, String), Unreadable>) -> Self {
        match digest {
            Ok((hasher, digest)) => {
                self.user.password_hasher = Some(hasher.into());
                self.user.password_digest = Some(Secret::new(digest));
            }
            Err(problem) => self.password_problem = Some(problem),
        }
        self
    }
}

/// Why what stands in a file is no user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}
