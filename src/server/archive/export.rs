use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

use super::shape::{self, Sealed};
use super::{BackupCodeKey, FORMAT, HEADER, Header, Keys, VERSION};
use crate::server::Vestibule;
use crate::server::crypto::{MINUTE, MacKey, Prefix, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::backup_code;
use crate::server::store::archive::{self, OBJECTS, Record};
use crate::server::store::exports::{self, ExportRow};
use crate::server::store::{Connection, StoreError, backup_code_keys};

/// How many objects are held at once.
const PAGE: i64 = 500;

/// Why a file was not written to its end. It is of no use then.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file cannot be written.
    #[error("writing the file: {0}")]
    Write(#[from] std::io::Error),
    /// The database fails.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// Something cannot be opened.
    #[error("{id}: {what} cannot be opened with this VESTIBULE_SECRET_KEY")]
    Sealed {
        /// Whose it is.
        id: String,
        /// What it is.
        what: &'static str,
    },
}

/// How long whoever reads a file while it is written may take for a page of it: as long as they read, the database keeps what
/// there was.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often it is noted how far a file is.
const BEAT: Duration = Duration::from_secs(1);
/// Of what nothing is heard for so long the server is gone that was sending it, in milliseconds.
const SILENT: i64 = 2 * MINUTE;

/// How far it is: how many lines are written, of how many.
pub type ExportProgress<'a> = dyn FnMut(u64, u64) + Send + 'a;

/// An object as it stands in a line: what it is and which comes first, for whoever reads it.
#[derive(Serialize)]
struct Line<'a> {
    object: &'static str,
    id: &'a str,
    #[serde(flatten)]
    rest: &'a Record,
}

/// Where the pages of a file go.
enum Sink<'a> {
    File(&'a mut (dyn Write + Send)),
    Reader(mpsc::Sender<io::Result<Bytes>>),
}

impl Sink<'_> {
    async fn put(&mut self, page: Vec<u8>) -> io::Result<()> {
        match self {
            Self::File(to) => to.write_all(&page),
            Self::Reader(to) => match to.send_timeout(Ok(page.into()), PATIENCE).await {
                Ok(()) => Ok(()),
                Err(_) => Err(io::Error::new(io::ErrorKind::BrokenPipe, "nobody reads it any more")),
            },
        }
    }
}

/// Writes everything as it is at one moment, and gives how much there is of each object. There are secrets in it that nothing
/// protects but the file itself: the audit log notes who began it.
///
/// # Errors
/// When the file cannot be written, the database fails, or something was sealed with another key.
pub async fn export(
    vestibule: &Vestibule,
    to: &mut (dyn Write + Send),
    progress: &mut ExportProgress<'_>,
) -> Result<BTreeMap<String, u64>, ExportError> {
    let id = begin(vestibule, None).await?;
    let counts = write(vestibule, id, &mut Sink::File(&mut *to), progress).await?;
    to.flush()?;
    Ok(counts)
}

/// The same for somebody who reads it while it is written. It is begun, and noted, when this returns; what goes wrong after that
/// is an error in the place of the rest. How far it is stands in the database meanwhile: [`newest_exports`] tells.
///
/// # Errors
/// When the database fails.
pub(in crate::server) async fn export_to_reader(
    vestibule: &Vestibule,
    created_by: &str,
    reader: mpsc::Sender<io::Result<Bytes>>,
) -> Result<(), StoreError> {
    let id = begin(vestibule, Some(created_by)).await?;
    let vestibule = vestibule.clone();
    tokio::spawn(async move {
        let how_far = HowFar::default();
        let outcome = {
            let told = Arc::clone(&how_far);
            let mut tell = move |written, total| {
                told.0.store(written, Ordering::Relaxed);
                told.1.store(total, Ordering::Relaxed);
            };
            let mut sink = Sink::Reader(reader.clone());
            let writing = write(&vestibule, id.clone(), &mut sink, &mut tell);
            tokio::select! {
                outcome = writing => outcome,
                never = note_beside(&vestibule, &id, &how_far) => match never {},
            }
        };
        if let Err(error) = &outcome {
            tracing::error!(%error, "an export was broken off");
            // Without it what is not whole would look as if it were. Whoever has gone away does not hear it.
            let _ = reader.send(Err(io::Error::other("the file could not be written to its end"))).await;
        }
        if let Err(error) = finish(&vestibule, &id, &how_far, outcome.err().as_ref()).await {
            tracing::error!(%error, id, "what came of an export could not be noted");
        }
    });
    Ok(())
}

/// How many records were written, of how many.
type HowFar = Arc<(AtomicU64, AtomicU64)>;

