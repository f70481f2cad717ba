//! T13: session tokens that are not what they say.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaKeyPair};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::support::{DAY, Database, House, MINUTE, Person, SECOND, instance_key, on_both};

on_both!(
    tokens_that_nobody_signed_open_nothing,
    tokens_that_say_the_wrong_thing_open_nothing,
    what_a_key_has_signed_opens_nothing_once_it_retires,
    a_changed_token_opens_nothing,
);

fn encode(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

fn decode(part: &str) -> Value {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

/// A token of someone who is signed in, in its parts, and the key that signed it, as only the server has it.
struct Genuine {
    house: House,
    header: Value,
    claims: Value,
    signature: String,
    key: RsaKeyPair,
}

impl Genuine {
    async fn of(database: &Database) -> Self {
        let house = House::open(database).await;
        let browser = house.sign_up(&Person::named("ada")).await;
        let token = browser.cookie("__session").expect("is signed in");
        let parts: Vec<&str> = token.split('.').collect();
        let sealed = database.texts("SELECT sealed_private_key FROM signing_keys").await.remove(0);
        let der = instance_key().open("signing_key", &sealed).expect("is sealed with our key");
        Self {
            header: decode(parts[0]),
            claims: decode(parts[1]),
            signature: parts[2].to_owned(),
            key: RsaKeyPair::from_pkcs8(&der).expect("a key"),
            house,
        }
    }

    fn signed(&self, header: &Value, claims: &Value) -> String {
        let text = format!("{}.{}", encode(header), encode(claims));
        let mut signature = vec![0; self.key.public_modulus_len()];
        let scheme = if header["alg"] == "RS512" { &RSA_PKCS1_SHA512 } else { &RSA_PKCS1_SHA256 };
        self.key.sign(scheme, &SystemRandom::new(), text.as_bytes(), &mut signature).expect("signs");
        format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }

    /// Whether a token lets someone in, as a cookie and in the header.
    async fn opens(&self, token: &str) -> bool {
        let by_cookie = self.house.browser().ask("GET", "/api/me").header("cookie", &format!("__session={token}"));
        let by_header = self.house.browser().ask("GET", "/api/me").header("authorization", &format!("Bearer {token}"));
        let [cookie, header] = [by_cookie.send().await, by_header.send().await];
        assert!(cookie.status < 500 && header.status < 500);
        assert_eq!(cookie.status, header.status, "{token}");
        cookie.status == 200
    }
}

fn with(value: &Value, name: &str, new: Value) -> Value {
    let mut value = value.clone();
    value[name] = new;
    value
}

fn without(value: &Value, name: &str) -> Value {
    let mut value = value.clone();
    value.as_object_mut().expect("an object").remove(name);
    value
}

async fn tokens_that_nobody_signed_open_nothing(database: Database) {
    let genuine = Genuine::of(&database).await;
    let (header, claims) = (&genuine.header, encode(&genuine.claims));
    assert!(genuine.opens(&genuine.signed(header, &genuine.claims)).await, "the tools of this test work");
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let unsigned = format!("{}.{claims}.", encode(&with(header, "alg", alg.into())));
        assert!(!genuine.opens(&unsigned).await, "{alg}");
        assert!(!genuine.opens(&format!("{unsigned}{}", genuine.signature)).await, "{alg}");
    }
    assert!(!genuine.opens(&format!("{}.{claims}.", encode(header))).await);

    // The public key as if it were a shared secret.
    let jwks = genuine.house.browser().get("/.well-known/jwks.json").await;
    let jwk = jwks.json()["keys"][0].clone();
    let modulus = jwk["n"].as_str().expect("a modulus");
    let raw = BASE64_URL_SAFE_NO_PAD.decode(modulus).expect("base64url");
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64_STANDARD.encode(&raw));
    for secret in [modulus.as_bytes(), &raw, jwk.to_string().as_bytes(), jwks.body.as_bytes(), pem.as_bytes(), b""] {
        let text = format!("{}.{claims}", encode(&with(header, "alg", "HS256".into())));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes());
        assert!(!genuine.opens(&format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(tag))).await);
    }

    // A key of the attacker, brought along or pointed to.
    let own = RsaKeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).expect("a key");
    let forger = Genuine { key: own, header: Value::Null, ..genuine };
    for (name, value) in [
        ("jwk", jwk.clone()),
        ("jku", "https://evil.example/jwks.json".into()),
        ("x5u", "https://evil.example/cert.pem".into()),
        ("x5c", json!(["MIIB"])),
        ("kid", "../../../../dev/null".into()),
        ("kid", "' UNION SELECT 'x' --".into()),
        ("kid", "".into()),
        ("kid", Value::Null),
        ("kid", json!(["a"])),
        ("kid", "ins_00000000000000000000".into()),
        ("typ", "JWT".into()),
    ] {
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": jwk["kid"] });
        assert!(
            !forger.opens(&forger.signed(&with(&header, name, value.clone()), &forger.claims)).await,
            "{name} {value}"
        );
    }
    for nonsense in [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "a.b",
        "null",
        &"A".repeat(1_000_000),
        &format!("{}.{}.x", "A".repeat(4000), "B".repeat(4000)),
    ] {
        assert!(!forger.opens(nonsense).await);
    }
}

