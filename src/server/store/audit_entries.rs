//! Who changed what, when, from where: the one table from which nothing is taken but by age, and in which nothing changes.

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Executor, Row};

use super::conditions::{Conditions, Value};
use super::{Backend, Connection, Store, StoreError, text};

/// An entry of the audit log.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// `aud_…`, which sorts by time.
    pub id: String,
    /// Unix milliseconds.
    pub created_at: i64,
    /// `user`, `visitor`, `secret_key`, `machine`, `operator` or `system`.
    pub actor_type: String,
    /// Which one, where there are several.
    pub actor_id: Option<String>,
    /// Who acts as the actor, if somebody else does.
    pub impersonator_id: Option<String>,
    /// The session in which the actor acts.
    pub session_id: Option<String>,
    /// Such as `user.passwordChanged`.
    pub action: String,
    /// Such as `user`.
    pub subject_type: String,
    /// Whom or what it is about, if that is known.
    pub subject_id: Option<String>,
    /// The organization in which it happened.
    pub organization_id: Option<String>,
    /// From where the request came.
    pub client_ip: Option<String>,
    /// What the browser or program called itself.
    pub user_agent: Option<String>,
    /// JSON.
    pub changes: String,
}

/// Which entries: all of the conditions hold of whatever is given.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Of this actor.
    pub actor_id: Option<String>,
    /// Of whoever acts in a user's place.
    pub impersonator_id: Option<String>,
    /// About this subject.
    pub subject_id: Option<String>,
    /// In this organization.
    pub organization_id: Option<String>,
    /// From this address.
    pub client_ip: Option<String>,
    /// One of these; whichever where there are none.
    pub actions: Vec<String>,
    /// Whose id sorts at this or after it.
    pub from_id: Option<String>,
    /// Whose id sorts before this.
    pub before_id: Option<String>,
}

/// Adds an entry.
pub async fn insert(connection: &mut Connection, entry: &AuditRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit_entries (id, created_at, actor_type, actor_id, impersonator_id, session_id, action, subject_type,
             subject_id, organization_id, client_ip, user_agent, changes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&entry.id)
    .bind(entry.created_at)
    .bind(&entry.actor_type)
    .bind(&entry.actor_id)
    .bind(&entry.impersonator_id)
    .bind(&entry.session_id)
    .bind(&entry.action)
    .bind(&entry.subject_type)
    .bind(&entry.subject_id)
    .bind(&entry.organization_id)
    .bind(&entry.client_ip)
    .bind(&entry.user_agent)
    .bind(&entry.changes)
    .execute(connection)
    .await?;
    Ok(())
}

/// Asks for an entry that nobody has: as much as it takes to add one, where none is added.
pub async fn pretend(connection: &mut Connection, id: &str) -> Result<(), StoreError> {
    sqlx::query("SELECT id FROM audit_entries WHERE id = $1").bind(id).fetch_optional(connection).await?;
    Ok(())
}

fn entry(row: &AnyRow) -> Result<AuditRow, StoreError> {
    Ok(AuditRow {
        id: row.try_get("id")?,
        created_at: row.try_get("created_at")?,
        actor_type: row.try_get("actor_type")?,
        actor_id: text(row, "actor_id")?,
        impersonator_id: text(row, "impersonator_id")?,
        session_id: text(row, "session_id")?,
        action: row.try_get("action")?,
        subject_type: row.try_get("subject_type")?,
        subject_id: text(row, "subject_id")?,
        organization_id: text(row, "organization_id")?,
        client_ip: text(row, "client_ip")?,
        user_agent: text(row, "user_agent")?,
        changes: row.try_get("changes")?,
    })
}

/// Of more actions than these not each is asked for by itself.
const ALONE: usize = 5;

