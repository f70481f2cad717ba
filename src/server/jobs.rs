//! What runs beside the requests, as operators look at it: when each of it ran last, how long that took, what went wrong last, and
//! when it is due again. That is in memory alone: each node has its own, from its start on.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::crypto::Clock;

/// What runs again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Job {
    /// Mails are sent.
    Mails,
    /// Text messages are sent.
    TextMessages,
    /// Webhooks are sent.
    Webhooks,
    /// It is written which sessions were used.
    LastUses,
    /// What other processes may have changed is read again: settings, lists, keys.
    Rereading,
    /// Sessions that have run out are ended.
    Sessions,
    /// What the charts are drawn of is counted.
    DailyNumbers,
    /// Pictures are taken away that are nobody's any more.
    Pictures,
    /// What is over is deleted: attempts, codes, messages, tokens, old sessions.
    Leftovers,
    /// Webhooks that were sent long ago are deleted, with every try, and what they told of.
    WebhookHistory,
    /// Entries of the audit log are deleted that are older than the settings keep them.
    AuditLog,
}

impl Job {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Mails,
        Self::TextMessages,
        Self::Webhooks,
        Self::LastUses,
        Self::Rereading,
        Self::Sessions,
        Self::DailyNumbers,
        Self::Pictures,
        Self::Leftovers,
        Self::WebhookHistory,
        Self::AuditLog,
    ];

    /// How long it waits, about, before it runs again; less where something says that there is something to do.
    pub const fn every(self) -> Duration {
        match self {
            Self::Webhooks => Duration::from_millis(500),
            Self::Mails | Self::TextMessages => Duration::from_secs(2),
            Self::LastUses | Self::Rereading => Duration::from_secs(10),
            _ => Duration::from_secs(600),
        }
    }
}

/// What is known of one of them. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// How often it ran to its end.
    pub runs: u64,
    /// When it began last.
    pub began_at: i64,
    /// Whether it runs at this moment.
    pub is_running: bool,
    /// How long the last run took that is over.
    pub took: Duration,
    /// What went wrong last, and when.
    pub error: Option<(i64, String)>,
    /// Whether the last run went wrong.
    pub is_failing: bool,
}

impl Past {
    /// When it is due again, about.
    pub fn next_at(&self, job: Job) -> i64 {
        let wait = i64::try_from((job.every() + self.took).as_millis()).unwrap_or(i64::MAX);
        self.began_at.saturating_add(wait)
    }
}

/// No error is kept longer, in characters.
const LONGEST_ERROR: usize = 500;

/// All that is known, for all who look.
#[derive(Clone, Debug, Default)]
pub struct Jobs(Arc<Mutex<BTreeMap<Job, Past>>>);

impl Jobs {
    fn all(&self) -> MutexGuard<'_, BTreeMap<Job, Past>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of one; `None` if it has not run since the start.
    pub fn past(&self, job: Job) -> Option<Past> {
        self.all().get(&job).cloned()
    }

    /// Runs one, and notes how that went.
    pub async fn run<T, E: Display>(
        &self,
        job: Job,
        clock: &Clock,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let now = clock.now();
        {
            let mut all = self.all();
            let past = all.entry(job).or_default();
            (past.began_at, past.is_running) = (now, true);
        }
        let began = Instant::now();
        let outcome = work.await;
        let mut all = self.all();
        let past = all.entry(job).or_default();
        past.runs += 1;
        past.took = began.elapsed();
        past.is_running = false;
        past.is_failing = outcome.is_err();
        if let Err(error) = &outcome {
            let told = error.to_string().chars().take(LONGEST_ERROR).collect();
            past.error = Some((clock.now(), told));
        }
        drop(all);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_went_wrong_is_known_until_something_else_does() {
        let (jobs, clock) = (Jobs::default(), Clock::default());
        assert_eq!(jobs.past(Job::Sessions), None);
        let failed = jobs.run(Job::Sessions, &clock, async { Err::<(), _>("the database is away") }).await;
        assert_eq!(failed, Err("the database is away"));
        let past = jobs.past(Job::Sessions).expect("ran");
        assert!(past.is_failing && !past.is_running && past.runs == 1, "{past:?}");
        let went_well = jobs.run(Job::Sessions, &clock, async { Ok::<_, &str>(7) }).await;
        assert_eq!(went_well, Ok(7));
        let past = jobs.past(Job::Sessions).expect("ran");
        assert!(!past.is_failing && past.runs == 2, "{past:?}");
        assert_eq!(past.error.as_ref().map(|(_, why)| why.as_str()), Some("the database is away"));
        let wait = past.next_at(Job::Sessions) - past.began_at;
        assert!((600_000..601_000).contains(&wait), "{wait}");
        assert_eq!(jobs.past(Job::AuditLog), None, "each by itself");
    }

    #[tokio::test]
    async fn it_is_seen_that_one_runs() {
        let (jobs, clock) = (Jobs::default(), Clock::default());
        let seen = jobs.run(Job::Mails, &clock, async { Ok::<_, &str>(jobs.past(Job::Mails)) }).await;
        assert!(seen.expect("runs").is_some_and(|past| past.is_running && past.runs == 0));
    }
}
