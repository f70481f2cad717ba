//! What webhooks say is what the REST API answers, whoever has changed it.

use serde_json::{Value, json};
use vestibule::model::{FieldRule, SignUpMode};

use crate::support::backend::Backend;
use crate::support::organizations::house;
use crate::support::{Database, House, Person, on_both};

on_both!(
    a_user_is_told_as_the_api_answers,
    a_session_is_told_as_the_api_answers,
    organizations_are_told_as_the_api_answers,
    domains_are_told_as_the_api_answers,
    roles_and_permissions_are_told_as_the_api_answers,
    whoever_waits_is_told_without_the_link_that_lets_them_in,
    a_message_is_told_without_what_it_says,
);

/// What was told last of a type.
async fn last(house: &House, kind: &str) -> Value {
    let sql = format!("SELECT data FROM events WHERE type = '{kind}' ORDER BY position DESC LIMIT 1");
    let data = house.database.texts(&sql).await.pop().unwrap_or_else(|| panic!("nothing is told of {kind}"));
    serde_json::from_str(&data).expect("is JSON")
}

/// The same without what changes by itself.
fn without(mut whole: Value, names: &[&str]) -> Value {
    for name in names {
        whole.as_object_mut().expect("an object").remove(*name);
    }
    whole
}

fn at(path: &str, one: &Value) -> String {
    format!("{path}/{}", one["id"].as_str().unwrap_or_else(|| panic!("no id in {one}")))
}

async fn a_user_is_told_as_the_api_answers(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    let new = json!({
        "email_address": [&ada.email], "password": &ada.password, "external_id": "crm_7",
        "private_metadata": { "customer": 7 },
    });
    let made = backend.post("/v1/users", new).await.expect_ok();
    assert_eq!(last(&house, "user.created").await, made);
    let path = at("/v1/users", &made);

    // By themselves.
    let browser = house.sign_in(&ada).await;
    browser.post("user/update", &[("first_name", "Ada"), ("last_name", "")]).await.expect_ok();
    let told = last(&house, "user.updated").await;
    let now = backend.get(&path).await.expect_ok();
    let by_itself = ["last_active_at"];
    assert_eq!(without(told.clone(), &by_itself), without(now, &by_itself));
    assert_eq!((&told["first_name"], &told["external_id"]), (&json!("Ada"), &json!("crm_7")));
    assert_eq!(told["private_metadata"], json!({ "customer": 7 }));
    assert_eq!(told["image_url"], "", "a text, whatever it is");

    // By the app.
    let change = json!({ "public_metadata": { "plan": "gold" } });
    backend.ask("PATCH", &format!("{path}/metadata"), Some(change)).await.expect_ok();
    let told = last(&house, "user.updated").await;
    assert_eq!(without(told, &by_itself), without(backend.get(&path).await.expect_ok(), &by_itself));
    let banned = backend.post(&format!("{path}/ban"), json!({})).await.expect_ok();
    for kind in ["user.banned", "user.updated"] {
        assert_eq!(without(last(&house, kind).await, &by_itself), without(banned.clone(), &by_itself), "{kind}");
    }
    backend.ask("DELETE", &path, None).await.expect_ok();
    let gone = json!({ "object": "user", "id": made["id"], "deleted": true, "external_id": "crm_7" });
    assert_eq!(last(&house, "user.deleted").await, gone, "another system may know them by nothing else");

    // Who makes their own account, and deletes it.
    let bob = house.sign_up(&Person::named("bob")).await;
    let told = last(&house, "user.created").await;
    let now = backend.get(&at("/v1/users", &told)).await.expect_ok();
    let names = |of: &Value| of.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&told), names(&now));
    assert_eq!(told["email_addresses"], now["email_addresses"]);
    let typed = [("confirmation", "Delete account")];
    bob.post("user/delete", &typed).await.expect_ok();
    assert_eq!(last(&house, "user.deleted").await, json!({ "object": "user", "id": told["id"], "deleted": true }));
}

