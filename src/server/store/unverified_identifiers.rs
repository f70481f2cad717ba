//! Addresses and numbers on accounts that nobody has proven to be theirs. They lead to nobody.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::identifiers::IdentifierKind;
use super::{Connection, StoreError, number, text};
use crate::model::{EmailAddress, PhoneNumber, User, Verification, VerificationStatus};

/// An address or number that is not proven.
#[derive(Clone, Debug)]
pub struct UnverifiedRow {
    /// `idn_…`
    pub id: String,
    /// As typed.
    pub value: String,
    /// As compared.
    pub normalized: String,
    /// The code that was sent last.
    pub verification_id: Option<String>,
}

/// Puts an address or number on an account. The caller holds the user, and has seen that it is not there.
pub async fn insert(
    connection: &mut Connection,
    row: &UnverifiedRow,
    user_id: &str,
    kind: IdentifierKind,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO unverified_identifiers (id, user_id, kind, value, normalized, verification_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&row.id)
    .bind(user_id)
    .bind(kind.as_str())
    .bind(&row.value)
    .bind(&row.normalized)
    .bind(row.verification_id.as_deref())
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// One of a user, by its id.
pub async fn by_id(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    kind: IdentifierKind,
) -> Result<Option<UnverifiedRow>, StoreError> {
    let sql = "SELECT id, value, normalized, verification_id FROM unverified_identifiers
         WHERE id = $1 AND user_id = $2 AND kind = $3";
    let row = sqlx::query(sql).bind(id).bind(user_id).bind(kind.as_str()).fetch_optional(connection).await?;
    row.as_ref().map(read).transpose()
}

/// One of a user, by what it is.
pub async fn by_value(
    connection: &mut Connection,
    normalized: &str,
    user_id: &str,
    kind: IdentifierKind,
) -> Result<Option<UnverifiedRow>, StoreError> {
    let sql = "SELECT id, value, normalized, verification_id FROM unverified_identifiers
         WHERE user_id = $1 AND kind = $2 AND normalized = $3";
    let row = sqlx::query(sql).bind(user_id).bind(kind.as_str()).bind(normalized).fetch_optional(connection).await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<UnverifiedRow, StoreError> {
    Ok(UnverifiedRow {
        id: row.try_get("id")?,
        value: row.try_get("value")?,
        normalized: row.try_get("normalized")?,
        verification_id: text(row, "verification_id")?,
    })
}

/// Notes which code was sent last.
pub async fn set_verification(connection: &mut Connection, id: &str, verification_id: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE unverified_identifiers SET verification_id = $2 WHERE id = $1")
        .bind(id)
        .bind(verification_id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes it an identifier of its user, under the same id; `false` if somebody was quicker. The caller holds the user.
pub async fn prove(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    verified_by: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let proven = sqlx::query(
        "INSERT INTO identifiers (id, user_id, kind, value, normalized, verified_at, verified_by, created_at)
             SELECT id, user_id, kind, value, normalized, $3, $4, $3 FROM unverified_identifiers
             WHERE id = $1 AND user_id = $2
         ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(id)
    .bind(user_id)
    .bind(now)
    .bind(verified_by)
    .fetch_optional(&mut *connection)
    .await?;
    Ok(proven.is_some() && remove(connection, id, user_id).await?)
}

/// Keeps what is an identifier of a user as one that is not proven, under the same id. The caller takes the identifier away.
pub async fn keep(connection: &mut Connection, id: &str, user_id: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO unverified_identifiers (id, user_id, kind, value, normalized, created_at)
             SELECT id, user_id, kind, value, normalized, created_at FROM identifiers WHERE id = $1 AND user_id = $2",
    )
    .bind(id)
    .bind(user_id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes one from a user; `false` if they have no such one.
pub async fn remove(connection: &mut Connection, id: &str, user_id: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("DELETE FROM unverified_identifiers WHERE id = $1 AND user_id = $2 RETURNING id")
        .bind(id)
        .bind(user_id)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Adds all of a user to what is shown of them.
pub(super) async fn add_to(connection: &mut Connection, user: &mut User) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "SELECT i.id, i.kind, i.value, v.strategy, v.attempts, v.expire_at FROM unverified_identifiers i
             LEFT JOIN verifications v ON v.id = i.verification_id
         WHERE i.user_id = $1 ORDER BY i.created_at, i.id",
    )
    .bind(&user.id)
    .fetch_all(connection)
    .await?;
    for row in &rows {
        let (id, value): (String, String) = (row.try_get("id")?, row.try_get("value")?);
        let verification = Verification {
            status: VerificationStatus::Unverified,
            strategy: text(row, "strategy")?.unwrap_or_default(),
            attempts: number(row, "attempts")?.unwrap_or_default(),
            expire_at: number(row, "expire_at")?,
            resend_at: None,
        };
        match row.try_get::<String, _>("kind")?.as_str() {
            "phone_number" => {
                let formatted = crate::server::phone_number::international(&value);
                user.phone_numbers.push(PhoneNumber {
                    id,
                    phone_number: value,
                    formatted,
                    verification,
                    reserved_for_second_factor: false,
                    default_second_factor: false,
                });
            }
            _ => user.email_addresses.push(EmailAddress { id, email_address: value, verification }),
        }
    }
    Ok(())
}
