//! What lets people in, as another backend tries it and takes it away.

use serde_json::json;

use crate::support::backend::Backend;
use crate::support::{Authenticator, Database, House, Person, on_both};

on_both!(
    a_password_is_tried_and_each_try_counts,
    a_code_is_good_once,
    a_password_that_others_know_lets_nobody_in,
    a_password_goes_although_nothing_else_lets_them_in,
    second_factors_and_passkeys_go,
);

async fn person(house: &House) -> (Person, String) {
    let ada = Person::named("ada");
    let me = house.sign_up(&ada).await.get("/api/me").await.json();
    (ada, format!("/v1/users/{}", me["id"].as_str().expect("an id")))
}

async fn a_password_is_tried_and_each_try_counts(database: Database) {
    let house = House::open(&database).await;
    let (ada, path) = person(&house).await;
    let backend = Backend::of(&house, &[]).await;
    let verify =
        async |password: &str| backend.post(&format!("{path}/verify_password"), json!({ "password": password })).await;
    assert_eq!(verify(&ada.password).await.expect_ok(), json!({ "verified": true }));
    for _ in 0..4 {
        assert_eq!(verify("wrong").await.error(), (422, "form_password_incorrect", "password"));
    }
    verify(&ada.password).await.expect_ok();
    for _ in 0..5 {
        assert_eq!(verify("wrong").await.status, 422, "a right one clears those before");
    }
    assert_eq!(verify(&ada.password).await.error().1, "user_locked");
    assert_eq!(house.browser().sign_in(&ada).await.status, 403, "they count at the sign-in too");
    assert_eq!(verify("").await.error(), (422, "form_param_missing", "password"));
    assert_eq!(backend.post("/v1/users/user_0/verify_password", json!({ "password": "x" })).await.status, 404);
}

async fn a_code_is_good_once(database: Database) {
    let house = House::open(&database).await;
    let (ada, path) = person(&house).await;
    let browser = house.sign_in(&ada).await;
    let (app, backup_codes) = browser.add_app(&house).await;
    let backend = Backend::of(&house, &[]).await;
    let verify = async |code: &str| backend.post(&format!("{path}/verify_totp"), json!({ "code": code })).await;
    let code = app.code(&house);
    assert_eq!(verify(&code).await.expect_ok(), json!({ "verified": true, "code_type": "totp" }));
    assert_eq!(verify(&code).await.error(), (422, "form_code_incorrect", "code"));
    let used = verify(&backup_codes[0]).await.expect_ok();
    assert_eq!(used, json!({ "verified": true, "code_type": "backup_code" }));
    assert_eq!(verify(&backup_codes[0]).await.error(), (422, "form_code_incorrect", "code"));
    assert_eq!(verify(&app.wrong_code(&house)).await.status, 422);
    assert_eq!(verify(" ").await.error(), (422, "form_param_missing", "code"));
    let mut status = 422;
    for _ in 0..12 {
        status = verify(&app.wrong_code(&house)).await.status;
    }
    assert_eq!(status, 429, "nobody guesses");
    let noted = database.texts("SELECT action FROM audit_entries WHERE action = 'user.backupCodeUsed'").await;
    assert_eq!(noted.len(), 1);
}

