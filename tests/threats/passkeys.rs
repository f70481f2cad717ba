//! T10, T12, T18, T21, T23, T24 and T36: a passkey proves who someone is when all of what it says holds, in the browser that
//! was asked, and once.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use passkey::client::{DefaultClientDataWithCustomHash, DefaultClientDataWithExtra};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::authenticator::asked;
use crate::support::{Answer, Authenticator, Browser, Database, House, MINUTE, Person, at_once, on_both, rounds};

on_both!(
    an_assertion_in_which_anything_is_changed_proves_nothing,
    what_was_signed_elsewhere_or_without_the_person_proves_nothing,
    an_assertion_is_good_once_in_the_browser_that_was_asked,
    a_challenge_a_hundred_times_at_once_makes_one_session,
    a_copy_of_an_authenticator_is_noticed,
    an_attestation_in_which_anything_is_changed_makes_no_passkey,
    what_was_begun_for_one_person_makes_no_passkey_for_another,
    other_people_s_passkeys_are_not_there,
    half_a_sign_in_makes_no_passkey,
    who_planted_the_cookies_has_nothing_of_the_session,
);

const ASK: &str = "sign_in/prepare_passkey";
const GIVE: &str = "sign_in/passkey";
const ASK_FOR_NEW: &str = "passkey/prepare";
const CREATE: &str = "passkey/create";

async fn house(database: &Database) -> House {
    House::with(database, |settings| {
        settings.sign_in.passkey = true;
        settings.security.forms_per_minute = 1_000_000;
    })
    .await
}

/// Makes of a good credential one that is not.
type Change = Box<dyn Fn(&Value) -> Value + Send + Sync>;

/// Someone with a passkey, and the browser in which they are signed in.
async fn with_passkey(house: &House, name: &str) -> (Authenticator, Browser) {
    let browser = house.sign_up(&Person::named(name)).await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    (authenticator, browser)
}

fn bytes(text: &Value) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text.as_str().expect("a text")).expect("base64url")
}

fn base64(bytes: impl AsRef<[u8]>) -> Value {
    BASE64_URL_SAFE_NO_PAD.encode(bytes).into()
}

#[track_caller]
fn assert_refused(answer: &Answer, what: &str) {
    assert_eq!((answer.status, answer.error().as_str()), (422, "passkey_retrieval_failed"), "{what}: {}", answer.body);
    assert!(answer.cookie("__session").is_none(), "{what}");
}

/// A credential, of which one thing is another.
fn changed(credential: &Value, pointer: &str, to: Value) -> Value {
    let mut credential = credential.clone();
    *credential.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = to;
    credential
}

/// Client data, of which one thing is another.
fn with_client_data(credential: &Value, key: &str, to: Value) -> Value {
    let at = "/response/clientDataJSON";
    let mut data: Value = serde_json::from_slice(&bytes(credential.pointer(at).expect("client data"))).expect("JSON");
    data[key] = to;
    changed(credential, at, base64(data.to_string()))
}

/// A credential with one bit changed in something of it.
fn flipped(credential: &Value, pointer: &str, byte: usize, mask: u8) -> Value {
    let mut all = bytes(credential.pointer(pointer).expect("is there"));
    all[byte] ^= mask;
    changed(credential, pointer, base64(all))
}

