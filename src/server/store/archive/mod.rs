//! Everything of users, organizations and sessions, as it moves from one instance to another: rows are read as they are, and
//! written as they were. What there is stands in tables: a column that comes later is named there, or left out there.

mod tables;

use std::collections::HashMap;

use serde_json::{Map, Value};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Connection as _, Row};

pub use self::tables::{LEFT_OUT, OBJECTS};
use super::{Connection, StoreError, Transaction, number, places, text};

/// No id is longer, in bytes.
const LONGEST_ID: usize = 255;

/// What SQLite calls it when a trigger refuses a row: `SQLITE_CONSTRAINT_TRIGGER`.
const REFUSED_BY_TRIGGER: &str = "1811";

/// A row, and the rows that belong to it. What is empty is not there.
pub type Record = Map<String, Value>;

/// What stands in a column.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// An id, or the name of a picture.
    Id,
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// A number that is 0 or 1.
    Flag,
    /// A text that is an object in JSON.
    Json,
    /// One of these texts.
    Word(&'static [&'static str]),
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What it is called.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// Whether something has to.
    pub is_required: bool,
}

const fn must(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, is_required: true }
}

const fn may(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, is_required: false }
}

/// What is moved as one.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// What it is called.
    pub name: &'static str,
    /// What its ids begin with.
    pub prefix: &'static str,
    table: &'static str,
    /// The condition on which a row is moved; empty for all.
    only: &'static str,
    columns: &'static [Column],
    /// Columns that stay where they are.
    left_out: &'static [&'static str],
    /// What belongs to it.
    pub parts: &'static [Part],
}

/// Rows that belong to an object.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// What they are called.
    pub name: &'static str,
    table: &'static str,
    /// The column that says what they belong to.
    parent: &'static str,
    /// Whether there is one at most.
    is_one: bool,
    columns: &'static [Column],
    left_out: &'static [&'static str],
}

/// Why a record cannot be written. The transaction is of no use any more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// Something of it is there already: the name of the constraint or its columns.
    #[error("it is there already: {0}")]
    Exists(String),
    /// What it refers to is not there.
    #[error("what it belongs to is not there")]
    Missing,
}

impl Object {
    /// The object of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        OBJECTS.iter().find(|object| object.name == name)
    }

    fn only(&self) -> String {
        if self.only.is_empty() { String::new() } else { format!(" AND {}", self.only) }
    }

    /// Whether a record can be written, as far as it says so itself.
    ///
    /// # Errors
    /// What is wrong, in words, without any value.
    pub fn check(&self, record: &Record) -> Result<(), String> {
        let part_names: Vec<&str> = self.parts.iter().map(|part| part.name).collect();
        check_row(record, self.columns, &part_names)?;
        if !id_of(record).starts_with(self.prefix) {
            return Err(format!("id: does not begin with {}", self.prefix));
        }
        for part in self.parts {
            for row in part.rows(record)? {
                check_row(row, part.columns, &[]).map_err(|why| format!("{}: {why}", part.name))?;
            }
        }
        Ok(())
    }
}

impl Part {
    /// The rows of a record.
    ///
    /// # Errors
    /// When what stands there are none.
    pub fn rows<'a>(&self, record: &'a Record) -> Result<Vec<&'a Record>, String> {
        let wrong = || format!("{}: is not {}", self.name, if self.is_one { "an object" } else { "a list of objects" });
        match record.get(self.name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(row)) if self.is_one => Ok(vec![row]),
            Some(Value::Array(rows)) if !self.is_one => {
                rows.iter().map(|row| row.as_object().ok_or_else(wrong)).collect()
            }
            Some(_) => Err(wrong()),
        }
    }

    /// The same, to be changed.
    ///
    /// # Errors
    /// When what stands there are none.
    pub fn rows_mut<'a>(&self, record: &'a mut Record) -> Result<Vec<&'a mut Record>, String> {
        self.rows(record)?;
        Ok(match record.get_mut(self.name) {
            Some(Value::Object(row)) => vec![row],
            Some(Value::Array(rows)) => rows.iter_mut().filter_map(Value::as_object_mut).collect(),
            _ => Vec::new(),
        })
    }
}

