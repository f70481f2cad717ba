//! A service that takes text messages, over the network, as Twilio does and as one that takes JSON. It does what it is
//! told with the next ones, and keeps what it gets.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What is to happen to a message.
#[derive(Clone, Copy, Debug)]
pub enum Plan {
    /// It is answered with this status.
    Answer(u16),
    /// It is refused for good, by a service that repeats what it read.
    RefusedAndRepeated,
    /// It is sent elsewhere.
    Moved(&'static str),
    /// It is never answered.
    Silence,
}

/// A message as it came over the line.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Received {
    /// The fields of a form, in their order.
    pub fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }

    /// The only value of a form's field.
    pub fn field(&self, name: &str) -> String {
        let values: Vec<String> =
            self.form().into_iter().filter(|(found, _)| found == name).map(|(_, value)| value).collect();
        assert_eq!(values.len(), 1, "{name}: {values:?}");
        values.into_iter().next().expect("there is one")
    }
}

#[derive(Debug, Default)]
struct Kept {
    plans: VecDeque<Plan>,
    tried: Vec<Received>,
    accepted: Vec<Received>,
}

type Shared = Arc<Mutex<Kept>>;

/// The service, up until it is dropped.
pub struct Twilio {
    pub port: u16,
    kept: Shared,
    task: JoinHandle<()>,
}

impl Twilio {
    pub async fn start() -> Self {
        Self::at(0).await
    }

    /// At a port at which it was before.
    pub async fn at(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a port");
        let port = listener.local_addr().expect("has an address").port();
        let kept = Shared::default();
        let router = Router::new().fallback(take).with_state(Arc::clone(&kept));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("serves") });
        Self { port, kept, task }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn plan(&self, plans: impl IntoIterator<Item = Plan>) {
        self.kept().plans.extend(plans);
    }

    /// The messages that came, whatever was answered.
    pub fn tried(&self) -> Vec<Received> {
        self.kept().tried.clone()
    }

    /// The messages that it took.
    pub fn accepted(&self) -> Vec<Received> {
        self.kept().accepted.clone()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("no other thread panicked")
    }
}

impl Drop for Twilio {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn take(State(kept): State<Shared>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).expect("is text");
    let path = uri.path_and_query().expect("has a path").to_string();
    let message = Received { method, path, headers, body };
    let plan = {
        let mut kept = kept.lock().expect("no other thread panicked");
        let plan = kept.plans.pop_front();
        kept.tried.push(message.clone());
        if plan.is_none() {
            kept.accepted.push(message.clone());
        }
        plan
    };
    match plan {
        None => (StatusCode::CREATED, r#"{"sid":"SM1","status":"queued"}"#).into_response(),
        Some(Plan::Answer(status)) => StatusCode::from_u16(status).expect("a status").into_response(),
        Some(Plan::RefusedAndRepeated) => {
            let read: Vec<String> = message.form().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
            let json = serde_json::json!({ "code": 21211, "message": read.join(" "), "status": 400 });
            (StatusCode::BAD_REQUEST, json.to_string()).into_response()
        }
        Some(Plan::Moved(to)) => (StatusCode::PERMANENT_REDIRECT, [("location", to)]).into_response(),
        Some(Plan::Silence) => std::future::pending().await,
    }
}
