//! Sign-ups under way.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, text};
use crate::model::SignUpStatus;

/// A sign-up. It holds a password's hash, so it does not print itself.
#[derive(Clone)]
pub struct SignUpRow {
    /// `sua_…`
    pub id: String,
    /// Where it stands.
    pub status: SignUpStatus,
    /// As typed.
    pub email_address: Option<String>,
    /// When that was proven.
    pub email_verified_at: Option<i64>,
    /// As E.164 has it.
    pub phone_number: Option<String>,
    /// As typed.
    pub username: Option<String>,
    /// As typed.
    pub first_name: Option<String>,
    /// As typed.
    pub last_name: Option<String>,
    /// When the terms were agreed to.
    pub legal_accepted_at: Option<i64>,
    /// The password's hash.
    pub password_digest: Option<String>,
    /// Whom a provider said that it is, sealed.
    pub sealed_external_account: Option<String>,
    /// The newest code or link that was sent by mail.
    pub email_verification_id: Option<String>,
    /// The newest code that was sent by text message.
    pub phone_verification_id: Option<String>,
    /// The invitation to the app that it answers, which proves the address.
    pub invitation_id: Option<String>,
    /// The invitation to an organization that it answers, which proves the address too.
    pub organization_invitation_id: Option<String>,
    /// What they have written about themselves: JSON.
    pub unsafe_metadata: Option<String>,
    /// When it is given up.
    pub abandon_at: i64,
}

impl SignUpRow {
    /// Whether it answers an invitation.
    pub const fn is_invited(&self) -> bool {
        self.invitation_id.is_some() || self.organization_invitation_id.is_some()
    }
}

/// Begins a sign-up, or replaces what an unfinished one holds.
pub async fn save(
    connection: &mut Connection,
    client_id: &str,
    sign_up: &SignUpRow,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sign_ups (id, client_id, status, email_address, username, first_name, last_name, password_digest,
             email_verification_id, abandon_at, created_at, updated_at, sealed_external_account, phone_number,
             phone_verification_id, email_verified_at, legal_accepted_at, invitation_id, unsafe_metadata,
             organization_invitation_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         ON CONFLICT (id) DO UPDATE SET
             email_address = $4, username = $5, first_name = $6, last_name = $7, password_digest = $8,
             email_verification_id = $9, abandon_at = $10, updated_at = $11, sealed_external_account = $12,
             phone_number = $13, phone_verification_id = $14, email_verified_at = $15, legal_accepted_at = $16,
             invitation_id = $17, unsafe_metadata = $18, organization_invitation_id = $19
         WHERE sign_ups.status = 'missing_requirements'",
    )
    .bind(&sign_up.id)
    .bind(client_id)
    .bind(sign_up.status.as_str())
    .bind(&sign_up.email_address)
    .bind(&sign_up.username)
    .bind(&sign_up.first_name)
    .bind(&sign_up.last_name)
    .bind(&sign_up.password_digest)
    .bind(&sign_up.email_verification_id)
    .bind(sign_up.abandon_at)
    .bind(now)
    .bind(&sign_up.sealed_external_account)
    .bind(&sign_up.phone_number)
    .bind(&sign_up.phone_verification_id)
    .bind(sign_up.email_verified_at)
    .bind(sign_up.legal_accepted_at)
    .bind(&sign_up.invitation_id)
    .bind(&sign_up.unsafe_metadata)
    .bind(&sign_up.organization_invitation_id)
    .execute(connection)
    .await?;
    Ok(())
}

macro_rules! columns {
    () => {
        "id, status, email_address, username, first_name, last_name, password_digest, email_verification_id,
         sealed_external_account, abandon_at, phone_number, phone_verification_id, email_verified_at, legal_accepted_at,
         invitation_id, unsafe_metadata, organization_invitation_id"
    };
}