/// T23: GitLab 585333 and its like.
async fn an_assertion_in_which_anything_is_changed_proves_nothing(database: Database) {
    let house = house(&database).await;
    let (mut ada, _) = with_passkey(&house, "ada").await;
    let (mut eve, _) = with_passkey(&house, "eve").await;
    let of_eve = {
        let browser = house.browser();
        eve.sign(&asked(&browser, ASK).await).await
    };
    let other_id = of_eve["id"].clone();
    let mut changes: Vec<(String, Change)> = Vec::new();
    let mut add = |what: &str, change: Change| changes.push((what.to_owned(), change));
    for pointer in ["/id", "/rawId"] {
        let one = other_id.clone();
        add(&format!("{pointer} of another"), Box::new(move |good| changed(good, pointer, one.clone())));
        add(&format!("{pointer} empty"), Box::new(move |good| changed(good, pointer, "".into())));
        add(&format!("{pointer} padded"), {
            Box::new(move |good| changed(good, pointer, format!("{}=", good["id"].as_str().unwrap_or("")).into()))
        });
    }
    let id = other_id.clone();
    add("both ids of another", Box::new(move |good| changed(&changed(good, "/id", id.clone()), "/rawId", id.clone())));
    add("its type", Box::new(|good| changed(good, "/type", "password".into())));
    for (key, to) in [
        ("type", json!("webauthn.create")),
        ("challenge", base64([7; 32])),
        ("challenge", json!("")),
        ("origin", json!("http://localhost:3001")),
        ("origin", json!("https://localhost:3000")),
        ("origin", json!("http://evil.localhost:3000")),
        ("origin", json!("http://localhost.evil.example:3000")),
        ("origin", json!("null")),
        ("crossOrigin", json!(true)),
        ("topOrigin", json!("https://evil.example")),
        ("anything", json!("else")),
    ] {
        add(&format!("{key}: {to}"), Box::new(move |good| with_client_data(good, key, to.clone())));
    }
    // Which app, the flags (present, verified, could be and is backed up, more follows), how often.
    let data = "/response/authenticatorData";
    for byte in [0, 31, 33, 36] {
        add(&format!("authenticator data, byte {byte}"), Box::new(move |good| flipped(good, data, byte, 1)));
    }
    for bit in 0..8 {
        add(&format!("flag {bit}"), Box::new(move |good| flipped(good, data, 32, 1 << bit)));
    }
    add(
        "authenticator data cut",
        Box::new(move |good| changed(good, data, base64(&bytes(&good["response"]["authenticatorData"])[..36]))),
    );
    let signature = "/response/signature";
    for byte in [0, 5, 20, 60] {
        add(&format!("signature, byte {byte}"), Box::new(move |good| flipped(good, signature, byte, 1)));
    }
    add("no signature", Box::new(move |good| changed(good, signature, "".into())));
    let handle = "/response/userHandle";
    let other_handle = of_eve["response"]["userHandle"].clone();
    add("another user", Box::new(move |good| changed(good, handle, other_handle.clone())));
    add("no user", Box::new(move |good| changed(good, handle, Value::Null)));
    add("an empty user", Box::new(move |good| changed(good, handle, "".into())));
    add("all of another, but the signature", {
        Box::new(move |good| changed(&of_eve, signature, good["response"]["signature"].clone()))
    });

    for (what, change) in &changes {
        let browser = house.browser();
        let good = ada.sign(&asked(&browser, ASK).await).await;
        let bad = change(&good);
        assert_ne!(bad, good, "{what}");
        assert_refused(&browser.give(GIVE, &bad).await, what);
        assert_eq!(browser.who().await, None, "{what}");
    }
    for nonsense in ["{}", "[]", "null", "x", "{\"id\":1}", "\"\"", "{\"error\":1}"] {
        let answer = house.browser().post(GIVE, &[("public_key_credential", nonsense)]).await;
        assert_refused(&answer, nonsense);
    }
    assert_eq!(database.live_sessions().await, 2, "nobody got in");
    let browser = house.browser();
    browser.use_passkey(&mut ada).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"), "what is right still is");
}

async fn what_was_signed_elsewhere_or_without_the_person_proves_nothing(database: Database) {
    let house = house(&database).await;
    let (mut ada, _) = with_passkey(&house, "ada").await;
    for origin in ["http://localhost:9999", "http://localhost", "https://localhost:3000", "http://evil.localhost:3000"]
    {
        let browser = house.browser();
        let mut elsewhere = Authenticator { origin: origin.into(), ..ada.clone() };
        let signed = elsewhere.sign(&asked(&browser, ASK).await).await;
        assert_refused(&browser.give(GIVE, &signed).await, origin);
    }
    // No fingerprint and no PIN: the page was told that none is needed.
    let browser = house.browser();
    let mut options = asked(&browser, ASK).await;
    options["userVerification"] = "discouraged".into();
    let signed = Authenticator { verifies: false, ..ada.clone() }.sign(&options).await;
    assert_eq!(bytes(&signed["response"]["authenticatorData"])[32] & 0b101, 0b001, "present and not verified");
    assert_refused(&browser.give(GIVE, &signed).await, "not verified");
    // In a frame of another site, whose browser says so.
    let browser = house.browser();
    let framed = DefaultClientDataWithExtra(json!({ "topOrigin": "https://evil.example" }));
    let signed = ada.sign_with(&asked(&browser, ASK).await, framed).await;
    assert_refused(&browser.give(GIVE, &signed).await, "topOrigin");
    for (origin, kind, good) in [
        (json!(true), "webauthn.get", false),
        (json!(false), "webauthn.create", false),
        (json!(false), "webauthn.get", true),
    ] {
        let browser = house.browser();
        let options = asked(&browser, ASK).await;
        let data = json!({
            "type": kind, "challenge": options["challenge"], "origin": "http://localhost:3000", "crossOrigin": origin,
        });
        let hash = Sha256::digest(data.to_string()).to_vec();
        let signed = ada.sign_with(&options, DefaultClientDataWithCustomHash(hash)).await;
        let signed = changed(&signed, "/response/clientDataJSON", base64(data.to_string()));
        let answer = browser.give(GIVE, &signed).await;
        match good {
            true => drop(answer.expect_ok()),
            false => assert_refused(&answer, &data.to_string()),
        }
    }
    // An authenticator that does not know this app, and says what another one has said.
    let mut stranger = Authenticator::new();
    let other = house.sign_up(&Person::named("eve")).await;
    stranger.make(&asked(&other, ASK_FOR_NEW).await).await;
    assert_refused(&house.browser().use_passkey(&mut stranger).await, "a passkey that was never given");
}