async fn tokens_that_say_the_wrong_thing_open_nothing(database: Database) {
    // All of these are signed with the right key: another program of ours might have made them.
    let genuine = Genuine::of(&database).await;
    let (header, claims) = (&genuine.header, &genuine.claims);
    for (name, value) in [
        ("alg", "RS512".into()),
        ("typ", "at+jwt".into()),
        ("typ", "jwt-template".into()),
        ("typ", Value::Null),
        ("kid", Value::Null),
        // A token for another service, which says the same.
        ("cat", "cl_B7d4PD222AAA".into()),
        ("cat", Value::Null),
    ] {
        assert!(!genuine.opens(&genuine.signed(&with(header, name, value.clone()), claims)).await, "{name} {value}");
    }
    let now = claims["iat"].as_i64().expect("seconds");
    for (name, value) in [
        ("iss", "http://localhost:3001".into()),
        ("iss", "https://evil.example".into()),
        ("iss", json!(["http://localhost:3000", "https://evil.example"])),
        ("iss", Value::Null),
        ("exp", "never".into()),
        ("exp", json!((now + 60).to_string())),
        ("exp", Value::Null),
        ("exp", json!(-1)),
        ("exp", json!(0)),
        ("exp", json!(now - 1)),
        ("exp", json!(now + 3600)),
        ("exp", json!(i64::MAX)),
        ("exp", json!(1e300)),
        ("exp", json!([now + 60])),
        ("exp", json!(true)),
        ("iat", json!("x")),
        ("iat", json!(now - 3600)),
        ("iat", json!(i64::MIN)),
        // Whoever had a key for a moment could make as many for later as they like.
        ("iat", json!(now + 3600)),
        ("iat", json!(i64::MAX)),
        ("nbf", json!("x")),
        ("nbf", json!(now + 3600)),
        ("nbf", Value::Null),
        ("v", json!(1)),
        ("v", json!("2")),
        ("v", json!(258)),
        ("sts", json!("pending")),
        ("sts", json!("revoked")),
        ("sts", json!("")),
        ("sub", Value::Null),
        ("sid", Value::Null),
        ("fva", json!([0])),
    ] {
        assert!(!genuine.opens(&genuine.signed(header, &with(claims, name, value.clone()))).await, "{name}: {value}");
    }
    for name in ["iss", "exp", "nbf", "iat", "sub", "sid", "sts", "v", "fva"] {
        assert!(!genuine.opens(&genuine.signed(header, &without(claims, name))).await, "without {name}");
    }
    for whole in [json!([]), json!("x"), json!(null), json!(1)] {
        assert!(!genuine.opens(&genuine.signed(header, &whole)).await, "{whole}");
    }
}

async fn what_a_key_has_signed_opens_nothing_once_it_retires(database: Database) {
    let genuine = Genuine::of(&database).await;
    let house = &genuine.house;
    house.vestibule.rotate_signing_key().await.expect("rotates");
    // Half a minute before: somebody who has taken it makes the last one.
    house.clock.advance(DAY + MINUTE);
    let now = house.clock.now().div_euclid(SECOND);
    let claims = with(&with(&genuine.claims, "iat", json!(now)), "nbf", json!(now - 10));
    let token = genuine.signed(&genuine.header, &with(&claims, "exp", json!(now + 60)));
    assert!(genuine.opens(&token).await);
    house.clock.advance(31 * SECOND);
    assert!(!genuine.opens(&token).await, "it was found good before");
}

async fn a_changed_token_opens_nothing(database: Database) {
    let genuine = Genuine::of(&database).await;
    let (header, claims) = (encode(&genuine.header), &genuine.claims);
    for (name, value) in [("sub", "user_0".into()), ("exp", json!(9_999_999_999_i64)), ("fva", json!([0, 0]))] {
        let changed = encode(&with(claims, name, value));
        assert!(!genuine.opens(&format!("{header}.{changed}.{}", genuine.signature)).await, "{name}");
    }
    let token = genuine.signed(&genuine.header, claims);
    for at in (0..token.len() - 2).step_by(7) {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert!(!genuine.opens(&String::from_utf8(bytes).expect("ASCII")).await, "byte {at}");
    }
}
