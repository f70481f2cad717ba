//! Who runs the instance, and the links by which users become operators.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number};

/// What an operator may do, from the most to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperatorRole {
    /// Everything, and who else is an operator.
    Owner,
    /// Everything but who is an operator.
    Admin,
    /// What helps people: not to delete them, nor to act as them.
    Support,
    /// To look.
    ReadOnly,
}

impl OperatorRole {
    /// All of them, from the most to the least.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::Support, Self::ReadOnly];

    /// As it stands in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Support => "support",
            Self::ReadOnly => "read_only",
        }
    }

    /// The role with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// How much it may: more than whatever has a smaller number.
    const fn rank(self) -> u8 {
        match self {
            Self::Owner => 3,
            Self::Admin => 2,
            Self::Support => 1,
            Self::ReadOnly => 0,
        }
    }

    /// Whether it may all that another one may.
    pub const fn includes(self, other: Self) -> bool {
        self.rank() >= other.rank()
    }
}

/// An operator. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct OperatorRow {
    /// `user_…`
    pub user_id: String,
    /// What they may do.
    pub role: OperatorRole,
    /// Since when they are one.
    pub created_at: i64,
    /// When that last changed.
    pub updated_at: i64,
}

/// A link by which a user becomes an operator. Of the link itself only the hash is known, and is not in here.
#[derive(Clone, Debug)]
pub struct OperatorLinkRow {
    /// `oln_…`
    pub id: String,
    /// What they become.
    pub role: OperatorRole,
    /// Whether it was made because there was no operator yet.
    pub is_first: bool,
    /// When it was made.
    pub created_at: i64,
    /// When it is good no longer.
    pub expire_at: i64,
    /// When it was used.
    pub used_at: Option<i64>,
}

fn role(row: &AnyRow) -> Result<OperatorRole, StoreError> {
    OperatorRole::parse(row.try_get::<&str, _>("role")?).ok_or(StoreError::Row("an operator's role"))
}

fn operator(row: &AnyRow) -> Result<OperatorRow, StoreError> {
    Ok(OperatorRow {
        user_id: row.try_get("user_id")?,
        role: role(row)?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

fn link(row: &AnyRow) -> Result<OperatorLinkRow, StoreError> {
    Ok(OperatorLinkRow {
        id: row.try_get("id")?,
        role: role(row)?,
        is_first: row.try_get::<i64, _>("is_first")? != 0,
        created_at: row.try_get("created_at")?,
        expire_at: row.try_get("expire_at")?,
        used_at: number(row, "used_at")?,
    })
}

/// What a user is here, if they are an operator.
pub async fn of_user(connection: &mut Connection, user_id: &str) -> Result<Option<OperatorRow>, StoreError> {
    let row =
        sqlx::query("SELECT * FROM operators WHERE user_id = $1").bind(user_id).fetch_optional(connection).await?;
    row.as_ref().map(operator).transpose()
}

/// All operators, who came first in front.
pub async fn all(connection: &mut Connection) -> Result<Vec<OperatorRow>, StoreError> {
    let rows = sqlx::query("SELECT * FROM operators ORDER BY created_at, user_id").fetch_all(connection).await?;
    rows.iter().map(operator).collect()
}

/// Whether there is any.
pub async fn are_any(connection: &mut Connection) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT user_id FROM operators LIMIT 1").fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Makes a user an operator, or gives one who is it another role.
pub async fn put(connection: &mut Connection, user_id: &str, role: OperatorRole, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO operators (user_id, role, created_at, updated_at) VALUES ($1, $2, $3, $3)
         ON CONFLICT (user_id) DO UPDATE SET role = EXCLUDED.role, updated_at = EXCLUDED.updated_at",
    )
    .bind(user_id)
    .bind(role.as_str())
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Holds all owners for the rest of the transaction, so that no two of them leave at the same time; gives their ids.
pub async fn hold_owners(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("UPDATE operators SET updated_at = updated_at WHERE role = 'owner' RETURNING user_id")
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("user_id")?)).collect()
}

/// Makes an operator an ordinary user again; `false` if they are none.
pub async fn remove(connection: &mut Connection, user_id: &str) -> Result<bool, StoreError> {
    let gone = sqlx::query("DELETE FROM operators WHERE user_id = $1").bind(user_id).execute(connection).await?;
    Ok(gone.rows_affected() > 0)
}

/// Keeps a new link.
pub async fn insert_link(connection: &mut Connection, link: &OperatorLinkRow, hash: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO operator_links (id, hash, role, is_first, created_at, expire_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&link.id)
    .bind(hash)
    .bind(link.role.as_str())
    .bind(i64::from(link.is_first))
    .bind(link.created_at)
    .bind(link.expire_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The link with this hash, if it is good.
pub async fn good_link(
    connection: &mut Connection,
    hash: &str,
    now: i64,
) -> Result<Option<OperatorLinkRow>, StoreError> {
    let row = sqlx::query(
        "SELECT id, role, is_first, created_at, expire_at, used_at FROM operator_links
         WHERE hash = $1 AND used_at IS NULL AND expire_at > $2
             AND (is_first = 0 OR NOT EXISTS (SELECT 1 FROM operators))",
    )
    .bind(hash)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(link).transpose()
}

/// Uses a link up, if it is good: of those who do so at the same time one gets it.
pub async fn use_link(
    connection: &mut Connection,
    hash: &str,
    now: i64,
) -> Result<Option<OperatorLinkRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE operator_links SET used_at = $2
         WHERE hash = $1 AND used_at IS NULL AND expire_at > $2
             AND (is_first = 0 OR NOT EXISTS (SELECT 1 FROM operators))
         RETURNING id, role, is_first, created_at, expire_at, used_at",
    )
    .bind(hash)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(link).transpose()
}

/// Uses all others up that were made because there was no operator: now there is one.
pub async fn use_first_links(connection: &mut Connection, now: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE operator_links SET used_at = $1 WHERE is_first = 1 AND used_at IS NULL")
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_a_ladder() {
        for (above, role) in OperatorRole::ALL.into_iter().enumerate() {
            assert_eq!(OperatorRole::parse(role.as_str()), Some(role));
            for (place, other) in OperatorRole::ALL.into_iter().enumerate() {
                assert_eq!(role.includes(other), above <= place, "{role:?} and {other:?}");
            }
        }
        assert_eq!(OperatorRole::parse("root"), None);
    }
}
