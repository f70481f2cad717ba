use super::MOST_KEYS;
use super::check::{LIFETIMES, LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_REASON, LONGEST_SCOPE, MOST_SCOPES};
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::flows::{Error, metadata};
use crate::server::store::StoreError;

/// Why something about an API key did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ApiKeyError {
    /// It cannot be called so.
    #[error("a name is 1 to {LONGEST_NAME} characters in one line")]
    Name,
    /// It cannot be described so.
    #[error("a description is {LONGEST_DESCRIPTION} characters at most")]
    Description,
    /// One of the scopes is none, or there are too many (RFC 6749 section 3.3).
    #[error(
        "scopes are {MOST_SCOPES} at most, of 1 to {LONGEST_SCOPE} visible ASCII characters each, without quotation marks and \
         backslashes"
    )]
    Scopes,
    /// There is more in the claims than is kept.
    #[error("claims are {most} bytes of JSON at most", most = metadata::MOST_BYTES)]
    Claims,
    /// It cannot be good for so long.
    #[error("a key is good for {from} to {to} seconds, or for ever", from = LIFETIMES.start(), to = LIFETIMES.end())]
    Lifetime,
    /// Nobody writes such a reason.
    #[error("a reason is {LONGEST_REASON} characters at most")]
    RevocationReason,
    /// Who is said to have made it is no user, or does not belong to the organization whose it is.
    #[error("created_by is a user, and of an organization's key one who belongs to it")]
    CreatedBy,
    /// There is no such user or organization.
    #[error("there is no such user or organization")]
    NoSubject,
    /// The user whose it would be is banned, or who makes it.
    #[error("the user is banned")]
    Banned,
    /// It was taken back: it stays as it is.
    #[error("the key was revoked")]
    Revoked,
    /// They have as many as they may.
    #[error("there are {MOST_KEYS} API keys already")]
    TooMany,
    /// There is no such key.
    #[error("there is no such API key")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ApiKeyError {
    /// What it is about, as the REST API calls it; nothing where it is about the key as a whole.
    pub const fn param(&self) -> Option<&'static str> {
        match self {
            Self::Name => Some("name"),
            Self::Description => Some("description"),
            Self::Scopes => Some("scopes"),
            Self::Claims => Some("claims"),
            Self::Lifetime => Some("seconds_until_expiration"),
            Self::RevocationReason => Some("revocation_reason"),
            Self::CreatedBy => Some("created_by"),
            Self::NoSubject | Self::Banned | Self::Revoked | Self::TooMany | Self::NotFound | Self::Store(_) => None,
        }
    }
}

/// As a person is told of it.
impl From<ApiKeyError> for Error {
    fn from(error: ApiKeyError) -> Self {
        match error {
            ApiKeyError::Name => ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Name).into(),
            ApiKeyError::NoSubject | ApiKeyError::NotFound => ApiError::new(ErrorCode::ResourceNotFound).into(),
            ApiKeyError::Banned => ApiError::new(ErrorCode::UserBanned).into(),
            ApiKeyError::Revoked => ApiError::new(ErrorCode::ActionNotAllowed).into(),
            ApiKeyError::TooMany => {
                let most = usize::try_from(MOST_KEYS).unwrap_or(usize::MAX);
                ApiError::new(ErrorCode::IdentificationQuotaExceeded).with_limit(most).into()
            }
            ApiKeyError::Store(error) => error.into(),
            ApiKeyError::Description
            | ApiKeyError::Scopes
            | ApiKeyError::Claims
            | ApiKeyError::Lifetime
            | ApiKeyError::RevocationReason
            | ApiKeyError::CreatedBy => ApiError::new(ErrorCode::FormParamFormatInvalid).into(),
        }
    }
}
