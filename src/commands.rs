//! What an operator does by hand: invite someone, let someone in, look after the waitlist. The last line of what is printed
//! is what the next step needs.

mod admin;
mod archive;
mod import;
mod jwt_templates;
mod settings;

pub use admin::{Admin, Dev, admin, dev};
pub use archive::{Export, Import, export, import as import_archive};
pub use jwt_templates::{JwtTemplates, jwt_templates};
pub use settings::{Settings, settings};

use std::path::Path;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use vestibule::locale;
use vestibule::model::{TicketStatus, WaitlistStatus};
use vestibule::server::flows::invitations::{MOST_DAYS, MOST_LISTED};
use vestibule::server::flows::sign_in_tokens::MOST_SECONDS;
use vestibule::server::flows::{self, identifier};
use vestibule::server::store::identifiers::{self, IdentifierKind};
use vestibule::server::{Language, NewInvitation, Origin, Scope, Vestibule, WaitlistEntry};

use crate::{Failure, load};

#[derive(Subcommand)]
pub enum Invitations {
    /// Invite someone to sign up, and print the link.
    Create {
        /// Whom.
        email_address: String,
        /// Where they go when they have signed up.
        #[arg(long, value_name = "URL")]
        redirect_url: Option<String>,
        /// How long the link is good for.
        #[arg(long, value_name = "DAYS", default_value_t = 30)]
        #[arg(value_parser = clap::value_parser!(i64).range(1..=MOST_DAYS))]
        expires_in_days: i64,
        /// What the account gets from it: an object in JSON, which everyone may see.
        #[arg(long, value_name = "JSON")]
        public_metadata: Option<String>,
        /// Mail nothing: whoever called this passes the link on.
        #[arg(long)]
        no_mail: bool,
        /// Invite them although they have an account, or in the place of an invitation that waits for an answer.
        #[arg(long)]
        ignore_existing: bool,
        /// What the mail is written in, such as de or pt-BR, if not in the language that the settings name.
        #[arg(long, value_name = "LANGUAGE", value_parser = read_language)]
        language: Option<Language>,
    },
    /// List invitations, newest first.
    List {
        /// Only those that stand there.
        #[arg(long)]
        status: Option<Stand>,
        #[command(flatten)]
        page: Page,
    },
    /// Take an invitation back.
    Revoke {
        /// `inv_…`
        id: String,
    },
}

#[derive(Subcommand)]
pub enum SignInTokens {
    /// Make a link that signs someone in, once, and print it.
    Create {
        /// Whom: `user_…`, or their email address.
        user: String,
        /// How long the link is good for; 30 days unless it says otherwise.
        #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(1..=MOST_SECONDS))]
        expires_in_seconds: Option<i64>,
    },
    /// Take such a link back.
    Revoke {
        /// `sit_…`
        id: String,
    },
}

#[derive(Subcommand)]
pub enum SecretKeys {
    /// Make a key, and print it: it is not shown again.
    Create {
        /// What to call it, such as the service that is to have it.
        name: String,
        /// What it opens, such as users:read or organizations:write; several times for several. Without it, everything.
        #[arg(long = "scope", value_name = "RESOURCE:ACCESS")]
        scopes: Vec<Scope>,
    },
    /// List the keys, newest first.
    List,
    /// Take a key back: it opens nothing from the next request on.
    Revoke {
        /// `skey_…`
        id: String,
    },
}

#[derive(Subcommand)]
pub enum Users {
    /// Bring in users of another system, from a file that it has written. Who is here already, by the id that they had there,
    /// is passed over, so that an import can be run again, and goes on where it was broken off.
    Import(import::Import),
    /// Take all second factors from someone who has lost them: their sessions end, and they are told by mail. Make sure first
    /// that it is them who asks.
    ResetMfa {
        /// Whom: `user_…`, or their email address.
        user: String,
    },
    /// Let someone in no more: their sessions end at once.
    Ban {
        /// Whom: `user_…`, or their email address.
        user: String,
    },
    /// Let someone in again who was banned.
    Unban {
        /// Whom: `user_…`, or their email address.
        user: String,
    },
    /// Keep someone from signing in for as long as `security.lock_minutes` says; their sessions go on.
    Lock {
        /// Whom: `user_…`, or their email address.
        user: String,
    },
    /// Let someone sign in again before a lock is over, or a wait after wrong passwords.
    Unlock {
        /// Whom: `user_…`, or their email address.
        user: String,
    },
}

