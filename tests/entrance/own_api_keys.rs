//! What people do with API keys from pages: their own, and those of their organizations.

use serde_json::json;
use vestibule::server::{ApiKeyQuery, NewApiKey, RoleSettings, Settings};

use crate::support::organizations::house;
use crate::support::{Answer, Browser, DAY, Database, HOUR, House, MINUTE, Person, on_both};

on_both!(
    a_key_is_shown_once_and_opens_what_it_should,
    without_javascript_it_does_the_same,
    a_new_key_is_on_no_other_page_and_shown_to_nobody_else,
    what_is_wrong_is_said_where_it_is_wrong,
    nobody_reaches_another_one_s_keys,
    of_an_organization_a_role_decides,
    lists_are_looked_through_in_parts,
    whoever_was_there_for_long_proves_who_they_are,
    where_they_are_off_there_are_none,
    whoever_revokes_each_makes_no_more_of_them,
);

fn with_keys(settings: &mut Settings) {
    settings.api_keys.users = true;
    settings.api_keys.organizations = true;
    settings.api_keys.scopes = vec!["notes:read".into()];
    settings.paths.user_profile = "/user".into();
    settings.paths.organization_profile = "/organization".into();
    for (role, permission) in [("org:reader", "org:sys_api_keys:read"), ("org:keeper", "org:sys_api_keys:manage")] {
        let role_settings = RoleSettings { permissions: [permission.to_owned()].into(), ..RoleSettings::default() };
        settings.organizations.roles.insert(role.into(), role_settings);
    }
}

async fn open(database: &Database) -> House {
    house(database, with_keys).await
}

/// A section as the browser asks for it.
async fn drawn(browser: &Browser, section: &str, at: &str) -> Answer {
    browser.get(&format!("/vestibule/drawn/{section}?id=x&at={at}")).await
}

/// The key of an answer, as a program shows it.
fn secret(answer: &Answer) -> String {
    answer.expect_ok().json()["api_key"]["secret"].as_str().expect("a key").to_owned()
}

/// What stands in the field with a new key on a page.
fn shown_secret(page: &Answer) -> Option<String> {
    let input = page.body.split("<input").find(|tag| tag.contains("vst-apiKeysCopyModalInput"))?;
    input.split_once("value=\"")?.1.split('"').next().map(str::to_owned)
}

async fn names(browser: &Browser, fields: &[(&str, &str)]) -> Vec<String> {
    let listed = browser.post("api_key/list", fields).await.expect_ok().json();
    let all = listed["data"].as_array().expect("a list").iter();
    all.map(|key| key["name"].as_str().expect("a name").to_owned()).collect()
}

async fn a_key_is_shown_once_and_opens_what_it_should(database: Database) {
    let house = open(&database).await;
    let (browser, ada) = house.person("ada").await;
    let fields = [("name", " Backup "), ("description", "At night"), ("expiration", "30")];
    let before = house.clock.now();
    let made = browser.post("api_key/create", &fields).await;
    let key = secret(&made);
    assert!(key.starts_with("ak_"), "{key}");
    let (id, name) = (made.json()["api_key"]["id"].clone(), made.json()["api_key"]["name"].clone());
    assert_eq!(name, "Backup");
    assert_eq!(made.body.matches(&key).count(), 1);

    let keys = house.vestibule.api_keys();
    let found = keys.verify(&key).await.expect("is looked up").expect("is good");
    assert_eq!((Some(found.id.as_str()), found.user_id()), (id.as_str(), Some(ada.as_str())));
    assert_eq!(found.created_by.as_deref(), Some(ada.as_str()));
    assert_eq!(found.scopes, ["notes:read"], "as the settings have it");
    let made_at = found.expires_at.expect("it runs out") - 30 * DAY;
    assert!((before..=house.clock.now()).contains(&made_at), "{made_at}");

    let mail = house.mail_to("ada@example.com").await;
    assert!(mail.subject.contains("An API key was made") && mail.text.contains("Backup"), "{}", mail.text);
    assert!(!mail.text.contains(&key) && mail.text.contains("/vestibule/disavow"), "{}", mail.text);
    let listed = browser.post("api_key/list", &[]).await;
    let one = &listed.expect_ok().json()["data"][0];
    assert_eq!((&one["id"], &one["description"], &one["subject"]), (&id, &json!("At night"), &json!(ada)));
    assert!(!listed.body.contains(&key) && !listed.body.contains("hash"), "{}", listed.body);
    assert!(!drawn(&browser, "api-keys", "/user/api-keys").await.body.contains(&key));
    assert!(!browser.page("/user/api-keys").await.body.contains(&key));
    assert!(!database.dump().await.contains(&key), "only its hash is kept");
    let entries = "SELECT action FROM audit_entries WHERE action LIKE 'apiKey.%' ORDER BY id";
    assert_eq!(database.texts(entries).await, ["apiKey.created"]);

    let which = [("api_key_id", id.as_str().expect("an id"))];
    browser.post("api_key/revoke", &which).await.expect_ok();
    assert!(keys.verify(&key).await.expect("is looked up").is_none());
    assert_eq!(names(&browser, &[]).await, Vec::<String>::new());
    browser.post("api_key/revoke", &which).await.expect_error(404, "resource_not_found");
}