/// The id of a record; empty if it has none.
pub fn id_of(record: &Record) -> &str {
    record.get("id").and_then(Value::as_str).unwrap_or_default()
}

fn is_id(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !text.is_empty() && text.len() <= LONGEST_ID && text.bytes().all(is_plain)
}

/// The id of a record that was not checked, if it is spelled as one of ours: what else stands there may be a secret.
pub fn shown_id(record: &Record) -> Option<String> {
    let id = id_of(record);
    let is_ours = is_id(id) && OBJECTS.iter().any(|object| id.starts_with(object.prefix));
    is_ours.then(|| id.to_owned())
}

fn check_row(row: &Record, columns: &[Column], parts: &[&str]) -> Result<(), String> {
    let is_known = |name: &str| parts.contains(&name) || columns.iter().any(|column| column.name == name);
    if let Some(unknown) = row.keys().find(|name| !is_known(name)) {
        // Who has lost the beginning of a line has a value in the place of a name.
        let is_name = unknown.len() <= 40 && unknown.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        return Err(if is_name { format!("{unknown}: is not known") } else { "one of its fields is not known".into() });
    }
    for column in columns {
        let value = row.get(column.name).filter(|value| !value.is_null());
        let Some(value) = value else {
            if column.is_required {
                return Err(format!("{}: is missing", column.name));
            }
            continue;
        };
        check_value(column.kind, value).map_err(|why| format!("{}: {why}", column.name))?;
    }
    Ok(())
}

fn check_value(kind: Kind, value: &Value) -> Result<(), &'static str> {
    match (kind, value) {
        (Kind::Id, Value::String(id)) => {
            if is_id(id) {
                Ok(())
            } else {
                Err("is no id")
            }
        }
        // PostgreSQL takes none.
        (Kind::Text, Value::String(text)) => {
            if text.contains('\0') {
                Err("has a NUL")
            } else {
                Ok(())
            }
        }
        (Kind::Word(words), Value::String(text)) => {
            if words.contains(&text.as_str()) {
                Ok(())
            } else {
                Err("is none of the words that there are")
            }
        }
        (Kind::Number, Value::Number(number)) if number.is_i64() => Ok(()),
        (Kind::Flag, Value::Bool(_)) | (Kind::Json, Value::Object(_)) => Ok(()),
        (Kind::Id | Kind::Text | Kind::Word(_), _) => Err("is no text"),
        (Kind::Number, _) => Err("is no whole number"),
        (Kind::Flag, _) => Err("is neither true nor false"),
        (Kind::Json, _) => Err("is no object"),
    }
}

fn list(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

fn read(row: &AnyRow, columns: &[Column]) -> Result<Record, StoreError> {
    let mut record = Record::new();
    for column in columns {
        let value = match column.kind {
            Kind::Id | Kind::Text | Kind::Word(_) => text(row, column.name)?.map(Value::from),
            Kind::Number => number(row, column.name)?.map(Value::from),
            Kind::Flag => number(row, column.name)?.map(|flag| Value::from(flag != 0)),
            Kind::Json => {
                let json = text(row, column.name)?.map(|json| serde_json::from_str::<Map<String, Value>>(&json));
                json.transpose().map_err(|_| StoreError::Row("an object in JSON"))?.map(Value::from)
            }
        };
        if let Some(value) = value {
            record.insert(column.name.to_owned(), value);
        }
    }
    Ok(record)
}

/// How many there are of an object.
pub async fn count(connection: &mut Connection, object: &Object) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) AS many FROM {} WHERE id > ''{}", object.table, object.only());
    Ok(sqlx::query(AssertSqlSafe(sql)).fetch_one(connection).await?.try_get("many")?)
}

