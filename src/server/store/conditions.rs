//! What a list is asked for, as SQL that holds only the conditions that are asked: so that an index is found for them.

use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, places};

/// A value that stands in a condition.
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A number.
    Number(i64),
}

/// Conditions, all of which hold, and the values that stand in them.
#[derive(Default)]
pub struct Conditions<'a> {
    sql: Vec<String>,
    values: Vec<Value<'a>>,
}

impl<'a> Conditions<'a> {
    /// A condition without a value.
    pub fn add(&mut self, condition: &str) {
        self.sql.push(condition.to_owned());
    }

    /// A condition in which one value stands, as often as there are braces; none where there is no value.
    pub fn with(&mut self, condition: &str, value: Option<Value<'a>>) {
        let Some(value) = value else { return };
        self.values.push(value);
        self.sql.push(condition.replace("{}", &format!("${}", self.values.len())));
    }

    /// A condition on two columns at once, so that an index goes on where it stopped.
    pub fn before(&mut self, columns: &str, (number, text): (i64, &'a str)) {
        self.values.extend([Value::Number(number), Value::Text(text)]);
        self.sql.push(format!("({columns}) < (${}, ${})", self.values.len() - 1, self.values.len()));
    }

    /// A condition in which a list stands; none where the list is empty.
    pub fn among(&mut self, condition: &str, values: &'a [String]) {
        if values.is_empty() {
            return;
        }
        self.sql.push(condition.replace("{}", &places(self.values.len() + 1, values.len())));
        self.values.extend(values.iter().map(|value| Value::Text(value)));
    }

    /// That something stands behind a place in the order of two columns, both of which go the same way.
    pub fn behind(&mut self, (column, id): (&str, &str), descending: bool, at: Value<'a>, place: &'a str) {
        let (sign, first) = (if descending { "<" } else { ">" }, self.values.len() + 1);
        self.values.extend([at, Value::Text(place)]);
        self.sql.push(format!("({column}, {id}) {sign} (${first}, ${})", first + 1));
    }

    /// `LIMIT …`, whose value follows those of the conditions.
    pub fn most(&self) -> String {
        format!("LIMIT ${}", self.values.len() + 1)
    }

    /// `WHERE …`, or nothing.
    pub fn clause(&self) -> String {
        match self.sql.is_empty() {
            true => String::new(),
            false => format!("WHERE {}", self.sql.join(" AND ")),
        }
    }

    /// `LIMIT … OFFSET …`, whose values follow those of the conditions.
    pub fn limit(&self) -> String {
        format!("LIMIT ${} OFFSET ${}", self.values.len() + 1, self.values.len() + 2)
    }

    /// Asks.
    pub async fn ask(self, connection: &mut Connection, sql: String) -> Result<Vec<AnyRow>, StoreError> {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for value in self.values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
            };
        }
        Ok(query.fetch_all(connection).await?)
    }

    /// Asks for the first ones, at most so many.
    pub async fn ask_first(
        mut self,
        connection: &mut Connection,
        sql: String,
        limit: i64,
    ) -> Result<Vec<AnyRow>, StoreError> {
        self.values.push(Value::Number(limit));
        self.ask(connection, sql).await
    }

    /// Asks for a part.
    pub async fn ask_page(
        mut self,
        connection: &mut Connection,
        sql: String,
        (limit, offset): (i64, i64),
    ) -> Result<Vec<AnyRow>, StoreError> {
        self.values.extend([Value::Number(limit), Value::Number(offset)]);
        self.ask(connection, sql).await
    }
}
