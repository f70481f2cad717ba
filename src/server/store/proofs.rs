//! The proofs that are asked for where somebody is to say who they are: which ones, and how often the second one was tried.

use sqlx::AssertSqlSafe;

use super::{Connection, StoreError};
use crate::model::Strategy;

/// What asks for them, by its id.
#[derive(Clone, Copy, Debug)]
pub enum UnderWay<'a> {
    /// A sign-in.
    SignIn(&'a str),
    /// A session whose owner proves once more who they are.
    SessionVerification(&'a str),
}

impl<'a> UnderWay<'a> {
    const fn id(self) -> &'a str {
        match self {
            Self::SignIn(id) | Self::SessionVerification(id) => id,
        }
    }

    const fn table(self) -> &'static str {
        match self {
            Self::SignIn(_) => "sign_ins",
            Self::SessionVerification(_) => "session_verifications",
        }
    }

    /// The column of the first proof that is being asked for.
    const fn first_factor(self) -> &'static str {
        match self {
            Self::SignIn(_) => "strategy",
            Self::SessionVerification(_) => "first_factor",
        }
    }
}

/// Sets what the first proof is to be given with.
pub async fn set_first_factor(
    connection: &mut Connection,
    of: UnderWay<'_>,
    strategy: Strategy,
    verification_id: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    set(connection, of, (of.first_factor(), "verification_id"), (strategy, verification_id), now).await
}

/// Sets what the second proof is to be given with.
pub async fn set_second_factor(
    connection: &mut Connection,
    of: UnderWay<'_>,
    strategy: Strategy,
    verification_id: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    set(connection, of, ("second_factor", "second_verification_id"), (strategy, verification_id), now).await
}

async fn set(
    connection: &mut Connection,
    of: UnderWay<'_>,
    (factor, verification): (&'static str, &'static str),
    (strategy, verification_id): (Strategy, Option<&str>),
    now: i64,
) -> Result<(), StoreError> {
    let table = of.table();
    let sql = format!("UPDATE {table} SET {factor} = $2, {verification} = $3, updated_at = $4 WHERE id = $1");
    sqlx::query(AssertSqlSafe(sql))
        .bind(of.id())
        .bind(strategy.as_str())
        .bind(verification_id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether there may be another try at the second proof, where the browser is held.
pub async fn has_second_attempts(connection: &mut Connection, of: UnderWay<'_>, most: i64) -> Result<bool, StoreError> {
    let sql = format!("SELECT id FROM {} WHERE id = $1 AND second_attempts < $2", of.table());
    let row = sqlx::query(AssertSqlSafe(sql)).bind(of.id()).bind(most).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Counts a try at the second proof; `false` if there have been so many.
pub async fn take_second_attempt(
    connection: &mut Connection,
    of: UnderWay<'_>,
    most: i64,
    now: i64,
) -> Result<bool, StoreError> {
    let sql = format!(
        "UPDATE {} SET second_attempts = second_attempts + 1
         WHERE id = $1 AND status = 'needs_second_factor' AND second_attempts < $2 AND abandon_at > $3 RETURNING id",
        of.table()
    );
    let row = sqlx::query(AssertSqlSafe(sql)).bind(of.id()).bind(most).bind(now).fetch_optional(connection).await?;
    Ok(row.is_some())
}