/// Those of an object that come next after an id, in the database's own order, whole.
pub async fn page(
    connection: &mut Connection,
    object: &Object,
    after: &str,
    limit: i64,
) -> Result<Vec<Record>, StoreError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE id > $1{} ORDER BY id LIMIT $2",
        list(object.columns),
        object.table,
        object.only()
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(after).bind(limit).fetch_all(&mut *connection).await?;
    let mut records = rows.iter().map(|row| read(row, object.columns)).collect::<Result<Vec<_>, _>>()?;
    for part in object.parts {
        add_part(connection, part, &mut records).await?;
    }
    Ok(records)
}

async fn add_part(connection: &mut Connection, part: &Part, records: &mut [Record]) -> Result<(), StoreError> {
    if records.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT {}, {} FROM {} WHERE {} IN ({})",
        part.parent,
        list(part.columns),
        part.table,
        part.parent,
        places(1, records.len())
    );
    let query = records.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, record| query.bind(id_of(record)));
    let mut found: HashMap<String, Vec<Record>> = HashMap::new();
    for row in query.fetch_all(connection).await? {
        found.entry(row.try_get(part.parent)?).or_default().push(read(&row, part.columns)?);
    }
    for record in records {
        let Some(mut rows) = found.remove(id_of(record)) else { continue };
        // Not by the database, which may have an order of its own.
        rows.sort_by(|one, other| order(one).cmp(&order(other)));
        let value = match part.is_one {
            true => rows.into_iter().next().map(Value::from),
            false => Some(rows.into_iter().map(Value::from).collect()),
        };
        record.extend(value.map(|value| (part.name.to_owned(), value)));
    }
    Ok(())
}

fn order(row: &Record) -> (Option<i64>, Option<&str>) {
    let name = row.get("id").or_else(|| row.get("hash"));
    (row.get("created_at").and_then(Value::as_i64), name.and_then(Value::as_str))
}

