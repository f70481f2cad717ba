//! Another backend, which calls the REST API.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use super::House;

/// What the API answered.
pub struct Reply {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub json: Value,
}

impl Reply {
    #[track_caller]
    pub fn expect_ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.json);
        self.json
    }

    /// The first error: its status, its code, and the parameter that it is about.
    pub fn error(&self) -> (u16, &str, &str) {
        let error = &self.json["errors"][0];
        (
            self.status,
            error["code"].as_str().unwrap_or_default(),
            error["meta"]["param_name"].as_str().unwrap_or_default(),
        )
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A backend with a secret key, or with none.
#[derive(Clone)]
pub struct Backend {
    router: Router,
    key: Option<String>,
}

impl Backend {
    /// With a key that opens what `scopes` say; everything where there are none.
    pub async fn of(house: &House, scopes: &[&str]) -> Self {
        let scopes = if scopes.is_empty() { &["*:write"] } else { scopes };
        let scopes: Vec<_> = scopes.iter().map(|scope| scope.parse().expect("a scope")).collect();
        let key = house.vestibule.secret_keys().create("a backend", &scopes).await.expect("is made");
        let key = key.secret.as_ref().expect("is known once").expose().to_owned();
        Self { router: house.router(), key: Some(key) }
    }

    /// One that presents this, or nothing.
    pub fn presenting(house: &House, key: Option<&str>) -> Self {
        Self { router: house.router(), key: key.map(str::to_owned) }
    }

    pub fn key(&self) -> &str {
        self.key.as_deref().expect("it has one")
    }

    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let body = body.map_or_else(Body::empty, |json| Body::from(json.to_string()));
        self.send(method, path, "application/json", body).await
    }

    /// Sends a form with a file in it.
    pub async fn upload(&self, method: &str, path: &str, (kind, form): (String, Vec<u8>)) -> Reply {
        self.send(method, path, &kind, Body::from(form)).await
    }

    async fn send(&self, method: &str, path: &str, kind: &str, body: Body) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header("content-type", kind);
        if let Some(key) = &self.key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        let answer = self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("answers");
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.expect("is whole").to_bytes();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply { status: parts.status.as_u16(), headers: parts.headers, json }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.ask("POST", path, Some(body)).await
    }
}
