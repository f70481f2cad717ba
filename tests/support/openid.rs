//! An OpenID provider on this machine, which says what a test wants it to say. All that an honest one checks it checks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header::LOCATION};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use vestibule::server::crypto::Secret;
use vestibule::server::{OauthSettings, Settings};

pub const CLIENT_ID: &str = "vestibule-client";
const CLIENT_SECRET: &str = "shall-not-be-told";

/// Signs a text, knowing the public key.
pub type Signature = fn(&str, &[u8]) -> Vec<u8>;

/// What it says.
#[derive(Clone, Debug)]
pub struct Says {
    /// In place of what stands in the ID token; `null` takes a claim away.
    pub claims: Value,
    /// In place of what stands in the ID token's header.
    pub header: Value,
    /// At the user info address, beside the subject.
    pub user_info: Value,
    /// Whether it names itself in its answer, and as whom.
    pub iss: Option<String>,
    /// A signature of another kind than the right one: made from what is signed, and the public key.
    pub signature: Option<Signature>,
    /// Where people are sent, if not to its own site.
    pub authorization_endpoint: Option<String>,
}

impl Says {
    fn the_truth(issuer: &str) -> Self {
        Self {
            claims: json!({}),
            header: json!({}),
            user_info: json!({}),
            iss: Some(issuer.to_owned()),
            signature: None,
            authorization_endpoint: None,
        }
    }
}

struct Asked {
    redirect_uri: String,
    challenge: String,
    nonce: String,
}

struct Inner {
    issuer: String,
    key: EcdsaKeyPair,
    says: Mutex<Says>,
    asked: Mutex<HashMap<String, Asked>>,
    /// How often a code came that was not good.
    refused: Mutex<usize>,
}

/// It runs as long as this is kept.
#[derive(Clone)]
pub struct OpenId(Arc<Inner>);

type Parameters = HashMap<String, String>;

impl OpenId {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let scheme = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(scheme, &SystemRandom::new()).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(scheme, pkcs8.as_ref()).expect("a key");
        let says = Says::the_truth(&issuer);
        let inner = Inner { issuer, key, says: Mutex::new(says), asked: Mutex::default(), refused: Mutex::default() };
        let this = Self(Arc::new(inner));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/user", get(user))
            .route("/keys", get(keys))
            .with_state(this.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        this
    }

    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Sets a server up for it, under a name.
    pub fn offer(&self, settings: &mut Settings, key: &str) {
        let set = OauthSettings {
            client_id: CLIENT_ID.into(),
            client_secret: Secret::new(CLIENT_SECRET),
            issuer: self.0.issuer.clone(),
            name: key.to_uppercase(),
            ..OauthSettings::default()
        };
        settings.oauth.insert(key.to_owned(), set);
    }

