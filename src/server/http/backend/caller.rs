//! Who calls the REST API, what they may, and how often.

use std::borrow::Cow;
use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::failure::{Failure, Failures};
use crate::model::{ApiError, ErrorCode};
use crate::server::events::{Actor, Origin};
use crate::server::flows::machines;
use crate::server::http::layer::is_bearer;
use crate::server::http::visitor::visitor;
use crate::server::settings::BackendApiSettings;
use crate::server::vestibule::Vestibule;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Requests of each secret key, counted in this process.
#[derive(Debug)]
pub struct CallLimiter {
    limiter: DefaultKeyedRateLimiter<String, StateInformationMiddleware>,
    clock: DefaultClock,
    most: u32,
}

impl CallLimiter {
    /// As the settings say.
    pub fn new(settings: &BackendApiSettings) -> Self {
        let most = NonZeroU32::new(settings.requests_per_ten_seconds).unwrap_or(NonZeroU32::MIN);
        // All of them at once, and then one whenever there is room again.
        let each = Duration::from_secs(10) / most.get();
        let quota = Quota::with_period(each).unwrap_or(Quota::per_second(most)).allow_burst(most);
        let limiter = RateLimiter::keyed(quota).with_middleware::<StateInformationMiddleware>();
        Self { limiter, clock: DefaultClock::default(), most: most.get() }
    }

    /// Counts a request: how many more there is room for, or the seconds until there is room.
    fn take(&self, key_id: &str) -> Result<u32, u64> {
        match self.limiter.check_key(&key_id.to_owned()) {
            Ok(state) => Ok(state.remaining_burst_capacity()),
            Err(not_until) => Err(not_until.wait_time_from(self.clock.now()).as_secs() + 1),
        }
    }

    /// Forgets keys that have been quiet.
    pub fn forget_idle(&self) {
        self.limiter.retain_recent();
    }
}

/// The secret of a request: of its `Authorization` header (RFC 6750 section 2.1).
pub fn presented(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION).filter(|value| is_bearer(value))?;
    let (scheme, secret) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// Whether a request brings what looks like a secret key: such a one is of no browser, and nobody is signed in by it.
pub fn brings_secret_key(headers: &HeaderMap) -> bool {
    presented(headers).is_some_and(|secret| secret.starts_with("sk_") || machines::is_secret_key(secret))
}

/// Whose key a call brings.
#[derive(Clone, Debug)]
pub enum Bearer {
    /// Another backend's: the id of its key.
    SecretKey(String),
    /// A machine's: the machine's id.
    Machine(String),
}

impl Bearer {
    /// The machine whose key it is.
    pub fn machine_id(&self) -> Option<&str> {
        match self {
            Self::Machine(id) => Some(id),
            Self::SecretKey(_) => None,
        }
    }

    /// By what its calls are counted.
    fn id(&self) -> &str {
        match self {
            Self::SecretKey(id) | Self::Machine(id) => id,
        }
    }

    /// Who acts by it.
    fn actor(&self) -> Actor {
        match self {
            Self::SecretKey(id) => Actor::secret_key(id),
            Self::Machine(id) => Actor::machine(id),
        }
    }
}

/// The one resource that a machine's key opens.
const OF_MACHINES: &str = "m2m_tokens";

/// A path with its version, which Clerk's clients leave out of some.
fn versioned(path: &str) -> Cow<'_, str> {
    match path.starts_with("/v1/") {
        true => Cow::Borrowed(path),
        false => Cow::Owned(format!("/v1{path}")),
    }
}

/// The resources that a path is about: `/v1/users/{user_id}` is about `users`, and what a user is in organizations about those
/// as well.
fn resources(path: &str) -> impl Iterator<Item = &str> {
    let first = path.split('/').nth(2).unwrap_or_default();
    let of_organizations = path.ends_with("/organization_memberships") || path.ends_with("/organization_invitations");
    let also = (first == "users" && of_organizations).then_some("organizations");
    [Some(first), also].into_iter().flatten()
}

/// What webhooks tell, all that the server alone may know included: of sessions, where somebody is. Whoever has them sent somewhere
/// may read it.
const TOLD_OF: [&str; 3] = ["users", "organizations", "sessions"];

/// Which resources a request to a path asks for, and whether to write them.
fn asked_for(path: &str, writes: bool) -> impl Iterator<Item = (&str, bool)> {
    let is_told = writes && path.split('/').nth(2) == Some("webhook_endpoints");
    let told_of = TOLD_OF.into_iter().filter(move |_| is_told).map(|resource| (resource, false));
    resources(path).map(move |resource| (resource, writes)).chain(told_of)
}

/// What scopes of a key a request to a path asks for.
pub fn scopes(path: &str, writes: bool) -> impl Iterator<Item = String> {
    asked_for(path, writes).map(|(resource, writes)| scope(resource, writes))
}

fn scope(resource: &str, writes: bool) -> String {
    format!("{resource}:{}", if writes { "write" } else { "read" })
}

fn unauthenticated(code: &str, message: &str) -> Failures {
    Failure::new(StatusCode::UNAUTHORIZED, code, message).into()
}