fn question<'a>(filter: &'a AuditFilter, actions: &'a [String], from_id: Option<&'a str>) -> (String, Conditions<'a>) {
    let mut all = Conditions::default();
    for (condition, value) in [
        ("actor_id = {}", filter.actor_id.as_deref()),
        ("impersonator_id = {}", filter.impersonator_id.as_deref()),
        ("subject_id = {}", filter.subject_id.as_deref()),
        ("organization_id = {}", filter.organization_id.as_deref()),
        ("client_ip = {}", filter.client_ip.as_deref()),
    ] {
        all.with(condition, value.map(Value::Text));
    }
    match actions {
        [action] => all.with("action = {}", Some(Value::Text(action))),
        // Not the column alone: by its index all of their entries would be read and sorted. So they are read in their order, as far
        // as it takes.
        _ => all.among("(action || '') IN ({})", actions),
    }
    all.with("id >= {}", from_id.map(Value::Text));
    all.with("id < {}", filter.before_id.as_deref().map(Value::Text));
    let sql = format!("SELECT * FROM audit_entries {} ORDER BY id DESC {}", all.clause(), all.limit());
    (sql, all)
}

/// The actions that are asked for together.
fn together(filter: &AuditFilter) -> Vec<&[String]> {
    match filter.actions.len() {
        1..=ALONE => filter.actions.chunks(1).collect(),
        _ => vec![filter.actions.as_slice()],
    }
}

/// What [`list`] asks the database, first if it asks more than once: for whoever wants to see how it answers.
pub fn sql(filter: &AuditFilter) -> String {
    let first = together(filter).into_iter().next().unwrap_or_default();
    question(filter, first, filter.from_id.as_deref()).0
}

/// The newest of the entries that are meant, at most so many. Of a few actions each is asked for by itself, for what is not older
/// than what is found already: one question for them could not be answered in the order of their index, and what happens rarely
/// would be looked for in all of the log.
pub async fn list(connection: &mut Connection, filter: &AuditFilter, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
    let most = usize::try_from(limit).unwrap_or_default();
    let mut found: Vec<AuditRow> = Vec::new();
    for actions in together(filter) {
        let from_id = if found.len() == most { found.last().map(|oldest| oldest.id.clone()) } else { None };
        let from_id = from_id.as_deref().or(filter.from_id.as_deref());
        let (sql, conditions) = question(filter, actions, from_id);
        let rows = conditions.ask_page(connection, sql, (limit, 0)).await?;
        found.extend(rows.iter().map(entry).collect::<Result<Vec<_>, _>>()?);
        found.sort_by(|a, b| b.id.cmp(&a.id));
        found.truncate(most);
    }
    Ok(found)
}

/// Deletes the oldest entries whose id sorts before one, which is that of a time: at most so many. Returns how many.
pub async fn sweep(
    connection: &mut Connection,
    (before_id, before): (&str, i64),
    most: i64,
) -> Result<u64, StoreError> {
    let open = "UPDATE audit_retention SET deletable_before = $1 WHERE id = 1";
    let opened = sqlx::query(open).bind(before).execute(&mut *connection).await?.rows_affected();
    if opened != 1 {
        return Err(StoreError::Row("the retention of the audit log"));
    }
    let gone = sqlx::query(
        "DELETE FROM audit_entries WHERE id IN (SELECT id FROM audit_entries WHERE id < $1 ORDER BY id LIMIT $2)",
    )
    .bind(before_id)
    .bind(most)
    .execute(&mut *connection)
    .await?
    .rows_affected();
    sqlx::query(open).bind(0_i64).execute(connection).await?;
    Ok(gone)
}

