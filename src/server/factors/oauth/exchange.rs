//! What is said at the address where codes become tokens, in the words of the `oauth2` crate.

use std::fmt;
use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AccessToken, AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, EndpointNotSet, EndpointSet,
    PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken, TokenResponse,
    TokenUrl,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::EnabledProvider;
use super::error::Problem;
use super::http::{Http, HttpError};
use super::identity::Tokens;
use super::providers::ClientAuth;
use crate::server::crypto::{MINUTE, SECOND, Secret};

/// Where Apple's secrets are for.
const APPLE: &str = "https://appleid.apple.com";

/// An answer with tokens. Not all that is sent in practice is as RFC 6749 section 5.1 has it: scopes come as a list,
/// lifetimes as a text, and the type is left out.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    access_token: AccessToken,
    #[serde(skip, default = "bearer")]
    kind: BasicTokenType,
    #[serde(default)]
    expires_in: Value,
    #[serde(default)]
    refresh_token: Option<RefreshToken>,
    #[serde(default)]
    scope: Value,
    /// Who it is, of an OpenID provider.
    #[serde(default)]
    pub id_token: Option<String>,
    /// What else stands in it.
    #[serde(flatten)]
    pub rest: serde_json::Map<String, Value>,
}

fn bearer() -> BasicTokenType {
    BasicTokenType::Bearer
}

/// What is secret in it does not print itself.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(…)")
    }
}

impl TokenResponse for Answer {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &self.kind
    }

    fn expires_in(&self) -> Option<Duration> {
        let seconds = self.expires_in.as_u64().or_else(|| self.expires_in.as_str()?.parse().ok());
        seconds.filter(|seconds| *seconds > 0).map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

impl Answer {
    /// The tokens in it. `asked` is what they are good for if it does not say.
    pub fn tokens(&self, asked: &[String], now: i64) -> Tokens {
        let words = |text: &str| text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let scopes = match &self.scope {
            Value::String(text) => words(text),
            Value::Array(all) => all.iter().filter_map(|scope| scope.as_str().map(str::to_owned)).collect(),
            _ => asked.to_vec(),
        };
        let lifetime = self.expires_in().and_then(|lifetime| i64::try_from(lifetime.as_millis()).ok());
        Tokens {
            access_token: self.access_token.secret().clone(),
            refresh_token: self.refresh_token.as_ref().map(|token| token.secret().clone()),
            expire_at: lifetime.map(|lifetime| now.saturating_add(lifetime)),
            scopes,
        }
    }
}

type OauthClient<HasToken = EndpointSet> = Client<
    BasicErrorResponse,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    HasToken,
>;

/// Where a provider is to be asked, for this once.
#[derive(Clone, Debug)]
pub struct Endpoints {
    /// Where people are sent.
    pub authorization: String,
    /// Where codes become tokens.
    pub token: String,
    /// How we prove to be ourselves there.
    pub client_auth: ClientAuth,
}

/// The client of one provider.
pub fn client(provider: &EnabledProvider, endpoints: &Endpoints, now: i64) -> Result<OauthClient, Problem> {
    let address = |_| "one of its addresses is none".to_owned();
    let client = Client::new(ClientId::new(provider.client_id.clone()))
        .set_auth_uri(AuthUrl::new(endpoints.authorization.clone()).map_err(address)?)
        .set_token_uri(TokenUrl::new(endpoints.token.clone()).map_err(address)?)
        .set_redirect_uri(RedirectUrl::new(provider.redirect_uri.clone()).map_err(address)?)
        .set_auth_type(match endpoints.client_auth {
            ClientAuth::Basic => AuthType::BasicAuth,
            _ => AuthType::RequestBody,
        });
    let secret = match endpoints.client_auth {
        ClientAuth::SignedByKey => signed_secret(provider, now)?,
        _ => provider.client_secret.clone(),
    };
    Ok(match secret.expose() {
        "" => client,
        text => client.set_client_secret(ClientSecret::new(text.to_owned())),
    })
}

/// A secret that is a JWT, good for some minutes (Sign in with Apple).
fn signed_secret(provider: &EnabledProvider, now: i64) -> Result<Secret, String> {
    let key = EncodingKey::from_ec_pem(provider.client_secret.expose().as_bytes())
        .map_err(|_| "client_secret: is no EC private key in PEM")?;
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(provider.key_id.clone());
    let claims = json!({
        "iss": provider.team_id,
        "iat": now.div_euclid(SECOND),
        "exp": (now + 5 * MINUTE).div_euclid(SECOND),
        "aud": APPLE,
        "sub": provider.client_id,
    });
    let signed = jsonwebtoken::encode(&header, &claims, &key);
    signed.map(Secret::new).map_err(|_| "client_secret: does not sign".into())
}

/// Turns a code into tokens.
pub async fn redeem(
    provider: &EnabledProvider,
    client: &OauthClient,
    http: &Http,
    code: &str,
    verifier: Option<&Secret>,
) -> Result<Answer, Problem> {
    let mut request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
    if let Some(verifier) = verifier {
        request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()));
    }
    if let Some(name) = provider.row.client_id_parameter {
        request = request.add_extra_param(name, provider.client_id.clone());
    }
    request.request_async(http).await.map_err(|error| told(&error))
}

/// Gets other tokens.
pub async fn refresh(
    provider: &EnabledProvider,
    client: &OauthClient,
    http: &Http,
    refresh_token: &str,
) -> Result<Answer, Problem> {
    let token = RefreshToken::new(refresh_token.to_owned());
    let mut request = client.exchange_refresh_token(&token);
    if let Some(name) = provider.row.client_id_parameter {
        request = request.add_extra_param(name, provider.client_id.clone());
    }
    request.request_async(http).await.map_err(|error| told(&error))
}

/// What went wrong, without what was sent or received.
fn told(error: &RequestTokenError<HttpError, BasicErrorResponse>) -> Problem {
    match error {
        RequestTokenError::ServerResponse(said) => {
            let code: String = said.error().to_string().chars().filter(|c| c.is_ascii_graphic()).take(60).collect();
            Problem::Other(format!("it gives no token: {code}"))
        }
        RequestTokenError::Request(error) => Problem::about("its tokens", error),
        RequestTokenError::Parse(..) => "it gives no token, and does not say why".into(),
        RequestTokenError::Other(_) => "its answer with the token is none".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_as_they_are_sent() {
        let read =
            |said: Value| serde_json::from_value::<Answer>(said).map(|answer| answer.tokens(&["a".into()], 1_000));
        let usual = json!({ "access_token": "t", "token_type": "Bearer", "expires_in": 3600, "scope": "a b" });
        let tokens = read(usual).expect("is an answer");
        assert_eq!((tokens.expire_at, tokens.scopes), (Some(3_601_000), vec!["a".to_owned(), "b".to_owned()]));
        let odd = json!({ "access_token": "t", "expires_in": "60", "scope": ["x"], "refresh_token": "r" });
        let tokens = read(odd).expect("is an answer");
        assert_eq!(
            (tokens.expire_at, tokens.scopes, tokens.refresh_token),
            (Some(61_000), vec!["x".to_owned()], Some("r".to_owned()))
        );
        let short = read(json!({ "access_token": "t", "expires_in": 0 })).expect("is an answer");
        assert_eq!((short.expire_at, short.scopes), (None, vec!["a".to_owned()]));
        assert!(read(json!({ "error": "bad_verification_code" })).is_err());
    }
}