fn now_at(how_far: &HowFar) -> (i64, i64) {
    let number = |number: &AtomicU64| i64::try_from(number.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
    (number(&how_far.0), number(&how_far.1))
}

/// Notes again and again how far a file is.
async fn note_beside(vestibule: &Vestibule, id: &str, how_far: &HowFar) -> Infallible {
    loop {
        tokio::time::sleep(BEAT).await;
        if let Err(error) = advance(vestibule, id, how_far).await {
            tracing::warn!(%error, id, "how far an export is could not be noted");
        }
    }
}

async fn advance(vestibule: &Vestibule, id: &str, how_far: &HowFar) -> Result<(), StoreError> {
    let mut connection = vestibule.store.write_one().await?;
    exports::advance(&mut connection, id, now_at(how_far), vestibule.clock.now()).await
}

async fn finish(
    vestibule: &Vestibule,
    id: &str,
    how_far: &HowFar,
    error: Option<&ExportError>,
) -> Result<(), StoreError> {
    let now = vestibule.clock.now();
    // What broke inside is for the log.
    let why = error.map(|error| match error {
        ExportError::Write(_) => "whoever read it went away".to_owned(),
        ExportError::Store(_) => "the database failed".to_owned(),
        sealed @ ExportError::Sealed { .. } => sealed.to_string(),
    });
    let mut tx = vestibule.store.write().await?;
    exports::advance(&mut tx, id, now_at(how_far), now).await?;
    exports::finish(&mut tx, id, why.as_deref(), now).await?;
    tx.commit().await?;
    Ok(())
}

/// The newest files that somebody has taken with the dashboard, newest first.
///
/// # Errors
/// When the database does not answer.
pub(in crate::server) async fn newest_exports(vestibule: &Vestibule, most: i64) -> Result<Vec<ExportRow>, StoreError> {
    exports::newest(&mut *vestibule.store.read().await?, most).await
}

impl ExportRow {
    /// Whether somebody sends it at this moment, as far as that is known.
    pub fn is_running(&self, now: i64) -> bool {
        self.finished_at.is_none() && self.updated_at >= now - SILENT
    }
}

async fn write(
    vestibule: &Vestibule,
    id: String,
    to: &mut Sink<'_>,
    progress: &mut ExportProgress<'_>,
) -> Result<BTreeMap<String, u64>, ExportError> {
    let mut snapshot = vestibule.store.snapshot().await?;
    let header = header(vestibule, &mut snapshot, id).await?;
    let keys = Keys::new(&vestibule.key, Vec::new());
    let total: u64 = header.counts.values().sum();
    let mut lines = Vec::new();
    write_line(&mut lines, &header)?;
    to.put(lines).await?;
    let mut written = 0;
    progress(written, total);
    for object in &OBJECTS {
        let mut after = String::new();
        loop {
            let page = archive::page(&mut snapshot, object, &after, PAGE).await?;
            if page.is_empty() {
                break;
            }
            let mut lines = Vec::new();
            for mut record in page {
                let opened = shape::open(vestibule, &keys, object, &mut record);
                archive::id_of(&record).clone_into(&mut after);
                opened.map_err(|Sealed(what)| ExportError::Sealed { id: after.clone(), what })?;
                record.remove("id");
                write_line(&mut lines, &Line { object: object.name, id: &after, rest: &record })?;
                written += 1;
            }
            to.put(lines).await?;
            progress(written, total);
        }
    }
    snapshot.rollback().await.map_err(StoreError::from)?;
    Ok(header.counts)
}

/// Gives a file its id, which the audit log knows before there is a line of it: whoever breaks one off has what they have read.
async fn begin(vestibule: &Vestibule, created_by: Option<&str>) -> Result<String, StoreError> {
    let now = vestibule.clock.now();
    let id = new_id(Prefix::Export, now);
    let mut tx = vestibule.store.write().await?;
    AuditEntry::of(AuditAction::ExportCreated).write(&mut tx, Some(&id), now).await?;
    if let Some(created_by) = created_by {
        exports::insert(&mut tx, &id, created_by, now).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}

async fn header(vestibule: &Vestibule, connection: &mut Connection, id: String) -> Result<Header, ExportError> {
    let now = vestibule.clock.now();
    let mut counts = BTreeMap::new();
    for object in &OBJECTS {
        let many = archive::count(connection, object).await?;
        counts.insert(object.name.to_owned(), many.unsigned_abs());
    }
    let mut keys: Vec<MacKey> = vec![backup_code::mac_key(&vestibule.key)];
    for sealed in backup_code_keys::all(connection).await? {
        let opened = backup_code::open_key(&vestibule.key, &sealed);
        keys.push(opened.ok_or_else(|| ExportError::Sealed { id: id.clone(), what: "a key of backup codes" })?);
    }
    Ok(Header {
        object: HEADER.into(),
        format: FORMAT.into(),
        version: VERSION,
        id,
        created_at: now,
        base_url: vestibule.settings.base_url.clone(),
        software: env!("CARGO_PKG_VERSION").into(),
        backup_code_keys: keys.iter().map(BackupCodeKey::from).collect(),
        counts,
    })
}

fn write_line(to: &mut Vec<u8>, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, line)?;
    to.push(b'\n');
    Ok(())
}
