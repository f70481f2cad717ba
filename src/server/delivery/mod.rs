//! What leaves the building: mails and text messages, into the outbox, from there to whoever carries them and, in
//! development, into the mailbox; and webhooks.

mod backoff;
mod kinds;
mod render;
mod rounds;
mod sms;
mod smtp;
mod templates;
#[cfg(test)]
mod tests;
#[cfg(test)]
#[path = "../../../tests/support/twilio.rs"]
mod twilio;
pub mod webhooks;
mod words;
mod worker;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::crypto::{HOUR, InstanceKey, Prefix, new_id};
use super::events::{self, EventType};
use super::language::Language;
use super::store::messages::MessageRow;
use super::store::{Connection, StoreError, messages};
use super::vestibule::Inner;
use crate::model::User;

pub use kinds::Kind;
pub use render::{TemplateError, Templates};
pub use sms::{SendFuture, Sms, SmsError, SmsSender, sender as sms_sender};
pub use smtp::{Smtp, SmtpError};
pub use templates::{
    Letter, account_connected_mail, account_deleted_mail, account_disconnected_mail, account_exists_mail,
    account_exists_sms, address_in_use_mail, api_key_created_mail, backup_code_used_mail, backup_codes_removed_mail,
    backup_codes_replaced_mail, code_mail, code_sms, identifier_added_mail, identifier_removed_mail, invitation_mail,
    membership_request_accepted_mail, membership_request_mail, new_device_mail, no_account_mail,
    organization_domain_mail, organization_invitation_accepted_mail, organization_invitation_mail, passkey_added_mail,
    passkey_removed_mail, password_added_mail, password_changed_mail, password_compromised_mail, password_removed_mail,
    primary_changed_mail, reset_code_mail, second_factor_added_mail, second_factor_removed_mail, sign_in_link_mail,
    sign_up_link_mail, waitlist_mail,
};
pub use words::variables as variables_of_words;
pub use words::{Sentences, check as check_sentence, problems as problems_of_words, shipped as shipped_words};
pub use worker::{Transport, Worker};

/// By which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// To an e-mail address.
    Email,
    /// To a phone number.
    Sms,
}

impl Channel {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// Whom a message goes to.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    /// An e-mail address, or a phone number as E.164 has it.
    pub address: &'a str,
    /// The language that they read, as far as that is known; else it is the app's.
    pub language: Option<Language>,
    /// Whose account it is about, as far as that is known.
    pub user_id: Option<&'a str>,
}

impl<'a> To<'a> {
    /// Whoever owns an account, if it has an address: in their own language, whoever is asking.
    pub fn owner(user: &'a User) -> Option<Self> {
        let address = user.primary_email_address()?;
        let language = user.locale.as_deref().and_then(Language::of_locale);
        Some(Self { address, language, user_id: Some(&user.id) })
    }
}

/// Why a message was not sent: without anything of what it says or whom it goes to, and without what the other side
/// says, which may repeat it.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Another try may go well.
    #[error("{0}")]
    Transient(String),
    /// It will never be taken.
    #[error("{0}")]
    Permanent(String),
}

/// What a message says: never to be printed, for there may be a code in it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Content {
    /// Its first line; a text message has none.
    pub subject: String,
    /// The rest.
    pub text: String,
    /// The same as HTML, if it has that.
    pub html: Option<String>,
    /// The code in it, if there is one.
    pub code: Option<String>,
    /// The link in it, if there is one.
    pub link: Option<String>,
}

/// A message as the development mailbox shows it.
#[derive(Clone, Serialize)]
pub struct Delivered {
    /// `email` or `sms`.
    pub channel: String,
    /// Whom it went to.
    pub to: String,
    /// What it says.
    #[serde(flatten)]
    pub content: Content,
    /// When it was written, Unix milliseconds.
    pub created_at: i64,
}

/// How long a message is kept, for the development mailbox to show and for the worker to send, in milliseconds.
pub const KEPT: i64 = 24 * HOUR;
const SEAL: &str = "message";