    /// What it says from now on.
    pub fn say(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.0.says.lock().expect("not poisoned"));
    }

    /// Back to the usual.
    pub fn say_the_truth(&self) {
        let issuer = self.0.issuer.clone();
        self.say(|says| *says = Says::the_truth(&issuer));
    }

    pub fn refused(&self) -> usize {
        *self.0.refused.lock().expect("not poisoned")
    }

    /// Says yes in someone's name: the callback that it leads to, as a path.
    pub async fn agree(&self, url: &str) -> String {
        assert!(url.starts_with(&format!("{}/authorize?", self.0.issuer)), "{url}");
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let answer = client.get(url).send().await.expect("it answers");
        let location = answer.headers()[LOCATION].to_str().expect("an address").to_owned();
        location.strip_prefix("http://localhost:3000").expect("leads back").to_owned()
    }

    /// An ID token as it says it.
    fn id_token(&self, nonce: &str) -> String {
        let says = self.0.says.lock().expect("not poisoned").clone();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time").as_secs();
        let mut claims = json!({
            "iss": self.0.issuer, "aud": CLIENT_ID, "sub": "248289761001", "iat": now, "exp": now + 300, "nonce": nonce,
        });
        let mut header = json!({ "alg": "ES256", "typ": "JWT", "kid": "k1" });
        for (target, changes) in [(&mut claims, &says.claims), (&mut header, &says.header)] {
            let target = target.as_object_mut().expect("an object");
            for (name, value) in changes.as_object().expect("an object") {
                match value {
                    Value::Null => drop(target.remove(name)),
                    value => drop(target.insert(name.clone(), value.clone())),
                }
            }
        }
        let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(&header), part(&claims));
        let signature = match says.signature {
            None => self.0.key.sign(&SystemRandom::new(), text.as_bytes()).expect("signs").as_ref().to_vec(),
            Some(other) => other(&text, self.0.key.public_key().as_ref()),
        };
        format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn metadata(State(this): State<OpenId>) -> Json<Value> {
    let issuer = &this.0.issuer;
    let elsewhere = this.0.says.lock().expect("no other thread panicked").authorization_endpoint.clone();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": elsewhere.unwrap_or_else(|| format!("{issuer}/authorize")),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/user"),
        "jwks_uri": format!("{issuer}/keys"),
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn keys(State(this): State<OpenId>) -> Json<Value> {
    // An uncompressed point: a byte, x, y.
    let point = this.0.key.public_key().as_ref();
    let part = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    Json(json!({ "keys": [
        { "kty": "EC", "crv": "P-256", "kid": "k1", "use": "sig", "alg": "ES256", "x": part(&point[1..33]), "y": part(&point[33..]) },
        { "kty": "of a later time", "kid": "k2" },
    ] }))
}

async fn authorize(State(this): State<OpenId>, Query(asked): Query<Parameters>) -> Response {
    let code = format!("code-{}", this.0.asked.lock().expect("not poisoned").len());
    let redirect_uri = asked["redirect_uri"].clone();
    let mut back = url::Url::parse(&redirect_uri).expect("an address");
    back.query_pairs_mut().append_pair("code", &code).append_pair("state", &asked["state"]);
    if let Some(iss) = &this.0.says.lock().expect("not poisoned").iss {
        back.query_pairs_mut().append_pair("iss", iss);
    }
    assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
    let kept = Asked { redirect_uri, challenge: asked["code_challenge"].clone(), nonce: asked["nonce"].clone() };
    this.0.asked.lock().expect("not poisoned").insert(code, kept);
    (StatusCode::FOUND, [(LOCATION, back.to_string())]).into_response()
}

async fn token(State(this): State<OpenId>, headers: HeaderMap, Form(sent): Form<Parameters>) -> Response {
    let expected = format!("Basic {}", BASE64_STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}")));
    let is_us = headers.get("authorization").is_some_and(|said| said.as_bytes() == expected.as_bytes());
    let asked = this.0.asked.lock().expect("not poisoned").remove(sent.get("code").map_or("", String::as_str));
    let challenge = sent.get("code_verifier").map(|verifier| BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
    let good = asked.filter(|asked| {
        is_us
            && sent.get("grant_type").is_some_and(|kind| kind == "authorization_code")
            && sent.get("redirect_uri") == Some(&asked.redirect_uri)
            && challenge.as_ref() == Some(&asked.challenge)
    });
    let Some(asked) = good else {
        *this.0.refused.lock().expect("not poisoned") += 1;
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    let id_token = this.id_token(&asked.nonce);
    Json(json!({ "access_token": "at", "token_type": "Bearer", "expires_in": 3600, "id_token": id_token }))
        .into_response()
}

async fn user(State(this): State<OpenId>, headers: HeaderMap) -> Response {
    if headers.get("authorization").is_none_or(|said| said.as_bytes() != b"Bearer at") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let mut said = json!({ "sub": "248289761001" });
    let more = this.0.says.lock().expect("not poisoned").user_info.clone();
    said.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    Json(said).into_response()
}
