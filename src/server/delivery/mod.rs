//! What leaves the building: mail, into the outbox, from there to an SMTP server and, in development, into the mailbox.

mod backoff;
mod smtp;
mod templates;
mod worker;

use serde::{Deserialize, Serialize};

use super::crypto::{HOUR, InstanceKey, Prefix, new_id};
use super::events::{self, EventType};
use super::store::messages::MessageRow;
use super::store::{Connection, StoreError, messages};
use super::vestibule::Inner;

pub use smtp::{Smtp, SmtpError};
pub use templates::{
    account_exists_mail, code_mail, no_account_mail, password_changed_mail, reset_code_mail, sign_in_link_mail,
    sign_up_link_mail,
};
pub use worker::Worker;

/// What a message says: never to be printed, for there may be a code in it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Content {
    /// Its first line.
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

/// Puts a mail into the outbox, in the transaction of what it tells. After `send_until` it is not sent any more. Whoever
/// commits says so with [`wake`].
pub async fn mail(
    app: &Inner,
    connection: &mut Connection,
    to: &str,
    content: &Content,
    send_until: i64,
    now: i64,
) -> Result<(), StoreError> {
    let json = serde_json::to_vec(content).map_err(|_| StoreError::Row("a message"))?;
    let row = MessageRow {
        id: new_id(Prefix::Message, now),
        channel: "email".into(),
        recipient: to.to_owned(),
        sealed_content: app.key.seal(SEAL, &json),
        expire_at: now + KEPT,
        created_at: now,
    };
    // Where nothing is sent nothing waits: mails from before a server was set do not go out when one is.
    let send_until = app.mailer.as_ref().map(|_| send_until.min(row.expire_at));
    messages::insert(connection, &row, send_until).await?;
    // What it says stays out of the event: there may be a code in it.
    let data = serde_json::json!({ "id": row.id, "to_email_address": to });
    events::record(connection, EventType::EmailCreated, &row.id, &data, now).await
}

/// Says that a transaction with a mail in it was committed, so that the mail goes out at once.
pub fn wake(app: &Inner) {
    if let Some(mailer) = &app.mailer {
        mailer.wake();
    }
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
