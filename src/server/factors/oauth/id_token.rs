//! ID tokens (OpenID Connect Core 1.0 section 3.1.3.7).

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;

use super::discovery::Discovery;
use super::error::Problem;
use super::http::Http;
use super::identity::text;
use crate::server::crypto::{SECOND, Secret};

/// What may sign one. Nothing symmetric: a public key is not to be mistaken for a secret.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];
/// How far clocks may be apart, in seconds.
const SKEW: i64 = 60;
/// No token is longer, in bytes.
const LONGEST: usize = 16 * 1024;

/// What it has to say to be for us, and of this attempt.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// As whom the provider knows us.
    pub client_id: &'a str,
    /// What we sent along, if the provider repeats it.
    pub nonce: Option<&'a Secret>,
    /// Unix milliseconds.
    pub now: i64,
}

/// Checks an ID token and gives what it says. The subject of a provider with tenants is qualified by the tenant.
pub async fn verify(discovery: &Discovery, http: &Http, token: &str, expected: Expected<'_>) -> Result<Value, Problem> {
    if token.len() > LONGEST {
        return Err("its ID token is too long".into());
    }
    let header = decode_header(token).map_err(|_| "its ID token cannot be read")?;
    if !ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
        return Err("its ID token is signed in a way that is not accepted".into());
    }
    let metadata = discovery.metadata(http, expected.now).await?;
    let jwk = discovery.key(http, header.kid.as_deref(), expected.now).await?;
    let names_another = jwk.common.key_algorithm.is_some_and(|known| known.to_string() != format!("{:?}", header.alg));
    let key = DecodingKey::from_jwk(&jwk).map_err(|_| "its key cannot be read")?;
    // The time is asked of our own clock, and the rest is looked at below: nothing of it may be missing.
    let mut validation = Validation::new(header.alg);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let mut claims = match decode::<Value>(token, &key, &validation) {
        Ok(decoded) if !names_another => decoded.claims,
        _ => return Err("its ID token is not signed with its key".into()),
    };
    let issuer = metadata.issuer_of(claims.get("tid").and_then(Value::as_str));
    if issuer.is_none() || claims.get("iss").and_then(Value::as_str) != issuer.as_deref() {
        return Err("its ID token is of another issuer".into());
    }
    is_for(&claims, expected)?;
    if metadata.has_tenants()
        && let (Some(tenant), Some(subject)) = (text(&claims, "/tid"), text(&claims, "/sub"))
    {
        claims["sub"] = Value::String(format!("{tenant}.{subject}"));
    }
    Ok(claims)
}

fn is_for(claims: &Value, expected: Expected<'_>) -> Result<(), String> {
    let is_us = |value: &Value| value.as_str() == Some(expected.client_id);
    let meant = match claims.get("aud") {
        Some(Value::Array(all)) => all.iter().any(is_us) && (all.len() == 1 || claims.get("azp").is_some()),
        Some(one) => is_us(one),
        None => false,
    };
    if !meant || claims.get("azp").is_some_and(|party| !is_us(party)) {
        return Err("its ID token is for someone else".into());
    }
    let seconds = expected.now.div_euclid(SECOND);
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    let is_over = time("exp").is_none_or(|exp| exp <= seconds - SKEW);
    let not_begun = time("iat").is_none_or(|iat| iat > seconds + SKEW)
        || claims.get("nbf").is_some_and(|nbf| nbf.as_i64().is_none_or(|nbf| nbf > seconds + SKEW));
    if is_over || not_begun {
        return Err("its ID token is not of this time".into());
    }
    let Some(nonce) = expected.nonce else { return Ok(()) };
    match claims.get("nonce").and_then(Value::as_str) {
        Some(said) if nonce.matches(&Secret::new(said)) => Ok(()),
        _ => Err("its ID token is of another attempt".into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_700_000_000;

    fn accepted(change: impl FnOnce(&mut Value)) -> bool {
        let nonce = Secret::new("n");
        let mut claims = json!({ "aud": "us", "exp": NOW + 300, "iat": NOW, "nonce": "n" });
        change(&mut claims);
        is_for(&claims, Expected { client_id: "us", nonce: Some(&nonce), now: NOW * SECOND }).is_ok()
    }

    #[test]
    fn every_claim_counts() {
        assert!(accepted(|_| {}));
        assert!(accepted(|claims| claims["aud"] = json!(["us"])));
        assert!(accepted(
            |claims| *claims = json!({ "aud": ["us", "them"], "azp": "us", "exp": NOW, "iat": NOW, "nonce": "n" })
        ));
        for (name, values) in [
            ("aud", vec![json!("them"), json!(["them"]), json!(["us", "them"]), json!(null), json!({ "us": true })]),
            ("azp", vec![json!("them"), json!(["us"]), json!(null)]),
            (
                "exp",
                vec![json!(NOW - SKEW), json!(-1), json!("9999999999"), json!(null), json!(9e18), json!([NOW + 9])],
            ),
            ("iat", vec![json!(NOW + SKEW + 1), json!("1"), json!(null)]),
            ("nbf", vec![json!(NOW + SKEW + 1), json!("1"), json!(null)]),
            ("nonce", vec![json!("m"), json!(""), json!(null), json!(["n"])]),
        ] {
            for value in values {
                assert!(!accepted(|claims| claims[name] = value.clone()), "{name} = {value}");
            }
            if name != "azp" && name != "nbf" {
                assert!(!accepted(|claims| drop(claims.as_object_mut().map(|all| all.remove(name)))), "no {name}");
            }
        }
    }
}
