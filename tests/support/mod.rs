//! What the tests stand on: databases, a server with a clock that can be moved, and browsers. Nothing of ours is
//! replaced by a stand-in: requests go through the router that `vestibule serve` serves.

// Each test binary uses its own part of it.
#![allow(dead_code, unused_imports)]

mod browser;
mod database;
mod house;
pub mod log;
pub mod program;
pub mod smtp;

pub use browser::{Answer, Ask, Browser};
pub use database::{Database, Folder};
pub use house::{House, Mail, Person, instance_key, leptos_options};

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
                Database::sqlite().lend(super::$name).await;
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
