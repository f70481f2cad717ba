//! Services of the app's own that call each other, and which of them each one's tokens are for.

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::{Connection, StoreError, places, search};

/// A machine.
#[derive(Clone, Debug)]
pub struct MachineRow {
    /// `mch_…`
    pub id: String,
    /// What the operator calls it.
    pub name: String,
    /// How long its tokens are good unless they say otherwise, in seconds.
    pub default_token_ttl: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// Every column of a machine but what it is found by.
macro_rules! columns {
    () => {
        "machines.id, machines.name, machines.default_token_ttl, machines.created_at, machines.updated_at"
    };
}
pub(super) use columns;

pub(super) fn machine(row: &AnyRow) -> Result<MachineRow, StoreError> {
    Ok(MachineRow {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        default_token_ttl: row.try_get("default_token_ttl")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Makes one, unless there are `most` already.
pub async fn insert(connection: &mut Connection, machine: &MachineRow, most: i64) -> Result<bool, StoreError> {
    let made = sqlx::query(
        "INSERT INTO machines (id, name, search_text, default_token_ttl, created_at, updated_at)
         SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT COUNT(*) FROM machines) < $7",
    )
    .bind(&machine.id)
    .bind(&machine.name)
    .bind(search::of_machine(&machine.name))
    .bind(machine.default_token_ttl)
    .bind(machine.created_at)
    .bind(machine.updated_at)
    .bind(most)
    .execute(connection)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// The one with an id.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<MachineRow>, StoreError> {
    let row = sqlx::query(concat!("SELECT ", columns!(), " FROM machines WHERE id = $1"))
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(machine).transpose()
}

/// The one with an id, and whoever else wants to change it waits until the transaction is over. It counts as changed from then
/// on, later than it ever was before.
pub async fn hold(connection: &mut Connection, id: &str, now: i64) -> Result<Option<MachineRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE machines SET updated_at = CASE WHEN updated_at < $2 THEN $2 ELSE updated_at + 1 END WHERE id = $1
         RETURNING *",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(machine).transpose()
}

/// Writes what has changed of one that is held.
pub async fn update(connection: &mut Connection, machine: &MachineRow) -> Result<(), StoreError> {
    sqlx::query("UPDATE machines SET name = $2, search_text = $3, default_token_ttl = $4 WHERE id = $1")
        .bind(&machine.id)
        .bind(&machine.name)
        .bind(search::of_machine(&machine.name))
        .bind(machine.default_token_ttl)
        .execute(connection)
        .await?;
    Ok(())
}

/// Deletes one with its keys, scopes and tokens, and gives what it was.
pub async fn delete(connection: &mut Connection, id: &str) -> Result<Option<MachineRow>, StoreError> {
    let row = sqlx::query("DELETE FROM machines WHERE id = $1 RETURNING *").bind(id).fetch_optional(connection);
    row.await?.as_ref().map(machine).transpose()
}

/// What machines are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MachineOrder {
    /// When they were made.
    #[default]
    CreatedAt,
    /// What they are called.
    Name,
}

impl MachineOrder {
    const fn sql(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::Name => "search_text",
        }
    }
}

/// `$1` is a pattern and `$2` an id, which are empty where nothing is looked for.
const FOUND: &str = "($1 = '' OR search_text LIKE $1 ESCAPE '!' OR id = $2)";

/// Those in whose name something stands, or whose id it is; all of them where it is empty.
pub async fn find(
    connection: &mut Connection,
    query: &str,
    (order, descending): (MachineOrder, bool),
    (limit, offset): (i64, i64),
) -> Result<Vec<MachineRow>, StoreError> {
    let direction = if descending { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {} FROM machines WHERE {FOUND} ORDER BY {} {direction}, id {direction} LIMIT $3 OFFSET $4",
        columns!(),
        order.sql(),
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(search::pattern(query))
        .bind(query)
        .bind(limit)
        .bind(offset)
        .fetch_all(connection)
        .await?;
    rows.iter().map(machine).collect()
}

/// How many of them there are.
pub async fn count_found(connection: &mut Connection, query: &str) -> Result<i64, StoreError> {
    let row = sqlx::query(AssertSqlSafe(format!("SELECT COUNT(*) AS machines FROM machines WHERE {FOUND}")))
        .bind(search::pattern(query))
        .bind(query)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("machines")?)
}

/// The machines that the tokens of these are for, each with the id of that whose tokens they are; who came first in front.
pub async fn scoped(connection: &mut Connection, ids: &[String]) -> Result<Vec<(String, MachineRow)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT machine_scopes.from_machine_id, {} FROM machine_scopes
         JOIN machines ON machines.id = machine_scopes.to_machine_id
         WHERE machine_scopes.from_machine_id IN ({}) ORDER BY machine_scopes.created_at, machines.id",
        columns!(),
        places(1, ids.len()),
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(id);
    }
    let rows = query.fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("from_machine_id")?, machine(row)?))).collect()
}

/// How many machines the tokens of one are for.
pub async fn count_scopes(connection: &mut Connection, from: &str) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS scopes FROM machine_scopes WHERE from_machine_id = $1")
        .bind(from)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("scopes")?)
}

/// Since when the tokens of a machine are for another, if they are.
pub async fn scoped_since(connection: &mut Connection, from: &str, to: &str) -> Result<Option<i64>, StoreError> {
    let row = sqlx::query("SELECT created_at FROM machine_scopes WHERE from_machine_id = $1 AND to_machine_id = $2")
        .bind(from)
        .bind(to)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| row.try_get("created_at")).transpose()?)
}

/// From now on the tokens of a machine are for another; `false` if there is no other one.
pub async fn insert_scope(connection: &mut Connection, from: &str, to: &str, now: i64) -> Result<bool, StoreError> {
    let made = sqlx::query(
        "INSERT INTO machine_scopes (from_machine_id, to_machine_id, created_at)
         SELECT $1, id, $3 FROM machines WHERE id = $2",
    )
    .bind(from)
    .bind(to)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// From now on they are not; `false` if they were not.
pub async fn delete_scope(connection: &mut Connection, from: &str, to: &str) -> Result<bool, StoreError> {
    let gone = sqlx::query("DELETE FROM machine_scopes WHERE from_machine_id = $1 AND to_machine_id = $2")
        .bind(from)
        .bind(to)
        .execute(connection)
        .await?;
    Ok(gone.rows_affected() == 1)
}
