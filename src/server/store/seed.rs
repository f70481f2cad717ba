//! Users who do not exist and what they left, many rows at a time: for benchmarks and for looking at lists that are long.

use sqlx::AssertSqlSafe;

use super::{Backend, Connection, Store, StoreError, search};

/// Somebody who does not exist, and has proven that an address is theirs.
#[derive(Clone, Debug)]
pub struct SeedRow {
    /// `user_…`
    pub id: String,
    /// `idn_…`
    pub identifier_id: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Their address, in small letters.
    pub email_address: String,
    /// When they came.
    pub created_at: i64,
    /// When they last signed in.
    pub last_sign_in_at: Option<i64>,
    /// Since when they may not come in.
    pub banned_at: Option<i64>,
}

/// How many values a user has.
const OF_USER: usize = 9;
/// How many values an identifier has.
const OF_IDENTIFIER: usize = 5;
/// No statement has more users: SQLite takes 32,766 values in one.
pub const AT_ONCE: usize = 2_000;

/// `($1, $2), ($3, $4)`.
fn places(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Makes them; [`StoreError::Exists`] if somebody has one of the addresses.
pub async fn insert(connection: &mut Connection, rows: &[SeedRow]) -> Result<(), StoreError> {
    for rows in rows.chunks(AT_ONCE) {
        let sql = format!(
            "INSERT INTO users (id, first_name, last_name, primary_email_address_id, last_sign_in_at, banned_at, created_at,
                 search_text, last_search_text, updated_at)
             SELECT v.column1, v.column2, v.column3, v.column4, CAST(v.column5 AS BIGINT), CAST(v.column6 AS BIGINT),
                 CAST(v.column7 AS BIGINT), v.column8, v.column9, CAST(v.column7 AS BIGINT)
             FROM (VALUES {}) AS v",
            places(rows.len(), OF_USER)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            query = query
                .bind(&row.id)
                .bind(&row.first_name)
                .bind(&row.last_name)
                .bind(&row.identifier_id)
                .bind(row.last_sign_in_at)
                .bind(row.banned_at)
                .bind(row.created_at)
                .bind(search::of_person(Some(&row.first_name), Some(&row.last_name)))
                .bind(search::of_last_name(Some(&row.last_name)));
        }
        query.execute(&mut *connection).await?;
        let sql = format!(
            "INSERT INTO identifiers (id, user_id, kind, value, normalized, verified_at, verified_by, created_at)
             SELECT v.column1, v.column2, 'email_address', v.column3, v.column4, CAST(v.column5 AS BIGINT), 'email_code',
                 CAST(v.column5 AS BIGINT)
             FROM (VALUES {}) AS v",
            places(rows.len(), OF_IDENTIFIER)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            query = query
                .bind(&row.identifier_id)
                .bind(&row.id)
                .bind(&row.email_address)
                .bind(&row.email_address)
                .bind(row.created_at);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// A value of a row.
#[derive(Clone, Debug)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// No text.
    NoText,
    /// No number.
    NoNumber,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// SQLite takes 32,766 values in one statement.
const MOST_VALUES: usize = 32_000;

/// Rows of a table.
#[derive(Clone, Debug)]
pub struct Rows {
    table: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
}

impl Rows {
    /// None yet.
    pub fn of(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, rows: Vec::new() }
    }

    /// One more, with a value for each column.
    pub fn push<const N: usize>(&mut self, cells: [Cell; N]) {
        debug_assert_eq!(N, self.columns.len(), "of {}", self.table);
        self.rows.push(cells.into());
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes them.
    pub async fn insert(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let many = self.columns.len().max(1);
        for rows in self.rows.chunks(MOST_VALUES / many) {
            let columns = self.columns.join(", ");
            let sql = format!("INSERT INTO {} ({columns}) VALUES {}", self.table, places(rows.len(), many));
            let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
            for cell in rows.iter().flatten() {
                query = match cell {
                    Cell::Text(text) => query.bind(text),
                    Cell::Number(number) => query.bind(*number),
                    Cell::NoText => query.bind(None::<String>),
                    Cell::NoNumber => query.bind(None::<i64>),
                };
            }
            query.execute(&mut *connection).await?;
        }
        Ok(())
    }
}

/// Has the numbers of days counted again: more has happened on them than was counted. How many were here is counted while they are.
pub async fn forget_counts(connection: &mut Connection) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM daily_numbers WHERE name <> 'active_users'").execute(connection).await?;
    Ok(())
}

/// Has PostgreSQL look over what there is now, as it does by itself a little later.
pub async fn look_over(store: &Store) -> Result<(), StoreError> {
    if store.backend() == Backend::Postgres {
        sqlx::query("ANALYZE").execute(&mut *store.write_one().await?).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_place() {
        assert_eq!(places(2, 3), "($1, $2, $3), ($4, $5, $6)");
        const { assert!(AT_ONCE * OF_USER < 32_766, "SQLite takes no more") };
    }
}