#[derive(Subcommand)]
pub enum Waitlist {
    /// List those who wait, who came first in front.
    List {
        /// Only those that stand there.
        #[arg(long)]
        status: Option<WaitlistStand>,
        #[command(flatten)]
        page: Page,
    },
    /// Mail someone an invitation, and print its link.
    Invite {
        /// `wle_…`
        id: String,
    },
    /// Turn someone down.
    Reject {
        /// `wle_…`
        id: String,
    },
}

/// Which part of a list.
#[derive(clap::Args)]
pub struct Page {
    /// At most so many.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=MOST_LISTED))]
    pub limit: i64,
    /// After so many.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..))]
    pub offset: i64,
}

fn read_language(tag: &str) -> Result<Language, String> {
    let tags = || Language::ALL.iter().map(|language| language.tag()).collect::<Vec<_>>().join(", ");
    Language::parse(tag).ok_or_else(|| format!("is one of {}", tags()))
}

/// Where an invitation stands.
#[derive(Clone, Copy, ValueEnum)]
pub enum Stand {
    Pending,
    Accepted,
    Revoked,
    Expired,
}

/// Where someone on the waitlist stands.
#[derive(Clone, Copy, ValueEnum)]
pub enum WaitlistStand {
    Pending,
    Invited,
    Completed,
    Rejected,
}

/// What went wrong, in the words that a person is told.
fn told(error: &flows::Error) -> Failure {
    match error {
        flows::Error::Refused(errors) => {
            let lines = errors.errors.iter().map(|error| match error.meta.param_name {
                Some(field) => format!("{}: {}", field.name(), locale::error_text(error)),
                None => locale::error_text(error),
            });
            lines.collect::<Vec<_>>().join("\n").into()
        }
        other => other.to_string().into(),
    }
}

/// Starts Vestibule for one thing, and stops it again: what was written to be mailed is on its way then.
pub async fn with(
    config: &Path,
    work: impl AsyncFnOnce(&Vestibule) -> Result<(), Failure>,
) -> Result<ExitCode, Failure> {
    let vestibule = Vestibule::start(load(config)?).await?;
    let outcome = Origin::operator().during(work(&vestibule)).await;
    vestibule.stop().await;
    outcome.map(|()| ExitCode::SUCCESS)
}

pub async fn invitations(config: &Path, command: Invitations) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        let invitations = vestibule.invitations();
        match command {
            Invitations::Create {
                email_address,
                redirect_url,
                expires_in_days,
                public_metadata,
                no_mail,
                ignore_existing,
                language,
            } => {
                let read =
                    |json: String| serde_json::from_str(&json).map_err(|error| format!("--public-metadata: {error}"));
                let new = NewInvitation {
                    redirect_url,
                    expires_in_days,
                    public_metadata: public_metadata.map(read).transpose()?.unwrap_or_default(),
                    notify: !no_mail,
                    ignore_existing,
                    language,
                    ..NewInvitation::to(email_address)
                };
                let made = invitations.create(&new).await.map_err(|error| told(&error))?;
                println!("{} is invited ({}), by this link:", made.email_address, made.id);
                println!("{}", made.url.as_ref().map_or("", |url| url.expose()));
            }
            Invitations::List { status, page } => {
                let status = status.map(|stand| match stand {
                    Stand::Pending => TicketStatus::Pending,
                    Stand::Accepted => TicketStatus::Accepted,
                    Stand::Revoked => TicketStatus::Revoked,
                    Stand::Expired => TicketStatus::Expired,
                });
                let all = invitations.list(status, page.limit, page.offset).await.map_err(|error| told(&error))?;
                for one in all {
                    println!("{}  {:<9} {}", one.id, one.status.as_str(), one.email_address);
                }
            }
            Invitations::Revoke { id } => {
                let revoked = invitations.revoke(&id).await.map_err(|error| told(&error))?;
                println!("The invitation of {} was taken back.", revoked.email_address);
            }
        }
        Ok(())
    })
    .await
}

