//! Files that are brought in beside the requests: whoever has sent one looks at how far it is when they like. One is read at a
//! time, and what comes of it stands in the database.

use std::convert::Infallible;
use std::io::{self, Cursor, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{Format, ImportError, Options, Summary, run};
use crate::server::Vestibule;
use crate::server::crypto::{MINUTE, Prefix, new_id};
use crate::server::events::{AuditAction, AuditEntry, Origin};
use crate::server::store::user_imports::{self, UserImportProgress, UserImportRow};
use crate::server::store::{Connection, StoreError};

/// No file is larger, in bytes: it is held in memory while it is read.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;
/// How many of those who were refused are told of. The others are counted.
pub const MOST_TOLD: usize = 1_000;
/// No line about one of them is longer, in bytes.
const LONGEST_TOLD: usize = 4 * 1024;
/// How often it is noted how far a file is.
const BEAT: Duration = Duration::from_secs(1);
/// Of what nothing is heard for so long the server is gone that was reading it, in milliseconds.
const SILENT: i64 = 2 * MINUTE;
/// No name of a file is kept longer, in characters.
const LONGEST_NAME: usize = 100;

/// A file to be brought in. It does not print itself: there may be passwords in it.
pub struct NewUserImport {
    /// Who brings it.
    pub created_by: String,
    /// What it is called.
    pub file_name: String,
    /// Which system has written it.
    pub format: Format,
    /// How it is read.
    pub options: Options,
    /// What stands in it.
    pub file: Vec<u8>,
}

/// Why a file is not brought in.
#[derive(Debug, thiserror::Error)]
pub enum UserImportError {
    /// Another one is being read.
    #[error("another file is being read")]
    UnderWay,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Begins to bring in a file, and gives the id under which one finds how far it is.
///
/// # Errors
/// While another one is read, and when the database does not answer.
pub async fn start(vestibule: &Vestibule, new: NewUserImport) -> Result<String, UserImportError> {
    let NewUserImport { created_by, file_name, format, options, file } = new;
    let now = vestibule.clock.now();
    let id = new_id(Prefix::UserImport, now);
    let row = UserImportRow {
        id: id.clone(),
        created_by,
        file_name: file_name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect(),
        format: format.as_str().to_owned(),
        is_dry_run: options.dry_run,
        bytes: i64::try_from(file.len()).unwrap_or(i64::MAX),
        progress: UserImportProgress::default(),
        report: String::new(),
        error: None,
        created_at: now,
        updated_at: now,
        finished_at: None,
    };
    let mut tx = vestibule.store.write().await?;
    user_imports::give_up_silent(&mut tx, now - SILENT, "the server stopped that was reading it", now).await?;
    match user_imports::insert(&mut tx, &row).await {
        Err(StoreError::Exists(_)) => {
            tx.rollback().await.map_err(StoreError::from)?;
            return Err(UserImportError::UnderWay);
        }
        inserted => inserted?,
    }
    let entry = AuditEntry::of(AuditAction::ImportStarted).with("of", "users").with("format", row.format.as_str());
    entry.with("dry_run", row.is_dry_run).write(&mut tx, Some(&id), now).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let reading = read(vestibule.clone(), id.clone(), format, options, file);
    // Who comes in is noted as brought by whoever has sent the file.
    tokio::spawn(Origin::current().during(reading));
    Ok(id)
}

/// The newest files, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(vestibule: &Vestibule, most: i64) -> Result<Vec<UserImportRow>, StoreError> {
    user_imports::newest(&mut *vestibule.store.read().await?, most).await
}

/// A file, and how far it is.
///
/// # Errors
/// When the database does not answer.
pub async fn find(vestibule: &Vestibule, id: &str) -> Result<Option<UserImportRow>, StoreError> {
    user_imports::by_id(&mut *vestibule.store.read().await?, id).await
}

impl UserImportRow {
    /// Whether somebody reads it at this moment, as far as that is known.
    pub fn is_running(&self, now: i64) -> bool {
        self.finished_at.is_none() && self.updated_at >= now - SILENT
    }
}

type HowFar = Arc<Mutex<UserImportProgress>>;

fn now_at(how_far: &HowFar) -> UserImportProgress {
    *how_far.lock().unwrap_or_else(PoisonError::into_inner)
}

fn progress(bytes: u64, summary: &Summary) -> UserImportProgress {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    UserImportProgress {
        bytes_read: number(bytes),
        created: number(summary.created),
        there_already: number(summary.there_already),
        without_password: number(summary.without_password),
        without_username: number(summary.without_username),
        refused: number(summary.refused),
    }
}

async fn read(vestibule: Vestibule, id: String, format: Format, options: Options, file: Vec<u8>) {
    let how_far = HowFar::default();
    let bytes = file.len() as u64;
    let mut report = Report::default();
    let outcome = {
        let told = Arc::clone(&how_far);
        let mut tell = move |bytes: u64, summary: &Summary| {
            *told.lock().unwrap_or_else(PoisonError::into_inner) = progress(bytes, summary);
        };
        let reading = run(&vestibule, format, &options, Cursor::new(file), &mut report, &mut tell);
        tokio::select! {
            outcome = reading => outcome,
            never = note_beside(&vestibule, &id, &how_far) => match never {},
        }
    };
    let (last, error) = match &outcome {
        Ok(summary) => (progress(bytes, summary), None),
        Err(error) => (now_at(&how_far), Some(told(error))),
    };
    if let Err(error) = finish(&vestibule, &id, last, &report.text, error.as_deref()).await {
        // It is given up when the next one begins.
        tracing::error!(%error, id, "what came of a file of users could not be noted");
    }
}

/// Why a file was broken off. What broke inside is for the log.
fn told(error: &ImportError) -> String {
    match error {
        ImportError::Flow(inner) if inner.is_fault() => {
            tracing::error!(%error, "a file of users was broken off");
            "the database failed".to_owned()
        }
        // PostgreSQL takes no NUL in a text.
        other => other.to_string().replace('\0', ""),
    }
}

/// Notes again and again how far it is. It goes on beside the reading, which holds the only connection that writes to SQLite while
/// it makes users.
async fn note_beside(vestibule: &Vestibule, id: &str, how_far: &HowFar) -> Infallible {
    loop {
        tokio::time::sleep(BEAT).await;
        if let Err(error) = advance(vestibule, id, now_at(how_far)).await {
            tracing::warn!(%error, id, "how far a file of users is could not be noted");
        }
    }
}

async fn advance(vestibule: &Vestibule, id: &str, progress: UserImportProgress) -> Result<(), StoreError> {
    let mut connection = vestibule.store.write_one().await?;
    user_imports::advance(&mut connection, id, progress, vestibule.clock.now()).await
}

async fn finish(
    vestibule: &Vestibule,
    id: &str,
    progress: UserImportProgress,
    report: &str,
    error: Option<&str>,
) -> Result<(), StoreError> {
    let now = vestibule.clock.now();
    let mut tx = vestibule.store.write().await?;
    user_imports::advance(&mut tx, id, progress, now).await?;
    user_imports::finish(&mut tx, id, report, error, now).await?;
    note_end(&mut tx, id, progress, error.is_none(), now).await?;
    tx.commit().await?;
    Ok(())
}

async fn note_end(
    connection: &mut Connection,
    id: &str,
    progress: UserImportProgress,
    is_whole: bool,
    now: i64,
) -> Result<(), StoreError> {
    let entry = AuditEntry::of(AuditAction::ImportFinished).with("of", "users").with("created", progress.created);
    entry.with("refused", progress.refused).with("whole", is_whole).write(connection, Some(id), now).await
}

/// Lines about those who were refused, as far as there is room.
#[derive(Default)]
struct Report {
    text: String,
    lines: usize,
    /// The line that is being written.
    begun: Vec<u8>,
}

impl Write for Report {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            if *byte != b'\n' {
                self.begun.push(*byte);
                continue;
            }
            let line = std::mem::take(&mut self.begun);
            if self.lines < MOST_TOLD && line.len() <= LONGEST_TOLD {
                self.text.push_str(&String::from_utf8_lossy(&line));
                self.text.push('\n');
                self.lines += 1;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_room_for_so_many_and_for_whole_lines_alone() {
        let mut report = Report::default();
        write!(report, "{{\"record\"").expect("is written");
        assert!(report.text.is_empty());
        writeln!(report, ":1}}").expect("is written");
        writeln!(report, "{}", "x".repeat(LONGEST_TOLD + 1)).expect("is written");
        assert_eq!(report.text, "{\"record\":1}\n");
        for number in 0..2 * MOST_TOLD {
            writeln!(report, "{number}").expect("is written");
        }
        assert_eq!(report.text.lines().count(), MOST_TOLD);
    }
}
