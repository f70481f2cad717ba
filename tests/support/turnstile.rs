//! A service that is asked whether a word is good, over the network, as Turnstile is. It says what it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What it answers.
#[derive(Clone, Debug)]
pub enum Plan {
    /// This, with 200.
    Says(serde_json::Value),
    /// This status.
    Status(u16),
    /// Something else than JSON.
    Nonsense,
    /// Nothing.
    Silence,
}

#[derive(Debug, Default)]
struct Kept {
    plans: VecDeque<Plan>,
    asked: Vec<Vec<(String, String)>>,
}

/// The service, up until it is dropped.
pub struct Turnstile {
    pub port: u16,
    kept: Arc<Mutex<Kept>>,
    task: JoinHandle<()>,
}

impl Turnstile {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("has an address").port();
        let kept = Arc::<Mutex<Kept>>::default();
        let router = Router::new().route("/turnstile/v0/siteverify", post(verify)).with_state(Arc::clone(&kept));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("serves") });
        Self { port, kept, task }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn plan(&self, plans: impl IntoIterator<Item = Plan>) {
        self.kept.lock().expect("not poisoned").plans.extend(plans);
    }

    /// The forms that it was asked with.
    pub fn asked(&self) -> Vec<Vec<(String, String)>> {
        self.kept.lock().expect("not poisoned").asked.clone()
    }
}

impl Drop for Turnstile {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn verify(State(kept): State<Arc<Mutex<Kept>>>, body: String) -> Response {
    let form = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let plan = {
        let mut kept = kept.lock().expect("not poisoned");
        kept.asked.push(form);
        kept.plans.pop_front().unwrap_or(Plan::Nonsense)
    };
    match plan {
        Plan::Says(json) => json.to_string().into_response(),
        Plan::Status(status) => StatusCode::from_u16(status).expect("a status").into_response(),
        Plan::Nonsense => "<p>hello".into_response(),
        Plan::Silence => std::future::pending().await,
    }
}
