//! The session token, and how others verify it.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::support::{Browser, DAY, Database, HOUR, House, MINUTE, Person, SECOND, on_both};

on_both!(
    a_token_says_what_clerk_s_version_2_says,
    a_token_verifies_with_the_published_keys,
    keys_change_without_anybody_noticing,
    a_key_that_is_to_sign_at_once_does,
    a_key_that_was_retired_is_forgotten_after_its_day,
    a_token_in_a_header_is_as_good_as_a_cookie,
);

fn part(token: &str, number: usize) -> Value {
    let part = token.split('.').nth(number).expect("has three parts");
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).expect("is base64url without padding");
    serde_json::from_slice(&bytes).expect("is JSON")
}

/// The names of the published keys.
async fn published(house: &House) -> Vec<String> {
    let answer = house.browser().get("/.well-known/jwks.json").await.json();
    let keys = answer["keys"].as_array().expect("keys");
    keys.iter().map(|key| key["kid"].as_str().expect("has a kid").to_owned()).collect()
}

/// Checks a token as any other program would, without the library that made it; says with which key.
async fn verify(house: &House, token: &str) -> Option<String> {
    let answer = house.browser().get("/.well-known/jwks.json").await;
    answer.expect_ok();
    let kid = part(token, 0)["kid"].as_str().expect("has a kid").to_owned();
    let keys = answer.json()["keys"].as_array().cloned().expect("keys");
    let key = keys.into_iter().find(|key| key["kid"] == kid.as_str())?;
    assert_eq!((&key["kty"], &key["alg"], &key["use"]), (&"RSA".into(), &"RS256".into(), &"sig".into()));
    for private in ["d", "p", "q", "dp", "dq", "qi"] {
        assert_eq!(key[private], Value::Null, "a private part is published");
    }
    let number = |name: &str| BASE64_URL_SAFE_NO_PAD.decode(key[name].as_str().expect("a number")).expect("base64url");
    let (signed, signature) = token.rsplit_once('.').expect("has three parts");
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).expect("is base64url");
    let public = RsaPublicKeyComponents { n: number("n"), e: number("e") };
    public.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature).ok().map(|()| kid)
}

async fn token_of(browser: &Browser) -> String {
    browser.post("session/token", &[]).await.json().as_str().expect("is signed in").to_owned()
}

async fn a_token_says_what_clerk_s_version_2_says(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let user = browser.get("/api/me").await.json();
    house.clock.advance(5 * MINUTE);
    let before = house.clock.now() / SECOND;
    let token = token_of(&browser).await;
    let header = part(&token, 0);
    assert_eq!((&header["alg"], &header["typ"]), (&"RS256".into(), &"JWT".into()));
    assert!(header["kid"].as_str().is_some_and(|kid| kid.starts_with("ins_")));
    assert_eq!(header.as_object().map(serde_json::Map::len), Some(3), "nothing else is in the header: {header}");

    let claims = part(&token, 1);
    let issued = claims["iat"].as_i64().expect("seconds");
    assert!((before..=before + 30).contains(&issued), "{claims}");
    assert_eq!(claims["exp"], issued + 60);
    assert_eq!(claims["nbf"], issued - 10);
    assert_eq!((&claims["iss"], &claims["azp"]), (&"http://localhost:3000".into(), &"http://localhost:3000".into()));
    assert_eq!((&claims["sub"], &claims["sts"], &claims["v"]), (&user["id"], &"active".into(), &2.into()));
    assert!(claims["sid"].as_str().is_some_and(|sid| sid.starts_with("sess_")));
    assert_eq!(claims["fva"], serde_json::json!([5, -1]));
    let mut names: Vec<_> = claims.as_object().expect("claims").keys().cloned().collect();
    names.sort();
    assert_eq!(names, ["azp", "exp", "fva", "iat", "iss", "nbf", "sid", "sts", "sub", "v"]);
    // NIST SP 800-63B-4: nothing that identifies a person is readable in a cookie.
    assert!(!part(&token, 1).to_string().contains("ada"));
}

