use std::io::{BufRead, Write};

use serde::Serialize;
use serde_json::Value;

use super::lines::{Line, Lines};
use super::{FORMAT, HEADER, Header, Keys, VERSION, shape};
use crate::server::Vestibule;
use crate::server::crypto::{InstanceKey, MacKey};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::backup_code;
use crate::server::store::archive::{self, Conflict, Object, Record, shown_id};
use crate::server::store::{StoreError, Transaction, backup_code_keys, imports, search};

/// How many lines are brought in with one transaction.
const BATCH: usize = 500;

/// Why an import ended before its end. What was brought in until then stays, and the same import goes on behind it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("reading the file: {0}")]
    Read(#[from] std::io::Error),
    /// Its first line does not say that it can be read here.
    #[error("line 1: {0}")]
    Header(String),
    /// There are people or organizations here that are not of this file.
    #[error("there is somebody or something here already: a file is brought into an instance that is empty")]
    NotEmpty,
    /// All of it was brought in before.
    #[error("all of this file was brought in before")]
    Finished,
    /// Another process brings in the same file.
    #[error("another import of this file is under way")]
    UnderWay,
    /// Lines are missing.
    #[error("the file is not whole: there are {found} lines behind the first, which says that there are {said}")]
    NotWhole {
        /// How many there should be.
        said: u64,
        /// How many there are.
        found: u64,
    },
    /// The database fails.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// What was refused cannot be written down.
    #[error("writing the report: {0}")]
    Report(std::io::Error),
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many lines were brought in.
    pub imported: u64,
    /// How many were brought in before, by an import that was broken off.
    pub before: u64,
    /// How many were refused, by that one too.
    pub refused: u64,
    /// Where the instance was that the file is of.
    pub base_url: String,
}

impl Summary {
    fn lines(&self) -> u64 {
        self.imported + self.before + self.refused
    }
}

/// A line that was refused, and why. There is no value in it but the id, if that is one.
#[derive(Clone, Debug, Serialize)]
pub struct Refusal {
    /// Which line of the file it is, from 1 on.
    pub line: u64,
    /// What stands there, as far as that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<&'static str>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Why.
    pub message: String,
}

impl Refusal {
    fn json(&self) -> Result<String, ImportError> {
        serde_json::to_string(self).map_err(|error| ImportError::Report(error.into()))
    }
}

/// How far it is: bytes of the file that were read, and what has come of it so far.
pub type ImportProgress<'a> = dyn FnMut(u64, &Summary) + Send + 'a;

/// A line that can be brought in, as far as it says so itself.
pub(super) struct Good {
    line: u64,
    object: &'static Object,
    record: Record,
}

impl Good {
    fn refusal(&self, why: &Conflict) -> Refusal {
        let id = shown_id(&self.record);
        Refusal { line: self.line, object: Some(self.object.name), id, message: why.to_string() }
    }
}

/// Brings in everything of a file that `export` has written, into an instance that is empty. `report` is given
/// a line of JSON for each that was refused, by an import too that was broken off; what refers to it is refused as well. Nobody
/// is told of those who come, neither by mail nor by webhook: they have been there all the time.
///
/// # Errors
/// When the file cannot be read, is none of ours or not whole, there is something here that is not of it, or the database fails.
pub async fn import(
    vestibule: &Vestibule,
    source: impl BufRead + Send,
    report: &mut (dyn Write + Send),
    progress: &mut ImportProgress<'_>,
) -> Result<Summary, ImportError> {
    let mut lines = Lines::new(source);
    let header = read_header(lines.next_line()?)?;
    let done = begin(vestibule, &header).await?;
    let ids = header.backup_code_keys.iter().map(|key| key.id.clone()).collect();
    let mut importing = Importing {
        vestibule,
        keys: Keys::new(&vestibule.key, ids),
        id: &header.id,
        done,
        report,
        summary: Summary { base_url: header.base_url.clone(), ..Summary::default() },
    };
    importing.tell_before().await?;
    let mut found = 0_u64;
    for _ in 0..done {
        if lines.next_line()?.is_none() {
            break;
        }
        found += 1;
    }
    importing.summary.before = found.saturating_sub(importing.summary.refused);
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH
            && let Some(line) = lines.next_line()?
        {
            batch.push(line);
        }
        if batch.is_empty() {
            break;
        }
        found += batch.len() as u64;
        importing.bring_in(batch).await?;
        progress(lines.bytes, &importing.summary);
    }
    // What was refused is told before it is forgotten.
    importing.report.flush().map_err(ImportError::Report)?;
    let summary = importing.summary;
    let said: u64 = header.counts.values().sum();
    if said != found {
        return Err(ImportError::NotWhole { said, found });
    }
    search::fill(&vestibule.store).await?;
    let mut tx = vestibule.store.write().await?;
    let now = vestibule.clock.now();
    imports::finish(&mut tx, &header.id, now).await?;
    imports::forget_refusals(&mut tx, &header.id).await?;
    let entry = AuditEntry::of(AuditAction::ImportFinished).with("lines", found);
    entry.write(&mut tx, Some(&header.id), now).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(summary)
}

