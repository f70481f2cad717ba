//! The Rust program of docs/verifying-tokens.md, as another service runs it. `end2end/backend/verify.test.mjs` runs the others.

mod recipe;

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName};
use http::{HeaderMap, HeaderValue};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use self::recipe::Verifier;
use crate::support::Folder;
use crate::support::program::Program;

fn with(name: HeaderName, value: &str) -> HeaderMap {
    HeaderMap::from_iter([(name, HeaderValue::from_str(value).expect("a value"))])
}

fn bearer(token: &str) -> HeaderMap {
    with(AUTHORIZATION, &format!("Bearer {token}"))
}

/// What the REST API answers.
async fn call(program: &Program, key: &str, path: &str, body: &Value) -> Value {
    let url = format!("{}/v1/{path}", program.address);
    let request = reqwest::Client::new().post(url).header(AUTHORIZATION, format!("Bearer {key}"));
    let answer = request.header(CONTENT_TYPE, "application/json").body(body.to_string()).send().await.expect("answers");
    let answer = answer.error_for_status().expect("is done");
    serde_json::from_slice(&answer.bytes().await.expect("is whole")).expect("is JSON")
}

/// A key for everything, made by the command.
fn secret_key(folder: &Folder) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_") || name.starts_with("LEPTOS_"))
    {
        command.env_remove(name);
    }
    let config = folder.path().join("Leptos.toml");
    let made = command.arg("--config").arg(config).args(["secret-keys", "create", "tests"]).output().expect("runs");
    let said = String::from_utf8(made.stdout).expect("is text");
    said.lines().last().expect("is told").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_of_the_server_is_good_and_an_altered_one_is_not() {
    let folder = Folder::new();
    let program = Program::start(folder.path()).await;
    let key = secret_key(&folder);
    let user = json!({ "email_address": ["ada@example.com"], "skip_password_requirement": true });
    let user = call(&program, &key, "users", &user).await["id"].clone();
    let session = call(&program, &key, "sessions", &json!({ "user_id": user })).await["id"].clone();
    let path = format!("sessions/{}/tokens", session.as_str().expect("an id"));
    let token = call(&program, &key, &path, &json!({})).await["jwt"].as_str().expect("a token").to_owned();

    let verifier = Verifier::new(&program.address);
    let cookie = format!("theme=dark; __session={token}");
    for headers in [bearer(&token), with(AUTHORIZATION, &format!("bearer {token}")), with(COOKIE, &cookie)] {
        let claims = verifier.signed_in(&headers).await.expect("is good");
        assert_eq!((claims.sub, claims.sid), (text(&user), text(&session)));
    }
    let (head, rest) = token.split_once('.').expect("has three parts");
    let (body, signature) = rest.split_once('.').expect("has three parts");
    let changed = if signature.starts_with('A') { "B" } else { "A" };
    for (what, headers) in [
        ("nothing", HeaderMap::new()),
        ("no cookie of ours", with(COOKIE, &format!("x__session={token}"))),
        ("another scheme", with(AUTHORIZATION, &format!("Basic {token}"))),
        ("no JWT", bearer("nonsense")),
        ("no signature", bearer(&format!("{head}.{body}."))),
        ("another signature", bearer(&format!("{head}.{body}.{changed}{}", &signature[1..]))),
        ("another key", bearer(&Signer::new().sign(&json!({ "sub": text(&user) }), Algorithm::RS256))),
    ] {
        assert!(verifier.signed_in(&headers).await.is_err(), "{what}");
    }
    assert!(verifier.signed_in(&bearer(&token)).await.is_ok(), "it goes on");
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Signs what a Vestibule would sign only for others, or at other times.
struct Signer {
    key: EncodingKey,
    /// The public key.
    pem: String,
}

impl Signer {
    fn new() -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let private: Pkcs8V1Der<'_> = pair.as_der().expect("is encoded");
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der().expect("is encoded");
        let pem = |label: &str, der: &[u8]| {
            format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", BASE64_STANDARD.encode(der))
        };
        let key = EncodingKey::from_rsa_pem(pem("PRIVATE KEY", private.as_ref()).as_bytes()).expect("a key");
        Self { key, pem: pem("PUBLIC KEY", public.as_ref()) }
    }

    fn sign(&self, claims: &Value, algorithm: Algorithm) -> String {
        let mut header = Header::new(algorithm);
        header.kid = Some("ins_other".into());
        match algorithm {
            // As if the public key were a secret that both know.
            Algorithm::HS256 => {
                jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(self.pem.as_bytes())).expect("signs")
            }
            _ => jsonwebtoken::encode(&header, claims, &self.key).expect("signs"),
        }
    }
}

#[tokio::test]
async fn a_good_signature_alone_is_not_enough() {
    const ISSUER: &str = "https://app.example";
    let signer = Signer::new();
    let verifier = Verifier::with_pem(ISSUER, &signer.pem).expect("a key");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_secs();
    let good = json!({
        "iss": ISSUER, "azp": ISSUER, "sub": "user_1", "sid": "sess_1", "sts": "active", "iat": now, "nbf": now - 10,
        "exp": now + 60, "fva": [0, -1], "v": 2,
    });
    let signed = |name: &str, value: Value| {
        let mut claims = good.clone();
        match value {
            Value::Null => drop(claims.as_object_mut().expect("an object").remove(name)),
            value => claims[name] = value,
        }
        signer.sign(&claims, Algorithm::RS256)
    };
    for token in [signer.sign(&good, Algorithm::RS256), signed("exp", json!(now - 2))] {
        let claims = verifier.signed_in(&bearer(&token)).await.expect("is good");
        assert_eq!((claims.sub.as_str(), claims.sid.as_str()), ("user_1", "sess_1"));
    }
    for (name, value) in [
        ("exp", json!(now - 10)),
        ("exp", Value::Null),
        ("nbf", json!(now + 30)),
        ("nbf", Value::Null),
        ("iss", json!("https://other.example")),
        ("iss", Value::Null),
        ("azp", json!("https://other.example")),
        ("azp", Value::Null),
        ("sts", json!("pending")),
        ("sub", Value::Null),
        ("sid", Value::Null),
    ] {
        let refused = verifier.signed_in(&bearer(&signed(name, value.clone()))).await;
        assert!(refused.is_err(), "{name}: {value}");
    }
    let confused = signer.sign(&good, Algorithm::HS256);
    assert!(verifier.signed_in(&bearer(&confused)).await.is_err(), "a public key is no secret");
}

#[test]
fn the_document_shows_this_program() {
    let document = include_str!("../../../docs/verifying-tokens.md");
    assert!(document.contains(&format!("```rust\n{}```\n", include_str!("recipe.rs"))));
}