/// Lets on who has a key that opens what is asked for, as often as it may. It stands around every route, so that none can be
/// without it.
pub async fn admit(State(app): State<Vestibule>, path: MatchedPath, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut response = match check(&app, &versioned(path.as_str()), &parts).await {
        Ok((bearer, remaining)) => {
            let visitor = visitor(&app.settings, &parts.headers, &parts.extensions);
            let origin = Origin::new(visitor.ip, visitor.user_agent.as_deref()).by(bearer.actor());
            let mut request = Request::from_parts(parts, body);
            request.extensions_mut().insert(bearer);
            let mut response = origin.during(next.run(request)).await;
            tell(response.headers_mut(), &app, remaining);
            response
        }
        Err(refusal) => refusal,
    };
    // Nobody keeps what a key opens, whatever stands around the router.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether a call asks for more than reading. What a token for a provider's API opens is more than can be read here; whose an API
/// key or a machine's token is, is only read.
pub fn writes(reads: bool, path: &str) -> bool {
    let only_reads = reads || matches!(path, "/v1/api_keys/verify" | "/v1/m2m_tokens/verify");
    !only_reads || path.contains("/oauth_access_tokens/")
}

/// Whose key someone has brought, and how much room there is for more requests with it.
async fn check(app: &Vestibule, path: &str, parts: &Parts) -> Result<(Bearer, u32), Response> {
    let Some(secret) = presented(&parts.headers) else {
        let message = "Send a secret key in the Authorization header: Bearer sk_…";
        return Err(unauthenticated("authorization_header_format_invalid", message).into_response());
    };
    if machines::is_secret_key(secret) {
        return check_machine(app, path, secret).await;
    }
    let key = app.secret_keys().verify(secret).await.map_err(|error| Failures::from(error).into_response())?;
    let Some(key) = key else {
        return Err(
            unauthenticated("secret_key_invalid", "The secret key is not one of this instance.").into_response()
        );
    };
    let bearer = Bearer::SecretKey(key.id.clone());
    let remaining = take(app, &bearer).map_err(|refusal| *refusal)?;
    let writes = writes(matches!(parts.method, Method::GET | Method::HEAD), path);
    if let Some((closed, writes)) = asked_for(path, writes).find(|(resource, writes)| !key.opens(resource, *writes)) {
        return Err(forbidden(format!("The secret key lacks the scope {}.", scope(closed, writes))));
    }
    Ok((bearer, remaining))
}

/// The same of a machine's key, which has no scopes: it opens what the machine does with its tokens.
async fn check_machine(app: &Vestibule, path: &str, secret: &str) -> Result<(Bearer, u32), Response> {
    let found = app.machines().verify_secret_key(secret).await;
    let machine = found.map_err(|error| Failures::from(error).into_response())?;
    let Some(machine) = machine else {
        let message = "The machine's secret key is not one of this instance.";
        return Err(unauthenticated("machine_secret_key_invalid", message).into_response());
    };
    let bearer = Bearer::Machine(machine.id);
    let remaining = take(app, &bearer).map_err(|refusal| *refusal)?;
    if resources(path).any(|resource| resource != OF_MACHINES) {
        return Err(forbidden(format!("A machine's secret key opens /v1/{OF_MACHINES} alone.")));
    }
    Ok((bearer, remaining))
}

/// Counts a call.
fn take(app: &Vestibule, bearer: &Bearer) -> Result<u32, Box<Response>> {
    app.calls.take(bearer.id()).map_err(|seconds| {
        let wait = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000);
        let error = ApiError::new(ErrorCode::TooManyRequests).with_retry_after_ms(wait);
        let mut response = Failures::from(error).into_response();
        tell(response.headers_mut(), app, 0);
        Box::new(response)
    })
}

fn forbidden(message: String) -> Response {
    let failure = Failure::new(StatusCode::FORBIDDEN, ErrorCode::AuthorizationInvalid.as_str(), message);
    Failures::from(failure).into_response()
}

/// How much room there is, as most services tell it.
fn tell(headers: &mut HeaderMap, app: &Vestibule, remaining: u32) {
    let most = app.calls.most;
    let until_full = u64::from(most - remaining.min(most)) * 10 / u64::from(most);
    headers.insert(LIMIT, HeaderValue::from(most));
    headers.insert(REMAINING, HeaderValue::from(remaining));
    headers.insert(RESET, HeaderValue::from(until_full));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_as_often_as_the_settings_say() {
        let settings = BackendApiSettings { requests_per_ten_seconds: 2, ..BackendApiSettings::default() };
        let limiter = CallLimiter::new(&settings);
        assert_eq!((limiter.take("a"), limiter.take("a")), (Ok(1), Ok(0)));
        assert!(limiter.take("a").is_err_and(|seconds| (1..=6).contains(&seconds)));
        assert_eq!(limiter.take("b"), Ok(1));
    }

    #[test]
    fn what_only_looks_asks_for_less_than_what_changes() {
        for (reads, path, expected) in [
            (true, "/v1/api_keys", false),
            (false, "/v1/api_keys", true),
            (false, "/v1/api_keys/verify", false),
            (false, "/v1/api_keys/{api_key_id}/revoke", true),
            (true, "/v1/users/{user_id}/oauth_access_tokens/{provider}", true),
        ] {
            assert_eq!(writes(reads, path), expected, "{path}");
        }
    }

    #[test]
    fn a_path_is_about_its_resources() {
        let of = |path: &'static str| resources(path).collect::<Vec<_>>();
        assert_eq!(of("/v1/users/{user_id}/ban"), ["users"]);
        assert_eq!(of("/v1/users/{user_id}/organization_memberships"), ["users", "organizations"]);
        assert_eq!(of("/v1/jwks"), ["jwks"]);
        let scopes_of = |writes| scopes("/v1/webhook_endpoints/{webhook_endpoint_id}", writes).collect::<Vec<_>>();
        assert_eq!(scopes_of(false), ["webhook_endpoints:read"]);
        assert_eq!(scopes_of(true), ["webhook_endpoints:write", "users:read", "organizations:read", "sessions:read"]);
        assert_eq!(
            (versioned("/m2m_tokens/verify"), versioned("/v1/jwks")),
            ("/v1/m2m_tokens/verify".into(), "/v1/jwks".into())
        );
    }
}