async fn without_javascript_it_does_the_same(database: Database) {
    let house = open(&database).await;
    let (browser, _) = house.person("ada").await;
    let back = ("redirect_url", "/user/api-keys");
    let page = browser.page("/user/api-keys").await;
    assert!(page.shows("There are no keys yet.") && page.shows("action=\"/vestibule/api/api_key/create\""));
    let sent = browser.ask("POST", "/vestibule/api/api_key/create").by_hand();
    let sent = sent.form(&[("name", "Backup"), ("expiration", ""), back]).send().await;
    assert_eq!((sent.status, sent.header("location")), (302, Some("/user/api-keys")), "not in the address");
    let flash = browser.cookie("vestibule_flash").expect("tells the page that follows");
    let page = browser.page("/user/api-keys").await;
    let key = shown_secret(&page).expect("it is shown");
    assert!(key.starts_with("ak_") && !flash.contains(&key) && !sent.body.contains(&key), "{flash}");
    assert!(page.shows("Backup") && page.shows("Never used") && page.shows("Never expires"), "{}", page.body);
    assert!(house.vestibule.api_keys().verify(&key).await.expect("is looked up").is_some());
    let again = browser.page("/user/api-keys").await;
    assert!(shown_secret(&again).is_none() && !again.shows(&key), "it is shown once");

    // As a browser does it that draws what the server sends: the answer leaves it to the section.
    let ask = browser.ask("POST", "/vestibule/api/api_key/create").by_script().header("vestibule-drawn", "1");
    let made = ask.form(&[("name", "Import"), back]).send().await;
    assert_eq!(made.expect_ok().json().get("api_key"), None, "it is where it is shown");
    assert!(shown_secret(&drawn(&browser, "account", "/user").await).is_none());
    let section = drawn(&browser, "api-keys", "/user/api-keys").await;
    assert!(shown_secret(&section).is_some_and(|other| other != key), "{}", section.body);
    assert!(shown_secret(&drawn(&browser, "api-keys", "/user/api-keys").await).is_none());

    let id = database.texts("SELECT id FROM api_keys WHERE name = 'Backup'").await.remove(0);
    let page = browser.submit("api_key/revoke", &[("api_key_id", &id), back]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/user/api-keys"));
    assert!(!page.shows("Backup") && page.shows("Import"), "{}", page.body);
    assert!(house.vestibule.api_keys().verify(&key).await.expect("is looked up").is_none());
    // What was revoked meanwhile has no form any more that could tell it.
    let page = browser.submit("api_key/revoke", &[("api_key_id", &id), back]).await;
    assert!(page.shows("role=\"alert\""), "{}", page.body);
}

async fn a_new_key_is_on_no_other_page_and_shown_to_nobody_else(database: Database) {
    let house = open(&database).await;
    let (browser, _) = house.person("ada").await;
    let (other, _) = house.person("bob").await;
    let ask = browser.ask("POST", "/vestibule/api/api_key/create").by_hand();
    ask.form(&[("name", "Backup"), ("redirect_url", "/user/api-keys")]).send().await;
    let told = browser.cookie("vestibule_flash").expect("tells the page that follows");
    let page = browser.page("/user/api-keys").await;
    let key = shown_secret(&page).expect("it is shown");
    // The same browser, before that page was asked for.
    for path in ["/", "/user", "/user/security", "/sign-in"] {
        browser.set_cookie("vestibule_flash", &told);
        assert!(!browser.page(path).await.body.contains(&key), "{path}");
    }
    browser.set_cookie("vestibule_flash", &told);
    assert!(!drawn(&browser, "account", "/user").await.body.contains(&key));
    assert_eq!(shown_secret(&drawn(&browser, "api-keys", "/user/api-keys").await), Some(key.clone()));
    // Another person at the same browser.
    for path in ["/user/api-keys", "/user"] {
        other.set_cookie("vestibule_flash", &told);
        assert!(!other.page(path).await.body.contains(&key), "{path}");
    }
    other.set_cookie("vestibule_flash", &told);
    assert!(!drawn(&other, "api-keys", "/user/api-keys").await.expect_ok().body.contains(&key));
}

async fn what_is_wrong_is_said_where_it_is_wrong(database: Database) {
    let house = open(&database).await;
    let (browser, ada) = house.person("ada").await;
    let (long, longer) = ("x".repeat(101), "x".repeat(501));
    for (fields, error) in [
        (&[("name", " ")][..], "form_param_missing@name"),
        (&[("name", long.as_str())], "form_param_max_length_exceeded@name"),
        (&[("name", "a\nb")], "form_param_format_invalid@name"),
        (&[("name", "a"), ("description", longer.as_str())], "form_param_max_length_exceeded@description"),
        (&[("name", "a"), ("description", "a\u{7}")], "form_param_format_invalid@description"),
        (&[("name", "a"), ("expiration", "0")], "form_param_format_invalid@expiration"),
        (&[("name", "a"), ("expiration", "-7")], "form_param_format_invalid@expiration"),
        (&[("name", "a"), ("expiration", "soon")], "form_param_format_invalid@expiration"),
        (&[("name", "a"), ("expiration", "99999999999999999999")], "form_param_format_invalid@expiration"),
    ] {
        browser.post("api_key/create", fields).await.expect_error(422, error);
    }
    assert_eq!(database.count("api_keys").await, 0);
    let back = ("redirect_url", "/user/api-keys");
    let page = browser.submit("api_key/create", &[("name", ""), ("expiration", "90"), back]).await;
    assert!(page.shows("Enter a name.") && page.shows("aria-invalid=\"true\""), "{}", page.body);
    let chosen = page.body.split("<option").skip(1).find(|option| option.contains(" selected")).expect("one is chosen");
    assert!(chosen.contains("value=\"90\""), "what was chosen is chosen still: {chosen}");
    // Markup is text.
    browser.post("api_key/create", &[("name", "<b>\"'&")]).await.expect_ok();
    let page = browser.page("/user/api-keys").await;
    assert!(page.shows("&lt;b&gt;") && !page.shows("<b>\""), "{}", page.body);
    for number in 1..100 {
        let new = NewApiKey::of(ada.as_str(), format!("Key {number}"));
        house.vestibule.api_keys().create(&new).await.expect("is made");
    }
    let full = browser.post("api_key/create", &[("name", "One more")]).await;
    full.expect_error(422, "identification_quota_exceeded");
}

async fn nobody_reaches_another_one_s_keys(database: Database) {
    let house = open(&database).await;
    let (browser, ada) = house.person("ada").await;
    let (thief, eve) = house.person("eve").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let evil = house.organization("Evil", &eve, &[]).await.id;
    let own = browser.post("api_key/create", &[("name", "Own")]).await;
    let of_acme = browser.post("api_key/create", &[("name", "Acme's"), ("organization_id", &acme)]).await;
    let ids = [&own, &of_acme].map(|made| made.expect_ok().json()["api_key"]["id"].as_str().expect("an id").to_owned());
    let before = database.texts("SELECT id || COALESCE(CAST(revoked_at AS TEXT), '') FROM api_keys ORDER BY id").await;
    for id in &ids {
        let which = ("api_key_id", id.as_str());
        for fields in [
            &[which][..],
            &[which, ("organization_id", acme.as_str())],
            &[which, ("organization_id", evil.as_str())],
            &[which, ("organization_id", "org_none")],
        ] {
            thief.post("api_key/revoke", fields).await.expect_error(404, "resource_not_found");
        }
    }
    // Nor is one's own taken for another owner's.
    let swapped = [("api_key_id", ids[0].as_str()), ("organization_id", acme.as_str())];
    browser.post("api_key/revoke", &swapped).await.expect_error(404, "resource_not_found");
    browser.post("api_key/revoke", &[("api_key_id", &ids[1])]).await.expect_error(404, "resource_not_found");
    for odd in ["", "ak_", "../", "ak_x%00", "'--", "\0"] {
        thief.post("api_key/revoke", &[("api_key_id", odd)]).await.expect_error(404, "resource_not_found");
    }
    let theirs = [("organization_id", acme.as_str())];
    thief.post("api_key/list", &theirs).await.expect_error(404, "resource_not_found");
    let new = [theirs[0], ("name", "Evil")];
    thief.post("api_key/create", &new).await.expect_error(404, "resource_not_found");
    assert_eq!(names(&thief, &[]).await, Vec::<String>::new());
    let page = drawn(&thief, "api-keys", "/user/api-keys").await;
    assert!(!page.expect_ok().shows("Own") && !page.shows("Acme's"), "{}", page.body);
    drawn(&thief, "organization-api-keys", "/organization/api-keys").await.expect_error(403, "authorization_invalid");
    let after = "SELECT id || COALESCE(CAST(revoked_at AS TEXT), '') FROM api_keys ORDER BY id";
    assert_eq!(database.texts(after).await, before);
    for form in ["create", "list", "revoke"] {
        let nobody = house.browser().post(&format!("api_key/{form}"), &[]).await;
        nobody.expect_error(401, "authentication_invalid");
    }
}

async fn of_an_organization_a_role_decides(database: Database) {
    let house = open(&database).await;
    let (admin, ada) = house.person("ada").await;
    let (reader, bob) = house.person("bob").await;
    let (keeper, carol) = house.person("carol").await;
    let (member, dave) = house.person("dave").await;
    let people = [(bob.as_str(), "org:reader"), (carol.as_str(), "org:keeper"), (dave.as_str(), "org:member")];
    let acme = house.organization("Acme", &ada, &people).await.id;
    for browser in [&admin, &reader, &keeper, &member] {
        browser.act_in(&acme).await.expect_ok();
    }
    let org = ("organization_id", acme.as_str());
    let new = [org, ("name", "Deploy")];
    for browser in [&reader, &member] {
        browser.post("api_key/create", &new).await.expect_error(403, "authorization_invalid");
    }
    let made = keeper.post("api_key/create", &new).await;
    let found = house.vestibule.api_keys().verify(&secret(&made)).await.expect("is looked up").expect("is good");
    assert_eq!((found.org_id(), found.created_by.as_deref()), (Some(acme.as_str()), Some(carol.as_str())));
    member.post("api_key/list", &[org]).await.expect_error(403, "authorization_invalid");
    for browser in [&reader, &keeper, &admin] {
        assert_eq!(names(browser, &[org]).await, ["Deploy"]);
        assert_eq!(names(browser, &[]).await, Vec::<String>::new(), "it is none of their own");
    }
    let section = async |browser: &Browser| drawn(browser, "organization-api-keys", "/organization/api-keys").await;
    section(&member).await.expect_error(403, "authorization_invalid");
    let seen = section(&reader).await;
    assert!(seen.expect_ok().shows("Deploy") && !seen.shows("api_key/revoke") && !seen.shows("api_key/create"));
    let managed = section(&keeper).await;
    assert!(managed.shows("api_key/revoke") && managed.shows("api_key/create"), "{}", managed.body);
    // The navigation leads there whoever may see it.
    for (browser, sees) in [(&member, false), (&reader, true), (&admin, true)] {
        let page = browser.page("/organization").await;
        assert_eq!(page.shows("href=\"/organization/api-keys\""), sees, "{}", page.body);
    }
    let page = keeper.page("/organization/api-keys").await;
    assert!(page.shows("Deploy"), "in the first HTML: {}", page.body);
    let which = [org, ("api_key_id", found.id.as_str())];
    reader.post("api_key/revoke", &which).await.expect_error(403, "authorization_invalid");
    // Whoever has lost the role has lost it at once, and so have the keys that they know.
    let by_admin = secret(&admin.post("api_key/create", &[org, ("name", "Admin's")]).await);
    let keys = house.vestibule.api_keys();
    let opens = async |secret: &str| keys.verify(secret).await.expect("is looked up").is_some();
    let set_role = async |role: &str| house.vestibule.organizations().set_role(&acme, &carol, role).await;
    set_role("org:admin").await.expect("is given");
    assert!(opens(&secret(&made)).await, "an admin may do as much");
    set_role("org:member").await.expect("is given");
    assert_eq!((opens(&secret(&made)).await, opens(&by_admin).await), (false, true));
    let reasons = "SELECT revocation_reason FROM api_keys WHERE revoked_at IS NOT NULL";
    assert_eq!(database.texts(reasons).await, ["role_changed"]);
    assert_eq!(database.count("audit_entries WHERE action = 'apiKey.revoked'").await, 1);
    set_role("org:keeper").await.expect("is given");
    assert!(!opens(&secret(&made)).await, "it does not come back with the role");
    set_role("org:member").await.expect("is given");
    assert_eq!(names(&admin, &[org]).await, ["Admin's"]);
    let id = database.texts("SELECT id FROM api_keys WHERE name = 'Admin''s'").await.remove(0);
    let which = [org, ("api_key_id", id.as_str())];
    keeper.post("api_key/revoke", &which).await.expect_error(403, "authorization_invalid");
    admin.post("api_key/revoke", &which).await.expect_ok();
    assert_eq!(names(&admin, &[org]).await, Vec::<String>::new());
}

async fn lists_are_looked_through_in_parts(database: Database) {
    let house = open(&database).await;
    let (browser, ada) = house.person("ada").await;
    for number in 0..23 {
        let name = if number % 2 == 0 { format!("Even {number}") } else { format!("Odd {number}") };
        house.vestibule.api_keys().create(&NewApiKey::of(ada.as_str(), name)).await.expect("is made");
        house.clock.advance(MINUTE);
    }
    let newest = names(&browser, &[]).await;
    assert_eq!((newest.len(), newest[0].as_str()), (10, "Even 22"));
    assert_eq!(names(&browser, &[("limit", "2"), ("offset", "21")]).await, ["Odd 1", "Even 0"]);
    let odd =
        browser.post("api_key/list", &[("query", "oDD"), ("limit", "5"), ("offset", "10")]).await.expect_ok().json();
    assert_eq!((&odd["total_count"], &odd["data"][0]["name"]), (&json!(11), &json!("Odd 1")));
    assert_eq!(names(&browser, &[("query", "%")]).await, Vec::<String>::new());
    let items = |page: &Answer| page.body.matches("api_key/revoke").count();
    let page = browser.page("/user/api-keys").await;
    assert!(items(&page) == 10 && page.shows("?keys_page=2") && page.shows("name=\"keys_query\""), "{}", page.body);
    let last = browser.page("/user/api-keys?keys_page=3").await;
    assert!(items(&last) == 3 && last.shows("?keys_page=2"), "{}", last.body);
    for odd in ["4", "-1", "x", "99999999999999999999"] {
        assert!(items(&browser.page(&format!("/user/api-keys?keys_page={odd}")).await) > 0, "{odd}");
    }
    let found = browser.page("/user/api-keys?keys_query=odd&keys_page=2").await;
    assert!(items(&found) == 1 && found.shows("keys_query=odd"), "{}", found.body);
    assert!(browser.page("/user/api-keys?keys_query=zzz").await.shows("No key has this name."));
    // What has run out is not there any more.
    let short = NewApiKey { seconds_until_expiration: Some(60), ..NewApiKey::of(ada.as_str(), "Short") };
    house.vestibule.api_keys().create(&short).await.expect("is made");
    assert_eq!(names(&browser, &[]).await[0], "Short");
    house.clock.advance(2 * MINUTE);
    assert_eq!(names(&browser, &[]).await[0], "Even 22");
    let all = ApiKeyQuery { includes_invalid: true, ..ApiKeyQuery::of(ada.as_str()) };
    assert_eq!(house.vestibule.api_keys().list(&all).await.expect("a list").1, 24);
}

async fn whoever_was_there_for_long_proves_who_they_are(database: Database) {
    let house = open(&database).await;
    let person = Person::named("ada");
    let browser = house.sign_up(&person).await;
    house.clock.advance(11 * MINUTE);
    let back = ("redirect_url", "/user/api-keys");
    let new = [("name", "Backup"), ("expiration", "7"), back];
    let led = browser.submit("api_key/create", &new).await;
    assert_eq!(led.path, "/vestibule/reverify?redirect_url=/user/api-keys");
    assert_eq!(database.count("api_keys").await, 0);
    let proof = [("strategy", "password"), ("password", person.password.as_str()), back];
    let page = browser.submit("session_verification/attempt_first_factor", &proof).await;
    assert_eq!(page.path, "/user/api-keys");
    assert!(page.shows("value=\"Backup\""), "what was typed is there again: {}", page.body);
    let page = browser.submit("api_key/create", &new).await;
    assert!(shown_secret(&page).is_some(), "{}", page.body);
    house.clock.advance(11 * MINUTE);
    browser.post("api_key/list", &[]).await.expect_ok();
    let id = database.texts("SELECT id FROM api_keys").await.remove(0);
    let revoked = browser.post("api_key/revoke", &[("api_key_id", &id)]).await;
    revoked.expect_reverification("strict");
    let lax = house.another_with(|settings| settings.session.reverification = false).await;
    browser.at(&lax).post("api_key/revoke", &[("api_key_id", &id)]).await.expect_ok();
}

async fn where_they_are_off_there_are_none(database: Database) {
    let house = open(&database).await;
    let (browser, ada) = house.person("ada").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    browser.act_in(&acme).await.expect_ok();
    let key = secret(&browser.post("api_key/create", &[("name", "Backup")]).await);
    let off = house
        .another_with(|settings| {
            settings.api_keys.users = false;
            settings.api_keys.organizations = false;
        })
        .await;
    let there = browser.at(&off);
    for fields in [&[("name", "x")][..], &[("name", "x"), ("organization_id", acme.as_str())]] {
        there.post("api_key/create", fields).await.expect_error(404, "resource_not_found");
        there.post("api_key/list", &fields[1..]).await.expect_error(404, "resource_not_found");
    }
    for section in ["api-keys", "organization-api-keys"] {
        drawn(&there, section, "/user/api-keys").await.expect_error(403, "authorization_invalid");
    }
    let user = there.page("/user").await;
    assert!(!user.shows("/user/api-keys") && !there.page("/organization").await.shows("/organization/api-keys"));
    // What there is stays good: the server made that choice.
    assert!(off.vestibule.api_keys().verify(&key).await.expect("is looked up").is_some());
}

async fn whoever_revokes_each_makes_no_more_of_them(database: Database) {
    let house = house(&database, |settings| {
        with_keys(settings);
        settings.session.reverification = false;
    })
    .await;
    let (browser, ada) = house.person("ada").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let (other, _) = house.person("bob").await;
    let (own, of_acme) = ([("name", "x")], [("name", "x"), ("organization_id", acme.as_str())]);
    for number in 0..50 {
        let fields = if number % 2 == 0 { &own[..] } else { &of_acme[..] };
        let made = browser.post("api_key/create", fields).await.expect_ok().json();
        let which = ("api_key_id", made["api_key"]["id"].as_str().expect("an id"));
        browser.post("api_key/revoke", &[&[which][..], &fields[1..]].concat()).await.expect_ok();
    }
    for fields in [&own[..], &of_acme[..]] {
        browser.post("api_key/create", fields).await.expect_error(429, "too_many_requests");
    }
    assert_eq!(database.count("api_keys").await, 50);
    other.post("api_key/create", &own).await.expect_ok();
    house.clock.advance(HOUR + MINUTE);
    browser.post("api_key/create", &own).await.expect_ok();
}