/// What puts another row in the place of one deletes that without asking the trigger on deletions: so that is refused before.
const GUARDS_OF_SQLITE: [&str; 8] = [
    "CREATE TRIGGER IF NOT EXISTS audit_entries_no_update BEFORE UPDATE ON audit_entries
     BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_entries_no_delete BEFORE DELETE ON audit_entries
     WHEN OLD.created_at >= COALESCE((SELECT deletable_before FROM audit_retention WHERE id = 1), 0)
     BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_entries_no_replace BEFORE INSERT ON audit_entries
     WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id OR rowid = NEW.rowid)
     BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_retention_no_insert BEFORE INSERT ON audit_retention
     BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_retention_no_delete BEFORE DELETE ON audit_retention
     BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END",
    "CREATE TRIGGER IF NOT EXISTS settings_changes_no_update BEFORE UPDATE ON settings_changes
     BEGIN SELECT RAISE(ABORT, 'the history of the settings is append only'); END",
    "CREATE TRIGGER IF NOT EXISTS settings_changes_no_delete BEFORE DELETE ON settings_changes
     BEGIN SELECT RAISE(ABORT, 'the history of the settings is append only'); END",
    "CREATE TRIGGER IF NOT EXISTS settings_changes_no_replace BEFORE INSERT ON settings_changes
     WHEN EXISTS (SELECT 1 FROM settings_changes
         WHERE (revision = NEW.revision AND path = NEW.path) OR rowid = NEW.rowid)
     BEGIN SELECT RAISE(ABORT, 'the history of the settings is append only'); END",
];

const GUARD_OF_POSTGRES: &str = "
    CREATE OR REPLACE FUNCTION vestibule_audit_entries_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
        IF TG_TABLE_NAME = 'audit_entries' AND TG_OP = 'DELETE' THEN
            IF OLD.created_at < COALESCE((SELECT deletable_before FROM audit_retention WHERE id = 1), 0) THEN
                RETURN OLD;
            END IF;
        END IF;
        IF TG_TABLE_NAME = 'settings_changes' THEN
            RAISE EXCEPTION 'the history of the settings is append only';
        END IF;
        RAISE EXCEPTION 'the audit log is append only';
    END $guard$";

/// The table, what is refused there, and for what the trigger asks.
const GUARDED_ON_POSTGRES: [(&str, &str, &str); 9] = [
    ("audit_entries", "UPDATE", "ROW"),
    ("audit_entries", "DELETE", "ROW"),
    ("audit_entries", "TRUNCATE", "STATEMENT"),
    ("audit_retention", "INSERT", "ROW"),
    ("audit_retention", "DELETE", "ROW"),
    ("audit_retention", "TRUNCATE", "STATEMENT"),
    ("settings_changes", "UPDATE", "ROW"),
    ("settings_changes", "DELETE", "ROW"),
    ("settings_changes", "TRUNCATE", "STATEMENT"),
];

/// Sees to it at each start that the database itself refuses to change an entry, and to delete one but in a sweep; and that the
/// history of the settings, which is kept for ever, is left alone likewise. It is there
/// against mistakes, in our programs and in others: whoever has the database's password can say in `audit_retention` that all
/// may be deleted, as a sweep does, or drop the triggers.
pub async fn guard(store: &Store) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    match store.backend() {
        Backend::Sqlite => {
            for sql in GUARDS_OF_SQLITE {
                tx.execute(sql).await?;
            }
        }
        Backend::Postgres => {
            // Nodes that start together wait for each other.
            tx.execute("LOCK TABLE audit_retention IN EXCLUSIVE MODE").await?;
            tx.execute(GUARD_OF_POSTGRES).await?;
            for (table, what, each) in GUARDED_ON_POSTGRES {
                let name = format!("{table}_no_{}", what.to_lowercase());
                let stands = sqlx::query(
                    "SELECT CAST(COUNT(*) AS BIGINT) AS stands FROM pg_trigger
                     WHERE CAST(tgname AS TEXT) = $1 AND tgrelid = CAST($2 AS regclass) AND tgenabled <> 'D'",
                );
                let row = stands.bind(&name).bind(table).fetch_one(&mut *tx).await?;
                if row.try_get::<i64, _>("stands")? == 0 {
                    // One that is switched off is made anew.
                    let drop = format!("DROP TRIGGER IF EXISTS {name} ON {table}");
                    let create = format!(
                        "CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH {each}
                         EXECUTE FUNCTION vestibule_audit_entries_guard()"
                    );
                    tx.execute(AssertSqlSafe(drop)).await?;
                    tx.execute(AssertSqlSafe(create)).await?;
                }
            }
        }
    }
    tx.commit().await?;
    Ok(())
}
