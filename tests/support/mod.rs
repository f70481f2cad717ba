//! What the tests stand on: databases, a server with a clock that can be moved, and browsers. Nothing of ours is
//! replaced by a stand-in: requests go through the router that `vestibule serve` serves.

// Each test binary uses its own part of it.
#![allow(dead_code, unused_imports)]

pub mod actors;
pub mod app;
pub mod authenticator;
pub mod backend;
mod browser;
pub mod certificates;
mod database;
mod house;
pub mod log;
pub mod openid;
pub mod organization_domains;
pub mod organization_invitations;
pub mod organizations;
pub mod pictures;
pub mod program;
pub mod provider;
pub mod reverification;
pub mod s3;
pub mod smtp;
pub mod tickets;
pub mod turnstile;
pub mod twilio;
mod visitor;
pub mod webhooks;

pub use app::App;
pub use authenticator::Authenticator;
pub use browser::{Answer, Ask, Browser};
pub use database::{Database, Folder};
pub use house::{House, INSTANCE_KEY, Mail, Person, instance_key, leptos_options};
pub use provider::{Somebody, location, offer, parameter};
pub use visitor::Visitor;

/// A second in milliseconds.
pub const SECOND: i64 = 1_000;
/// A minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// An hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// A day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// Makes a test on SQLite and one on PostgreSQL of each of these functions, which are given an empty database.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::support::Database;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                Database::sqlite().await.lend(super::$name).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                Database::postgres().await.lend(super::$name).await;
            }
        }
    )+};
}
pub(crate) use on_both;

/// Asks until the answer is yes; fails when it is not within ten seconds.
pub async fn until<F: Future<Output = bool>>(what: &str, question: impl Fn() -> F) {
    let patience = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while !question().await {
        assert!(tokio::time::Instant::now() < patience, "{what}: not within ten seconds");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Runs all of these at once and gives their results in order.
pub async fn at_once<T: Send + 'static>(
    work: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = work.into_iter().map(tokio::spawn).collect();
    let mut results = Vec::with_capacity(tasks.len());
    for task in tasks {
        results.push(task.await.expect("a task runs to its end"));
    }
    results
}

/// How often something is done many times at once: what fits into a run of all tests, or `VESTIBULE_TEST_ROUNDS`.
pub fn rounds(usual: i64) -> i64 {
    let asked = std::env::var("VESTIBULE_TEST_ROUNDS").ok();
    asked.map_or(usual, |rounds| rounds.parse().expect("VESTIBULE_TEST_ROUNDS is a number"))
}

/// Whether a text stands somewhere by itself: six digits may well be part of a longer number.
pub fn stands_in(haystack: &str, needle: &str) -> bool {
    let mut rest = haystack;
    let mut before = None;
    while let Some(at) = rest.find(needle) {
        before = rest[..at].chars().last().or(before);
        let after = rest[at + needle.len()..].chars().next();
        if [before, after].into_iter().flatten().all(|c| !c.is_ascii_alphanumeric()) {
            return true;
        }
        before = needle.chars().last();
        rest = &rest[at + needle.len()..];
    }
    false
}

/// Whether a text stands in the bytes of a database, where the values of a row follow each other with nothing between
/// them. There too six digits may be part of a longer number.
pub fn is_stored_in(bytes: &str, needle: &str) -> bool {
    let is_number = needle.bytes().all(|byte| byte.is_ascii_digit());
    let goes_on = |beside: Option<char>| is_number && beside.is_some_and(|c| c.is_ascii_digit());
    bytes.match_indices(needle).any(|(at, _)| {
        let (before, after) = (&bytes[..at], &bytes[at + needle.len()..]);
        !goes_on(before.chars().next_back()) && !goes_on(after.chars().next())
    })
}