async fn a_token_verifies_with_the_published_keys(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let token = token_of(&browser).await;
    assert!(verify(&house, &token).await.is_some());
    assert!(verify(&house, &browser.cookie("__session").expect("is signed in")).await.is_some());
    let mut forged = token.clone();
    forged.replace_range(token.find('.').expect("a dot") + 5..=token.find('.').expect("a dot") + 5, "x");
    assert!(forged == token || verify(&house, &forged).await.is_none());
}

async fn keys_change_without_anybody_noticing(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let old = token_of(&browser).await;
    let old_kid = verify(&house, &old).await.expect("verifies");

    let new_kid = house.vestibule.rotate_signing_key().await.expect("rotates");
    assert_ne!(old_kid, new_kid);
    let both = published(&house).await;
    assert!(both.len() == 2 && both.contains(&new_kid) && both.contains(&old_kid), "{both:?}");
    house.clock.advance(61 * SECOND);
    let last = token_of(&browser).await;
    assert_ne!(last, old);
    assert_eq!(verify(&house, &last).await, Some(old_kid.clone()), "not everyone knows the new one yet");
    house.clock.advance(40 * SECOND);
    assert_eq!(browser.who().await, Some(ada.email.clone()), "the token in the cookie is still good");
    assert_eq!(verify(&house, &old).await, Some(old_kid.clone()), "others can still verify it");
    let new = token_of(&browser).await;
    assert_eq!(verify(&house, &new).await, Some(new_kid.clone()));

    let house = house.restarted().await;
    let browser = browser.at(&house);
    assert_eq!(verify(&house, &old).await, Some(old_kid));
    assert_eq!(verify(&house, &token_of(&browser).await).await, Some(new_kid));
    assert_eq!(browser.who().await, Some(ada.email));
    let sealed = database.texts("SELECT sealed_private_key FROM signing_keys").await;
    assert_eq!(sealed.len(), 2);
}

async fn a_key_that_is_to_sign_at_once_does(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let old = token_of(&browser).await;
    let (program, bearer) = (house.browser(), format!("Bearer {old}"));
    let answered = async || program.ask("GET", "/api/me").header("authorization", &bearer).send().await.status;
    assert_eq!(answered().await, 200);
    house.vestibule.rotate_signing_key().await.expect("rotates");
    assert_eq!(answered().await, 200, "its key verifies for a day more");
    let kid = house.vestibule.replace_signing_key().await.expect("is made");
    assert_eq!(answered().await, 401, "it was found good before, and its key was taken");
    assert_eq!(
        published(&house).await,
        std::slice::from_ref(&kid),
        "neither the one that was taken nor the one that waited"
    );
    assert_eq!(browser.who().await, Some(ada.email), "browsers get another token by themselves");
    assert_eq!(verify(&house, &token_of(&browser).await).await, Some(kid.clone()));
    house.clock.advance(3 * MINUTE);
    let by = verify(&house, &token_of(&browser).await).await;
    assert_eq!(by.as_ref(), Some(&kid), "the one that waited has lost its turn");
    // A server whose clock is slow takes what was taken for over all the same.
    house.clock.advance(-HOUR);
    let slow = house.restarted().await;
    assert_eq!(published(&slow).await, [kid]);
}

async fn a_key_that_was_retired_is_forgotten_after_its_day(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let kid = verify(&house, &token_of(&browser).await).await.expect("verifies");
    house.vestibule.rotate_signing_key().await.expect("rotates");
    house.clock.advance(23 * HOUR);
    assert!(published(&house).await.contains(&kid));
    // What was signed with a key that somebody took may not be good for as long as the process happens to run.
    house.clock.advance(DAY);
    assert!(!published(&house).await.contains(&kid), "is still published");
}

async fn a_token_in_a_header_is_as_good_as_a_cookie(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let bearer = format!("bearer {}", token_of(&browser).await);
    let program = house.browser();
    let ask = || program.ask("GET", "/api/me").header("authorization", &bearer);
    assert_eq!(ask().send().await.json()["email_addresses"][0]["email_address"], "ada@example.com");
    house.clock.advance(61 * SECOND);
    let late = ask().send().await;
    assert_eq!((late.status, late.cookie("__session")), (401, None), "nobody renews a program's token");
    for nonsense in ["Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c", "Token x"] {
        let answer = program.ask("GET", "/api/me").header("authorization", nonsense).send().await;
        assert_eq!(answer.status, 401, "{nonsense}");
    }
}
