//! What runs beside the requests of other servers on the same PostgreSQL: each tells the others of its own.

use super::{Error, commit};
use crate::server::crypto::HOUR;
use crate::server::jobs::{Job, Past};
use crate::server::store::Backend;
use crate::server::store::job_runs::{self, FAILED, JobRun, WELL};
use crate::server::vestibule::Inner;

/// What was told longer ago nobody is shown, in milliseconds.
const SHOWN: i64 = 24 * HOUR;
/// Of no more servers, those that were heard of last: each start makes another one.
const MOST: i64 = 20;

/// The last run of something on another server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherRun {
    /// What the server calls itself, from its start on.
    pub node: String,
    /// From where it is connected; `None` if it is on the database's own machine.
    pub address: Option<String>,
    /// What ran.
    pub job: Job,
    /// How it went.
    pub past: Past,
    /// When the server was heard of last, whatever it told: it tells of what runs seldom as seldom.
    pub heard_at: i64,
}

/// Tells the others what has run here since it was told last, where there can be others.
///
/// # Errors
/// If the database does not answer: it is told another time.
pub async fn tell(app: &Inner) -> Result<(), Error> {
    if app.store.backend() != Backend::Postgres {
        return Ok(());
    }
    let news = app.jobs.news();
    if news.is_empty() {
        return Ok(());
    }
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    for (job, past) in &news {
        let error = past.error.as_ref();
        let run = JobRun {
            node: app.jobs.node().to_owned(),
            job: job.as_str().to_owned(),
            address: None,
            began_at: past.began_at,
            took_ms: i64::try_from(past.took.as_millis()).unwrap_or(i64::MAX),
            outcome: if past.is_failing { FAILED } else { WELL }.to_owned(),
            // PostgreSQL takes no NUL in a text.
            error: error.map(|(_, why)| why.replace('\0', "")),
            failed_at: error.map(|(at, _)| *at),
            told_at: now,
        };
        job_runs::put(&mut tx, &run).await?;
    }
    commit(tx).await?;
    app.jobs.told(&news);
    Ok(())
}

/// What others have told in the last day, server by server, in the order in which all that runs is listed.
pub async fn of_others(app: &Inner) -> Result<Vec<OtherRun>, Error> {
    let since = app.clock.now() - SHOWN;
    let told = job_runs::of_others(&mut *app.store.read().await?, app.jobs.node(), since, MOST).await?;
    let mut runs: Vec<OtherRun> = told.into_iter().filter_map(read).collect();
    runs.sort_by(|one, other| (&one.node, one.job).cmp(&(&other.node, other.job)));
    Ok(runs)
}

/// A run as it was told; nothing of what another version runs and this one does not know.
fn read((run, heard_at): (JobRun, i64)) -> Option<OtherRun> {
    let past = Past {
        runs: 1,
        began_at: run.began_at,
        is_running: false,
        took: std::time::Duration::from_millis(u64::try_from(run.took_ms).unwrap_or_default()),
        error: run.failed_at.zip(run.error),
        is_failing: run.outcome == FAILED,
    };
    Some(OtherRun { job: Job::parse(&run.job)?, node: run.node, address: run.address, past, heard_at })
}
