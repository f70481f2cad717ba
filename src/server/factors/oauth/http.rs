//! Questions to providers.

use std::error::Error;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use http::{Request, Response};
use serde_json::Value;

/// No answer is larger, in bytes.
const MOST_BYTES: usize = 512 * 1024;
/// No answer takes longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What can go wrong. No address is told: there may be a token in it.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// It was not reached, or broke off.
    #[error("{host} could not be reached from this server: {cause}")]
    Unreachable {
        /// Who was asked.
        host: String,
        /// Why, in short.
        cause: &'static str,
    },
    /// Larger than anything that it could have to say.
    #[error("its answer is too large")]
    TooLarge,
    /// Another status than a good one.
    #[error("it answers with status {0}")]
    Status(u16),
    /// No JSON.
    #[error("its answer is no JSON")]
    NotJson,
}

/// Asks providers. It follows no redirect: what comes with a question is for the one who is asked.
#[derive(Clone, Debug)]
pub struct Http(reqwest::Client);

impl Http {
    /// A new one.
    pub fn new() -> Result<Self, String> {
        reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("vestibule")
            .build()
            .map(Self)
            .map_err(|error| error.to_string())
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError> {
        let host = request.uri().host().unwrap_or("it").to_owned();
        let broken = |error: reqwest::Error| HttpError::Unreachable { host: host.clone(), cause: cause(&error) };
        let request = reqwest::Request::try_from(request).map_err(broken)?;
        let mut answer = self.0.execute(request).await.map_err(broken)?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(broken)? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(HttpError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }

    /// Sends a request whose answer is JSON.
    pub async fn json(&self, request: Request<Vec<u8>>) -> Result<Value, HttpError> {
        let answer = self.send(request).await?;
        if !answer.status().is_success() {
            return Err(HttpError::Status(answer.status().as_u16()));
        }
        serde_json::from_slice(answer.body()).map_err(|_| HttpError::NotJson)
    }
}

/// Why somebody was not reached, as far as that can be told from what the system says.
fn cause(error: &reqwest::Error) -> &'static str {
    let unknown = match error.is_connect() || error.is_timeout() {
        true => "no network, or a firewall",
        false => "the connection broke off",
    };
    error.source().and_then(told_by).unwrap_or(unknown)
}

/// What an error, or one of those behind it, says by itself.
fn told_by(error: &(dyn Error + 'static)) -> Option<&'static str> {
    if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
        return Some("it refuses the connection, or a firewall does");
    }
    let text = error.to_string();
    if text.contains("certificate") {
        return Some("its certificate is none that this system trusts");
    }
    // It has no type that anyone could ask for.
    if text.starts_with("dns error") {
        return Some("there is no such host, as far as this system can tell");
    }
    error.source().and_then(told_by)
}

impl<'c> oauth2::AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: Request<Vec<u8>>) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// A GET for JSON, in someone's name if there is a token.
pub fn get(url: &str, token: Option<&str>) -> Request<Vec<u8>> {
    build("GET", url, token, Vec::new())
}

/// A POST of JSON, in someone's name.
pub fn post(url: &str, token: &str, json: &str) -> Request<Vec<u8>> {
    build("POST", url, Some(token), json.as_bytes().to_vec())
}

fn build(method: &str, url: &str, token: Option<&str>, body: Vec<u8>) -> Request<Vec<u8>> {
    let mut request = Request::builder().method(method).uri(url).header("accept", "application/json");
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    // What cannot be written as a request is one that nobody can be asked.
    request.body(body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_is_not_reached_is_named_with_the_cause() {
        let http = Http::new().expect("is made");
        let error = http.json(get("http://127.0.0.1:1/x?code=hunter2", None)).await.expect_err("nobody is there");
        assert_eq!(
            error.to_string(),
            "127.0.0.1 could not be reached from this server: it refuses the connection, or a firewall does"
        );
    }

    #[test]
    fn a_cause_is_told_by_whichever_error_knows_it() {
        #[derive(Debug, thiserror::Error)]
        #[error("{0}")]
        struct Behind(&'static str, #[source] io::Error);

        let unknown = || io::Error::other("failed to lookup address information");
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        for (error, expected) in [
            (Behind("dns error", unknown()), Some("there is no such host, as far as this system can tell")),
            (
                Behind("client error (Connect)", io::Error::other(Behind("dns error", unknown()))),
                Some("there is no such host, as far as this system can tell"),
            ),
            (Behind("tcp connect error", refused), Some("it refuses the connection, or a firewall does")),
            (Behind("tcp connect error", unknown()), None),
        ] {
            assert_eq!(told_by(&error), expected, "{error:?}");
        }
    }
}
