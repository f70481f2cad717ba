//! Trying a provider out, step by step, as an operator does before anybody else finds out.

use http::Request;
use url::Url;

use super::providers::ClientAuth;
use super::{EnabledProvider, Oauth, Question, exchange};
use crate::server::crypto::Token;
use crate::server::settings::{OauthSettings, Settings};

/// A step, and what it found: what is well, or what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was tried.
    pub what: &'static str,
    /// What was found.
    pub found: Result<String, String>,
}

/// No provider has given it to anybody.
const NO_CODE: &str = "vestibule-test";
/// What is said where the client is another one than the provider knows, in RFC 6749 section 5.2 and in practice.
const NOT_THE_CLIENT: &[&str] =
    &["invalid_client", "unauthorized_client", "incorrect_client_credentials", "client_not_found", "invalid_secret"];

impl Oauth {
    /// Tries a provider out, whether or not it is offered: whether it tells where it is to be asked, whether it takes people whom we
    /// send, and whether it takes the secret. Nobody signs in, and nothing is kept.
    pub async fn try_out(&self, settings: &Settings, key: &str, set: &OauthSettings, now: i64) -> Vec<Step> {
        let provider = EnabledProvider::new(settings, key, set);
        if provider.is_simulated {
            let found = match settings.is_development() {
                true => Ok("There is no client id: in development a page of ours takes its place. Nobody was asked."
                    .to_owned()),
                false => Err("There is no client id.".to_owned()),
            };
            return vec![Step { what: "Client id", found }];
        }
        let addresses = provider.endpoints(&self.http, now).await;
        let what = if provider.discovery.is_some() { "Discovery" } else { "Addresses" };
        let endpoints = match addresses {
            Ok(endpoints) => endpoints,
            Err(problem) => return vec![Step { what, found: Err(problem.to_string()) }],
        };
        let found =
            format!("People are sent to {}, codes to {}.", host(&endpoints.authorization), host(&endpoints.token));
        let mut steps = vec![Step { what, found: Ok(found) }];
        let what = "Where people are sent";
        let question = match self.ask(&provider, &Token::random(), now).await {
            Ok(question) => question,
            Err(error) => {
                steps.push(Step { what, found: Err(error.to_string()) });
                return steps;
            }
        };
        steps.push(Step { what, found: self.start(&provider, &question).await });
        let what = "Client secret";
        let is_signed = endpoints.client_auth == ClientAuth::SignedByKey;
        if provider.client_secret.expose().is_empty() {
            let problem = if is_signed { "There is no private key." } else { "None is stored." };
            steps.push(Step { what, found: Err(problem.to_owned()) });
            return steps;
        }
        let found = match exchange::client(&provider, &endpoints, now) {
            Ok(client) => {
                let redeemed = exchange::redeem(&provider, &client, &self.http, NO_CODE, question.verifier.as_ref());
                told(redeemed.await.err().map(|problem| problem.to_string()))
            }
            Err(problem) => Err(problem.to_string()),
        };
        steps.push(Step { what, found });
        steps
    }

    /// What somebody would see who is sent there.
    async fn start(&self, provider: &EnabledProvider, question: &Question) -> Result<String, String> {
        let request = Request::builder().uri(&question.url).header("accept", "text/html").body(Vec::new());
        let request = request.map_err(|_| "its address is none".to_owned())?;
        let answer = self.http.send(request).await.map_err(|error| error.to_string())?;
        let status = answer.status();
        if status.is_redirection() {
            let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
            let to =
                Url::parse(&question.url).and_then(|here| here.join(to)).map_err(|_| "it leads nowhere".to_owned())?;
            let refusal = to.query_pairs().find(|(name, _)| name == "error").map(|(_, code)| code.into_owned());
            let is_ours = to.as_str().starts_with(&provider.redirect_uri);
            return match refusal {
                Some(code) => Err(format!("It refuses: {}.", printable(&code))),
                None if is_ours => Ok("It takes people, and leads back to the redirect URL.".to_owned()),
                None if to.path().contains("error") => {
                    Err("It shows an error: is the redirect URL registered, and the client id the right one?"
                        .to_owned())
                }
                None => Ok(format!("It takes people, and leads on to {}.", host(to.as_str()))),
            };
        }
        match status.is_success() {
            true => Ok("It takes people, and shows them its page.".to_owned()),
            false => Err(format!(
                "It answers with status {}: is the redirect URL registered, and the client id the right one?",
                status.as_u16()
            )),
        }
    }
}

/// What it means that no token is given for a code that is none.
fn told(problem: Option<String>) -> Result<String, String> {
    match problem {
        None => Err("It gives a token for a code that it has never given: it is not to be trusted.".to_owned()),
        Some(problem) if NOT_THE_CLIENT.iter().any(|code| problem.contains(code)) => {
            Err(format!("It is not the one that the provider knows ({problem})."))
        }
        Some(problem) if ["_grant", "_code"].iter().any(|word| problem.contains(word)) => {
            Ok(format!("It is taken: what is refused is the code, which was none ({problem})."))
        }
        Some(problem) if problem.starts_with("it gives no token") => {
            Ok(format!("It is not refused; whether it is the right one shows when somebody comes ({problem})."))
        }
        Some(problem) => Err(format!("It cannot be told whether it is the right one: {problem}.")),
    }
}

fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| url.to_owned())
}

/// What somebody else's server says, in a line.
fn printable(text: &str) -> String {
    text.chars().filter(|letter| letter.is_ascii_graphic()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_what_is_refused() {
        assert!(told(Some("it gives no token: invalid_grant".into())).is_ok());
        assert!(told(Some("it gives no token: bad_verification_code".into())).is_ok());
        for problem in [
            "it gives no token: invalid_client",
            "it gives no token: incorrect_client_credentials",
            "it does not answer",
        ] {
            assert!(told(Some(problem.into())).is_err(), "{problem}");
        }
        assert!(told(None).is_err());
    }
}