async fn a_password_that_others_know_lets_nobody_in(database: Database) {
    let house = House::open(&database).await;
    let (ada, path) = person(&house).await;
    let browser = house.sign_in(&ada).await;
    let backend = Backend::of(&house, &[]).await;
    let act = async |what: &str, body| backend.post(&format!("{path}/password/{what}"), body).await;
    house.clock.advance(1_000);
    act("set_compromised", json!({})).await.expect_ok();
    let told = house.mail_to(&ada.email).await;
    assert_eq!(told.subject, "The password of your Vestibule account is not good any more");
    assert_eq!(browser.who().await, Some(ada.email.clone()), "sessions go on");
    house.browser().sign_in(&ada).await.expect_error(422, "form_password_pwned@password");
    let tried = backend.post(&format!("{path}/verify_password"), json!({ "password": ada.password })).await;
    assert_eq!(tried.error(), (422, "form_password_pwned", "password"));
    let same = backend.ask("PATCH", &path, Some(json!({ "password": ada.password }))).await;
    assert_eq!(same.error(), (422, "form_password_pwned", "password"), "it is no other one");
    act("unset_compromised", json!({})).await.expect_ok();
    house.sign_in(&ada).await;
    act("set_compromised", json!({ "revoke_all_sessions": true })).await.expect_ok();
    assert_eq!(browser.who().await, None);
    // Whoever gets the mail of the address sets another one, and is in.
    let forgetful = house.browser();
    forgetful.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let asked = [("strategy", "reset_password_email_code")];
    forgetful.post("sign_in/prepare_first_factor", &asked).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    let given = [("strategy", "reset_password_email_code"), ("code", code.as_str())];
    forgetful.post("sign_in/attempt_first_factor", &given).await.expect_ok();
    let new = Person { password: "copper lantern drifts 7".into(), ..ada.clone() };
    let same = forgetful.post("sign_in/reset_password", &[("new_password", &ada.password)]).await;
    same.expect_error(422, "form_password_pwned@new_password");
    forgetful.post("sign_in/reset_password", &[("new_password", &new.password)]).await.expect_ok();
    assert_eq!(forgetful.who().await, Some(ada.email.clone()));
    assert_eq!(house.sign_in(&new).await.who().await, Some(ada.email));
    let noted = database.texts("SELECT action FROM audit_entries WHERE action LIKE '%ompromised'").await;
    assert_eq!(noted.len(), 3, "{noted:?}");
    backend.post(&format!("{path}/remove_password"), json!({})).await.expect_ok();
    assert_eq!(act("set_compromised", json!({})).await.status, 404, "there is none");
}

async fn a_password_goes_although_nothing_else_lets_them_in(database: Database) {
    let house = House::open(&database).await;
    let (ada, path) = person(&house).await;
    let browser = house.sign_in(&ada).await;
    let backend = Backend::of(&house, &[]).await;
    let remove = async |body| backend.post(&format!("{path}/remove_password"), body).await;
    let user = remove(json!({ "sign_out_of_other_sessions": true })).await.expect_ok();
    assert_eq!((&user["password_enabled"], &user["password_last_updated_at"]), (&json!(false), &json!(null)));
    assert_eq!(browser.who().await, None);
    assert_eq!(house.browser().sign_in(&ada).await.status, 422);
    assert!(house.mail_to(&ada.email).await.subject.to_lowercase().contains("password"));
    assert_eq!(remove(json!({})).await.error(), (404, "resource_not_found", ""));
}

async fn second_factors_and_passkeys_go(database: Database) {
    let house = House::with(&database, |settings| settings.sign_in.passkey = true).await;
    let (ada, path) = person(&house).await;
    let browser = house.sign_in(&ada).await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    browser.add_app(&house).await;
    let backend = Backend::of(&house, &[]).await;
    let id = path.trim_start_matches("/v1/users/");
    let delete = async |what: &str| backend.ask("DELETE", &format!("{path}/{what}"), None).await;
    let user = backend.get(&path).await.expect_ok();
    let passkey = user["passkeys"][0]["id"].as_str().expect("an id");
    let gone = delete(&format!("passkeys/{passkey}")).await.expect_ok();
    assert_eq!(gone, json!({ "object": "passkey", "id": passkey, "deleted": true }));
    assert_eq!(delete(&format!("passkeys/{passkey}")).await.status, 404);
    house.clock.advance(1_000);
    assert_eq!(delete("backup_code").await.expect_ok(), json!({ "user_id": id }));
    assert_eq!(house.mail_to(&ada.email).await.subject, "Your Vestibule backup codes were removed");
    assert_eq!(delete("backup_code").await.status, 404);
    assert_eq!(delete("totp").await.expect_ok(), json!({ "user_id": id }));
    assert_eq!(delete("totp").await.status, 404);
    assert_eq!(delete("external_accounts/eac_0").await.status, 404);
    assert_eq!(delete("web3_wallets/idn_0").await.status, 404, "there are none");
    let user = backend.get(&path).await.expect_ok();
    assert_eq!((&user["passkeys"], &user["two_factor_enabled"]), (&json!([]), &json!(false)));
    let none = backend.get(&format!("{path}/oauth_access_tokens/oauth_github?paginated=true")).await.expect_ok();
    assert_eq!(none, json!({ "data": [], "total_count": 0 }));
    let reader = Backend::of(&house, &["users:read"]).await;
    assert_eq!(reader.get(&format!("{path}/oauth_access_tokens/oauth_github")).await.status, 403);
}