async fn a_session_is_told_as_the_api_answers(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let (browser, _) = house.person("ada").await;
    let by_use = ["last_active_at", "abandon_at"];
    let told = last(&house, "session.created").await;
    let (path, user) = (at("/v1/sessions", &told), told["user_id"].clone());
    assert_eq!((&told["object"], &told["status"], &told["user"]), (&json!("session"), &json!("active"), &Value::Null));
    assert_eq!(told["latest_activity"]["ip_address"], browser.ip.to_string());
    let now = backend.get(&path).await.expect_ok();
    assert_eq!(without(without(told, &["user"]), &by_use), without(now, &by_use));
    browser.post("session/sign_out", &[]).await.expect_ok();
    let told = last(&house, "session.removed").await;
    let now = backend.get(&path).await.expect_ok();
    assert_eq!(told["status"], "removed");
    assert_eq!(without(without(told, &["user"]), &by_use), without(now, &by_use));

    let made = backend.post("/v1/sessions", json!({ "user_id": user })).await.expect_ok();
    assert_eq!(without(last(&house, "session.created").await, &["user"]), made);
    let revoked = backend.post(&format!("{}/revoke", at("/v1/sessions", &made)), json!({})).await.expect_ok();
    assert_eq!(without(last(&house, "session.revoked").await, &["user"]), revoked);
}

async fn organizations_are_told_as_the_api_answers(database: Database) {
    let house = house(&database, |_| {}).await;
    let backend = Backend::of(&house, &[]).await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let new = json!({ "name": "Acme", "created_by": ada, "private_metadata": { "crm": 7 } });
    let made = backend.post("/v1/organizations", new).await.expect_ok();
    let path = at("/v1/organizations", &made);
    let told = last(&house, "organization.created").await;
    assert_eq!(told, backend.get(&path).await.expect_ok());
    assert_eq!((&told["created_by"], &told["private_metadata"]), (&json!(ada), &json!({ "crm": 7 })));
    backend.ask("PATCH", &path, Some(json!({ "name": "Acme & Sons" }))).await.expect_ok();
    assert_eq!(last(&house, "organization.updated").await, backend.get(&path).await.expect_ok());

    let members = format!("{path}/memberships");
    let of_bob = async || {
        let list = backend.get(&members).await.expect_ok();
        let all = list["data"].as_array().expect("a list");
        all.iter().find(|one| one["public_user_data"]["user_id"] == bob).expect("belongs to it").clone()
    };
    backend.post(&members, json!({ "user_id": bob, "role": "org:member" })).await.expect_ok();
    assert_eq!(last(&house, "organizationMembership.created").await, of_bob().await);
    let change = json!({ "private_metadata": { "seat": 1 } });
    backend.ask("PATCH", &format!("{members}/{bob}/metadata"), Some(change)).await.expect_ok();
    let told = last(&house, "organizationMembership.updated").await;
    assert_eq!(told, of_bob().await);
    assert_eq!((&told["object"], &told["private_metadata"]["seat"]), (&json!("organization_membership"), &json!(1)));

    let invitations = format!("{path}/invitations");
    let new = json!({ "email_address": "eve@example.com", "role": "org:member", "private_metadata": { "seat": 7 } });
    let sent = backend.post(&invitations, new).await.expect_ok();
    let told = last(&house, "organizationInvitation.created").await;
    assert_eq!(told, backend.get(&at(&invitations, &sent)).await.expect_ok());
    assert_eq!((&told["url"], &told["private_metadata"]), (&Value::Null, &json!({ "seat": 7 })), "no link: it lets in");
    backend.post(&format!("{}/revoke", at(&invitations, &sent)), json!({})).await.expect_ok();
    let told = last(&house, "organizationInvitation.revoked").await;
    assert_eq!(told, backend.get(&at(&invitations, &sent)).await.expect_ok());
}

async fn domains_are_told_as_the_api_answers(database: Database) {
    let house = house(&database, |settings| settings.organizations.domains.enabled = true).await;
    let backend = Backend::of(&house, &[]).await;
    let made = backend.post("/v1/organizations", json!({ "name": "Acme" })).await.expect_ok();
    let domains = format!("{}/domains", at("/v1/organizations", &made));
    let domain = backend.post(&domains, json!({ "name": "acme.example" })).await.expect_ok();
    // How many wait is no change of the domain.
    let counts = ["total_pending_invitations", "total_pending_suggestions"];
    let now = async || without(backend.get(&domains).await.expect_ok()["data"][0].clone(), &counts);
    let told = last(&house, "organizationDomain.created").await;
    assert_eq!(told, now().await);
    assert_eq!(told["verification"]["status"], "verified");
    let change = json!({ "enrollment_mode": "automatic_suggestion" });
    backend.ask("PATCH", &at(&domains, &domain), Some(change)).await.expect_ok();
    assert_eq!(last(&house, "organizationDomain.updated").await, now().await);
    let gone = backend.ask("DELETE", &at(&domains, &domain), None).await.expect_ok();
    assert_eq!(last(&house, "organizationDomain.deleted").await, gone);
}

