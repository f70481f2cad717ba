//! T7, T9, T12, T16, T17, T28, T30, T36, T38 and T43: whoever is signed in changes their own account, and no other.

use serde_json::Value;
use vestibule::model::FieldRule;

use crate::support::{Browser, Database, House, MINUTE, Person, Somebody, at_once, offer, on_both};

on_both!(
    other_people_s_things_are_not_there,
    nobody_says_whom_they_act_for,
    an_address_of_somebody_is_answered_like_any,
    a_code_for_one_thing_is_none_for_another,
    guesses_at_a_code_run_out_over_all_codes,
    of_many_guesses_at_once_few_are_looked_at,
    who_plants_an_address_has_nothing_of_its_owner,
    an_address_is_one_address,
    what_people_call_themselves_stays_text,
);

async fn house(database: &Database) -> House {
    House::with(database, |settings| {
        offer(settings, &["google"]);
        settings.paths.user_profile = "/user".into();
        settings.sign_in.passkey = true;
        settings.sign_up.phone_number = FieldRule::Optional;
        settings.sign_up.first_name = FieldRule::Optional;
        settings.sign_up.last_name = FieldRule::Optional;
        settings.security.forms_per_minute = 1_000_000;
    })
    .await
}

async fn me(browser: &Browser) -> Value {
    browser.get("/api/me").await.json()
}

async fn add(browser: &Browser, address: &str) -> String {
    browser.post("email_address/create", &[("email_address", address)]).await.expect_ok();
    let user = me(browser).await;
    let all = user["email_addresses"].as_array().expect("a list");
    let own = all.iter().find(|one| one["email_address"] == address).expect("is there");
    own["id"].as_str().expect("an id").to_owned()
}

/// T36: better-auth CVE-2025-71400 and its like.
async fn other_people_s_things_are_not_there(database: Database) {
    let house = house(&database).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let owner = house.sign_up(&ada).await;
    let waiting = add(&owner, "ada@work.example").await;
    let code = house.code_for("ada@work.example").await;
    owner.post("phone_number/create", &[("phone_number", "+12024561111")]).await.expect_ok();
    let before = me(&owner).await;
    let id = |list: &str| before[list][0]["id"].as_str().expect("an id").to_owned();
    let (address, number) = (id("email_addresses"), id("phone_numbers"));
    let texted = house.code_for("+12024561111").await;
    let held = owner.post("client/get", &[]).await.json();
    let session = held["last_active_session_id"].as_str().expect("an id").to_owned();

    let thief = house.sign_up(&eve).await;
    for odd in ["../", "%2f", "idn_", "' OR 1=1 --", "a\0b"] {
        thief.post("email_address/remove", &[("email_address_id", odd)]).await.expect_error(404, "resource_not_found");
    }
    for id in [&address, &waiting] {
        for form in ["prepare_verification", "set_primary", "remove"] {
            let answer = thief.post(&format!("email_address/{form}"), &[("email_address_id", id)]).await;
            answer.expect_error(404, "resource_not_found");
        }
        let fields = [("email_address_id", id.as_str()), ("code", &code)];
        thief.post("email_address/attempt_verification", &fields).await.expect_error(404, "resource_not_found");
    }
    for form in ["prepare_verification", "set_primary", "remove"] {
        let answer = thief.post(&format!("phone_number/{form}"), &[("phone_number_id", &number)]).await;
        answer.expect_error(404, "resource_not_found");
    }
    let fields = [("phone_number_id", number.as_str()), ("code", &texted)];
    thief.post("phone_number/attempt_verification", &fields).await.expect_error(404, "resource_not_found");
    thief.post("session/revoke", &[("session_id", &session)]).await.expect_error(404, "resource_not_found");
    thief.post("session/revoke_others", &[]).await.expect_ok();
    assert_eq!(me(&owner).await, before);
    // An id of one kind is none of another.
    owner.post("phone_number/remove", &[("phone_number_id", &address)]).await.expect_error(404, "resource_not_found");
    owner.post("email_address/remove", &[("email_address_id", &number)]).await.expect_error(404, "resource_not_found");
}