async fn an_assertion_is_good_once_in_the_browser_that_was_asked(database: Database) {
    let house = house(&database).await;
    let (mut ada, member) = with_passkey(&house, "ada").await;
    let (asker, other) = (house.browser(), house.browser());
    let signed = ada.sign(&asked(&asker, ASK).await).await;
    // In a browser that was asked something else, and in one that was asked nothing.
    asked(&other, ASK).await;
    for browser in [&other, &house.browser()] {
        assert_refused(&browser.give(GIVE, &signed).await, "another browser");
    }
    asker.give(GIVE, &signed).await.expect_ok();
    asker.post("session/sign_out", &[]).await.expect_ok();
    assert_refused(&asker.give(GIVE, &signed).await, "again");
    // What was refused was asked once, too.
    let signed = ada.sign(&asked(&asker, ASK).await).await;
    assert_refused(&asker.give(GIVE, &flipped(&signed, "/response/signature", 20, 1)).await, "changed");
    assert_refused(&asker.give(GIVE, &signed).await, "after it was refused");
    // Too late.
    let signed = ada.sign(&asked(&asker, ASK).await).await;
    house.clock.advance(5 * MINUTE + 1);
    assert_refused(&asker.give(GIVE, &signed).await, "late");
    // T12: a challenge for one thing is none for another.
    let for_new = asked(&member, ASK_FOR_NEW).await;
    let mut options = asked(&asker, ASK).await;
    let for_sign_in = options["challenge"].clone();
    options["challenge"] = for_new["challenge"].clone();
    let signed = ada.sign(&options).await;
    assert_refused(&asker.give(GIVE, &signed).await, "a challenge for a new passkey");
    assert_refused(&member.thief_who_left().await.give(GIVE, &signed).await, "the same where it was asked");
    let member = house.sign_in(&Person::named("ada")).await;
    member.set_cookie("vestibule_passkey", &asker.cookie("vestibule_passkey").expect("a cookie"));
    let made = Authenticator::new().make(&changed(&for_new, "/challenge", for_sign_in)).await;
    member.give(CREATE, &made).await.expect_error(422, "passkey_registration_failed");
    assert_eq!(database.count("passkeys").await, 1);
    // Two tabs are asked at once: both may answer.
    let tab = house.browser();
    let [first, second] = [asked(&tab, ASK).await, asked(&tab, ASK).await];
    let early = ada.sign(&first).await;
    ada.sign(&second).await;
    tab.give(GIVE, &early).await.expect_ok();
}

impl Browser {
    /// The same browser after a sign-out.
    async fn thief_who_left(&self) -> Self {
        self.post("session/sign_out", &[]).await.expect_ok();
        self.clone()
    }
}

