//! The indexes by which the operator's lists find what begins with a text, and sort names: the two databases spell them differently.

use sqlx::{AssertSqlSafe, Executor};

use super::conditions::{Conditions, Value};
use super::user_pages::by_characters;
use super::{Backend, Store, StoreError};

/// Each index, its table, what comes before the text in it, the text, and what comes behind that.
const INDEXES: [(&str, &str, &str, &str, &str); 6] = [
    ("organizations_name", "organizations", "", "search_text", ", id"),
    ("organizations_slug_beginning", "organizations", "", "slug", ", id"),
    ("organization_domains_beginning", "organization_domains", "", "name", ", organization_id"),
    ("invitations_beginning", "invitations", "", "normalized", ", id"),
    ("waitlist_entries_beginning", "waitlist_entries", "", "normalized", ""),
    ("listed_identifiers_beginning", "listed_identifiers", "list, ", "identifier", ""),
];

/// Makes them where they are missing.
pub async fn index(store: &Store) -> Result<(), StoreError> {
    let by = by_characters(store.backend());
    let mut tx = store.write().await?;
    if store.backend() == Backend::Postgres {
        // Nodes that start together wait for each other.
        tx.execute("LOCK TABLE audit_retention IN EXCLUSIVE MODE").await?;
    }
    for (name, table, before, text, behind) in INDEXES {
        let behind = if behind.is_empty() { String::new() } else { format!("{behind}{by}") };
        let sql = format!("CREATE INDEX IF NOT EXISTS {name} ON {table} ({before}{text}{by}{behind})");
        tx.execute(AssertSqlSafe(sql)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Only those a text of which stands between these two, as such an index can tell.
pub fn between<'a>(conditions: &mut Conditions<'a>, backend: Backend, column: &str, bounds: &'a (String, String)) {
    let by = by_characters(backend);
    conditions.with(&format!("{column}{by} >= {{}}"), Some(Value::Text(&bounds.0)));
    conditions.with(&format!("{column}{by} < {{}}"), Some(Value::Text(&bounds.1)));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::server::store::connect::migrator;
    use crate::server::store::user_pages::indexes;

    /// What comes, or goes, in a step of the schema.
    #[derive(Debug, PartialEq, Eq)]
    enum Step {
        Index { name: String, table: String },
        NoIndex { name: String },
        NoTable { table: String },
    }

    fn steps(sql: &str) -> Vec<Step> {
        let bare: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
        let words = |statement: &str| -> Vec<String> {
            let words =
                statement.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
            words.filter(|word| !["UNIQUE", "IF", "NOT", "EXISTS"].contains(word)).map(str::to_owned).collect()
        };
        let bare = bare.join("\n");
        let told = bare.split(';').filter_map(|statement| {
            let words = words(statement);
            match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["CREATE", "INDEX", name, "ON", table, ..] => {
                    Some(Step::Index { name: (*name).to_owned(), table: (*table).to_owned() })
                }
                ["DROP", "INDEX", name] => Some(Step::NoIndex { name: (*name).to_owned() }),
                ["DROP", "TABLE", table] => Some(Step::NoTable { table: (*table).to_owned() }),
                _ => None,
            }
        });
        told.collect()
    }

    #[test]
    fn steps_are_read() {
        let sql = "-- CREATE INDEX none ON a (b);\nCREATE UNIQUE INDEX one ON a (b)\n  WHERE b > 0;DROP INDEX IF EXISTS two;\nDROP TABLE a;";
        let [one, two, a] = ["one", "two", "a"].map(str::to_owned);
        let all =
            [Step::Index { name: one, table: a.clone() }, Step::NoIndex { name: two }, Step::NoTable { table: a }];
        assert_eq!(steps(sql), all);
    }

    /// A second index of a name is not made where it is made unless it is there: lists would be read whole, and nothing would say so.
    #[test]
    fn no_two_indexes_have_a_name() {
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for step in migrator().iter().flat_map(|step| steps(step.sql.as_str())) {
            match step {
                Step::Index { name, table } => {
                    let before = known.insert(name.clone(), table);
                    assert_eq!(before, None, "{name} is there");
                }
                Step::NoIndex { name } => {
                    known.remove(&name);
                }
                Step::NoTable { table } => known.retain(|_, of| *of != table),
            }
        }
        assert!(known.len() > 50, "{known:?}");
        for backend in [Backend::Sqlite, Backend::Postgres] {
            let mut known: Vec<String> = known.keys().cloned().collect();
            let made = INDEXES.iter().map(|(name, ..)| *name).chain(indexes(backend).into_iter().map(|(name, _)| name));
            for name in made {
                assert!(!known.iter().any(|it| it == name), "{name} is there");
                known.push(name.to_owned());
            }
        }
    }
}