fn sign_up(row: &AnyRow) -> Result<SignUpRow, StoreError> {
    let status: String = row.try_get("status")?;
    Ok(SignUpRow {
        id: row.try_get("id")?,
        status: SignUpStatus::parse(&status).ok_or(StoreError::Row("a sign-up's status"))?,
        email_address: text(row, "email_address")?,
        email_verified_at: number(row, "email_verified_at")?,
        phone_number: text(row, "phone_number")?,
        username: text(row, "username")?,
        first_name: text(row, "first_name")?,
        last_name: text(row, "last_name")?,
        legal_accepted_at: number(row, "legal_accepted_at")?,
        password_digest: text(row, "password_digest")?,
        sealed_external_account: text(row, "sealed_external_account")?,
        email_verification_id: text(row, "email_verification_id")?,
        phone_verification_id: text(row, "phone_verification_id")?,
        invitation_id: text(row, "invitation_id")?,
        organization_invitation_id: text(row, "organization_invitation_id")?,
        unsafe_metadata: text(row, "unsafe_metadata")?,
        abandon_at: row.try_get("abandon_at")?,
    })
}

/// A sign-up that is neither finished nor given up.
pub async fn open(connection: &mut Connection, id: &str, now: i64) -> Result<Option<SignUpRow>, StoreError> {
    let row = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM sign_ups WHERE id = $1 AND status = 'missing_requirements' AND abandon_at > $2"
    ))
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(sign_up).transpose()
}

/// What another backend sees besides.
#[derive(Clone, Debug, Default)]
pub struct SignUpDetails {
    /// What the app's own backend calls its person.
    pub external_id: Option<String>,
    /// The user that came of it.
    pub created_user_id: Option<String>,
    /// The session that came of it.
    pub created_session_id: Option<String>,
}

/// A sign-up, wherever it stands.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<(SignUpRow, SignUpDetails)>, StoreError> {
    let row = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        ", external_id, created_user_id, created_session_id FROM sign_ups WHERE id = $1"
    ))
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let details = SignUpDetails {
            external_id: text(&row, "external_id")?,
            created_user_id: text(&row, "created_user_id")?,
            created_session_id: text(&row, "created_session_id")?,
        };
        Ok((sign_up(&row)?, details))
    })
    .transpose()
}

/// Holds one that is neither finished nor given up for the rest of the transaction, and gives what the app's own backend calls
/// its person; `None` if there is no such one.
pub async fn hold(connection: &mut Connection, id: &str, now: i64) -> Result<Option<Option<String>>, StoreError> {
    let row = sqlx::query(
        "UPDATE sign_ups SET updated_at = $2
         WHERE id = $1 AND status = 'missing_requirements' AND abandon_at > $2 RETURNING external_id",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| text(&row, "external_id")).transpose()?)
}

/// Notes what the app's own backend calls whose sign-up the transaction holds.
pub async fn set_external_id(
    connection: &mut Connection,
    id: &str,
    external_id: Option<&str>,
) -> Result<(), StoreError> {
    let set = sqlx::query("UPDATE sign_ups SET external_id = $2 WHERE id = $1").bind(id).bind(external_id);
    set.execute(connection).await?;
    Ok(())
}

/// Whether there is an account that is called as the person of a sign-up is.
pub async fn is_called_as_someone(connection: &mut Connection, id: &str) -> Result<bool, StoreError> {
    let row =
        sqlx::query("SELECT 1 AS known FROM sign_ups s JOIN users u ON u.external_id = s.external_id WHERE s.id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?;
    Ok(row.is_some())
}

/// Makes a newly sent code the one that counts.
pub async fn set_email_verification(
    connection: &mut Connection,
    id: &str,
    verification_id: &str,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE sign_ups SET email_verification_id = $2, updated_at = $3 WHERE id = $1")
        .bind(id)
        .bind(verification_id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes a newly sent code by text message the one that counts. The e-mail address, where there is one, is proven by then:
/// since `email_verified_at`.
pub async fn set_phone_verification(
    connection: &mut Connection,
    id: &str,
    verification_id: &str,
    email_verified_at: Option<i64>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE sign_ups SET phone_verification_id = $2, email_verified_at = $3, updated_at = $4 WHERE id = $1",
    )
    .bind(id)
    .bind(verification_id)
    .bind(email_verified_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Finishes a sign-up; `false` if it was finished already. The password's hash and the account elsewhere move to the user.
pub async fn complete(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    session_id: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE sign_ups SET status = 'complete', created_user_id = $2, created_session_id = $3, password_digest = NULL,
             sealed_external_account = NULL, updated_at = $4
         WHERE id = $1 AND status = 'missing_requirements' RETURNING id",
    )
    .bind(id)
    .bind(user_id)
    .bind(session_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}
