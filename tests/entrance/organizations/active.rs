//! The organization in which people act.

use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use vestibule::model::{Has, SessionStatus};
use vestibule::server::{Auth, NewOrganization, OrganizationUpdate, SessionQuery};

use crate::support::organizations::{found, house, join, with_organizations};
use crate::support::{Browser, Database, House, Person, SECOND, on_both, until};

on_both!(
    one_acts_in_what_one_chooses,
    nobody_acts_where_they_do_not_belong,
    whoever_comes_back_acts_where_they_did,
    nobody_acts_outside_where_the_settings_say_so,
    whoever_is_in_already_is_held_up_as_the_settings_say,
    a_second_factor_comes_first,
    a_page_says_which_organization_it_is_about,
    the_home_is_that_of_the_organization_that_was_chosen,
    another_slug_takes_the_page_along,
    without_javascript_one_is_led_on,
    what_changes_counts_with_the_next_request,
    other_nodes_hear_of_what_changes,
    whoever_has_left_the_last_one_is_held_up,
    one_is_made_where_there_is_none_to_choose,
    without_slugs_an_id_alone_names_one,
);

/// What an app's handler is told.
async fn told(auth: Auth) -> Json<Value> {
    Json(json!({
        "org_id": auth.org_id(),
        "org_slug": auth.org_slug(),
        "org_role": auth.org_role(),
        "org_permissions": auth.org_permissions(),
        "may_write": auth.has(&Has::permission("org:notes:write")),
        "may_manage": auth.has(&Has::role("org:admin").and_permission("org:sys_memberships:manage")),
    }))
}

/// An app with the server in front, some of whose pages are about one organization.
fn app(house: &House) -> Router {
    let router = Router::new()
        .route("/told", get(told))
        .route("/tell", post(told))
        .route("/orgs/{organization}/notes", get(told))
        .route("/mine", get(told))
        .route("/vestibule/api/{*name}", post(leptos_axum::handle_server_fns))
        .merge(house.vestibule.routes());
    let layer = house.vestibule.layer().personal_at(["/mine/*"]).organizations_at(["/orgs/:organization/*"]);
    router.layer(layer)
}

/// The same to what a page asks that is about no organization.
async fn told_to(browser: &Browser) -> Value {
    let ask = browser.ask("GET", "/told").header("accept", "application/json");
    ask.header("referer", "http://localhost:3000/dashboard").send().await.expect_ok().json()
}

async fn one_acts_in_what_one_chooses(database: Database) {
    let house = House::with(&database, with_organizations).await;
    let ada = Person::named("ada");
    let (browser, _) = house.person("ada").await;
    let browser = browser.through(app(&house));
    for (name, role) in
        [("acme", "org:editor"), ("initech", "org:admin"), ("globex", "org:member"), ("gone", "org:gone")]
    {
        let id = found(&database, name).await;
        join(&database, &id, &ada, role).await;
    }
    assert_eq!(told_to(&browser).await["org_id"], Value::Null);
    assert_eq!(browser.claims().get("o"), None);

    let answer = browser.act_in("org_acme").await;
    let session = answer.expect_ok().json()["client"]["sessions"][0].clone();
    assert_eq!(session["organization"]["slug"], "acme");
    assert_eq!(session["grants"]["permissions"], json!(["org:notes:read", "org:notes:write"]));
    let o = json!({ "id": "org_acme", "slg": "acme", "rol": "editor", "per": "read,write", "fpm": "3" });
    assert_eq!((&browser.claims()["o"], &browser.claims()["fea"]), (&o, &json!("o:notes")));
    let told = told_to(&browser).await;
    assert_eq!((&told["org_id"], &told["org_slug"]), (&json!("org_acme"), &json!("acme")));
    assert_eq!(
        (&told["org_role"], &told["may_write"], &told["may_manage"]),
        (&json!("org:editor"), &json!(true), &json!(false))
    );

    // By its slug, too; and admins may do what the system asks for, which stands in no token.
    browser.act_in("initech").await.expect_ok();
    let told = told_to(&browser).await;
    assert_eq!(
        (&told["org_id"], &told["may_write"], &told["may_manage"]),
        (&json!("org_initech"), &json!(true), &json!(true))
    );
    assert!(!browser.claims().to_string().contains("sys_"));
    browser.act_in("globex").await.expect_ok();
    assert_eq!(told_to(&browser).await["org_permissions"], json!(["org:sys_memberships:read"]));
    // A role that the settings no longer have allows nothing.
    browser.act_in("gone").await.expect_ok();
    let told = told_to(&browser).await;
    assert_eq!((&told["org_role"], &told["org_permissions"]), (&json!("org:gone"), &json!([])));

    // It is the session's: it stays, and other sessions are as they were.
    house.clock.advance(61 * SECOND);
    assert_eq!(told_to(&browser).await["org_id"], "org_gone");
    browser.act_in("").await.expect_ok();
    assert_eq!(told_to(&browser).await["org_id"], Value::Null);
    assert_eq!(browser.claims().get("o"), None);
}

