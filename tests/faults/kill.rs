//! The real binary is killed while it works: what it has acknowledged has happened.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::support::program::Program;
use crate::support::{Database, Folder, Visitor};

const SIGN_UPS: usize = 200;
const AT_ONCE: usize = 8;
const KILLS: [usize; 3] = [40, 90, 140];
const PASSWORD: &str = "moth ledger willow 41";

/// Whether the server has said that there is an account now. `None` when it does not answer.
async fn sign_up(address: &str, email: &str) -> Option<bool> {
    let mut visitor = Visitor::new(address);
    let fields = [("email_address", email), ("password", PASSWORD)];
    if visitor.post("sign_up/create", &fields).await?.0 != 200 {
        return Some(false);
    }
    let code = visitor.code(email).await?;
    Some(visitor.post("sign_up/attempt_verification", &[("code", &code)]).await?.0 == 200)
}

/// Signs people up until so many are acknowledged over all, or nobody answers any more.
async fn sign_up_until(address: &str, enough: usize, next: &Arc<AtomicUsize>, journal: &Arc<Mutex<Vec<String>>>) {
    let work = (0..AT_ONCE).map(|_| {
        let (address, next, journal) = (address.to_owned(), Arc::clone(next), Arc::clone(journal));
        async move {
            while journal.lock().expect("not poisoned").len() < enough {
                let email = format!("person{}@example.com", next.fetch_add(1, Ordering::Relaxed));
                match sign_up(&address, &email).await {
                    Some(true) => journal.lock().expect("not poisoned").push(email),
                    Some(false) => panic!("{email}: refused"),
                    None => return,
                }
            }
        }
    });
    crate::support::at_once(work).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_told_that_they_have_an_account_has_one_after_a_kill() {
    let folder = Folder::new();
    let (next, journal) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let acknowledged = || journal.lock().expect("not poisoned").clone();
    for kill_at in KILLS {
        let mut program = Program::start(folder.path()).await;
        let working = {
            let (address, next, journal) = (program.address.clone(), Arc::clone(&next), Arc::clone(&journal));
            tokio::spawn(async move { sign_up_until(&address, usize::MAX, &next, &journal).await })
        };
        let enough = || std::future::ready(acknowledged().len() >= kill_at || working.is_finished());
        crate::support::until("sign-ups go on", enough).await;
        assert!(acknowledged().len() >= kill_at, "it went down by itself");
        program.kill();
        working.await.expect("everyone notices");
    }
    let program = Program::start(folder.path()).await;
    sign_up_until(&program.address, SIGN_UPS, &next, &journal).await;
    let all = acknowledged();
    assert!(
        all.len() >= SIGN_UPS && next.load(Ordering::Relaxed) > all.len(),
        "some were under way when it was killed"
    );
    for email in &all {
        let mut visitor = Visitor::new(&program.address);
        let answer = visitor.post("sign_in/create", &[("identifier", email), ("password", PASSWORD)]).await;
        let (status, body) = answer.expect("is answered");
        assert_eq!(status, 200, "{email} was told that there is an account: {body}");
    }
    drop(program);
    let database = Database::at(&format!("sqlite://{}/vestibule.db", folder.path().display()));
    assert_eq!(database.texts("PRAGMA integrity_check").await, ["ok"]);
    assert_eq!(database.texts("SELECT CAST(\"table\" AS TEXT) FROM pragma_foreign_key_check").await, [""; 0]);
    // Whole or not at all: nobody without an address, no sign-up that is done without its account.
    let halves = "SELECT CAST(COUNT(*) AS BIGINT) FROM users WHERE NOT EXISTS
         (SELECT 1 FROM identifiers WHERE identifiers.user_id = users.id)";
    assert_eq!(database.number(halves).await, 0);
    let done = "SELECT CAST(COUNT(*) AS BIGINT) FROM sign_ups WHERE status = 'complete'";
    assert_eq!(database.number(done).await, database.count("users").await);
    let told = "SELECT CAST(COUNT(*) AS BIGINT) FROM events WHERE type = 'user.created'";
    assert_eq!(database.number(told).await, database.count("users").await);
}
