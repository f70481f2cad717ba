//! Email addresses and phone numbers, as another backend puts them on accounts and takes them away.

use serde_json::{Value, json};

use crate::support::backend::Backend;
use crate::support::{Database, House, Mail, Person, on_both};

on_both!(
    an_address_is_put_on_an_account_and_taken_away,
    what_is_proven_is_one_persons,
    what_lets_someone_in_is_not_taken,
    one_takes_the_place_of_all,
    a_number_becomes_a_second_factor,
);

async fn user(house: &House, backend: &Backend, person: &Person) -> Value {
    house.sign_up(person).await;
    let found = backend.get(&format!("/v1/users?email_address={}", person.email)).await.expect_ok();
    found[0].clone()
}

async fn an_address_is_put_on_an_account_and_taken_away(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    let user = user(&house, &backend, &ada).await;
    let new = json!({ "user_id": user["id"], "email_address": "Ada@Work.example" });
    let made = backend.post("/v1/email_addresses", new.clone()).await.expect_ok();
    assert_eq!((&made["object"], &made["verification"]["status"]), (&json!("email_address"), &json!("unverified")));
    let path = format!("/v1/email_addresses/{}", made["id"].as_str().expect("an id"));
    assert_eq!(backend.get(&path).await.expect_ok(), made);
    assert_eq!(backend.post("/v1/email_addresses", new).await.error(), (422, "duplicate_record", "email_address"));
    let at_work = Person { email: "ada@work.example".into(), ..ada.clone() };
    assert_eq!(house.browser().sign_in(&at_work).await.status, 422, "it leads to nobody");
    let mails = house.mails().await.len();
    let proven = backend.ask("PATCH", &path, Some(json!({ "verified": true }))).await.expect_ok();
    assert_eq!(
        proven["verification"],
        json!({ "status": "verified", "strategy": "admin", "attempts": 0, "expire_at": null })
    );
    assert_eq!(house.mails().await.len(), mails + 1, "the owner is told");
    assert!(house.mail_to(&ada.email).await.text.to_lowercase().contains("ada@work.example"));
    assert_eq!(house.sign_in(&at_work).await.who().await, Some(ada.email.clone()));
    let primary = backend.ask("PATCH", &path, Some(json!({ "primary": true }))).await.expect_ok();
    assert_eq!(primary["id"], made["id"]);
    let told = backend.get(&format!("/v1/users/{}", user["id"].as_str().expect("an id"))).await.expect_ok();
    assert_eq!(told["primary_email_address_id"], made["id"]);
    let away = backend.ask("PATCH", &path, Some(json!({ "primary": false }))).await;
    assert_eq!(away.error(), (422, "form_param_format_invalid", "primary"));
    let unproven = backend.ask("PATCH", &path, Some(json!({ "verified": false }))).await.expect_ok();
    assert_eq!((&unproven["id"], &unproven["verification"]["status"]), (&made["id"], &json!("unverified")));
    assert_eq!(house.browser().sign_in(&at_work).await.status, 422, "it leads to nobody again");
    let told = backend.get(&format!("/v1/users/{}", user["id"].as_str().expect("an id"))).await.expect_ok();
    assert_eq!(told["primary_email_address_id"], user["primary_email_address_id"], "the one that is left");
    let gone = backend.ask("DELETE", &path, None).await.expect_ok();
    assert_eq!(gone, json!({ "object": "email_address", "id": made["id"], "deleted": true }));
    for (method, body) in [("GET", None), ("DELETE", None), ("PATCH", Some(json!({ "verified": true })))] {
        assert_eq!(backend.ask(method, &path, body).await.status, 404, "{method}");
    }
    let actions = "SELECT action FROM audit_entries WHERE actor_type = 'secret_key' ORDER BY created_at, id";
    assert_eq!(
        database.texts(actions).await,
        [
            "user.identifierAdded",
            "user.identifierVerified",
            "user.primaryIdentifierChanged",
            "user.identifierUnverified",
            "user.identifierRemoved"
        ]
    );
}

async fn what_is_proven_is_one_persons(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let first = user(&house, &backend, &ada).await;
    user(&house, &backend, &eve).await;
    let new = |verified: bool| json!({ "user_id": first["id"], "email_address": eve.email, "verified": verified });
    let taken = backend.post("/v1/email_addresses", new(true)).await;
    assert_eq!(taken.error(), (422, "form_identifier_exists", "email_address"));
    let made = backend.post("/v1/email_addresses", new(false)).await.expect_ok();
    let path = format!("/v1/email_addresses/{}", made["id"].as_str().expect("an id"));
    let taken = backend.ask("PATCH", &path, Some(json!({ "verified": true }))).await;
    assert_eq!(taken.error(), (422, "form_identifier_exists", "email_address"));
    assert_eq!(house.sign_in(&eve).await.who().await, Some(eve.email.clone()), "it is still theirs");
    let unproven = backend.ask("PATCH", &path, Some(json!({ "primary": true }))).await;
    assert_eq!(unproven.error().1, "identification_unverified");
    for (body, status) in [
        (json!({ "user_id": "user_0", "email_address": "x@example.com" }), 404),
        (json!({ "user_id": first["id"], "email_address": "x" }), 422),
        (json!({ "user_id": first["id"] }), 422),
    ] {
        assert_eq!(backend.post("/v1/email_addresses", body.clone()).await.status, status, "{body}");
    }
    assert_eq!(backend.get("/v1/phone_numbers/idn_0").await.status, 404);
    let as_number = path.replace("email_addresses", "phone_numbers");
    assert_eq!(backend.get(&as_number).await.status, 404, "an address is no number");
}

