//! Sign-ins under way.

use sqlx::Row;

use super::{Connection, StoreError, number, text};
use crate::model::{SignInStatus, Strategy};

/// A sign-in.
#[derive(Clone, Debug)]
pub struct SignInRow {
    /// `sia_…`
    pub id: String,
    /// Where it stands.
    pub status: SignInStatus,
    /// Who the person said they are, as typed.
    pub identifier: Option<String>,
    /// The strategy that is being asked for.
    pub strategy: Option<Strategy>,
    /// The newest code that was sent.
    pub verification_id: Option<String>,
    /// Who they are, once they have proven it.
    pub user_id: Option<String>,
    /// The session that came of it.
    pub created_session_id: Option<String>,
    /// When it is given up.
    pub abandon_at: i64,
    /// What gave the first proof, where another one comes after it: a strategy, or `ticket`.
    pub proven_by: Option<String>,
    /// When that was.
    pub first_factor_at: Option<i64>,
    /// The second proof that is being asked for.
    pub second_factor: Option<Strategy>,
    /// The newest code that was sent for it.
    pub second_verification_id: Option<String>,
    /// When the second proof was given.
    pub second_factor_at: Option<i64>,
}

impl SignInRow {
    /// One that begins.
    pub fn new(id: String, strategy: Option<Strategy>, abandon_at: i64) -> Self {
        Self {
            id,
            status: SignInStatus::NeedsFirstFactor,
            identifier: None,
            strategy,
            verification_id: None,
            user_id: None,
            created_session_id: None,
            abandon_at,
            proven_by: None,
            first_factor_at: None,
            second_factor: None,
            second_verification_id: None,
            second_factor_at: None,
        }
    }
}

/// Keeps a sign-in that begins, or one that is over with its first step.
pub async fn insert(
    connection: &mut Connection,
    client_id: &str,
    sign_in: &SignInRow,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sign_ins (id, client_id, status, identifier, strategy, verification_id, user_id,
             created_session_id, abandon_at, created_at, updated_at, proven_by, first_factor_at, second_factor,
             second_verification_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14)",
    )
    .bind(&sign_in.id)
    .bind(client_id)
    .bind(sign_in.status.as_str())
    .bind(&sign_in.identifier)
    .bind(sign_in.strategy.map(Strategy::as_str))
    .bind(&sign_in.verification_id)
    .bind(&sign_in.user_id)
    .bind(&sign_in.created_session_id)
    .bind(sign_in.abandon_at)
    .bind(now)
    .bind(&sign_in.proven_by)
    .bind(sign_in.first_factor_at)
    .bind(sign_in.second_factor.map(Strategy::as_str))
    .bind(&sign_in.second_verification_id)
    .execute(connection)
    .await?;
    Ok(())
}

/// A sign-in that is neither finished nor given up.
pub async fn open(connection: &mut Connection, id: &str, now: i64) -> Result<Option<SignInRow>, StoreError> {
    let row = sqlx::query(
        "SELECT id, status, identifier, strategy, verification_id, user_id, created_session_id, abandon_at,
             proven_by, first_factor_at, second_factor, second_verification_id, second_factor_at
         FROM sign_ins WHERE id = $1 AND status <> 'complete' AND abandon_at > $2",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let status: String = row.try_get("status")?;
        let strategy = text(&row, "strategy")?;
        Ok(SignInRow {
            id: row.try_get("id")?,
            status: SignInStatus::parse(&status).ok_or(StoreError::Row("a sign-in's status"))?,
            identifier: text(&row, "identifier")?,
            // One that this version does not know is none: the person chooses again.
            strategy: strategy.as_deref().and_then(Strategy::parse),
            verification_id: text(&row, "verification_id")?,
            user_id: text(&row, "user_id")?,
            created_session_id: text(&row, "created_session_id")?,
            abandon_at: row.try_get("abandon_at")?,
            proven_by: text(&row, "proven_by")?,
            first_factor_at: number(&row, "first_factor_at")?,
            second_factor: text(&row, "second_factor")?.as_deref().and_then(Strategy::parse),
            second_verification_id: text(&row, "second_verification_id")?,
            second_factor_at: number(&row, "second_factor_at")?,
        })
    })
    .transpose()
}

/// The first proof has been given, and a second one comes next; `false` if the first one is no longer what is asked for.
pub async fn await_second_factor(
    connection: &mut Connection,
    sign_in: &SignInRow,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE sign_ins SET status = 'needs_second_factor', user_id = $2, abandon_at = $3, updated_at = $4,
             proven_by = $5, first_factor_at = $6, second_factor = $7, second_verification_id = $8
         WHERE id = $1 AND status = 'needs_first_factor' AND abandon_at > $4 RETURNING id",
    )
    .bind(&sign_in.id)
    .bind(&sign_in.user_id)
    .bind(sign_in.abandon_at)
    .bind(now)
    .bind(&sign_in.proven_by)
    .bind(sign_in.first_factor_at)
    .bind(sign_in.second_factor.map(Strategy::as_str))
    .bind(&sign_in.second_verification_id)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Who it is has been proven, and a new password comes next; `false` if a proof is asked for no longer. `from` is the step
/// of the last one.
pub async fn await_new_password(
    connection: &mut Connection,
    id: &str,
    from: SignInStatus,
    user_id: &str,
    abandon_at: i64,
    now: i64,
) -> Result<bool, StoreError> {
    let proven_at = (from == SignInStatus::NeedsSecondFactor).then_some(now);
    let row = sqlx::query(
        "UPDATE sign_ins SET status = 'needs_new_password', user_id = $2, abandon_at = $3, updated_at = $4,
             second_factor_at = $6
         WHERE id = $1 AND status = $5 AND abandon_at > $4 RETURNING id",
    )
    .bind(id)
    .bind(user_id)
    .bind(abandon_at)
    .bind(now)
    .bind(from.as_str())
    .bind(proven_at)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Finishes a sign-in that stands at a step; `false` if it does not stand there any more.
pub async fn complete(
    connection: &mut Connection,
    id: &str,
    at: SignInStatus,
    user_id: &str,
    session_id: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE sign_ins SET status = 'complete', user_id = $3, created_session_id = $4, updated_at = $5
         WHERE id = $1 AND status = $2 AND abandon_at > $5 RETURNING id",
    )
    .bind(id)
    .bind(at.as_str())
    .bind(user_id)
    .bind(session_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Gives up all sign-ins of a person that have come half way: that wait for a second proof or a new password.
pub async fn give_up_half_way(connection: &mut Connection, user_id: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE sign_ins SET abandon_at = $2, updated_at = $2 WHERE user_id = $1
             AND (status = 'needs_new_password' OR status = 'needs_second_factor')",
    )
    .bind(user_id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}