/// Puts a message into the outbox, in the transaction of what it tells. After `send_until` it is not sent any more. Whoever
/// commits says so with [`wake`]. The audit log is told nothing of it: whoever changes something tells it that. Whatever is
/// asked of the database here [`pretend`] asks as well. Gives the id of the message, to whoever looks what becomes of it.
pub async fn send(
    app: &Inner,
    connection: &mut Connection,
    to: To<'_>,
    letter: &Letter,
    send_until: i64,
    now: i64,
) -> Result<String, StoreError> {
    let row = seal(app, to, letter, now)?;
    if let Some(subject_id) = &letter.subject_id {
        messages::withdraw(connection, subject_id, now).await?;
    }
    // Where nothing is sent nothing waits: messages from before a way was set do not go out when one is.
    let send_until = worker(app, letter.channel).map(|_| send_until.min(row.expire_at));
    messages::insert(connection, &row, send_until).await?;
    let (kind, data) = told(letter.channel, &row.id, letter.name, to);
    events::tell(connection, kind, &row.id, &data, now).await?;
    Ok(row.id)
}

/// What whoever listens is told of a message: not what it says, for there may be a code in it. `slug` is what its template is
/// called.
pub fn told(channel: Channel, id: &str, slug: &str, to: To<'_>) -> (EventType, Value) {
    let (kind, object, whom) = match channel {
        Channel::Email => (EventType::EmailCreated, "email", "to_email_address"),
        Channel::Sms => (EventType::SmsCreated, "sms_message", "to_phone_number"),
    };
    let data = json!({
        "object": object, "id": id, "slug": slug, whom: to.address, "user_id": to.user_id, "status": "queued",
        "delivered_by_clerk": true,
    });
    (kind, data)
}

fn seal(app: &Inner, to: To<'_>, letter: &Letter, now: i64) -> Result<MessageRow, StoreError> {
    let content = app.templates.write(letter, to.language).map_err(|_| StoreError::Row("a message"))?;
    let json = serde_json::to_vec(&content).map_err(|_| StoreError::Row("a message"))?;
    Ok(MessageRow {
        id: new_id(Prefix::Message, now),
        channel: letter.channel.as_str().into(),
        recipient: to.address.to_owned(),
        subject_id: letter.subject_id.clone(),
        sealed_content: app.key.seal(SEAL, &json),
        expire_at: now + KEPT,
        created_at: now,
    })
}

/// What a message says that nobody is sent, sealed as others are.
#[cfg(feature = "standalone")]
pub fn seal_sample(key: &InstanceKey) -> Result<String, StoreError> {
    let text = "Nobody was sent this: who would have been does not exist.".to_owned();
    let content = Content { subject: "A message to nobody".to_owned(), text, html: None, code: None, link: None };
    let json = serde_json::to_vec(&content).map_err(|_| StoreError::Row("a message"))?;
    Ok(key.seal(SEAL, &json))
}

/// Does as much as [`send`] and leaves nothing of it: where there is nobody whom anything could be sent to, so that the time
/// that it takes does not tell.
pub async fn pretend(
    app: &Inner,
    connection: &mut Connection,
    language: Option<Language>,
    letter: &Letter,
    now: i64,
) -> Result<(), StoreError> {
    let row = seal(app, To { address: "", language, user_id: None }, letter, now)?;
    if let Some(subject_id) = &letter.subject_id {
        messages::withdraw(connection, subject_id, now).await?;
    }
    messages::insert(connection, &row, None).await?;
    messages::remove(connection, &row.id).await
}

fn worker(app: &Inner, channel: Channel) -> Option<&Worker> {
    match channel {
        Channel::Email => app.mailer.as_deref(),
        Channel::Sms => app.texter.as_deref(),
    }
}

/// Says that a transaction with a message in it was committed, so that it goes out at once.
pub fn wake(app: &Inner) {
    for worker in [&app.mailer, &app.texter].into_iter().flatten() {
        worker.wake();
    }
    app.webhooks.wake();
}

/// Reads what a message says; `None` if it was sealed with another key.
fn open(key: &InstanceKey, sealed: &str) -> Option<Content> {
    serde_json::from_slice(&key.open(SEAL, sealed)?).ok()
}

/// The newest messages, newest first.
pub async fn newest(connection: &mut Connection, key: &InstanceKey, most: i64) -> Result<Vec<Delivered>, StoreError> {
    messages::newest(connection, most)
        .await?
        .into_iter()
        .map(|row| {
            let content = open(key, &row.sealed_content).ok_or(StoreError::Row("a message"))?;
            Ok(Delivered { channel: row.channel, to: row.recipient, content, created_at: row.created_at })
        })
        .collect()
}