async fn what_lets_someone_in_is_not_taken(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let user = user(&house, &backend, &Person::named("ada")).await;
    let path = format!("/v1/email_addresses/{}", user["primary_email_address_id"].as_str().expect("an id"));
    for (method, body) in [("DELETE", None), ("PATCH", Some(json!({ "verified": false })))] {
        let refused = backend.ask(method, &path, body).await;
        assert_eq!(refused.error().1, "identification_deletion_failed", "{method}");
    }
    assert_eq!(backend.get(&path).await.expect_ok()["verification"]["status"], "verified");
}

async fn one_takes_the_place_of_all(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    let user = user(&house, &backend, &ada).await;
    let path = format!("/v1/users/{}", user["id"].as_str().expect("an id"));
    backend
        .post("/v1/email_addresses", json!({ "user_id": user["id"], "email_address": "a@b.example" }))
        .await
        .expect_ok();
    let new = json!({ "email_address": "ada@new.example" });
    let made = backend.ask("PUT", &format!("{path}/email_address"), Some(new.clone())).await.expect_ok();
    assert_eq!(
        (&made["email_address"], &made["verification"]["status"]),
        (&json!("ada@new.example"), &json!("verified"))
    );
    let told = backend.get(&path).await.expect_ok();
    assert_eq!(told["email_addresses"], json!([made]));
    assert_eq!(told["primary_email_address_id"], made["id"]);
    let is_told = |mail: &Mail| mail.to == ada.email && mail.text.contains(&ada.email);
    assert!(house.mails().await.iter().any(is_told), "who had the old one is told");
    let same = backend.ask("PUT", &format!("{path}/email_address"), Some(new)).await.expect_ok();
    assert_eq!(same["id"], made["id"]);
    assert_eq!(house.browser().sign_in(&ada).await.status, 422);
    house.sign_in(&Person { email: "ada@new.example".into(), ..ada }).await;
}

async fn a_number_becomes_a_second_factor(database: Database) {
    let house = House::with(&database, |settings| settings.mfa.phone_code = true).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    let user = user(&house, &backend, &ada).await;
    let path = format!("/v1/users/{}", user["id"].as_str().expect("an id"));
    let new = json!({
        "user_id": user["id"], "phone_number": "+49 1512 3456789", "verified": true, "reserved_for_second_factor": true,
    });
    let made = backend.post("/v1/phone_numbers", new).await.expect_ok();
    assert_eq!((&made["phone_number"], &made["reserved_for_second_factor"]), (&json!("+4915123456789"), &json!(true)));
    assert_eq!(backend.get(&path).await.expect_ok()["two_factor_enabled"], true);
    let browser = house.browser();
    browser.sign_in(&ada).await;
    assert_eq!(browser.who().await, None, "a code is asked");
    let number = format!("/v1/phone_numbers/{}", made["id"].as_str().expect("an id"));
    let released =
        backend.ask("PATCH", &number, Some(json!({ "reserved_for_second_factor": false }))).await.expect_ok();
    assert_eq!(released["reserved_for_second_factor"], false);
    assert_eq!(backend.get(&path).await.expect_ok()["two_factor_enabled"], false);
    let again = json!({ "verified": true, "reserved_for_second_factor": true });
    backend.ask("PATCH", &number, Some(again)).await.expect_ok();
    let same = json!({ "phone_number": "+4915123456789" });
    backend.ask("PUT", &format!("{path}/phone_number"), Some(same)).await.expect_ok();
    assert_eq!(backend.get(&path).await.expect_ok()["two_factor_enabled"], true, "what is there stays as it is");
    let other = json!({ "phone_number": "+4915123456780" });
    let other = backend.ask("PUT", &format!("{path}/phone_number"), Some(other)).await.expect_ok();
    let told = backend.get(&path).await.expect_ok();
    assert_eq!((&told["phone_numbers"], &told["primary_phone_number_id"]), (&json!([other]), &other["id"]));
    assert_eq!(backend.get(&number).await.status, 404);
    let unproven =
        json!({ "user_id": user["id"], "phone_number": "+4915123456781", "reserved_for_second_factor": true });
    assert_eq!(backend.post("/v1/phone_numbers", unproven).await.error().1, "identification_unverified");
    assert_eq!(database.count("unverified_identifiers").await, 0, "all of it or nothing");
}