async fn nobody_acts_where_they_do_not_belong(database: Database) {
    let house = House::with(&database, with_organizations).await;
    let bob = Person::named("bob");
    let (hers, _) = house.person("ada").await;
    house.person("bob").await;
    let id = found(&database, "acme").await;
    join(&database, &id, &bob, "org:admin").await;
    for organization in ["org_acme", "acme", "org_nowhere", "nowhere", "' OR 1=1 --", "%", "\0"] {
        hers.act_in(organization).await.expect_error(404, "resource_not_found");
    }
    house.browser().act_in("acme").await.expect_error(401, "authentication_invalid");
    let without = house.another_with(|settings| settings.organizations.enabled = false).await;
    hers.at(&without).act_in("").await.expect_error(403, "organization_not_enabled_in_instance");
}

async fn whoever_comes_back_acts_where_they_did(database: Database) {
    let house = House::with(&database, with_organizations).await;
    let ada = Person::named("ada");
    let (browser, _) = house.person("ada").await;
    let id = found(&database, "acme").await;
    join(&database, &id, &ada, "org:member").await;
    browser.act_in("acme").await.expect_ok();
    let elsewhere = house.sign_in(&ada).await;
    assert_eq!(elsewhere.claims()["o"]["id"], "org_acme");
    // They may have left it since.
    database.execute("DELETE FROM organization_memberships").await;
    let elsewhere = house.sign_in(&ada).await;
    assert_eq!(elsewhere.claims().get("o"), None);
    house.clock.advance(61 * SECOND);
    browser.get("/api/me").await.expect_ok();
    assert_eq!(browser.claims().get("o"), None, "the next token of the first session says so, too");
}