async fn roles_and_permissions_are_told_as_the_api_answers(database: Database) {
    let house = house(&database, |_| {}).await;
    let backend = Backend::of(&house, &[]).await;
    let (roles, permissions) = ("/v1/organization_roles", "/v1/organization_permissions");
    let told = "SELECT subject_id FROM events WHERE type LIKE 'role.%' OR type LIKE 'permission.%' ORDER BY position";
    backend.ask("PATCH", "/v1/instance/organization_settings", Some(json!({ "max_allowed_memberships": 5 }))).await;
    assert_eq!(database.texts(told).await.len(), 0, "that is about neither");

    let write = json!({ "name": "Write", "key": "org:notes:write" });
    let write = backend.post(permissions, write).await.expect_ok();
    assert_eq!(last(&house, "permission.created").await, backend.get(&at(permissions, &write)).await.expect_ok());
    let admin = backend.get(&format!("{roles}/org:admin")).await.expect_ok();
    assert_eq!(last(&house, "role.updated").await, admin, "who may do everything may do that too");
    assert_eq!(database.texts(told).await, ["org:notes:write", "org:admin"]);
    backend.ask("PATCH", &at(permissions, &write), Some(json!({ "description": "All of them" }))).await.expect_ok();
    assert_eq!(last(&house, "permission.updated").await, backend.get(&at(permissions, &write)).await.expect_ok());

    let editor = backend.post(roles, json!({ "name": "Editor", "key": "org:editor" })).await.expect_ok();
    assert_eq!(last(&house, "role.created").await, backend.get(&at(roles, &editor)).await.expect_ok());
    let path = at(roles, &editor);
    backend.post(&format!("{path}/permissions/org:notes:write"), json!({})).await.expect_ok();
    let given = backend.get(&path).await.expect_ok();
    assert_eq!(given["permissions"][0]["key"], "org:notes:write");
    assert_eq!(last(&house, "role.updated").await, given);
    backend.ask("DELETE", &path, None).await.expect_ok();
    assert_eq!(last(&house, "role.deleted").await, given, "as it was");
    let before = backend.get(&at(permissions, &write)).await.expect_ok();
    backend.ask("DELETE", &at(permissions, &write), None).await.expect_ok();
    assert_eq!(last(&house, "permission.deleted").await, before);

    // What does not come about is not told.
    let many = database.texts(told).await.len();
    let refused = backend.post(roles, json!({ "name": "Editor", "key": "org:Not A Key" })).await;
    assert_eq!((refused.status, database.texts(told).await.len()), (422, many));
}

async fn whoever_waits_is_told_without_the_link_that_lets_them_in(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.mode = SignUpMode::Waitlist).await;
    let backend = Backend::of(&house, &[]).await;
    let made = backend.post("/v1/waitlist_entries", json!({ "email_address": "ada@example.com" })).await.expect_ok();
    assert_eq!(last(&house, "waitlistEntry.created").await, made);
    let path = at("/v1/waitlist_entries", &made);
    let mut invited = backend.post(&format!("{path}/invite"), json!({})).await.expect_ok();
    let link = invited["invitation"]["url"].as_str().expect("a link").to_owned();
    invited["invitation"] = without(invited["invitation"].clone(), &["url"]);
    assert_eq!(last(&house, "waitlistEntry.updated").await, invited);
    let ticket = link.split("ticket=").nth(1).expect("a ticket");
    assert!(!database.texts("SELECT data FROM events").await.iter().any(|data| data.contains(ticket)));
    let rejected = backend.post(&format!("{path}/reject"), json!({})).await.expect_ok();
    assert_eq!(last(&house, "waitlistEntry.updated").await, rejected);
}

async fn a_message_is_told_without_what_it_says(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    let browser = house.browser();
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let told = last(&house, "email.created").await;
    let expected = json!({
        "object": "email", "id": told["id"], "slug": told["slug"], "to_email_address": ada.email, "user_id": null,
        "status": "queued", "delivered_by_clerk": true,
    });
    assert_eq!(told, expected, "nobody has an account yet");
    assert!(told["slug"].is_string());
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    let id = browser.user_id().await;
    let new = json!({ "user_id": id, "email_address": "ada@work.example", "verified": true });
    backend.post("/v1/email_addresses", new).await.expect_ok();
    let told = last(&house, "email.created").await;
    assert_eq!((&told["to_email_address"], &told["user_id"]), (&json!(ada.email), &json!(id)));
}
