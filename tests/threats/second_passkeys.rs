//! T10, T12, T18, T21 to T23: a passkey as the second proof is one of the person who has given the first, with the person
//! there, for the sign-in that was asked, and once.

use serde_json::Value;

use crate::support::authenticator::asked;
use crate::support::{Answer, Authenticator, Browser, Database, House, MINUTE, Person, at_once, on_both, rounds};

on_both!(
    somebody_else_s_passkey_is_no_second_proof,
    without_the_person_it_is_no_second_proof,
    an_answer_is_good_once_for_the_sign_in_that_was_asked,
    an_answer_a_hundred_times_at_once_makes_one_session,
    it_comes_after_a_first_proof_and_never_instead_of_one,
    what_an_operator_has_decided_meanwhile_holds,
);

const ASK: &str = "sign_in/prepare_passkey_second_factor";
const GIVE: &str = "sign_in/passkey_second_factor";

async fn house(database: &Database) -> House {
    House::with(database, |settings| {
        settings.sign_in.passkey = true;
        settings.security.forms_per_minute = 1_000_000;
    })
    .await
}

/// Someone with an app and a passkey, and the browser in which they are signed in.
async fn with_both(house: &House, name: &str) -> (Person, Browser, Authenticator) {
    let person = Person::named(name);
    let browser = house.sign_up(&person).await;
    browser.add_app(house).await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    (person, browser, authenticator)
}

async fn half_way(house: &House, person: &Person) -> Browser {
    let browser = house.browser();
    browser.sign_in(person).await.expect_ok();
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
    browser
}

#[track_caller]
fn assert_refused(answer: &Answer, what: &str) {
    assert_eq!((answer.status, answer.error().as_str()), (422, "passkey_retrieval_failed"), "{what}: {}", answer.body);
    assert!(answer.cookie("__session").is_none(), "{what}");
}

async fn somebody_else_s_passkey_is_no_second_proof(database: Database) {
    let house = house(&database).await;
    let (ada, _, mut of_ada) = with_both(&house, "ada").await;
    let (_, _, mut of_eve) = with_both(&house, "eve").await;
    let browser = half_way(&house, &ada).await;
    let own = asked(&browser, ASK).await;
    assert_refused(&browser.give(GIVE, &of_eve.sign(&own).await).await, "her own");
    // Under the victim's name.
    let options = asked(&browser, ASK).await;
    let (mut forged, good) = (of_eve.sign(&options).await, of_ada.sign(&options).await);
    for pointer in ["/id", "/rawId"] {
        *forged.pointer_mut(pointer).expect("is there") = good[&pointer[1..]].clone();
    }
    assert_refused(&browser.give(GIVE, &forged).await, "with the victim's id");
    forged["response"]["userHandle"] = good["response"]["userHandle"].clone();
    assert_refused(&browser.give(GIVE, &forged).await, "with the victim's id and handle");
    assert_eq!(browser.who().await, None);
    browser.use_second_passkey(&mut of_ada).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email), "what is right still is");
}

async fn without_the_person_it_is_no_second_proof(database: Database) {
    let house = house(&database).await;
    let (ada, _, authenticator) = with_both(&house, "ada").await;
    let browser = half_way(&house, &ada).await;
    let mut options = asked(&browser, ASK).await;
    assert_eq!(options["userVerification"], "required");
    options["userVerification"] = "discouraged".into();
    let signed = Authenticator { verifies: false, ..authenticator.clone() }.sign(&options).await;
    assert_refused(&browser.give(GIVE, &signed).await, "present and not verified");
    for origin in ["http://localhost:9999", "https://localhost:3000", "http://evil.localhost:3000"] {
        let mut elsewhere = Authenticator { origin: origin.into(), ..authenticator.clone() };
        let signed = elsewhere.sign(&asked(&browser, ASK).await).await;
        assert_refused(&browser.give(GIVE, &signed).await, origin);
    }
    for nonsense in ["{}", "[]", "null", "x", "{\"error\":1}"] {
        assert_refused(&browser.post(GIVE, &[("public_key_credential", nonsense)]).await, nonsense);
    }
    assert_eq!((browser.who().await, database.live_sessions().await), (None, 1));
}

/// What is signed where a browser was asked for one thing, with the challenge of another.
async fn sign_instead(authenticator: &mut Authenticator, asked: &Value, challenge: &Value) -> Value {
    let mut options = asked.clone();
    options["challenge"] = challenge["challenge"].clone();
    authenticator.sign(&options).await
}