/// What is wrong with a line. Where it is JSON of another kind serde says what stands there, which may be a secret.
pub(super) fn no_object(error: &serde_json::Error) -> String {
    match error.is_data() {
        true => "is no object in JSON".into(),
        false => format!("is no object in JSON: {error}"),
    }
}

pub(super) fn read_header(line: Option<Line>) -> Result<Header, ImportError> {
    let wrong = |what: &str| ImportError::Header(what.to_owned());
    let bytes = line.and_then(|line| line.bytes).ok_or_else(|| wrong("there is none"))?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|_| wrong("is not JSON"))?;
    let is = |name: &str, text: &str| value.get(name).and_then(Value::as_str) == Some(text);
    if !is("object", HEADER) || !is("format", FORMAT) {
        return Err(wrong(
            "is no header of `vestibule export`; users of another system are for `vestibule users import`",
        ));
    }
    if value.get("version").and_then(Value::as_u64) != Some(u64::from(VERSION)) {
        return Err(wrong("the file is written in a version that this Vestibule does not know"));
    }
    // What serde says besides may be one of the keys in it.
    let header: Header = serde_json::from_value(value).map_err(|_| wrong("its fields are not those of a header"))?;
    match header.backup_code_keys.iter().all(|key| MacKey::parse(&key.key).is_some_and(|it| it.id() == key.id)) {
        true => Ok(header),
        false => Err(wrong("backup_code_keys: one is no key")),
    }
}

/// Gives how many lines are dealt with.
async fn begin(vestibule: &Vestibule, header: &Header) -> Result<i64, ImportError> {
    let now = vestibule.clock.now();
    let mut tx = vestibule.store.write().await?;
    let done = match imports::by_id(&mut tx, &header.id).await? {
        Some(row) if row.finished_at.is_some() => return Err(ImportError::Finished),
        Some(row) => row.lines,
        None => {
            if !archive::is_empty(&mut tx).await? {
                return Err(ImportError::NotEmpty);
            }
            imports::insert(&mut tx, &header.id, now).await?;
            let entry = AuditEntry::of(AuditAction::ImportStarted).with("base_url", header.base_url.as_str());
            entry.write(&mut tx, Some(&header.id), now).await?;
            0
        }
    };
    let own_id = backup_code::mac_key(&vestibule.key).id();
    for key in header.backup_code_keys.iter().filter(|key| key.id != own_id) {
        let Some(foreign) = MacKey::parse(&key.key) else { continue };
        let sealed = backup_code::seal_key(&vestibule.key, &foreign);
        backup_code_keys::insert(&mut tx, &key.id, &sealed, now).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(done)
}

pub(super) fn read_line(key: &InstanceKey, keys: &Keys, line: Line) -> Result<Good, Refusal> {
    let number = line.number;
    let refuse = |object: Option<&'static Object>, record: Option<&Record>, message: String| {
        let id = record.and_then(shown_id);
        Refusal { line: number, object: object.map(|object| object.name), id, message }
    };
    let bytes = line.bytes.ok_or_else(|| refuse(None, None, "the line is too long".into()))?;
    let mut record: Record = serde_json::from_slice(&bytes).map_err(|error| refuse(None, None, no_object(&error)))?;
    let object = match record.remove("object") {
        Some(Value::String(name)) => Object::named(&name),
        _ => None,
    };
    let object = object.ok_or_else(|| refuse(None, Some(&record), "object: is none that there is".into()))?;
    shape::seal(key, keys, object, &mut record)
        .and_then(|()| object.check(&record))
        .map_err(|why| refuse(Some(object), Some(&record), why))?;
    Ok(Good { line: number, object, record })
}

