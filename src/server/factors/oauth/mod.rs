//! Proof by a provider: someone is sent there, and comes back with a code that says who they are.
//!
//! Every attempt has a state, a PKCE verifier and, where there is an ID token, a nonce of its own; each provider has a
//! redirect URI of its own; and the issuer is checked where it names itself. Who keeps an attempt, and for which browser,
//! is the flow's business.

mod discovery;
mod enabled;
mod error;
mod exchange;
mod http;
mod id_token;
mod identity;
pub mod providers;
pub mod simulated;
mod trial;
mod user;

use std::sync::Arc;

use oauth2::{CsrfToken, PkceCodeChallenge, Scope};
use serde_json::Value;
use url::Url;

pub use self::enabled::EnabledProvider;
pub use self::error::OauthError;
pub use self::identity::{Identity, Tokens};
pub use self::trial::Step;

use self::discovery::Discovery;
use self::exchange::Answer;
use self::http::{Http, get};
use self::providers::Protocol;
use crate::server::crypto::{InstanceKey, Secret, Token};
use crate::server::settings::Settings;

/// The strategies' names begin with it.
pub const STRATEGY_PREFIX: &str = "oauth_";

/// The path that providers lead back to; the provider's key follows.
pub const CALLBACK: &str = "/vestibule/oauth_callback/";
/// The path of the simulated providers; the provider's key follows.
pub const SIMULATED: &str = "/dev/oauth/";

/// Someone is sent away: where to, and what has to be kept until they come back.
pub struct Question {
    /// Where they are sent.
    pub url: String,
    /// The PKCE verifier, if the provider takes PKCE.
    pub verifier: Option<Secret>,
    /// The nonce, if it stands in an ID token.
    pub nonce: Option<Secret>,
}

/// What a provider leads back with.
#[derive(Debug)]
pub struct Returned {
    /// Stands for what it has to say.
    pub code: Secret,
    /// Whom it is from (RFC 9207).
    pub iss: Option<String>,
    /// A name that Apple tells beside everything else, once, and that nobody has signed.
    pub user: Option<String>,
}

/// All providers that are offered. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Oauth {
    http: Http,
    enabled: Arc<[EnabledProvider]>,
}

impl Oauth {
    /// As the settings have it.
    pub fn new(settings: &Settings) -> Result<Self, String> {
        let enabled = settings.providers().map(|(key, set)| EnabledProvider::new(settings, key, set)).collect();
        Ok(Self { http: Http::new()?, enabled })
    }

    /// Finds the addresses of those that tell them, so that pages know where their forms may lead. One that does not answer
    /// is asked again when someone comes.
    pub async fn discover(&self, now: i64) {
        for provider in self.enabled.iter().filter(|provider| !provider.is_simulated) {
            if let Some(discovery) = &provider.discovery
                && let Err(problem) = discovery.metadata(&self.http, now).await
            {
                tracing::warn!(provider = provider.key, %problem, "an OpenID provider does not answer yet");
            }
        }
    }

    /// The provider with this key.
    pub fn find(&self, key: &str) -> Option<&EnabledProvider> {
        self.enabled.iter().find(|provider| provider.key == key)
    }

    /// The origins that people are sent to: what a page's forms may lead to.
    pub fn origins(&self) -> Vec<String> {
        let urls = self.enabled.iter().filter(|provider| !provider.is_simulated).flat_map(|provider| {
            let issuer = provider.discovery.as_ref().map(|known| known.issuer().to_owned());
            provider.known_authorization().into_iter().chain(issuer)
        });
        let mut origins: Vec<String> =
            urls.filter_map(|url| Some(Url::parse(&url).ok()?.origin().ascii_serialization())).collect();
        origins.sort();
        origins.dedup();
        origins
    }

    /// Whether an address is where one of the providers takes people.
    pub fn takes(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else { return false };
        self.enabled.iter().filter(|provider| !provider.is_simulated).any(|provider| {
            let known = provider.known_authorization().and_then(|known| Url::parse(&known).ok());
            known.is_some_and(|known| {
                known.origin() == url.origin()
                    && known.path() == url.path()
                    && url.username().is_empty()
                    && url.password().is_none()
            })
        })
    }

