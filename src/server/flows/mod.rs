//! The state machines. A flow takes and gives plain data; it knows nothing of HTTP.

pub mod account;
pub mod acting;
pub mod active_organization;
pub mod activity;
pub mod actor_tokens;
pub mod api_keys;
pub mod audit_log;
pub mod bots;
pub mod browser;
pub mod client;
pub mod compromised_password;
pub mod daily_numbers;
pub mod deliveries;
pub mod disavowal;
pub mod email_link;
pub mod external_sign_up;
pub mod failed_proofs;
pub mod identifier;
pub mod invitation_pages;
pub mod invitations;
pub mod job_runs;
pub mod jwt_templates;
pub mod limits;
pub mod listed_identifiers;
pub mod m2m_tokens;
pub mod machines;
pub mod message_samples;
pub mod metadata;
pub mod oauth;
pub mod oauth_tokens;
pub mod operators;
pub mod organizations;
pub mod own_api_keys;
pub mod owner;
mod pages;
pub mod passkeys;
pub mod redirect_urls;
pub mod restrictions;
pub mod reverification;
pub mod second_factors;
pub mod secret_keys;
pub mod service_tokens;
pub mod session;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod sign_in_tokens;
pub mod sign_up;
pub mod sign_ups;
pub mod sweep;
pub mod testing_tokens;
pub mod text_messages;
pub mod text_trial;
pub mod tickets;
pub mod user_contacts;
pub mod user_credentials;
pub mod user_image;
pub mod user_import;
pub mod user_list;
pub mod user_pages;
pub mod user_update;
pub mod username;
pub mod users;
pub mod waitlist;
pub mod waitlist_pages;
mod webhook_examples;
pub mod webhooks;

use std::net::IpAddr;

use self::failed_proofs::Barred;
use super::avatars::PlaceError;
use super::crypto::password_hash::HashError;
use super::crypto::session_token::TokenError;
use super::crypto::{SECOND, Secret, Token};
use super::delivery;
use super::language::Language;
use super::store::StoreError;
use super::vestibule::Inner;
use crate::model::{ApiError, ApiErrors, BackupCodes, Client, ErrorCode, MadeApiKey, Notice};

/// Who is asking.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// Where the request came from, as far as the proxies in between are trusted.
    pub ip: Option<IpAddr>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// The language that the browser asks for, if it is one that mails are written in.
    pub language: Option<Language>,
    /// The secret of the browser's client cookie.
    pub client_token: Option<Token>,
    /// The ticket of a link that was opened in the browser.
    pub ticket: Option<Token>,
    /// What a browser that a test drives shows instead of that no program sits at it.
    pub testing_token: Option<Secret>,
    /// Where they go when they are in: a page that they may be led to.
    pub bound_for: Option<String>,
    /// The organization that the page is about from which they ask, by its id or slug: in the place of the session's own.
    pub organization: Option<String>,
    /// Whether what they ask for may be done by somebody who acts in the person's place. Only where it is said: nothing that
    /// lets the person in, or ends what is theirs, is for anybody but them.
    pub for_actors: bool,
}

impl Visitor {
    /// The same, asking for what is for nobody who acts in their place.
    #[must_use]
    pub fn themselves(&self) -> Self {
        Self { for_actors: false, ..self.clone() }
    }
}

/// What a browser is given to keep.
#[derive(Clone, Debug, Default)]
pub struct Issued {
    /// A new secret of its own.
    pub client_token: Option<Token>,
    /// A new session token: `Some(None)` takes the old one away.
    pub session_token: Option<Option<Secret>>,
}

/// What a session begins by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Began {
    /// A sign-in.
    SignIn,
    /// A sign-up: there was no account before.
    SignUp,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The browser's new state.
    pub client: Client,
    /// What the browser is given to keep.
    pub issued: Issued,
    /// What a session has just begun by, if one has.
    pub began: Option<Began>,
    /// What was refused all the same: the attempt itself is kept.
    pub refused: Option<ApiErrors>,
    /// What the person is told about it.
    pub notice: Option<Notice>,
    /// The organization that they are told about.
    pub organization_id: Option<String>,
    /// Backup codes that were made, to be shown this once.
    pub backup_codes: Option<BackupCodes>,
    /// A key that was made, to be shown this once.
    pub api_key: Option<MadeApiKey>,
}

/// Why it did not.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person can do something about it.
    #[error("refused: {0:?}")]
    Refused(ApiErrors),
    /// They have proven who they are, and may not come in.
    #[error("turned away: {:?}", .0.refusal)]
    Barred(Box<Barred>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The hashing failed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The signing failed.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Pictures cannot be kept or taken away just now.
    #[error(transparent)]
    Place(#[from] PlaceError),
}

impl Error {
    /// Whether something broke, about which whoever asks can do nothing.
    pub const fn is_fault(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::Barred(_))
    }

    /// What the API says. Of what broke inside it says only that something broke.
    pub fn to_api(&self) -> ApiErrors {
        match self {
            Self::Refused(errors) => errors.clone(),
            Self::Barred(barred) => barred.refusal.clone(),
            Self::Hash(HashError::Busy) => {
                ApiError::new(ErrorCode::TooManyRequests).with_retry_after_ms(2 * SECOND).into()
            }
            Self::Store(StoreError::Database(_)) | Self::Place(_) => {
                ApiError::new(ErrorCode::ServiceUnavailable).into()
            }
            Self::Store(_) | Self::Hash(_) | Self::Token(_) => ApiError::new(ErrorCode::InternalError).into(),
        }
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<ApiErrors> for Error {
    fn from(errors: ApiErrors) -> Self {
        Self::Refused(errors)
    }
}

/// Ends a transaction well.
async fn commit(tx: super::store::Transaction) -> Result<(), Error> {
    tx.commit().await.map_err(|error| Error::Store(error.into()))
}

/// Ends a transaction in which a mail was written, and sends the mail on its way.
async fn commit_with_mail(app: &Inner, tx: super::store::Transaction) -> Result<(), Error> {
    commit(tx).await?;
    delivery::wake(app);
    Ok(())
}