/// T7: whom something is about is who is signed in.
async fn nobody_says_whom_they_act_for(database: Database) {
    let house = house(&database).await;
    let owner = house.sign_up(&Person::named("ada")).await;
    let before = me(&owner).await;
    let id = before["id"].as_str().expect("an id");
    let thief = house.sign_up(&Person::named("eve")).await;
    for (form, fields) in [
        ("user/update", vec![("first_name", "Eve"), ("user_id", id)]),
        ("user/update_password", vec![("new_password", "granite teapot sparrow 77"), ("user_id", id)]),
        ("user/delete", vec![("confirmation", "Delete account"), ("user_id", id)]),
        ("email_address/create", vec![("email_address", "x@evil.example"), ("user_id", id)]),
        ("email_address/create", vec![("email_address", "x@evil.example"), ("verified", "true")]),
        ("session/revoke_others", vec![("user_id", id)]),
    ] {
        let (unknown, _) = fields.last().expect("there is one");
        thief.post(form, &fields).await.expect_error(422, &format!("form_param_unknown@{unknown}"));
    }
    assert_eq!(me(&owner).await, before);
}

/// T28.
async fn an_address_of_somebody_is_answered_like_any(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let eve = house.sign_up(&Person::named("eve")).await;
    let shape = |answer: &Value, address: &str| {
        let mut user = answer["client"]["sessions"][0]["user"].clone();
        let list = user["email_addresses"].as_array_mut().expect("a list");
        let mut own = list.iter().find(|one| one["email_address"] == address).cloned().expect("is there");
        for changing in ["id", "email_address"] {
            own[changing] = Value::Null;
        }
        own["verification"]["expire_at"] = Value::Null;
        own
    };
    let taken = eve.post("email_address/create", &[("email_address", &ada.email)]).await;
    let free = eve.post("email_address/create", &[("email_address", "free@example.com")]).await;
    assert_eq!((taken.status, free.status), (200, 200));
    assert_eq!(shape(&taken.json(), &ada.email), shape(&free.json(), "free@example.com"));
    let mail = house.mail_to(&ada.email).await;
    assert!(mail.code.is_none() && mail.text.contains("another account"), "{}", mail.text);
    // No code is right, and the refusal is that of a wrong one.
    for address in [ada.email.as_str(), "free@example.com"] {
        let user = me(&eve).await;
        let all = user["email_addresses"].as_array().expect("a list");
        let own = all.iter().find(|one| one["email_address"] == address).expect("is there");
        let fields = [("email_address_id", own["id"].as_str().expect("an id")), ("code", "000000")];
        let answer = eve.post("email_address/attempt_verification", &fields).await;
        assert_eq!(answer.errors(), ["form_code_incorrect@code"], "{address}");
    }
}

/// T12.
async fn a_code_for_one_thing_is_none_for_another(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let owner = house.sign_up(&ada).await;
    let address = "new@example.com";
    // A code of a sign-up with the same address.
    let stranger = house.browser();
    house.begin_sign_up(&stranger, &Person { email: address.into(), ..ada.clone() }).await.expect_ok();
    let of_sign_up = house.code_for(address).await;
    let id = add(&owner, address).await;
    let of_account = house.code_for(address).await;
    if of_sign_up != of_account {
        let fields = [("email_address_id", id.as_str()), ("code", &of_sign_up)];
        let answer = owner.post("email_address/attempt_verification", &fields).await;
        answer.expect_error(422, "form_code_incorrect@code");
        let answer = stranger.post("sign_up/attempt_verification", &[("code", &of_account)]).await;
        answer.expect_error(422, "form_code_incorrect@code");
    }
    // A code of a sign-in proves no address, and the one for an address signs nobody in.
    let visitor = house.browser();
    visitor.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    visitor.post("sign_in/prepare_first_factor", &[("strategy", "email_code")]).await.expect_ok();
    let of_sign_in = house.code_for(&ada.email).await;
    if of_account != of_sign_in {
        let fields = [("strategy", "email_code"), ("code", of_account.as_str())];
        let answer = visitor.post("sign_in/attempt_first_factor", &fields).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
    }
    let fields = [("email_address_id", id.as_str()), ("code", &of_account)];
    owner.post("email_address/attempt_verification", &fields).await.expect_ok();
}

