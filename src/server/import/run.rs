use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use super::{Format, Found, Options, Record, SourceError, Unreadable, read_records};
use crate::locale;
use crate::model::{ApiErrors, ErrorCode};
use crate::server::Vestibule;
use crate::server::flows::Error;
use crate::server::flows::user_import::{self, Checked, NewUser};
use crate::server::store::StoreError;
use crate::server::store::user_import as store;

/// How many users are made in one transaction.
const BATCH: usize = 500;
/// How many of a file wait to be made. With what is being made, that is what is held in memory.
const WAITING: usize = 1000;

/// Why an import ended before its end. What was made until then stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{0}")]
    Source(#[from] SourceError),
    /// The database fails, or there is something else that is wrong with everybody.
    #[error("{0}")]
    Flow(#[from] Error),
    /// What was refused cannot be written down.
    #[error("writing the report: {0}")]
    Report(std::io::Error),
    /// The thread that reads the file is gone.
    #[error("the file is not read any more")]
    Gone,
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Flow(error.into())
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Who is here now, or would be after a dry run.
    pub created: u64,
    /// Who was here already.
    pub there_already: u64,
    /// Who came in, or would, without a password that could not be kept.
    pub without_password: u64,
    /// Who came in, or would, without a username that cannot be one here.
    pub without_username: u64,
    /// Who was refused.
    pub refused: u64,
}

impl Summary {
    /// How many were read.
    pub fn read(&self) -> u64 {
        self.created + self.there_already + self.refused
    }
}

/// Somebody who was refused, or who came in without their password or username, and why.
#[derive(Clone, Debug, Serialize)]
pub struct Refusal {
    /// The how manieth of the file it is, from 1 on.
    pub record: u64,
    /// The line that it begins on, where it has lines of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What the other system calls them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Whether they came in all the same, without their password.
    pub imported_without_password: bool,
    /// Whether they came in all the same, without their username.
    pub imported_without_username: bool,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// The error's code, where it is one of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<ErrorCode>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param_name: Option<&'static str>,
    /// The same in words.
    pub message: String,
}

impl From<Unreadable> for Reason {
    fn from(why: Unreadable) -> Self {
        Self { code: None, param_name: None, message: why.0 }
    }
}

/// How far it is: bytes of the file that were read, and what has come of it so far.
pub type Progress<'a> = dyn FnMut(u64, &Summary) + Send + 'a;

/// Somebody of the file.
struct Candidate {
    number: u64,
    line: Option<u64>,
    found: Result<Found, Unreadable>,
}

/// Somebody who is not here yet, by what the other system calls them.
struct Stranger {
    number: u64,
    line: Option<u64>,
    user: NewUser,
    /// Why their password was left out, if it was.
    password_problem: Option<Reason>,
}

/// Somebody who was found good.
struct Good {
    number: u64,
    line: Option<u64>,
    external_id: Option<String>,
    checked: Checked,
    /// What they come in without, and why: to be told once they are in.
    without: Option<(Vec<Reason>, Dropped)>,
}

/// What somebody came in without; who lacks nothing of it was refused.
#[derive(Clone, Copy, Default)]
struct Dropped {
    password: bool,
    username: bool,
}

impl Dropped {
    const PASSWORD: Self = Self { password: true, username: false };
    const USERNAME: Self = Self { password: false, username: true };

    /// What all of these errors are about, if it is nothing but what may be dropped.
    fn of(errors: &ApiErrors, may: Self) -> Option<Self> {
        let mut dropped = Self::default();
        for error in &errors.errors {
            match error.code {
                ErrorCode::FormPasswordDigestInvalidCode if may.password => dropped.password = true,
                ErrorCode::FormUsernameInvalidCharacter
                | ErrorCode::FormUsernameInvalidLength
                | ErrorCode::FormUsernameNeedsNonNumberCode
                    if may.username =>
                {
                    dropped.username = true;
                }
                _ => return None,
            }
        }
        Some(dropped)
    }

    /// The same user without it.
    fn taken_from(self, user: NewUser) -> NewUser {
        let user = if self.username { NewUser { username: None, ..user } } else { user };
        if self.password {
            NewUser { password_digest: None, password_hasher: None, password_last_updated_at: None, ..user }
        } else {
            user
        }
    }
}

/// Brings in everybody of a file, as the other system wrote it. `report` is given a line of JSON for each who was refused.
///
/// # Errors
/// When the file cannot be read or the database fails. Nobody of a batch that was not finished is here then, and everybody of
/// those before is.
pub async fn run(
    vestibule: &Vestibule,
    format: Format,
    options: &Options,
    source: impl Read + Send + 'static,
    report: &mut (dyn std::io::Write + Send),
    progress: &mut Progress<'_>,
) -> Result<Summary, ImportError> {
    let (sender, mut receiver) = mpsc::channel(WAITING);
    let (ended, outcome) = oneshot::channel();
    let bytes = Arc::new(AtomicU64::new(0));
    let (counted, settings) = (Arc::clone(&bytes), options.clone());
    std::thread::spawn(move || {
        let reader = BufReader::with_capacity(1 << 16, Counting { inner: source, bytes: counted });
        // Whoever reads the outcome may have gone away.
        let _ = ended.send(read_all(format, &settings, reader, &sender));
    });
    let mut importing = Importing {
        vestibule,
        options,
        report,
        summary: Summary::default(),
        seen: HashSet::new(),
        hasher: RandomState::new(),
    };
    let mut batch = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut batch, BATCH).await > 0 {
        importing.bring_in(std::mem::take(&mut batch)).await?;
        progress(bytes.load(Ordering::Relaxed), &importing.summary);
    }
    outcome.await.map_err(|_| ImportError::Gone)??;
    Ok(importing.summary)
}