/// Whether nobody and nothing is here yet that would have to be brought together with what comes.
pub async fn is_empty(connection: &mut Connection) -> Result<bool, StoreError> {
    for table in ["users", "organizations", "invitations", "waitlist_entries"] {
        let sql = format!("SELECT id FROM {table} LIMIT 1");
        if sqlx::query(AssertSqlSafe(sql)).fetch_optional(&mut *connection).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes a record that was checked, and all that belongs to it. The picture that it names stays in the store of pictures.
pub async fn insert(
    connection: &mut Connection,
    object: &Object,
    record: &Record,
) -> Result<Result<(), Conflict>, StoreError> {
    if let Err(conflict) = insert_row(connection, object.table, object.columns, None, record).await? {
        return Ok(Err(conflict));
    }
    if let Some(image_id) = record.get("image_id").and_then(Value::as_str) {
        sqlx::query("INSERT INTO avatars (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET delete_at = NULL")
            .bind(image_id)
            .execute(&mut *connection)
            .await?;
    }
    for part in object.parts {
        let parent = Some((part.parent, id_of(record)));
        for row in part.rows(record).map_err(|_| StoreError::Row("a record that was not checked"))? {
            if let Err(conflict) = insert_row(connection, part.table, part.columns, parent, row).await? {
                return Ok(Err(conflict));
            }
        }
    }
    Ok(Ok(()))
}

/// The same, after which the transaction is as it was if the record cannot be written.
pub async fn try_insert(
    tx: &mut Transaction,
    object: &Object,
    record: &Record,
) -> Result<Result<(), Conflict>, StoreError> {
    let mut savepoint = tx.begin().await?;
    let outcome = insert(&mut savepoint, object, record).await?;
    match outcome {
        Ok(()) => savepoint.commit().await?,
        Err(_) => savepoint.rollback().await?,
    }
    Ok(outcome)
}

async fn insert_row(
    connection: &mut Connection,
    table: &str,
    columns: &[Column],
    parent: Option<(&str, &str)>,
    row: &Record,
) -> Result<Result<(), Conflict>, StoreError> {
    let mut names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    names.extend(parent.map(|(name, _)| name));
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places(1, names.len()));
    let query = columns.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, column| {
        bind(query, column.kind, row.get(column.name).unwrap_or(&Value::Null))
    });
    let query = match parent {
        Some((_, id)) => query.bind(id),
        None => query,
    };
    match query.execute(connection).await {
        Ok(_) => Ok(Ok(())),
        Err(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => Ok(Err(Conflict::Missing)),
        // The audit log's own, before its key does.
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(REFUSED_BY_TRIGGER) => {
            Ok(Err(Conflict::Exists(error.message().to_owned())))
        }
        Err(error) => match StoreError::from(error) {
            StoreError::Exists(what) => Ok(Err(Conflict::Exists(what))),
            error => Err(error),
        },
    }
}

fn bind<'q>(query: Query<'q, Any, AnyArguments>, kind: Kind, value: &'q Value) -> Query<'q, Any, AnyArguments> {
    match kind {
        Kind::Id | Kind::Text | Kind::Word(_) => query.bind(value.as_str()),
        Kind::Number => query.bind(value.as_i64()),
        Kind::Flag => query.bind(value.as_bool().map(i64::from)),
        Kind::Json => query.bind(value.as_object().map(|_| value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(change: impl FnOnce(&mut Record)) -> Result<(), String> {
        let object = Object::named("user").expect("is known");
        let user = json!({
            "id": "user_1", "public_metadata": {}, "private_metadata": {}, "unsafe_metadata": {"a": 1},
            "create_organization_enabled": false, "created_at": 1, "updated_at": 2,
            "identifiers": [{"id": "idn_1", "kind": "username", "value": "ada", "normalized": "ada", "created_at": 1}],
            "totp": {"sealed_secret": "x", "last_step": 7, "created_at": 1},
        });
        let mut user = user.as_object().expect("an object").clone();
        change(&mut user);
        object.check(&user)
    }

    #[test]
    fn what_cannot_be_written_is_told() {
        assert_eq!(checked(|_| {}), Ok(()));
        let set = |name: &'static str, value: Value| checked(|user| drop(user.insert(name.to_owned(), value)));
        for (name, value, why) in [
            ("id", json!("org_1"), "id: does not begin with user_"),
            ("id", json!("user_' OR 1"), "id: is no id"),
            ("id", Value::Null, "id: is missing"),
            ("image_id", json!("../../x"), "image_id: is no id"),
            ("first_name", json!("a\0"), "first_name: has a NUL"),
            ("first_name", json!(1), "first_name: is no text"),
            ("created_at", json!(1.5), "created_at: is no whole number"),
            ("created_at", json!(u64::MAX), "created_at: is no whole number"),
            ("create_organization_enabled", json!(1), "create_organization_enabled: is neither true nor false"),
            ("public_metadata", json!([]), "public_metadata: is no object"),
            ("search_text", json!("ada"), "search_text: is not known"),
            ("hunter2 is my password", json!(1), "one of its fields is not known"),
            ("identifiers", json!({}), "identifiers: is not a list of objects"),
            ("identifiers", json!([1]), "identifiers: is not a list of objects"),
            (
                "identifiers",
                json!([{"id": "idn_1", "kind": "x"}]),
                "identifiers: kind: is none of the words that there are",
            ),
            ("totp", json!([]), "totp: is not an object"),
            ("totp", json!({"sealed_secret": "x"}), "totp: last_step: is missing"),
        ] {
            assert_eq!(set(name, value.clone()), Err(why.to_owned()), "{name} {value}");
        }
    }

    #[test]
    fn nothing_but_an_id_is_shown_as_one() {
        let shown = |id: Value| shown_id(json!({ "id": id }).as_object().expect("an object"));
        assert_eq!(shown(json!("user_1")).as_deref(), Some("user_1"));
        for none in [json!("hunter2"), json!("user_1 hunter2"), json!(""), json!(1), Value::Null] {
            assert_eq!(shown(none.clone()), None, "{none}");
        }
    }

    #[test]
    fn every_name_is_one_objects() {
        for object in OBJECTS {
            assert_eq!(Object::named(object.name).map(|found| found.table), Some(object.table));
        }
        assert!(Object::named("header").is_none());
    }
}
