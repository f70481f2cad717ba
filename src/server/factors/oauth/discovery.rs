//! What an OpenID provider publishes about itself: its addresses (OpenID Connect Discovery 1.0) and its keys (RFC 7517).
//! Both are kept for an hour, and for as long as it does not answer.

use std::sync::{Arc, PoisonError, RwLock};

use jsonwebtoken::jwk::{Jwk, JwkSet};
use serde::Deserialize;
use url::Url;

use super::error::Problem;
use super::http::{Http, get};
use crate::server::crypto::{HOUR, SECOND};

/// How long what was read is good, in milliseconds.
const FRESH: i64 = HOUR;
/// How long one waits before asking again for a key that was not there, in milliseconds.
const ASK_AGAIN_AFTER: i64 = 10 * SECOND;
/// In the place of a tenant's id.
const TENANT: &str = "{tenantid}";

/// Where an OpenID provider is to be asked.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Metadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    #[serde(default)]
    pub userinfo_endpoint: Option<String>,
    pub jwks_uri: String,
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// RFC 9207: its answer says who it is from.
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// The issuer that an ID token must name: for a provider of many tenants the one of the tenant that it names.
    pub fn issuer_of(&self, tenant: Option<&str>) -> Option<String> {
        if !self.issuer.contains(TENANT) {
            return Some(self.issuer.clone());
        }
        let id = tenant.filter(|id| id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'))?;
        Some(self.issuer.replace(TENANT, id))
    }

    /// Whether it has one issuer for each of its tenants.
    pub fn has_tenants(&self) -> bool {
        self.issuer.contains(TENANT)
    }

    /// Whether these are the metadata of the issuer that was asked, with addresses that are as safe as its own.
    fn belongs_to(&self, issuer: &str, tenants: bool) -> bool {
        let same = match self.issuer.split_once(TENANT) {
            Some((before, after)) => {
                let tenant = issuer.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
                tenants && tenant.is_some_and(|tenant| !tenant.is_empty() && !tenant.contains('/'))
            }
            None => self.issuer == issuer,
        };
        let secure = issuer.starts_with("https://");
        let endpoints = [&self.authorization_endpoint, &self.token_endpoint, &self.jwks_uri];
        let all = endpoints.into_iter().chain(&self.userinfo_endpoint);
        same && all
            .into_iter()
            .all(|url| Url::parse(url).is_ok_and(|url| url.scheme() == "https" || !secure && url.scheme() == "http"))
    }
}

type Kept<T> = RwLock<Option<(Arc<T>, i64)>>;

/// What is known of one issuer.
#[derive(Debug)]
pub struct Discovery {
    issuer: String,
    tenants: bool,
    metadata: Kept<Metadata>,
    keys: Kept<JwkSet>,
}

fn kept<T>(place: &Kept<T>) -> Option<(Arc<T>, i64)> {
    place.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn keep<T>(place: &Kept<T>, what: T, now: i64) -> Arc<T> {
    let what = Arc::new(what);
    *place.write().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(&what), now));
    what
}

/// Keeps what is too old for a moment longer, where nothing newer can be had: not everyone who asks meanwhile waits for an
/// answer that does not come.
fn keep_stale<T>(place: &Kept<T>, stale: Arc<T>, now: i64) -> Arc<T> {
    *place.write().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(&stale), now - FRESH + ASK_AGAIN_AFTER));
    stale
}

impl Discovery {
    /// Nothing is asked before it is needed.
    pub fn of(issuer: &str, tenants: bool) -> Self {
        Self { issuer: issuer.to_owned(), tenants, metadata: Kept::default(), keys: Kept::default() }
    }

    /// The issuer.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Its addresses as far as they are known without asking.
    pub fn known(&self) -> Option<Arc<Metadata>> {
        kept(&self.metadata).map(|(metadata, _)| metadata)
    }

    /// Its addresses.
    pub async fn metadata(&self, http: &Http, now: i64) -> Result<Arc<Metadata>, Problem> {
        let known = kept(&self.metadata);
        if let Some((metadata, at)) = &known
            && now - at < FRESH
        {
            return Ok(Arc::clone(metadata));
        }
        match (self.ask(http).await, known) {
            (Ok(metadata), _) => Ok(keep(&self.metadata, metadata, now)),
            (Err(problem), Some((stale, _))) => {
                tracing::warn!(issuer = self.issuer, %problem, "an OpenID provider's metadata could not be read again");
                Ok(keep_stale(&self.metadata, stale, now))
            }
            (Err(problem), None) => Err(problem),
        }
    }

