//! The real binary is killed while it tells another service what happens: it is told everything, and what it is told twice has
//! the same id.

use std::collections::HashMap;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use base64::prelude::{BASE64_STANDARD, Engine};
use vestibule::server::crypto::Clock;
use vestibule::server::{Settings, Vestibule};

use crate::support::program::Program;
use crate::support::webhooks::Listener;
use crate::support::{Database, Folder, INSTANCE_KEY, MINUTE, Visitor, at_once, instance_key, on_both, until};

on_both!(a_service_is_told_everything_although_the_sender_is_killed);

const SETTINGS: &str =
    "[vestibule.password.hash]\nmemory_kib = 64\niterations = 1\n[vestibule.webhooks]\nallow_loopback = true\n";
const AT_ONCE: usize = 8;
const KILLS: usize = 3;
const PASSWORD: &str = "moth ledger willow 41";

/// Starts sign-ups until nobody answers any more; each writes events.
async fn come_in(address: String, next: Arc<AtomicUsize>, over: Arc<AtomicBool>) {
    while !over.load(Ordering::Relaxed) {
        let email = format!("person{}@example.com", next.fetch_add(1, Ordering::Relaxed));
        let mut visitor = Visitor::new(&address);
        let fields = [("email_address", email.as_str()), ("password", PASSWORD)];
        if visitor.post("sign_up/create", &fields).await.is_none() {
            return;
        }
    }
}

async fn a_service_is_told_everything_although_the_sender_is_killed(database: Database) {
    let (folder, listener) = (Folder::new(), Listener::start().await);
    let there = [
        ("VESTIBULE_DATABASE_URL", database.url().to_owned()),
        ("VESTIBULE_SECRET_KEY", BASE64_STANDARD.encode(INSTANCE_KEY)),
    ];
    let next = Arc::new(AtomicUsize::new(0));
    let mut told = 0;
    for number in 0..KILLS {
        let mut program = Program::start_with(folder.path(), SETTINGS, |command| {
            command.envs(there.clone());
        })
        .await;
        if number == 0 {
            let made = Command::new(env!("CARGO_BIN_EXE_vestibule"))
                .arg("--config")
                .arg(folder.path().join("Leptos.toml"))
                .args(["webhooks", "create", &listener.url])
                .envs(there.clone())
                .output()
                .expect("runs");
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        }
        let over = Arc::new(AtomicBool::new(false));
        let working = (0..AT_ONCE).map(|_| come_in(program.address.clone(), Arc::clone(&next), Arc::clone(&over)));
        let working = tokio::spawn(at_once(working.collect::<Vec<_>>()));
        until("webhooks arrive", || std::future::ready(listener.count() >= told + 60)).await;
        program.kill();
        over.store(true, Ordering::Relaxed);
        working.await.expect("everyone notices");
        told = listener.count();
    }
    let not_told = "SELECT CAST(COUNT(*) AS BIGINT) FROM events WHERE fan_out IS NOT NULL OR EXISTS
         (SELECT 1 FROM webhook_messages WHERE event_id = events.id AND delivered_at IS NULL)";
    assert!(database.number(not_told).await > 0, "it was killed in the middle");

    // What a dead node had taken is due again after a minute.
    let clock = Clock::default();
    clock.advance(2 * MINUTE);
    let mut settings = Settings {
        base_url: "http://localhost:3000".into(),
        database_url: database.url().to_owned(),
        secret_key: Some(instance_key()),
        ..Settings::default()
    };
    settings.webhooks.allow_loopback = true;
    let vestibule = Vestibule::start_with_clock(settings, clock).await.expect("starts");
    until("everything is told", || async { database.number(not_told).await == 0 }).await;
    vestibule.stop().await;
    let mut bodies = HashMap::new();
    for one in listener.received() {
        let before = bodies.insert(one.id().to_owned(), one.body.clone());
        assert!(before.is_none_or(|before| before == one.body), "{} says two things", one.id());
    }
    let events = database.texts("SELECT id FROM events").await;
    let lost: Vec<&String> = events.iter().filter(|id| !bodies.contains_key(*id)).collect();
    assert!(lost.is_empty() && !events.is_empty(), "{} of {} are lost", lost.len(), events.len());
    assert_eq!(bodies.len(), events.len(), "and nothing is told that did not happen");
}