pub async fn secret_keys(config: &Path, command: SecretKeys) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        let keys = vestibule.secret_keys();
        match command {
            SecretKeys::Create { name, scopes } => {
                let scopes = if scopes.is_empty() { vec![Scope::all()] } else { scopes };
                let made = keys.create(&name, &scopes).await.map_err(|error| told(&error))?;
                println!("{} ({}) opens {}. It is not shown again:", made.name, made.id, spell(&made.scopes));
                println!("{}", made.secret.as_ref().map_or("", |secret| secret.expose()));
            }
            SecretKeys::List => {
                for key in keys.list().await.map_err(|error| told(&error))? {
                    let stands = if key.revoked_at.is_some() { "revoked" } else { "good" };
                    println!("{}  …{}  {stands:<7}  {}  {}", key.id, key.hint, spell(&key.scopes), key.name);
                }
            }
            SecretKeys::Revoke { id } => {
                let revoked = keys.revoke(&id).await.map_err(|error| told(&error))?;
                println!("{} opens nothing any more.", revoked.name);
            }
        }
        Ok(())
    })
    .await
}

fn spell(scopes: &[Scope]) -> String {
    scopes.iter().map(Scope::to_string).collect::<Vec<_>>().join(", ")
}

pub async fn sign_in_tokens(config: &Path, command: SignInTokens) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        let tokens = vestibule.sign_in_tokens();
        match command {
            SignInTokens::Create { user, expires_in_seconds } => {
                let user_id = match user.contains('@') {
                    true => owner(vestibule, &user).await?,
                    false => user,
                };
                let made = tokens.create(&user_id, expires_in_seconds).await.map_err(|error| told(&error))?;
                println!("This link signs {user_id} in, once ({}):", made.id);
                println!("{}", made.url.as_ref().map_or("", |url| url.expose()));
            }
            SignInTokens::Revoke { id } => {
                let revoked = tokens.revoke(&id).await.map_err(|error| told(&error))?;
                println!("The link for {} was taken back.", revoked.user_id);
            }
        }
        Ok(())
    })
    .await
}

pub async fn users(config: &Path, command: Users) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        let users = vestibule.users();
        let id = async |user: String| match user.contains('@') {
            true => owner(vestibule, &user).await,
            false => Ok(user),
        };
        let (done, what) = match command {
            Users::Import(arguments) => return import::run(vestibule, arguments).await,
            Users::ResetMfa { user } => {
                let user = vestibule.reset_mfa(&id(user).await?).await.map_err(|error| told(&error))?;
                println!("Nothing but the first step is asked of {} ({}) from now on.", user.display_name(), user.id);
                return Ok(());
            }
            Users::Ban { user } => (users.ban(&id(user).await?).await, "is banned, and signed in nowhere any more"),
            Users::Unban { user } => (users.unban(&id(user).await?).await, "may come in again"),
            Users::Lock { user } => (users.lock(&id(user).await?).await, "is locked, and cannot sign in for now"),
            Users::Unlock { user } => (users.unlock(&id(user).await?).await, "may sign in again"),
        };
        let user = done.map_err(|error| told(&error))?.user;
        println!("{} ({}) {what}.", user.display_name(), user.id);
        Ok(())
    })
    .await
}

/// Whose an address is.
async fn owner(vestibule: &Vestibule, address: &str) -> Result<String, Failure> {
    let email = identifier::email_address(address).map_err(|error| locale::error_text(&error))?;
    let mut connection = vestibule.store().read().await?;
    let owner = identifiers::owner(&mut connection, IdentifierKind::EmailAddress, &email.normalized).await?;
    Ok(owner.ok_or_else(|| format!("nobody has the address {address}"))?.user_id)
}

pub async fn waitlist(config: &Path, command: Waitlist) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        let waitlist = vestibule.waitlist();
        match command {
            Waitlist::List { status, page } => {
                let status = status.map(|stand| match stand {
                    WaitlistStand::Pending => WaitlistStatus::Pending,
                    WaitlistStand::Invited => WaitlistStatus::Invited,
                    WaitlistStand::Completed => WaitlistStatus::Completed,
                    WaitlistStand::Rejected => WaitlistStatus::Rejected,
                });
                let all = waitlist.list(status, page.limit, page.offset).await.map_err(|error| told(&error))?;
                all.iter().for_each(show);
            }
            Waitlist::Invite { id } => {
                let (entry, invitation) = waitlist.invite(&id).await.map_err(|error| told(&error))?;
                println!("{} is invited ({}), by this link:", entry.email_address, invitation.id);
                println!("{}", invitation.url.as_ref().map_or("", |url| url.expose()));
            }
            Waitlist::Reject { id } => show(&waitlist.reject(&id).await.map_err(|error| told(&error))?),
        }
        Ok(())
    })
    .await
}

fn show(entry: &WaitlistEntry) {
    println!("{}  {:<9} {}", entry.id, entry.status.as_str(), entry.email_address);
}