    async fn ask(&self, http: &Http) -> Result<Metadata, Problem> {
        let url = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let said = http.json(get(&url, None)).await.map_err(|error| Problem::about("its metadata", &error))?;
        let metadata: Metadata = serde_json::from_value(said).map_err(|_| "its metadata lack an address".to_owned())?;
        match metadata.belongs_to(&self.issuer, self.tenants) {
            true => Ok(metadata),
            false => Err("its metadata are of another issuer, or name an address without TLS".into()),
        }
    }

    /// The key that a token names, or the only one if it names none. A key that is not known may be a new one.
    pub async fn key(&self, http: &Http, kid: Option<&str>, now: i64) -> Result<Jwk, Problem> {
        let known = kept(&self.keys);
        let fresh = known.as_ref().filter(|(_, at)| now - at < FRESH);
        if let Some(key) = fresh.and_then(|(keys, _)| pick(keys, kid)) {
            return Ok(key);
        }
        if fresh.is_some_and(|(_, at)| now - at < ASK_AGAIN_AFTER) {
            return Err("it has no such key".into());
        }
        let url = self.metadata(http, now).await?.jwks_uri.clone();
        let keys = match http.json(get(&url, None)).await {
            Ok(said) => keep(&self.keys, readable(said), now),
            Err(error) => match known {
                Some((stale, _)) => keep_stale(&self.keys, stale, now),
                None => return Err(Problem::about("its keys", &error)),
            },
        };
        pick(&keys, kid).ok_or_else(|| "it has no such key".into())
    }
}

/// The keys that can be understood: a provider may have some of a kind that is newer than we are.
fn readable(mut said: serde_json::Value) -> JwkSet {
    let keys = said.get_mut("keys").and_then(|keys| keys.as_array_mut()).map(std::mem::take).unwrap_or_default();
    JwkSet { keys: keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect() }
}

fn pick(keys: &JwkSet, kid: Option<&str>) -> Option<Jwk> {
    match (kid, keys.keys.as_slice()) {
        (Some(kid), keys) => keys.iter().find(|key| key.common.key_id.as_deref() == Some(kid)).cloned(),
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(issuer: &str, token_endpoint: &str) -> Metadata {
        Metadata {
            issuer: issuer.into(),
            authorization_endpoint: "https://a.example/authorize".into(),
            token_endpoint: token_endpoint.into(),
            userinfo_endpoint: None,
            jwks_uri: "https://a.example/keys".into(),
            token_endpoint_auth_methods_supported: vec![],
            authorization_response_iss_parameter_supported: false,
        }
    }

    #[test]
    fn metadata_are_of_the_issuer_that_was_asked() {
        let token = "https://a.example/token";
        assert!(metadata("https://a.example", token).belongs_to("https://a.example", false));
        for other in ["https://a.example/", "https://b.example", "http://a.example", "https://a.example.evil.example"] {
            assert!(!metadata(other, token).belongs_to("https://a.example", false), "{other}");
        }
        assert!(!metadata("https://a.example", "http://a.example/token").belongs_to("https://a.example", false));
    }

    #[test]
    fn tenants_have_issuers_of_their_own() {
        let many = metadata("https://a.example/{tenantid}/v2.0", "https://a.example/token");
        assert!(many.belongs_to("https://a.example/common/v2.0", true));
        for (asked, tenants) in [
            ("https://a.example/common/v2.0", false),
            ("https://a.example/x/y/v2.0", true),
            ("https://a.example//v2.0", true),
            ("https://b.example/common/v2.0", true),
        ] {
            assert!(!many.belongs_to(asked, tenants), "{asked}");
        }
        let id = "9188040d-6c67-4c5b-b112-36a304b66dad";
        assert_eq!(many.issuer_of(Some(id)).as_deref(), Some(format!("https://a.example/{id}/v2.0").as_str()));
        for bad in [None, Some(""), Some("common"), Some("9188040d-6c67-4c5b-b112-36a304b66da/")] {
            assert_eq!(many.issuer_of(bad), None, "{bad:?}");
        }
    }
}
