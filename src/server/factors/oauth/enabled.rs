use super::discovery::Discovery;
use super::error::Problem;
use super::exchange::Endpoints;
use super::http::Http;
use super::providers::{CUSTOM, ClientAuth, Protocol, Provider};
use super::{CALLBACK, OauthError, SIMULATED, simulated};
use crate::server::crypto::Secret;
use crate::server::settings::{OauthSettings, Settings, provider_name};

/// A provider that is offered.
#[derive(Debug)]
pub struct EnabledProvider {
    /// What it is called in settings and addresses.
    pub key: String,
    /// What it is called on a button.
    pub name: String,
    /// Where it leads back to. No other provider does.
    pub redirect_uri: String,
    pub(super) row: Provider,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    pub(super) team_id: String,
    pub(super) key_id: String,
    pub(super) scopes: Vec<String>,
    pub(super) discovery: Option<Discovery>,
    pub(super) is_simulated: bool,
}

impl EnabledProvider {
    pub(super) fn new(settings: &Settings, key: &str, set: &OauthSettings) -> Self {
        let row = Provider::named(key).copied().unwrap_or(CUSTOM);
        let is_simulated = set.is_simulated();
        let discovery = match row.protocol {
            Protocol::OpenId { .. } if !set.issuer.is_empty() => Some(Discovery::of(&set.issuer, false)),
            Protocol::OpenId { issuer, tenants } => Some(Discovery::of(issuer, tenants)),
            Protocol::OAuth2 { .. } => None,
        };
        Self {
            key: key.to_owned(),
            name: provider_name(key, set),
            redirect_uri: format!("{}{CALLBACK}{key}", settings.base_url),
            row,
            client_id: if is_simulated { simulated::CLIENT_ID.to_owned() } else { set.client_id.clone() },
            client_secret: set.client_secret.clone(),
            team_id: set.team_id.clone(),
            key_id: set.key_id.clone(),
            scopes: set.scopes.clone(),
            discovery: discovery.filter(|_| !is_simulated),
            is_simulated,
        }
    }

    /// Whether a page of ours takes its place.
    pub fn is_simulated(&self) -> bool {
        self.is_simulated
    }

    /// Whether it answers with a form that the browser posts.
    pub fn posts_its_answer(&self) -> bool {
        self.row.posts_its_answer()
    }

    pub(super) fn asked_scopes(&self) -> impl Iterator<Item = String> {
        let own = self.row.scopes.iter().map(|scope| (*scope).to_owned());
        own.chain(self.scopes.iter().filter(|scope| !self.row.scopes.contains(&scope.as_str())).cloned())
    }

    pub(super) fn known_authorization(&self) -> Option<String> {
        match (&self.discovery, self.row.protocol) {
            (Some(discovery), _) => discovery.known().map(|metadata| metadata.authorization_endpoint.clone()),
            (None, Protocol::OAuth2 { authorization, .. }) => Some(authorization.to_owned()),
            (None, Protocol::OpenId { .. }) => None,
        }
    }

    pub(super) async fn endpoints(&self, http: &Http, now: i64) -> Result<Endpoints, Problem> {
        if self.is_simulated {
            let site = self.redirect_uri.split(CALLBACK).next().unwrap_or_default();
            let page = format!("{site}{SIMULATED}{}", self.key);
            return Ok(Endpoints { authorization: page.clone(), token: page, client_auth: ClientAuth::Body });
        }
        match (&self.discovery, self.row.protocol) {
            (None, Protocol::OAuth2 { authorization, token, .. }) => Ok(Endpoints {
                authorization: authorization.to_owned(),
                token: token.to_owned(),
                client_auth: self.row.client_auth,
            }),
            (None, Protocol::OpenId { .. }) => Err("it has no issuer".into()),
            (Some(discovery), _) => {
                let metadata = discovery.metadata(http, now).await?;
                let takes = &metadata.token_endpoint_auth_methods_supported;
                let in_body = !takes.is_empty() && !takes.iter().any(|method| method == "client_secret_basic");
                let client_auth = match self.row.client_auth {
                    ClientAuth::AsDiscovered if in_body => ClientAuth::Body,
                    ClientAuth::AsDiscovered => ClientAuth::Basic,
                    known => known,
                };
                Ok(Endpoints {
                    authorization: metadata.authorization_endpoint.clone(),
                    token: metadata.token_endpoint.clone(),
                    client_auth,
                })
            }
        }
    }

    pub(super) fn failed(&self, problem: Problem) -> OauthError {
        let provider = self.key.clone();
        match problem {
            Problem::Unreachable(problem) => OauthError::Unreachable { provider, problem },
            Problem::Other(problem) => OauthError::Provider { provider, problem },
        }
    }

    pub(super) fn refused(&self, problem: &'static str) -> OauthError {
        OauthError::Refused { provider: self.key.clone(), problem }
    }
}
