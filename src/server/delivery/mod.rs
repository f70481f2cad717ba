//! What leaves the building: mail, so far into the development mailbox.

use serde::{Deserialize, Serialize};

use super::crypto::{Code, HOUR, InstanceKey, Prefix, new_id};
use super::events::{self, EventType};
use super::store::messages::MessageRow;
use super::store::{Connection, StoreError, messages};
use crate::locale;

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

/// How long the development mailbox keeps a message, in milliseconds.
const KEPT: i64 = 24 * HOUR;
const SEAL: &str = "message";

/// Writes the mail with a code.
pub fn code_mail(app_name: &str, code: &Code, minutes: i64) -> Content {
    Content {
        subject: locale::mail::code_subject(app_name, code.expose()),
        text: locale::mail::code_text(app_name, code.expose(), minutes),
        html: None,
        code: Some(code.expose().to_owned()),
        link: None,
    }
}

/// Writes the mail to someone who signs up with an address that has an account.
pub fn account_exists_mail(app_name: &str, sign_in_url: &str) -> Content {
    Content {
        subject: locale::mail::account_exists_subject(app_name),
        text: locale::mail::account_exists_text(app_name, sign_in_url),
        html: None,
        code: None,
        link: Some(sign_in_url.to_owned()),
    }
}

/// Puts a mail into the outbox, in the transaction of what it tells.
pub async fn mail(
    connection: &mut Connection,
    key: &InstanceKey,
    to: &str,
    content: &Content,
    now: i64,
) -> Result<(), StoreError> {
    let json = serde_json::to_vec(content).map_err(|_| StoreError::Row("a message"))?;
    let row = MessageRow {
        id: new_id(Prefix::Message, now),
        channel: "email".into(),
        recipient: to.to_owned(),
        sealed_content: key.seal(SEAL, &json),
        expire_at: now + KEPT,
        created_at: now,
    };
    messages::insert(connection, &row).await?;
    // What it says stays out of the event: there may be a code in it.
    let data = serde_json::json!({ "id": row.id, "to_email_address": to });
    events::record(connection, EventType::EmailCreated, &row.id, &data, now).await
}

/// The newest messages, newest first.
pub async fn newest(connection: &mut Connection, key: &InstanceKey, most: i64) -> Result<Vec<Delivered>, StoreError> {
    messages::newest(connection, most)
        .await?
        .into_iter()
        .map(|row| {
            let json = key.open(SEAL, &row.sealed_content).ok_or(StoreError::Row("a message"))?;
            let content = serde_json::from_slice(&json).map_err(|_| StoreError::Row("a message"))?;
            Ok(Delivered { channel: row.channel, to: row.recipient, content, created_at: row.created_at })
        })
        .collect()
}
