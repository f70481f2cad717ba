//! Names are found whichever case they are written in. SQLite knows the small letters of ASCII alone, and PostgreSQL those of
//! its locale: so what a name is found by is made here, and stands beside it.

use sqlx::{AssertSqlSafe, Row};
use unicode_normalization::UnicodeNormalization;

use super::{Store, StoreError};

/// As many rows are filled in with one statement.
const AT_ONCE: usize = 500;

/// What two spellings of a text have in common whose letters differ in case alone: `ẞ`, `ß` and `SS` are one, so are the
/// three sigmas, and the `i` of every language, with a dot or without.
pub(super) fn folded(text: &str) -> String {
    let dotless = |c: &char| *c != '\u{307}';
    // There and back: of `ẞ` only the small letter has two capitals, and of the three sigmas one capital has one small letter.
    let small = text.nfc().flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    // `İ` is an `i` and its dot; all others that have a dot above are one character.
    small.filter(dotless).nfc().collect()
}

/// What a person is found by, besides their identifiers.
pub fn of_person(first_name: Option<&str>, last_name: Option<&str>) -> String {
    folded(&format!("{} {}", first_name.unwrap_or_default(), last_name.unwrap_or_default()))
}

/// What a person is found by, where the last name alone is known.
pub fn of_last_name(last_name: Option<&str>) -> String {
    folded(last_name.unwrap_or_default())
}

/// What an organization is found by.
pub fn of_organization(name: &str) -> String {
    folded(name)
}

/// What a machine is found by.
pub fn of_machine(name: &str) -> String {
    folded(name)
}

/// What the texts of this module, and identifiers as they are compared, are compared with by `LIKE … ESCAPE '!'` to be found
/// by a part of them, in whatever case that is asked for; empty when nothing is looked for.
pub fn pattern(query: &str) -> String {
    if query.is_empty() {
        return String::new();
    }
    let escaped = folded(query).replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{escaped}%")
}

/// Fills in what rows are found by that are older than it, or come from a node that does not know it.
pub async fn fill(store: &Store) -> Result<(), StoreError> {
    fill_column(store, ("users", "search_text"), "first_name, last_name").await?;
    fill_column(store, ("users", "last_search_text"), "last_name").await?;
    fill_column(store, ("organizations", "search_text"), "name").await
}

async fn fill_column(store: &Store, (table, column): (&str, &str), names: &str) -> Result<(), StoreError> {
    loop {
        let sql = format!("SELECT id, {names} FROM {table} WHERE {column} IS NULL LIMIT {AT_ONCE}");
        let mut tx = store.write().await?;
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *tx).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let places: Vec<String> = (0..rows.len()).map(|at| format!("(${}, ${})", 2 * at + 1, 2 * at + 2)).collect();
        let sql = format!(
            "UPDATE {table} SET {column} = v.column2 FROM (VALUES {}) AS v
             WHERE {table}.id = v.column1 AND {table}.{column} IS NULL",
            places.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in &rows {
            let text = match (table, column) {
                ("users", "last_search_text") => of_last_name(row.try_get("last_name")?),
                ("users", _) => of_person(row.try_get("first_name")?, row.try_get("last_name")?),
                _ => of_organization(row.try_get("name")?),
            };
            query = query.bind(row.try_get::<String, _>("id")?).bind(text);
        }
        query.execute(&mut *tx).await?;
        tx.commit().await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_alone_makes_no_difference() {
        for (one, other) in [
            ("Élodie", "éLODIE"),
            ("E\u{301}lodie", "élodie"),
            ("Иван", "иВАН"),
            ("Ödön", "ÖDÖN"),
            ("Ärmel", "ärmel"),
            ("İstanbul", "istanbul"),
            ("ISPARTA", "ısparta"),
            ("Straße", "STRASSE"),
            ("Straße", "STRAẞE"),
            ("Οδυσσεύς", "ΟΔΥΣΣΕΎΣ"),
            ("Ǆ", "ǆ"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} and {other}");
        }
        assert_ne!(folded("Élodie"), folded("Elodie"), "another letter is another letter");
        assert_ne!(folded("żaba"), folded("zaba"), "a letter that has a dot keeps it");
    }

    #[test]
    fn what_like_reads_is_escaped() {
        assert_eq!(pattern(""), "");
        assert_eq!(pattern("100%_É!"), "%100!%!_é!!%");
    }
}