    /// Sends someone to a provider.
    pub async fn ask(&self, provider: &EnabledProvider, state: &Token, now: i64) -> Result<Question, OauthError> {
        let failed = |problem| provider.failed(problem);
        let endpoints = provider.endpoints(&self.http, now).await.map_err(failed)?;
        let client = exchange::client(provider, &endpoints, now).map_err(failed)?;
        let mut request = client.authorize_url(|| CsrfToken::new(state.expose().to_owned()));
        let scopes: Vec<String> = provider.asked_scopes().collect();
        if !scopes.is_empty() {
            // The crate joins them with spaces, which not every provider takes.
            request = request.add_scope(Scope::new(scopes.join(provider.row.separator)));
        }
        for (name, value) in provider.row.parameters {
            request = request.add_extra_param(*name, *value);
        }
        if let Some(name) = provider.row.client_id_parameter {
            request = request.add_extra_param(name, provider.client_id.clone());
        }
        let verifier = (provider.row.pkce || provider.is_simulated).then(PkceCodeChallenge::new_random_sha256);
        let verifier = match verifier {
            Some((challenge, verifier)) => {
                request = request.set_pkce_challenge(challenge);
                Some(Secret::new(verifier.into_secret()))
            }
            None => None,
        };
        let nonce = (provider.row.nonce && !provider.is_simulated).then(Token::random);
        if let Some(nonce) = &nonce {
            request = request.add_extra_param("nonce", nonce.expose().to_owned());
        }
        let (url, _) = request.url();
        let url = match provider.is_simulated {
            // On the same host, by whichever name it was reached.
            true => url[url::Position::BeforePath..].to_owned(),
            false => url.into(),
        };
        Ok(Question { url, verifier, nonce: nonce.map(|nonce| Secret::new(nonce.expose())) })
    }

    /// Who came back.
    pub async fn identify(
        &self,
        provider: &EnabledProvider,
        key: &InstanceKey,
        returned: &Returned,
        verifier: Option<&Secret>,
        nonce: Option<&Secret>,
        now: i64,
    ) -> Result<(Identity, Tokens), OauthError> {
        if provider.is_simulated {
            let verifier = verifier.cloned().unwrap_or_default();
            let code = returned.code.expose();
            let known = simulated::redeem(key, &provider.key, code, &verifier, &provider.redirect_uri, now);
            let (identity, tokens) = known.ok_or_else(|| provider.refused("its code is not good for this attempt"))?;
            return Ok((Identity { issuer: simulated::CLIENT_ID.to_owned(), ..identity }, tokens));
        }
        let failed = |problem| provider.failed(problem);
        let http = &self.http;
        if let Some(discovery) = &provider.discovery {
            let metadata = discovery.metadata(http, now).await.map_err(failed)?;
            let said = returned.iss.as_deref();
            let required = metadata.authorization_response_iss_parameter_supported;
            // An issuer with tenants cannot be told before its token has been read.
            if required && said.is_none() || said.is_some_and(|iss| iss != metadata.issuer && !metadata.has_tenants()) {
                return Err(provider.refused("the answer is from another issuer"));
            }
        }
        let endpoints = provider.endpoints(http, now).await.map_err(failed)?;
        let client = exchange::client(provider, &endpoints, now).map_err(failed)?;
        let answer =
            exchange::redeem(provider, &client, http, returned.code.expose(), verifier).await.map_err(failed)?;
        let scopes: Vec<String> = provider.asked_scopes().collect();
        let tokens = answer.tokens(&scopes, now);
        let mut identity = match (&provider.discovery, provider.row.protocol) {
            (Some(discovery), _) => self.read_id_token(provider, discovery, &answer, &tokens, nonce, now).await?,
            (None, Protocol::OAuth2 { user, .. }) => {
                user::ask(http, &provider.row.claims, user, &answer, &tokens.access_token).await.map_err(failed)?
            }
            (None, Protocol::OpenId { .. }) => return Err(provider.refused("it has no issuer")),
        };
        if provider.row.posts_its_answer()
            && let Some(user) = returned.user.as_deref().and_then(|user| serde_json::from_str::<Value>(user).ok())
        {
            identity.first_name = identity::text(&user, "/name/firstName").or(identity.first_name);
            identity.last_name = identity::text(&user, "/name/lastName").or(identity.last_name);
        }
        identity.issuer = provider.discovery.as_ref().map(|known| known.issuer().to_owned()).unwrap_or_default();
        Ok((identity, tokens))
    }