fn read_all(
    format: Format,
    options: &Options,
    reader: impl BufRead,
    sender: &mpsc::Sender<Candidate>,
) -> Result<(), SourceError> {
    read_records(format, reader, |Record { number, line, fields }| {
        let found = fields.and_then(|fields| format.read(&fields, options));
        match sender.blocking_send(Candidate { number, line, found }) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })
}

/// Counts what is read through it.
struct Counting<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

struct Importing<'a> {
    vestibule: &'a Vestibule,
    options: &'a Options,
    report: &'a mut (dyn std::io::Write + Send),
    summary: Summary,
    /// What those are called who would be here after a dry run, as hashes: eight bytes each.
    seen: HashSet<u64>,
    hasher: RandomState,
}

impl Importing<'_> {
    async fn bring_in(&mut self, batch: Vec<Candidate>) -> Result<(), ImportError> {
        let mut strangers = Vec::with_capacity(batch.len());
        let mut connection = self.vestibule.store.read().await?;
        let ids: Vec<&str> =
            batch.iter().filter_map(|it| it.found.as_ref().ok()?.user.external_id.as_deref()).collect();
        let known = store::known_external_ids(&mut connection, &ids).await?;
        drop(connection);
        for candidate in batch {
            let id = candidate.found.as_ref().ok().and_then(|found| found.user.external_id.as_deref());
            let has_password = id.and_then(|id| known.get(id.trim())).copied();
            match candidate.found {
                Ok(found) if has_password.is_some() => {
                    self.summary.there_already += 1;
                    if self.options.drop_unfit_usernames {
                        self.tell_of_username(candidate.number, candidate.line, &found.user)?;
                    }
                    if has_password == Some(false) && self.options.drop_unreadable_passwords {
                        self.tell_again(candidate.number, candidate.line, found)?;
                    }
                }
                Ok(Found { user, password_problem: Some(why) }) if !self.options.drop_unreadable_passwords => {
                    let (number, line) = (candidate.number, candidate.line);
                    self.refuse(number, line, user.external_id, vec![why.into()], Dropped::default())?;
                }
                Ok(Found { user, password_problem }) => {
                    let password_problem = password_problem.map(Reason::from);
                    strangers.push(Stranger { number: candidate.number, line: candidate.line, user, password_problem });
                }
                Err(why) => {
                    self.refuse(candidate.number, candidate.line, None, vec![why.into()], Dropped::default())?;
                }
            }
        }
        let good = self.check(strangers).await?;
        match self.options.dry_run {
            true => self.would_make(good).await,
            false => self.make(good).await,
        }
    }

    /// Checks them, as many at once as there are processors: whoever comes with a password in plain has it hashed.
    async fn check(&mut self, strangers: Vec<Stranger>) -> Result<Vec<Good>, ImportError> {
        let at_once = std::thread::available_parallelism().map_or(1, usize::from);
        let may =
            Dropped { password: self.options.drop_unreadable_passwords, username: self.options.drop_unfit_usernames };
        let mut good = Vec::with_capacity(strangers.len());
        let mut rest = strangers.into_iter().peekable();
        while rest.peek().is_some() {
            let mut tasks = JoinSet::new();
            for Stranger { number, line, user, password_problem } in rest.by_ref().take(at_once) {
                let vestibule = self.vestibule.clone();
                tasks.spawn(async move {
                    let external_id = user.external_id.clone();
                    let outcome = check_one(&vestibule, user, may).await;
                    (number, line, external_id, password_problem, outcome)
                });
            }
            let mut done = tasks.join_all().await;
            done.sort_unstable_by_key(|(number, ..)| *number);
            for (number, line, external_id, password_problem, outcome) in done {
                match outcome {
                    Ok((checked, more)) => {
                        let without = without(password_problem, more);
                        good.push(Good { number, line, external_id, checked, without });
                    }
                    Err(Error::Refused(why)) => {
                        // All that is wrong at once: what could not be read of it is as wrong as the rest.
                        let why = password_problem.into_iter().chain(reasons(&why)).collect();
                        self.refuse(number, line, external_id, why, Dropped::default())?;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(good)
    }

    /// Makes them all in one transaction; if somebody who signs up meanwhile gets in its way, each in one of their own.
    async fn make(&mut self, good: Vec<Good>) -> Result<(), ImportError> {
        let outcomes = match make_together(self.vestibule, &good).await {
            Err(Error::Store(StoreError::Exists(_))) => {
                let mut outcomes = Vec::with_capacity(good.len());
                for one in &good {
                    outcomes.push(self.vestibule.users().create_checked(&one.checked).await.map(drop));
                }
                outcomes
            }
            outcomes => outcomes?,
        };
        for (one, outcome) in good.into_iter().zip(outcomes) {
            match outcome {
                Ok(()) => self.came_in(one)?,
                Err(Error::Refused(why)) => self.taken(one, &why)?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn would_make(&mut self, good: Vec<Good>) -> Result<(), ImportError> {
        for one in good {
            let mut connection = self.vestibule.store.read().await?;
            let taken = user_import::refuse_taken(&mut connection, &one.checked).await;
            drop(connection);
            match taken {
                Ok(()) => {
                    let names: Vec<u64> =
                        one.checked.names().map(|(field, name)| self.hasher.hash_one((field, name))).collect();
                    if names.iter().any(|name| self.seen.contains(name)) {
                        self.taken(one, &crate::model::ApiError::new(ErrorCode::FormIdentifierExists).into())?;
                    } else {
                        self.seen.extend(names);
                        self.came_in(one)?;
                    }
                }
                Err(Error::Refused(why)) => self.taken(one, &why)?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Somebody is here now, or would be.
    fn came_in(&mut self, one: Good) -> Result<(), ImportError> {
        self.summary.created += 1;
        match one.without {
            Some((why, dropped)) => self.refuse(one.number, one.line, one.external_id, why, dropped),
            None => Ok(()),
        }
    }

    /// Somebody has what they are called by. Who has no id of the other system is known by nothing else, and is here already.
    fn taken(&mut self, one: Good, why: &ApiErrors) -> Result<(), ImportError> {
        if one.external_id.is_none() && why.errors.iter().all(|it| it.code == ErrorCode::FormIdentifierExists) {
            self.summary.there_already += 1;
            return Ok(());
        }
        self.refuse(one.number, one.line, one.external_id, reasons(why), Dropped::default())
    }

    /// Somebody is here who cannot have come with the username that the file says.
    fn tell_of_username(&mut self, number: u64, line: Option<u64>, user: &NewUser) -> Result<(), ImportError> {
        let Some(why) = user_import::refuse_username(user) else { return Ok(()) };
        self.refuse(number, line, user.external_id.clone(), reasons(&why.into()), Dropped::USERNAME)
    }

    /// Somebody is here without the password that they had: whoever reads the file again is told so again.
    fn tell_again(&mut self, number: u64, line: Option<u64>, found: Found) -> Result<(), ImportError> {
        let why = match found.password_problem {
            Some(why) => vec![why.into()],
            None => match user_import::refuse_digest(&found.user) {
                Some(why) => reasons(&why.into()),
                None => return Ok(()),
            },
        };
        self.refuse(number, line, found.user.external_id, why, Dropped::PASSWORD)
    }

    fn refuse(
        &mut self,
        record: u64,
        line: Option<u64>,
        external_id: Option<String>,
        reasons: Vec<Reason>,
        dropped: Dropped,
    ) -> Result<(), ImportError> {
        let Dropped { password, username } = dropped;
        self.summary.without_password += u64::from(password);
        self.summary.without_username += u64::from(username);
        self.summary.refused += u64::from(!password && !username);
        let refusal = Refusal {
            record,
            line,
            external_id,
            imported_without_password: password,
            imported_without_username: username,
            reasons,
        };
        let json = serde_json::to_string(&refusal).map_err(|error| ImportError::Report(error.into()))?;
        writeln!(self.report, "{json}").map_err(ImportError::Report)
    }
}

async fn make_together(vestibule: &Vestibule, good: &[Good]) -> Result<Vec<Result<(), Error>>, Error> {
    let now = vestibule.clock.now();
    let mut tx = vestibule.store.write().await?;
    let mut outcomes = Vec::with_capacity(good.len());
    for one in good {
        match user_import::insert(vestibule, &mut tx, &one.checked, now).await {
            Ok(_) => outcomes.push(Ok(())),
            Err(Error::Refused(why)) => outcomes.push(Err(Error::Refused(why))),
            // What was written is gone with the transaction.
            Err(error) => return Err(error),
        }
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(outcomes)
}

/// Checks one; if nothing but what may be dropped is wrong, what is wrong with it is given beside.
async fn check_one(
    vestibule: &Vestibule,
    user: NewUser,
    may: Dropped,
) -> Result<(Checked, Option<(ApiErrors, Dropped)>), Error> {
    let kept = (may.password || may.username).then(|| user.clone());
    let why = match user_import::check(vestibule, user).await {
        Ok(checked) => return Ok((checked, None)),
        Err(Error::Refused(why)) => why,
        Err(error) => return Err(error),
    };
    let (Some(user), Some(dropped)) = (kept, Dropped::of(&why, may)) else { return Err(why.into()) };
    match user_import::check(vestibule, dropped.taken_from(user)).await {
        Ok(checked) => Ok((checked, Some((why, dropped)))),
        // Nothing is left to find them by.
        Err(Error::Refused(_)) => Err(why.into()),
        Err(error) => Err(error),
    }
}

/// What somebody comes in without, and why: a password that could not be read, and what was found no good after that.
fn without(password_problem: Option<Reason>, more: Option<(ApiErrors, Dropped)>) -> Option<(Vec<Reason>, Dropped)> {
    let unread = password_problem.map(|why| (vec![why], Dropped::PASSWORD));
    let more = more.map(|(why, dropped)| (reasons(&why), dropped));
    match (unread, more) {
        (Some((mut why, _)), Some((others, dropped))) => {
            why.extend(others);
            Some((why, Dropped { password: true, ..dropped }))
        }
        (unread, more) => unread.or(more),
    }
}

fn reasons(errors: &ApiErrors) -> Vec<Reason> {
    let reason = |error: &crate::model::ApiError| Reason {
        code: Some(error.code),
        param_name: error.meta.param_name.map(crate::model::Field::name),
        message: locale::error_text(error),
    };
    errors.errors.iter().map(reason).collect()
}