/// T16.
async fn guesses_at_a_code_run_out_over_all_codes(database: Database) {
    let house = house(&database).await;
    let eve = house.sign_up(&Person::named("eve")).await;
    let id = add(&eve, "victim@example.com").await;
    let mut looked_at = 0;
    for _ in 0..4 {
        for _ in 0..6 {
            let fields = [("email_address_id", id.as_str()), ("code", "x")];
            let answer = eve.post("email_address/attempt_verification", &fields).await;
            match answer.error().as_str() {
                "form_code_incorrect" => looked_at += 1,
                "verification_failed" | "too_many_requests" => {}
                other => panic!("{other}"),
            }
        }
        house.clock.advance(MINUTE);
        let again = eve.post("email_address/prepare_verification", &[("email_address_id", &id)]).await;
        assert_eq!(again.status, 200, "{}", again.body);
    }
    // The fifth wrong one of a code says that it was the last.
    assert_eq!(looked_at, 8, "ten in an hour, over all codes");
    let fields = [("email_address_id", id.as_str()), ("code", &house.code_for("victim@example.com").await)];
    let answer = eve.post("email_address/attempt_verification", &fields).await;
    answer.expect_error(429, "too_many_requests");
}

/// T17.
async fn of_many_guesses_at_once_few_are_looked_at(database: Database) {
    let house = house(&database).await;
    let eve = house.sign_up(&Person::named("eve")).await;
    let id = add(&eve, "victim@example.com").await;
    let tries = (0..40).map(|_| {
        let (eve, id) = (eve.clone(), id.clone());
        async move {
            let fields = [("email_address_id", id.as_str()), ("code", "x")];
            eve.post("email_address/attempt_verification", &fields).await.error()
        }
    });
    let outcomes = at_once(tries).await;
    let looked_at = outcomes.iter().filter(|error| *error == "form_code_incorrect").count();
    assert_eq!(looked_at, 4, "{outcomes:?}");
    assert_eq!(database.number("SELECT MAX(attempts) FROM verifications").await, 5);
}

/// T9: an address on somebody's account that they have not proven leads nobody there.
async fn who_plants_an_address_has_nothing_of_its_owner(database: Database) {
    let house = house(&database).await;
    let eve = house.sign_up(&Person::named("eve")).await;
    add(&eve, "victim@example.com").await;
    let victim = house.browser();
    victim.come_from("sign_in/oauth", "google", Somebody::proven("victim@example.com")).await;
    let owner = me(&victim).await;
    assert_ne!(owner["id"], me(&eve).await["id"], "an account of their own");
    assert_eq!(me(&eve).await["external_accounts"].as_array().map(Vec::len), Some(0));
    let id = me(&eve).await["email_addresses"][1]["id"].as_str().expect("an id").to_owned();
    eve.post("email_address/set_primary", &[("email_address_id", &id)])
        .await
        .expect_error(422, "identification_unverified");
    eve.post("email_address/remove", &[("email_address_id", &id)]).await.expect_ok();
    assert_eq!(me(&victim).await, owner);
}

/// T38: Auth.js CVE-2022-35924 and its like.
async fn an_address_is_one_address(database: Database) {
    let house = house(&database).await;
    let eve = house.sign_up(&Person::named("eve")).await;
    let before = house.mails().await.len();
    for bad in [
        "a@b@example.com",
        "eve@evil.example,victim@example.com",
        "victim@example.com\r\nBcc: eve@evil.example",
        "victim@example.com\0@evil.example",
        "\"eve\"@example.com",
        "Victim <victim@example.com>",
        "ada＠evil.example@example.com",
    ] {
        let answer = eve.post("email_address/create", &[("email_address", bad)]).await;
        answer.expect_error(422, "form_param_format_invalid@email_address");
    }
    assert_eq!(house.mails().await.len(), before);
    // Two spellings of one are one.
    add(&eve, "Twice@example.com").await;
    let answer = eve.post("email_address/create", &[("email_address", "tWICE@EXAMPLE.com")]).await;
    answer.expect_error(429, "too_many_requests");
    assert_eq!(me(&eve).await["email_addresses"].as_array().map(Vec::len), Some(2));
}

/// T30.
async fn what_people_call_themselves_stays_text(database: Database) {
    let house = house(&database).await;
    let eve = house.sign_up(&Person::named("eve")).await;
    let evil = "</script><img src=x onerror=alert(1)>\"'&";
    eve.post("user/update", &[("first_name", evil), ("last_name", "${7*7}{{7*7}}")]).await.expect_ok();
    for path in ["/user", "/user/security", "/dashboard"] {
        let page = eve.page(path).await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("<img src=x") && !page.body.contains("</script><img"), "{path}");
    }
    eve.post("user/delete", &[("confirmation", "Delete account")]).await.expect_ok();
}