async fn nobody_acts_outside_where_the_settings_say_so(database: Database) {
    let house = House::with(&database, |settings| {
        with_organizations(settings);
        settings.organizations.personal_accounts = false;
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let held_up = async |browser: &Browser| {
        let session = browser.post("client/get", &[]).await.json()["sessions"][0].clone();
        (session["status"].clone(), session["tasks"].clone())
    };
    let waits = (json!("pending"), json!(["choose_organization"]));
    assert_eq!(held_up(&browser).await, waits);
    assert_eq!((browser.who().await, &browser.claims()["sts"]), (None, &json!("pending")));
    // What is asked of whoever has to set up a second factor is not asked of them, nor open to them.
    browser.post("totp/create", &[]).await.expect_error(401, "authentication_invalid");

    let id = found(&database, "acme").await;
    join(&database, &id, &ada, "org:member").await;
    browser.act_in("acme").await.expect_ok();
    assert_eq!(held_up(&browser).await, (json!("active"), Value::Null));
    assert_eq!((browser.who().await, &browser.claims()["sts"]), (Some(ada.email.clone()), &json!("active")));
    browser.act_in("").await.expect_error(403, "action_not_allowed");

    // Whoever belongs to one only acts in it at once, whoever belongs to two in the last one.
    let (bob, cy) = (Person::named("bob"), Person::named("cy"));
    for person in [&bob, &cy] {
        house.sign_up(person).await.post("session/sign_out", &[]).await.expect_ok();
        join(&database, &id, person, "org:member").await;
    }
    assert_eq!(house.sign_in(&bob).await.claims()["o"]["id"], "org_acme");
    let other = found(&database, "initech").await;
    join(&database, &other, &cy, "org:member").await;
    let browser = house.sign_in(&cy).await;
    assert_eq!(held_up(&browser).await, waits);
    browser.act_in("initech").await.expect_ok();
    assert_eq!(house.sign_in(&cy).await.claims()["o"]["id"], "org_initech");
}

async fn whoever_is_in_already_is_held_up_as_the_settings_say(database: Database) {
    let house = House::with(&database, with_organizations).await;
    let off = house.another_with(|settings| settings.organizations.personal_accounts = false).await;
    let (browser, user_id) = house.person("ada").await;
    let ada = Person::named("ada");
    let there = browser.at(&off);
    let stands = async |browser: &Browser| {
        let session = browser.post("client/get", &[]).await.json()["sessions"][0].clone();
        (session["status"].clone(), session["tasks"].clone())
    };
    let listed = async |house: &House, status: SessionStatus| {
        let query = SessionQuery { user_id: Some(user_id.clone()), status: Some(status), ..SessionQuery::default() };
        let (sessions, count) = house.vestibule.sessions().list(&query).await.expect("are listed");
        assert!(sessions.iter().all(|session| session.status == status), "{sessions:?}");
        count
    };
    let waits = (json!("pending"), json!(["choose_organization"]));
    assert_eq!(stands(&browser).await, (json!("active"), Value::Null));
    assert_eq!(stands(&there).await, waits, "however it stood when it began");
    // The token that they have is good for its minute.
    house.clock.advance(61 * SECOND);
    assert_eq!((there.who().await, &there.claims()["sts"]), (None, &json!("pending")));
    there.post("user/update", &[("first_name", "Ada")]).await.expect_error(401, "authentication_invalid");
    assert_eq!((listed(&off, SessionStatus::Pending).await, listed(&off, SessionStatus::Active).await), (1, 0));
    assert_eq!((listed(&house, SessionStatus::Pending).await, listed(&house, SessionStatus::Active).await), (0, 1));
    let page = there.page("/dashboard").await;
    assert!(page.path.starts_with("/sign-in"), "{}", page.path);
    let page = there.page("/sign-in").await;
    assert!(page.shows("Create organization"), "{}", page.body);
    // Back on, they are in as before, and so is whoever began while it was off.
    house.clock.advance(61 * SECOND);
    assert_eq!((browser.who().await, &browser.claims()["sts"]), (Some(ada.email.clone()), &json!("active")));
    let bob = Person::named("bob");
    let hers = off.sign_up(&bob).await;
    assert_eq!(stands(&hers).await, waits);
    assert_eq!(stands(&hers.at(&house)).await, (json!("active"), Value::Null));
    house.clock.advance(61 * SECOND);
    assert_eq!(hers.at(&house).who().await, Some(bob.email));
    // Whoever chooses one is in.
    let id = found(&database, "acme").await;
    join(&database, &id, &ada, "org:member").await;
    there.act_in("acme").await.expect_ok();
    assert_eq!((stands(&there).await, there.who().await), ((json!("active"), Value::Null), Some(ada.email)));
    assert_eq!((listed(&off, SessionStatus::Pending).await, listed(&off, SessionStatus::Active).await), (0, 1));
}

async fn a_second_factor_comes_first(database: Database) {
    let house = House::with(&database, |settings| {
        with_organizations(settings);
        settings.organizations.personal_accounts = false;
        settings.mfa.required = true;
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = found(&database, "acme").await;
    join(&database, &id, &ada, "org:member").await;
    let tasks = async |browser: &Browser| browser.post("client/get", &[]).await.json()["sessions"][0]["tasks"].clone();
    assert_eq!(tasks(&browser).await, json!(["setup_mfa", "choose_organization"]));
    browser.act_in("acme").await.expect_error(401, "authentication_invalid");
    browser.add_app(&house).await;
    assert_eq!((tasks(&browser).await, browser.who().await), (json!(["choose_organization"]), None));
    browser.act_in("acme").await.expect_ok();
    assert_eq!((tasks(&browser).await, browser.who().await), (Value::Null, Some(ada.email)));
}

async fn a_page_says_which_organization_it_is_about(database: Database) {
    let house = House::with(&database, with_organizations).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let (browser, _) = house.person("ada").await;
    house.person("bob").await;
    for (name, person, role) in
        [("acme", &ada, "org:editor"), ("initech", &ada, "org:admin"), ("globex", &bob, "org:admin")]
    {
        let id = found(&database, name).await;
        join(&database, &id, person, role).await;
    }
    let browser = browser.through(app(&house));
    browser.act_in("initech").await.expect_ok();

    // Two tabs are in two organizations, whatever the session acts in.
    for _ in 0..2 {
        for (named, id, role) in [
            ("acme", "org_acme", "org:editor"),
            ("Acme", "org_acme", "org:editor"),
            ("org_acme", "org_acme", "org:editor"),
            ("initech", "org_initech", "org:admin"),
        ] {
            let path = format!("/orgs/{named}/notes");
            let seen = browser.get(&path).await.expect_ok().json();
            assert_eq!((&seen["org_id"], &seen["org_role"]), (&json!(id), &json!(role)), "{named}");
            let referer = format!("{}{path}", house.origin());
            let asked = browser.ask("POST", "/tell").by_script().header("referer", &referer).send().await;
            assert_eq!(asked.expect_ok().json(), seen, "what the page asks for is about the same");
            let client = browser.ask("POST", "/vestibule/api/client/get").by_script().header("referer", &referer);
            let client = client.form(&[]).send().await.json();
            assert_eq!(client["sessions"][0]["organization"]["id"], id, "and what it shows");
            let token = browser.ask("POST", "/vestibule/api/session/token").by_script().header("referer", &referer);
            let token = token.form(&[]).send().await.json();
            let bearer = format!("Bearer {}", token.as_str().expect("a token"));
            let by_token = house.browser().through(app(&house)).ask("GET", "/told").header("authorization", &bearer);
            assert_eq!(by_token.send().await.json()["org_id"], id, "and the token that it sends elsewhere");
        }
        assert_eq!(told_to(&browser).await["org_id"], "org_initech", "elsewhere it is the session's own");
        assert_eq!(browser.claims()["o"]["id"], "org_initech");
        // Remembered, and forgotten with the token.
        house.clock.advance(61 * SECOND);
    }
    // On a page of their own they act in none, and so does what it asks for.
    assert_eq!(browser.get("/mine").await.expect_ok().json()["org_id"], Value::Null);
    let mine = format!("{}/mine", house.origin());
    let asked = browser.ask("POST", "/tell").by_script().header("referer", &mine).send().await;
    assert_eq!(asked.expect_ok().json()["org_id"], Value::Null);
    // Whoever chooses another organization goes to another page, which the server makes: this one shows what it is about.
    let choose = [("organization", "acme"), ("after_select_url", "/orgs/acme"), ("redirect_url", "/mine")];
    let choose_at = async |page: &str| {
        let asked = browser.ask("POST", "/vestibule/api/session/set_active_organization").by_script();
        asked.header("referer", page).form(&choose).send().await.expect_ok().json()
    };
    let chosen = choose_at(&mine).await;
    assert_eq!((&chosen["redirect_to"], &chosen["loads"]), (&json!("/orgs/acme"), &json!(true)));
    assert_eq!(chosen["client"]["sessions"][0]["organization"], Value::Null);
    let chosen = choose_at(&format!("{}/dashboard", house.origin())).await;
    assert_eq!(
        (&chosen["loads"], &chosen["client"]["sessions"][0]["organization"]["id"]),
        (&json!(true), &json!("org_acme")),
        "the page that one goes to is about an organization, too"
    );
    browser.act_in("initech").await.expect_ok();
    // Nobody comes in by an address.
    for named in ["globex", "org_globex", "nowhere"] {
        let seen = browser.get(&format!("/orgs/{named}/notes")).await.expect_ok().json();
        assert_eq!((&seen["org_id"], &seen["org_permissions"]), (&Value::Null, &json!([])), "{named}");
    }
    // What another site says is not listened to.
    let from_elsewhere =
        browser.ask("POST", "/tell").by_script().header("referer", "https://evil.example/orgs/acme/notes").send().await;
    assert_eq!(from_elsewhere.expect_ok().json()["org_id"], Value::Null);
    let from_nowhere = browser.ask("POST", "/tell").by_script().send().await;
    assert_eq!(from_nowhere.expect_ok().json()["org_id"], Value::Null, "better in none than in another one");
    assert_eq!(from_nowhere.header("vary"), Some("referer"));
    let odd = browser.get("/orgs/globex%20/notes").await.expect_ok().json();
    assert_eq!(odd["org_id"], Value::Null);
    let bearer = format!("Bearer {}", browser.cookie("__session").expect("a token"));
    let by_token = browser.ask("GET", "/orgs/acme/notes").header("authorization", &bearer).send().await;
    assert_eq!(by_token.json()["org_id"], "org_initech", "a token says itself where one acts");
    let nobody = house.browser().through(app(&house)).get("/orgs/acme/notes").await;
    assert_eq!(nobody.expect_ok().json()["org_id"], Value::Null);
}

async fn the_home_is_that_of_the_organization_that_was_chosen(database: Database) {
    let house = House::with(&database, |settings| {
        with_organizations(settings);
        settings.organizations.home = "/orgs/:slug".into();
    })
    .await;
    let (ada, (browser, _)) = (Person::named("ada"), house.person("ada").await);
    for name in ["acme", "initech"] {
        let id = found(&database, name).await;
        join(&database, &id, &ada, "org:admin").await;
    }
    let browser = browser.through(app(&house));
    let led_from = async |page: &str, form: &str, fields: &[(&str, &str)]| {
        let asked = browser.ask("POST", &format!("/vestibule/api/{form}")).by_script();
        let asked = asked.header("referer", &format!("{}{page}", house.origin())).form(fields).send().await;
        asked.expect_ok().json()["redirect_to"].clone()
    };
    // Whatever the page is about on which it is chosen.
    for page in ["/dashboard", "/mine", "/orgs/acme/notes"] {
        let led = led_from(page, "session/set_active_organization", &[("organization", "initech")]).await;
        assert_eq!(led, "/orgs/initech", "{page}");
        let made = led_from(page, "organization/create", &[("name", "New")]).await;
        assert!(made.as_str().is_some_and(|to| to.starts_with("/orgs/new")), "{page}: {made}");
    }
    browser.act_in("initech").await.expect_ok();
    // A program that does not say from which page it comes.
    let elsewhere = house.browser().through(app(&house));
    assert_eq!(elsewhere.sign_in(&ada).await.expect_ok().json()["redirect_to"], "/orgs/initech");
}

async fn another_slug_takes_the_page_along(database: Database) {
    let house = House::with(&database, with_organizations).await;
    let (browser, user) = house.person("ada").await;
    let people = house.organization("People", &user, &[]).await;
    let browser = browser.through(app(&house));
    let led = async |page: &str, slug: &str| {
        let fields =
            [("organization_id", people.id.as_str()), ("name", "People"), ("slug", slug), ("redirect_url", page)];
        let asked = browser.ask("POST", "/vestibule/api/organization/update").by_script();
        let asked = asked.header("referer", &format!("{}{page}", house.origin())).form(&fields).send().await;
        asked.expect_ok().json()["redirect_to"].clone()
    };
    assert_eq!(led("/orgs/people/people?after=10", " Acme-New ").await, "/orgs/acme-new/people?after=10");
    assert_eq!(led("/orgs/acme-new/notes", "orgs-2").await, "/orgs/orgs-2/notes");
    assert_eq!(led("/dashboard", "acme").await, "/dashboard");
    assert_eq!(led(&format!("/orgs/{}/notes", people.id), "beta").await, format!("/orgs/{}/notes", people.id));
}

async fn without_javascript_one_is_led_on(database: Database) {
    let house = House::with(&database, with_organizations).await;
    let ada = Person::named("ada");
    let (browser, _) = house.person("ada").await;
    let id = found(&database, "acme").await;
    join(&database, &id, &ada, "org:member").await;
    let form = "session/set_active_organization";
    let next = browser.submit(form, &[("organization", "acme"), ("redirect_url", "/dashboard?in=acme")]).await;
    assert_eq!((next.status, next.path.as_str()), (200, "/dashboard?in=acme"));
    assert_eq!(browser.claims()["o"]["id"], "org_acme");
    let away = [("organization", ""), ("redirect_url", "https://evil.example/")];
    let next = browser.submit(form, &away).await;
    assert_eq!((next.status, next.path.as_str()), (200, "/dashboard"), "nobody is led away");
    assert_eq!(browser.claims().get("o"), None);
}

async fn what_changes_counts_with_the_next_request(database: Database) {
    let house = house(&database, with_organizations).await;
    let (_, ada) = house.person("ada").await;
    let (browser, bob) = house.person("bob").await;
    let acme = house.organization("Acme", &ada, &[(&bob, "org:editor")]).await.id;
    let browser = browser.through(app(&house));
    let organizations = house.vestibule.organizations();
    browser.act_in(&acme).await.expect_ok();
    assert_eq!(told_to(&browser).await["may_write"], true);
    let token = browser.cookie("__session").expect("a token");
    let by_token = async || {
        let bearer = format!("Bearer {token}");
        house.browser().through(app(&house)).ask("GET", "/told").header("authorization", &bearer).send().await.json()
    };
    assert_eq!(by_token().await["may_write"], true);

    organizations.set_role(&acme, &bob, "org:member").await.expect("is set");
    let told = told_to(&browser).await;
    assert_eq!((&told["org_role"], &told["may_write"]), (&json!("org:member"), &json!(false)));
    assert_eq!(by_token().await["org_id"], Value::Null, "the old token is good for nothing, though it has not expired");
    // By an address, too.
    let page = format!("/orgs/{acme}/notes");
    assert_eq!(browser.get(&page).await.json()["org_role"], "org:member");
    organizations.set_role(&acme, &bob, "org:admin").await.expect("is set");
    assert_eq!(browser.get(&page).await.json()["may_manage"], true);
    assert_eq!(told_to(&browser).await["may_manage"], true);

    // A new slug stands in the next token.
    let renamed = OrganizationUpdate { slug: Some("acme-two".into()), ..OrganizationUpdate::default() };
    organizations.update(&acme, &renamed).await.expect("is renamed");
    assert_eq!(told_to(&browser).await["org_slug"], "acme-two");
    assert_eq!(browser.get("/orgs/acme-two/notes").await.json()["org_id"], acme.as_str());

    organizations.remove_member(&acme, &bob).await.expect("is removed");
    assert_eq!(told_to(&browser).await["org_id"], Value::Null);
    assert_eq!(browser.get(&page).await.json()["org_permissions"], json!([]));
    assert_eq!(browser.claims().get("o"), None);
    browser.act_in(&acme).await.expect_error(404, "resource_not_found");

    // And the end of it all.
    organizations.add_member(&acme, &bob, "org:member").await.expect("is let in");
    browser.act_in(&acme).await.expect_ok();
    assert_eq!(told_to(&browser).await["org_id"], acme.as_str());
    organizations.delete(&acme).await.expect("is deleted");
    assert_eq!(told_to(&browser).await["org_id"], Value::Null);
}

async fn other_nodes_hear_of_what_changes(database: Database) {
    let house = house(&database, with_organizations).await;
    let [ada] = house.people(["ada"]).await;
    let (browser, bob) = house.person("bob").await;
    let acme = house.organization("Acme", &ada, &[(&bob, "org:editor")]).await.id;
    browser.act_in(&acme).await.expect_ok();
    let other = house.another().await;
    let there = browser.through(app(&other));
    assert_eq!(told_to(&there).await["may_write"], true);
    house.vestibule.organizations().set_role(&acme, &bob, "org:member").await.expect("is set");
    if database.is_postgres() {
        until("the other node hears of it", async || told_to(&there).await["may_write"] == false).await;
    }
    // Where nobody tells, it is so with the next token.
    house.clock.advance(61 * SECOND);
    assert_eq!(told_to(&there).await["may_write"], false);
}

async fn whoever_has_left_the_last_one_is_held_up(database: Database) {
    let house = house(&database, |settings| {
        with_organizations(settings);
        settings.organizations.personal_accounts = false;
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let acme = found(&database, "acme").await;
    join(&database, &acme, &ada, "org:admin").await;
    browser.act_in(&acme).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let new = NewOrganization { created_by: Some(id.clone()), ..NewOrganization::named("Initech") };
    let initech = house.vestibule.organizations().create(&new).await.expect("is made").id;
    house.vestibule.organizations().delete(&acme).await.expect("is deleted");
    assert_eq!((browser.who().await, &browser.claims()["sts"]), (None, &json!("pending")));
    // The sign-in page offers what there is.
    let page = browser.page("/sign-in").await;
    assert!(page.shows("Choose an organization") && page.shows("Initech"), "{}", page.body);
    let chosen = [("organization", initech.as_str()), ("redirect_url", "/dashboard?x=1")];
    assert_eq!(browser.submit("session/set_active_organization", &chosen).await.path, "/dashboard?x=1");
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn one_is_made_where_there_is_none_to_choose(database: Database) {
    let house = house(&database, |settings| {
        with_organizations(settings);
        settings.organizations.personal_accounts = false;
        settings.organizations.max_per_user = 1;
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    // Without JavaScript: what is wrong stands beside its field, and what was typed is still there.
    let wanted = ("redirect_url", "/sign-in/choose-organization?redirect_url=/dashboard%3Fx%3D1");
    let page = browser.page("/sign-in/choose-organization?redirect_url=/dashboard%3Fx%3D1").await;
    assert!(page.shows("value=\"/dashboard?x=1\"") && page.shows("Create organization"), "{}", page.body);
    let page = browser.submit("organization/create", &[("name", "  "), wanted]).await;
    assert_eq!(page.path, "/sign-in/choose-organization?redirect_url=/dashboard%3Fx%3D1");
    assert!(page.shows("aria-invalid=\"true\"") && page.shows("name=\"name\""), "{}", page.body);
    let made = browser.submit("organization/create", &[("name", "Ada & Co"), ("redirect_url", "/dashboard?x=1")]).await;
    assert_eq!(made.path, "/dashboard?x=1");
    assert_eq!(browser.who().await, Some(ada.email));
    let o = &browser.claims()["o"];
    assert_eq!((&o["slg"], &o["rol"]), (&json!("ada-co"), &json!("admin")));
    browser.post("organization/create", &[("name", "More")]).await.expect_error(403, "organization_quota_exceeded");
    house.browser().post("organization/create", &[("name", "x")]).await.expect_error(401, "authentication_invalid");
}

async fn without_slugs_an_id_alone_names_one(database: Database) {
    let house = house(&database, |settings| {
        with_organizations(settings);
        settings.organizations.slugs = false;
    })
    .await;
    let ada = Person::named("ada");
    let (browser, id) = house.person("ada").await;
    // From the time in which there were slugs.
    let acme = found(&database, "acme").await;
    join(&database, &acme, &ada, "org:admin").await;
    browser.act_in("acme").await.expect_error(404, "resource_not_found");
    let answer = browser.act_in(&acme).await;
    assert_eq!(answer.expect_ok().json()["client"]["sessions"][0]["organization"]["slug"], Value::Null);
    house.clock.advance(61 * SECOND);
    browser.get("/api/me").await.expect_ok();
    assert_eq!((&browser.claims()["o"]["id"], browser.claims()["o"].get("slg")), (&json!(acme), None));
    let may = async |organization: &str| {
        house.vestibule.organizations().may(&id, organization, "org:sys_profile:manage").await.expect("is asked")
    };
    assert_eq!((may(&acme).await, may("acme").await), (true, false));
    let browser = browser.through(app(&house));
    assert_eq!(browser.get("/orgs/acme/notes").await.json()["org_id"], Value::Null);
    assert_eq!(browser.get(&format!("/orgs/{acme}/notes")).await.json()["org_id"], acme.as_str());
}