    async fn read_id_token(
        &self,
        provider: &EnabledProvider,
        discovery: &Discovery,
        answer: &Answer,
        tokens: &Tokens,
        nonce: Option<&Secret>,
        now: i64,
    ) -> Result<Identity, OauthError> {
        let failed = |problem| provider.failed(problem);
        let token = answer.id_token.as_deref().ok_or_else(|| provider.refused("it gives no ID token"))?;
        let expected = id_token::Expected { client_id: &provider.client_id, nonce, now };
        let claims = id_token::verify(discovery, &self.http, token, expected).await.map_err(failed)?;
        let read = |said: &Value| {
            Identity::read(&provider.row.claims, said).ok_or_else(|| provider.refused("it does not say who it is"))
        };
        let identity = read(&claims)?;
        let metadata = discovery.metadata(&self.http, now).await.map_err(failed)?;
        // Address and proof are taken from one and the same place: what stands in two may be about two addresses.
        let says_all = identity.email.is_some() && identity::speaks_of_proof(&provider.row.claims, &claims);
        if says_all || metadata.has_tenants() {
            return Ok(identity);
        }
        let Some(url) = &metadata.userinfo_endpoint else { return Ok(identity) };
        let said = match self.http.json(get(url, Some(&tokens.access_token))).await {
            Ok(said) => said,
            Err(error) => {
                tracing::warn!(provider = provider.key, %error, "a provider does not tell more about a person");
                return Ok(identity);
            }
        };
        let more = read(&said)?;
        if more.subject != identity.subject {
            return Err(provider.refused("it speaks of two people"));
        }
        Ok(Identity {
            issuer: String::new(),
            email: more.email.clone().or(identity.email),
            email_verified: more.email.is_some() && more.email_verified,
            first_name: identity.first_name.or(more.first_name),
            last_name: identity.last_name.or(more.last_name),
            username: identity.username.or(more.username),
            picture: identity.picture.or(more.picture),
            subject: identity.subject,
        })
    }

    /// Other tokens for the ones that have run out.
    pub async fn refresh(
        &self,
        provider: &EnabledProvider,
        refresh_token: &str,
        approved: &[String],
        now: i64,
    ) -> Result<Tokens, OauthError> {
        if provider.is_simulated {
            let fresh = simulated::refresh(refresh_token, now);
            return fresh.ok_or_else(|| provider.refused("its refresh token is none"));
        }
        let failed = |problem| provider.failed(problem);
        let endpoints = provider.endpoints(&self.http, now).await.map_err(failed)?;
        let client = exchange::client(provider, &endpoints, now).map_err(failed)?;
        let answer = exchange::refresh(provider, &client, &self.http, refresh_token).await.map_err(failed)?;
        // Who says nothing of it gives what was given before.
        Ok(answer.tokens(approved, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::settings::OauthSettings;

    #[test]
    fn nobody_is_sent_elsewhere_than_to_a_provider() {
        let mut settings = Settings { base_url: "https://app.example".into(), ..Settings::default() };
        let set = OauthSettings { client_id: "us".into(), ..OauthSettings::default() };
        settings.oauth.insert("github".into(), set.clone());
        settings.oauth.insert("google".into(), set);
        let oauth = Oauth::new(&settings).expect("is made");
        assert!(oauth.takes("https://github.com/login/oauth/authorize?client_id=us"));
        for url in [
            "https://github.com/evil",
            "https://github.com.evil.example/login/oauth/authorize",
            "https://github.com@evil.example/login/oauth/authorize",
            "https://x@github.com/login/oauth/authorize",
            "http://github.com/login/oauth/authorize",
            "//github.com/login/oauth/authorize",
        ] {
            assert!(!oauth.takes(url), "{url}");
        }
        assert_eq!(oauth.origins(), ["https://accounts.google.com", "https://github.com"]);
    }
}