async fn an_answer_is_good_once_for_the_sign_in_that_was_asked(database: Database) {
    let house = house(&database).await;
    let (ada, member, mut authenticator) = with_both(&house, "ada").await;
    let (browser, other) = (half_way(&house, &ada).await, half_way(&house, &ada).await);
    let signed = authenticator.sign(&asked(&browser, ASK).await).await;
    asked(&other, ASK).await;
    assert_refused(&other.give(GIVE, &signed).await, "another sign-in of the same person");
    // The next sign-in in the same browser is another one.
    let again = browser.sign_in(&ada).await;
    again.expect_ok();
    assert_refused(&browser.give(GIVE, &signed).await, "the sign-in after it");
    let signed = authenticator.sign(&asked(&browser, ASK).await).await;
    house.clock.advance(5 * MINUTE + 1);
    assert_refused(&browser.give(GIVE, &signed).await, "late");
    // A challenge for one thing is none for another.
    let mine = asked(&browser, ASK).await;
    let alone = asked(&browser, "sign_in/prepare_passkey").await;
    let signed = sign_instead(&mut authenticator, &mine, &alone).await;
    assert_refused(&browser.give(GIVE, &signed).await, "a challenge for a sign-in");
    let signed = authenticator.sign(&mine).await;
    assert_refused(&browser.give("sign_in/passkey", &signed).await, "a challenge for a second proof");
    member.start_verification("strict").await.expect_ok();
    let once_more = asked(&member, "session_verification/prepare_passkey").await;
    let signed = sign_instead(&mut authenticator, &mine, &once_more).await;
    assert_refused(&browser.give(GIVE, &signed).await, "a challenge for a reverification");
    let signed = authenticator.sign(&mine).await;
    member.give("session_verification/passkey", &signed).await.expect_error(422, "passkey_retrieval_failed");
    // What is right is right once.
    browser.give(GIVE, &signed).await.expect_ok();
    browser.post("session/sign_out", &[]).await.expect_ok();
    browser.sign_in(&ada).await.expect_ok();
    assert_refused(&browser.give(GIVE, &signed).await, "again");
    assert_eq!(browser.who().await, None);
}

/// T18.
async fn an_answer_a_hundred_times_at_once_makes_one_session(database: Database) {
    let house = house(&database).await;
    let (ada, _, mut authenticator) = with_both(&house, "ada").await;
    for round in 0..rounds(5) {
        house.clock.advance(61 * MINUTE);
        let before = database.live_sessions().await;
        let browser = half_way(&house, &ada).await;
        let signed = authenticator.sign(&asked(&browser, ASK).await).await;
        let answers = at_once((0..100).map(|_| {
            let (browser, signed) = (browser.clone(), signed.clone());
            async move { browser.give(GIVE, &signed).await }
        }))
        .await;
        assert!(answers.iter().all(|answer| answer.status < 500), "{round}");
        let good = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!((good, database.live_sessions().await), (1, before + 1), "{round}");
        assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
    }
}

/// T22.
async fn it_comes_after_a_first_proof_and_never_instead_of_one(database: Database) {
    let house = house(&database).await;
    let (ada, member, mut authenticator) = with_both(&house, "ada").await;
    let browser = house.browser();
    for nobody in [&browser, &member] {
        let answer = nobody.post(ASK, &[]).await;
        assert!(matches!(answer.status, 422 | 403 | 409), "{}: {}", answer.status, answer.body);
        assert_ne!(answer.error(), "", "{}", answer.body);
    }
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    browser.post(ASK, &[]).await.expect_error(422, "client_state_invalid");
    let alone = authenticator.sign(&asked(&browser, "sign_in/prepare_passkey").await).await;
    browser.give(GIVE, &alone).await.expect_error(422, "client_state_invalid");
    assert_eq!(browser.who().await, None);
}

async fn what_an_operator_has_decided_meanwhile_holds(database: Database) {
    let house = house(&database).await;
    let (ada, _, mut authenticator) = with_both(&house, "ada").await;
    // Banned.
    let browser = half_way(&house, &ada).await;
    let signed = authenticator.sign(&asked(&browser, ASK).await).await;
    let id = database.texts("SELECT id FROM users").await.remove(0);
    house.vestibule.users().ban(&id).await.expect("is banned");
    let answer = browser.give(GIVE, &signed).await;
    assert!(answer.status >= 400 && answer.cookie("__session").is_none(), "{}", answer.body);
    assert_eq!(browser.who().await, None);
    house.vestibule.users().unban(&id).await.expect("is let in again");
    // Without a second step: the sign-in that waited for one is given up.
    let browser = half_way(&house, &ada).await;
    let signed = authenticator.sign(&asked(&browser, ASK).await).await;
    house.vestibule.reset_mfa(&id).await.expect("is reset");
    let answer = browser.give(GIVE, &signed).await;
    answer.expect_error(422, "client_state_invalid");
    assert_eq!(browser.who().await, None);
}
