//! A service that is told what happens, and an instance that tells it.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use vestibule::server::crypto::{Clock, Secret};
use vestibule::server::{NewWebhookEndpoint, WebhookEndpoint};
use vestibule::webhooks::{Event, Receiver, VerifyError};

use super::{Database, House};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn id(&self) -> &str {
        self.header("svix-id").expect("an id")
    }

    /// What a receiver makes of it that believes these secrets.
    pub fn verify(&self, secrets: &[&Secret], clock: &Clock) -> Result<Event, VerifyError> {
        let receiver = Receiver::new(secrets.iter().map(|secret| secret.expose())).expect("secrets");
        let now = UNIX_EPOCH + Duration::from_millis(clock.now().unsigned_abs());
        receiver.verify_at(|name| self.header(name), &self.body, now)
    }

    /// What it says, whoever it is from.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("is JSON")
    }
}

#[derive(Debug)]
struct Shared {
    received: Mutex<Vec<Received>>,
    status: AtomicU16,
    /// One permit for each request that is answered.
    open: Semaphore,
}

/// The service, on this machine, until it is dropped.
#[derive(Debug)]
pub struct Listener {
    shared: Arc<Shared>,
    pub url: String,
    serving: JoinHandle<()>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn hear(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let received = Received { path: uri.path().to_owned(), headers, body };
    shared.received.lock().expect("not poisoned").push(received);
    if let Ok(permit) = shared.open.acquire().await {
        permit.forget();
    }
    let status = StatusCode::from_u16(shared.status.load(Ordering::Relaxed)).expect("a status");
    match status.is_redirection() {
        true => (status, [(header::LOCATION, "/elsewhere")], "moved").into_response(),
        // More than anyone keeps.
        false => (status, format!("said {} {}", status.as_u16(), "x".repeat(5_000))).into_response(),
    }
}

impl Listener {
    pub async fn start() -> Self {
        Self::start_with(Semaphore::MAX_PERMITS).await
    }

    /// One that answers so many requests and then waits until it is opened.
    pub async fn start_with(answers: usize) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", socket.local_addr().expect("an address"));
        let (received, status) = (Mutex::default(), AtomicU16::new(200));
        let shared = Arc::new(Shared { received, status, open: Semaphore::new(answers) });
        let router = Router::new().fallback(hear).with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move { axum::serve(socket, router).await.expect("serves") });
        Self { shared, url, serving }
    }

    /// Answers with this status from now on.
    pub fn answer(&self, status: u16) {
        self.shared.status.store(status, Ordering::Relaxed);
    }

    /// Answers so many requests more.
    pub fn open(&self, requests: usize) {
        self.shared.open.add_permits(requests);
    }

    pub fn received(&self) -> Vec<Received> {
        self.shared.received.lock().expect("not poisoned").clone()
    }

    /// What it has been told of a type.
    pub fn of_type(&self, kind: &str) -> Vec<Received> {
        self.received().into_iter().filter(|one| one.json()["type"] == kind).collect()
    }

    pub fn count(&self) -> usize {
        self.shared.received.lock().expect("not poisoned").len()
    }

    /// Waits until it has been asked so often; fails when nothing more comes for ten seconds.
    pub async fn wait_for(&self, requests: usize) -> Vec<Received> {
        let mut before = self.count();
        while before < requests {
            let more = || std::future::ready(self.count() > before);
            super::until(&format!("{requests} webhooks arrive, and not only {before}"), more).await;
            before = self.count();
        }
        self.received()
    }
}

/// An instance that may tell this machine.
pub async fn house(database: &Database) -> House {
    House::with(database, |settings| settings.webhooks.allow_loopback = true).await
}

impl House {
    /// Lets a service be told of some types.
    pub async fn tell(&self, listener: &Listener, events: &[&str]) -> (WebhookEndpoint, Secret) {
        let events = events.iter().map(|name| (*name).to_owned()).collect();
        let new = NewWebhookEndpoint { events, ..NewWebhookEndpoint::at(&listener.url) };
        self.vestibule.webhooks().create(&new).await.expect("is made")
    }

    /// Waits until nothing is due or under way.
    pub async fn all_told(&self) {
        let waits = "SELECT CAST((SELECT COUNT(*) FROM events WHERE fan_out IS NOT NULL)
             + (SELECT COUNT(*) FROM webhook_messages WHERE next_attempt_at IS NOT NULL) AS BIGINT)";
        super::until("everyone is told", || async { self.database.number(waits).await == 0 }).await;
    }

    /// Waits until so many tries are noted.
    pub async fn tried(&self, tries: i64) {
        let noted = || async { self.database.count("webhook_attempts").await >= tries };
        super::until(&format!("{tries} tries are noted"), noted).await;
    }
}
