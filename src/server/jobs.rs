//! What runs beside the requests, as operators look at it: when each of it ran last, how long that took, what went wrong last, and
//! when it is due again. Each node has its own in memory, from its start on, and tells the others on the same PostgreSQL of it once in
//! a while.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::crypto::{Clock, MINUTE, Token};

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

    /// What it is called where nodes tell each other of it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mails => "mails",
            Self::TextMessages => "text_messages",
            Self::Webhooks => "webhooks",
            Self::LastUses => "last_uses",
            Self::Rereading => "rereading",
            Self::Sessions => "sessions",
            Self::DailyNumbers => "daily_numbers",
            Self::Pictures => "pictures",
            Self::Leftovers => "leftovers",
            Self::WebhookHistory => "webhook_history",
            Self::AuditLog => "audit_log",
        }
    }

    /// The one that is called so.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.as_str() == name)
    }

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

/// How often others are told of what goes on as it did, in milliseconds.
const TOLD_EVERY: i64 = MINUTE;
/// So many letters of chance are enough for nodes to be told apart.
const NODE: usize = 16;

/// All that is known, for all who look.
#[derive(Clone, Debug)]
pub struct Jobs(Arc<Known>);

#[derive(Debug)]
struct Known {
    node: String,
    all: Mutex<BTreeMap<Job, Past>>,
    /// When what others were told of began, and whether it went wrong.
    told: Mutex<BTreeMap<Job, (i64, bool)>>,
}

impl Default for Jobs {
    fn default() -> Self {
        let node = Token::random().expose().chars().take(NODE).collect();
        Self(Arc::new(Known { node, all: Mutex::default(), told: Mutex::default() }))
    }
}

impl Jobs {
    fn all(&self) -> MutexGuard<'_, BTreeMap<Job, Past>> {
        self.0.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all_told(&self) -> MutexGuard<'_, BTreeMap<Job, (i64, bool)>> {
        self.0.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this node calls itself, from its start on.
    pub fn node(&self) -> &str {
        &self.0.node
    }

    /// What others are to be told of: at once what goes wrong, or well again, and what goes on as it did after a while.
    pub fn news(&self) -> Vec<(Job, Past)> {
        let (all, told) = (self.all(), self.all_told());
        let is_news = |job: &Job, past: &Past| match told.get(job) {
            None => true,
            Some((began_at, is_failing)) => *is_failing != past.is_failing || past.began_at - began_at >= TOLD_EVERY,
        };
        let over = all.iter().filter(|(_, past)| past.runs > 0 && !past.is_running);
        over.filter(|(job, past)| is_news(job, past)).map(|(job, past)| (*job, past.clone())).collect()
    }

    /// That others were told of it.
    pub fn told(&self, news: &[(Job, Past)]) {
        let mut told = self.all_told();
        told.extend(news.iter().map(|(job, past)| (*job, (past.began_at, past.is_failing))));
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

    #[test]
    fn each_is_known_by_its_name() {
        for job in Job::ALL {
            assert_eq!(Job::parse(job.as_str()), Some(job));
        }
        assert_eq!(Job::parse("nothing"), None);
        assert_ne!(Jobs::default().node(), Jobs::default().node());
    }

    #[tokio::test]
    async fn others_are_told_at_once_what_is_new_and_of_the_rest_after_a_while() {
        let (jobs, clock) = (Jobs::default(), Clock::default());
        assert!(jobs.news().is_empty());
        let run = async |outcome: Result<(), &'static str>| jobs.run(Job::Mails, &clock, async { outcome }).await.ok();
        let tell = || {
            let news = jobs.news();
            jobs.told(&news);
            news.into_iter().map(|(job, past)| (job, past.is_failing)).collect::<Vec<_>>()
        };
        run(Ok(())).await;
        assert_eq!(tell(), [(Job::Mails, false)]);
        run(Ok(())).await;
        assert!(tell().is_empty(), "it goes on as it did");
        run(Err("no answer")).await;
        assert_eq!(tell(), [(Job::Mails, true)]);
        run(Ok(())).await;
        assert_eq!(tell(), [(Job::Mails, false)]);
        // As if that had been a while ago.
        jobs.all().get_mut(&Job::Mails).expect("ran").began_at += TOLD_EVERY;
        assert_eq!(tell(), [(Job::Mails, false)]);
    }
}