/// T18.
async fn a_challenge_a_hundred_times_at_once_makes_one_session(database: Database) {
    let house = house(&database).await;
    let (mut ada, _) = with_passkey(&house, "ada").await;
    for round in 0..rounds(5) {
        let browser = house.browser();
        let signed = ada.sign(&asked(&browser, ASK).await).await;
        let answers = at_once((0..100).map(|_| {
            let (browser, signed) = (browser.clone(), signed.clone());
            async move { browser.give(GIVE, &signed).await }
        }))
        .await;
        let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((count(200), count(422)), (1, 99), "{:?}", answers.iter().map(|it| it.status).collect::<Vec<_>>());
        assert_eq!(database.live_sessions().await, round + 2);
        assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
    }
    // A new passkey, likewise.
    let member = house.sign_in(&Person::named("ada")).await;
    let made = Authenticator::new().make(&asked(&member, ASK_FOR_NEW).await).await;
    let answers = at_once((0..50).map(|_| {
        let (member, made) = (member.clone(), made.clone());
        async move { member.give(CREATE, &made).await.status }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert_eq!(database.count("passkeys").await, 2);
}

async fn a_copy_of_an_authenticator_is_noticed(database: Database) {
    let house = house(&database).await;
    let member = house.sign_up(&Person::named("ada")).await;
    let mut original = Authenticator { counts: true, ..Authenticator::new() };
    member.add_passkey(&mut original).await.expect_ok();
    house.browser().use_passkey(&mut original).await.expect_ok();
    let mut copy = original.clone();
    house.browser().use_passkey(&mut original).await.expect_ok();
    assert_refused(&house.browser().use_passkey(&mut copy).await, "it counts from where it was copied");
    house.browser().use_passkey(&mut original).await.expect_ok();
    // Both at once: one of the two that say the same number.
    let mut copy = original.clone();
    let (one, two) = (house.browser(), house.browser());
    let first = original.sign(&asked(&one, ASK).await).await;
    let second = copy.sign(&asked(&two, ASK).await).await;
    let answers = at_once(
        [(one, first), (two, second)].map(|(browser, signed)| async move { browser.give(GIVE, &signed).await.status }),
    )
    .await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
}

async fn an_attestation_in_which_anything_is_changed_makes_no_passkey(database: Database) {
    let house = house(&database).await;
    let member = house.sign_up(&Person::named("ada")).await;
    let object = "/response/attestationObject";
    let other = base64([7; 16]);
    let changes: Vec<(&str, Change)> = vec![
        (
            "id",
            Box::new({
                let other = other.clone();
                move |good| changed(good, "/id", other.clone())
            }),
        ),
        (
            "rawId",
            Box::new({
                let other = other.clone();
                move |good| changed(good, "/rawId", other.clone())
            }),
        ),
        ("both ids", Box::new(move |good| changed(&changed(good, "/id", other.clone()), "/rawId", other.clone()))),
        ("type", Box::new(|good| changed(good, "/type", "password".into()))),
        ("type of the client data", Box::new(|good| with_client_data(good, "type", json!("webauthn.get")))),
        ("challenge", Box::new(|good| with_client_data(good, "challenge", base64([7; 32])))),
        ("origin", Box::new(|good| with_client_data(good, "origin", json!("http://localhost:3001")))),
        ("crossOrigin", Box::new(|good| with_client_data(good, "crossOrigin", json!(true)))),
        ("topOrigin", Box::new(|good| with_client_data(good, "topOrigin", json!("https://evil.example")))),
        ("nothing was made", Box::new(move |good| changed(good, object, "oA".into()))),
        (
            "it cannot be found again",
            Box::new(|good| changed(good, "/clientExtensionResults", json!({ "credProps": { "rk": false } }))),
        ),
    ];
    for (what, change) in &changes {
        let good = Authenticator::new().make(&asked(&member, ASK_FOR_NEW).await).await;
        let bad = change(&good);
        assert_ne!(bad, good, "{what}");
        let answer = member.give(CREATE, &bad).await;
        assert_eq!((answer.status, answer.error().as_str()), (422, "passkey_registration_failed"), "{what}");
    }
    let mut options = asked(&member, ASK_FOR_NEW).await;
    options["authenticatorSelection"]["userVerification"] = "discouraged".into();
    let unverified = Authenticator { verifies: false, ..Authenticator::new() }.make(&options).await;
    member.give(CREATE, &unverified).await.expect_error(422, "passkey_registration_failed");
    assert_eq!(database.count("passkeys").await, 0);
}

/// T10: what is proven is bound to who asked, and where.
async fn what_was_begun_for_one_person_makes_no_passkey_for_another(database: Database) {
    let house = house(&database).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let (browser, other) = (house.sign_up(&ada).await, house.sign_up(&eve).await);
    let made = Authenticator::new().make(&asked(&browser, ASK_FOR_NEW).await).await;
    other.give(CREATE, &made).await.expect_error(422, "passkey_registration_failed");
    // Nor in another browser of the same person.
    let elsewhere = house.sign_in(&ada).await;
    elsewhere.give(CREATE, &made).await.expect_error(422, "passkey_registration_failed");
    // Nor for whoever is signed in by now in the browser where it was begun.
    browser.post("session/sign_out", &[]).await.expect_ok();
    browser.give(CREATE, &made).await.expect_error(401, "authentication_invalid");
    browser.sign_in(&eve).await.expect_ok();
    browser.give(CREATE, &made).await.expect_error(422, "passkey_registration_failed");
    assert_eq!(database.count("passkeys").await, 0);
    // One passkey leads to one person.
    let mut authenticator = Authenticator::new();
    let options = asked(&elsewhere, ASK_FOR_NEW).await;
    let made = authenticator.make(&options).await;
    elsewhere.give(CREATE, &made).await.expect_ok();
    let options = asked(&browser, ASK_FOR_NEW).await;
    let again = with_client_data(&made, "challenge", options["challenge"].clone());
    browser.give(CREATE, &again).await.expect_error(422, "passkey_already_exists");
    assert_eq!(database.count("passkeys").await, 1);
}

/// T36.
async fn other_people_s_passkeys_are_not_there(database: Database) {
    let house = house(&database).await;
    let (mut ada, member) = with_passkey(&house, "ada").await;
    let (_, eve) = with_passkey(&house, "eve").await;
    let id = member.get("/api/me").await.json()["passkeys"][0]["id"].as_str().expect("an id").to_owned();
    for of_ada in [id.as_str(), "passkey_0", "", "' OR 1=1 --", "../passkey_1"] {
        for name in ["Mine", " ", &"x".repeat(99)] {
            let renamed = eve.post("passkey/rename", &[("passkey_id", of_ada), ("name", name)]).await;
            renamed.expect_error(404, "resource_not_found");
        }
        eve.post("passkey/remove", &[("passkey_id", of_ada)]).await.expect_error(404, "resource_not_found");
    }
    for form in ["passkey/rename", "passkey/remove"] {
        let fields = if form == "passkey/rename" {
            vec![("passkey_id", id.as_str()), ("name", "x")]
        } else {
            vec![("passkey_id", id.as_str())]
        };
        house.browser().post(form, &fields).await.expect_error(401, "authentication_invalid");
    }
    assert_eq!(database.texts("SELECT name FROM passkeys").await, ["Passkey", "Passkey"]);
    house.browser().use_passkey(&mut ada).await.expect_ok();
}

/// T21.
async fn half_a_sign_in_makes_no_passkey(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let member = house.sign_up(&ada).await;
    let made = Authenticator::new().make(&asked(&member, ASK_FOR_NEW).await).await;
    let half = house.browser();
    half.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    asked(&half, ASK).await;
    for browser in [&half, &house.browser()] {
        browser.post(ASK_FOR_NEW, &[]).await.expect_error(401, "authentication_invalid");
        browser.give(CREATE, &made).await.expect_error(401, "authentication_invalid");
    }
    assert_eq!(database.count("passkeys").await, 0);
}

/// T24.
async fn who_planted_the_cookies_has_nothing_of_the_session(database: Database) {
    let house = house(&database).await;
    let (mut ada, _) = with_passkey(&house, "ada").await;
    let planter = house.browser();
    planter.post("sign_in/create", &[("identifier", "eve@example.com")]).await.expect_ok();
    let early = asked(&planter, ASK).await;
    let victim = planter.thief();
    victim.use_passkey(&mut ada).await.expect_ok();
    assert_eq!(victim.who().await.as_deref(), Some("ada@example.com"));
    house.clock.advance(2 * MINUTE);
    assert_eq!(planter.who().await, None);
    assert!(planter.post("session/token", &[]).await.json().is_null());
    assert!(victim.who().await.is_some());
    // What was asked before lets in whoever has a passkey, as nobody but themselves, and on a browser of their own.
    let (mut eve, _) = with_passkey(&house, "eve").await;
    let signed = eve.sign(&early).await;
    planter.give(GIVE, &signed).await.expect_ok();
    assert_eq!(planter.who().await.as_deref(), Some("eve@example.com"));
    house.clock.advance(2 * MINUTE);
    assert_eq!(victim.who().await.as_deref(), Some("ada@example.com"));
    let victims = victim.post("client/get", &[]).await;
    assert!(!victims.body.contains("eve@example.com"), "{}", victims.body);
}
