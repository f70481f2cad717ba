//! Messages as operators look at them before anyone gets one: with what they are about made up. One of them may be sent, to
//! whoever asks for it and to nobody else.

use super::{Error, commit};
use crate::model::{ApiError, ErrorCode, Field, User, VerificationStatus};
use crate::server::Language;
use crate::server::crypto::MINUTE;
use crate::server::delivery::{self, Channel, Content, Kind, Letter, Sentences, To};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::settings::SettingPath;
use crate::server::store::StoreError;
use crate::server::vestibule::Inner;

/// For how long one waits for a message by which one tries out whether any arrives, in milliseconds.
pub(super) const WORTH_SENDING: i64 = 10 * MINUTE;

fn none() -> Error {
    ApiError::new(ErrorCode::ResourceNotFound).into()
}

/// One of a kind, with what it is about made up, in other words where some are tried out.
fn sample(kind: Kind, draft: Option<&Sentences>) -> Result<Letter, Error> {
    let letter = kind.sample().ok_or_else(none)?;
    Ok(match draft {
        Some(draft) => letter.with_draft(draft.clone()),
        None => letter,
    })
}

/// What a message says in a language: as it is, or with sentences that are tried out, which are all that are other ones then.
///
/// # Errors
/// When no template can say it.
pub fn preview(app: &Inner, kind: Kind, language: Language, draft: Option<&Sentences>) -> Result<Content, Error> {
    let letter = sample(kind, draft)?;
    Ok(app.templates.write(&letter, Some(language)).map_err(|_| StoreError::Row("a message"))?)
}

/// A sentence of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What part of the message it is, such as `subject`.
    pub part: String,
    /// What it is called, such as `verification_code.subject`.
    pub name: String,
    /// What comes with the crate.
    pub shipped: String,
    /// What is said in its place.
    pub own: Option<String>,
}

impl Sentence {
    /// What is said.
    pub fn said(&self) -> &str {
        self.own.as_deref().unwrap_or(&self.shipped)
    }

    /// The setting by which something else is said.
    pub fn path(&self, language: Language) -> Option<SettingPath> {
        SettingPath::entry(&format!("message_words.{}", language.tag()), &self.name).ok()
    }
}

/// The sentences of a message in a language, in the order in which one reads them.
pub fn sentences(app: &Inner, kind: Kind, language: Language) -> Vec<Sentence> {
    let own = app.settings.message_words.get(&language);
    let shipped = delivery::shipped_words(language, &kind.key());
    let sentence = |(part, shipped): (String, String)| {
        let name = format!("{}.{part}", kind.key());
        let own = own.and_then(|own| own.get(&name)).cloned();
        Sentence { part, name, shipped, own }
    };
    shipped.into_iter().map(sentence).collect()
}

/// The address of somebody that is known to be theirs: the primary one, or else the first.
pub fn own_address(user: &User) -> Option<&str> {
    let proven =
        user.email_addresses.iter().filter(|address| address.verification.status == VerificationStatus::Verified);
    let chosen = proven.min_by_key(|address| user.primary_email_address_id.as_deref() != Some(address.id.as_str()))?;
    Some(&chosen.email_address)
}

/// Whether a mail would go anywhere: to a server, or into the mailbox of development.
pub fn are_sent(app: &Inner) -> bool {
    app.mailer.is_some() || app.settings.is_development()
}

/// Sends somebody a mail of a kind, to an address that is known to be theirs: as it is, or with sentences that are tried out.
///
/// # Errors
/// `action_not_allowed` for a text message and where no mails are sent, `form_param_missing` for whoever has no such address.
pub async fn send_to_oneself(
    app: &Inner,
    user: &User,
    (kind, language): (Kind, Language),
    draft: Option<&Sentences>,
) -> Result<(), Error> {
    if kind.channel != Channel::Email || !are_sent(app) {
        return Err(ApiError::new(ErrorCode::ActionNotAllowed).into());
    }
    let address = own_address(user).ok_or_else(|| ApiError::of(ErrorCode::FormParamMissing, Field::EmailAddress))?;
    let letter = sample(kind, draft)?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let to = To { address, language: Some(language), user_id: Some(&user.id) };
    delivery::send(app, &mut tx, to, &letter, now + WORTH_SENDING, now).await?;
    let entry = AuditEntry::of(AuditAction::MessageTested).with("template", kind.name).with("language", language.tag());
    entry.write(&mut tx, None, now).await?;
    commit(tx).await?;
    delivery::wake(app);
    Ok(())
}