struct Importing<'a> {
    vestibule: &'a Vestibule,
    keys: Keys,
    id: &'a str,
    /// How many lines are dealt with, as it stands in the database.
    done: i64,
    report: &'a mut (dyn Write + Send),
    summary: Summary,
}

impl Importing<'_> {
    /// Tells what an import has refused that was broken off.
    async fn tell_before(&mut self) -> Result<(), ImportError> {
        let mut after = 0;
        loop {
            let mut connection = self.vestibule.store.read().await?;
            let many = i64::try_from(BATCH).unwrap_or(i64::MAX);
            let told = imports::refusals(&mut connection, self.id, after, many).await?;
            drop(connection);
            let Some((last, _)) = told.last() else { return Ok(()) };
            after = *last;
            self.summary.refused += told.len() as u64;
            for (_, json) in told {
                writeln!(self.report, "{json}").map_err(ImportError::Report)?;
            }
        }
    }

    async fn bring_in(&mut self, batch: Vec<Line>) -> Result<(), ImportError> {
        let many = i64::try_from(batch.len()).unwrap_or(i64::MAX);
        let mut refused = Vec::new();
        let mut good = Vec::with_capacity(batch.len());
        for line in batch {
            match read_line(&self.vestibule.key, &self.keys, line) {
                Ok(it) => good.push(it),
                Err(why) => refused.push(why),
            }
        }
        if !self.insert_all(&good, many, &refused).await? {
            self.insert_each(&good, many, &mut refused).await?;
        }
        self.done += many;
        self.summary.imported += many.unsigned_abs() - refused.len() as u64;
        self.summary.refused += refused.len() as u64;
        refused.sort_unstable_by_key(|refusal| refusal.line);
        for refusal in refused {
            writeln!(self.report, "{}", refusal.json()?).map_err(ImportError::Report)?;
        }
        Ok(())
    }

    /// All of them in one transaction; `false` if one does not fit, and nothing was written.
    async fn insert_all(&mut self, good: &[Good], many: i64, refused: &[Refusal]) -> Result<bool, ImportError> {
        let mut tx = self.vestibule.store.write().await?;
        for one in good {
            if archive::insert(&mut tx, one.object, &one.record).await?.is_err() {
                tx.rollback().await.map_err(StoreError::from)?;
                return Ok(false);
            }
        }
        self.advance(&mut tx, many, refused).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(true)
    }

    /// Those that fit in one transaction; the others are refused with those that are already.
    async fn insert_each(&mut self, good: &[Good], many: i64, refused: &mut Vec<Refusal>) -> Result<(), ImportError> {
        let mut tx = self.vestibule.store.write().await?;
        for one in good {
            if let Err(conflict) = archive::try_insert(&mut tx, one.object, &one.record).await? {
                refused.push(one.refusal(&conflict));
            }
        }
        self.advance(&mut tx, many, refused).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    async fn advance(&mut self, tx: &mut Transaction, many: i64, refused: &[Refusal]) -> Result<(), ImportError> {
        if !imports::advance(tx, self.id, self.done, self.done + many).await? {
            return Err(ImportError::UnderWay);
        }
        for refusal in refused {
            let line = i64::try_from(refusal.line).unwrap_or(i64::MAX);
            imports::note_refusal(tx, self.id, line, &refusal.json()?).await?;
        }
        Ok(())
    }
}
