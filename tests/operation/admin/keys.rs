//! What programs prove themselves with, in the dashboard.

use vestibule::server::{AuditAction, MachineQuery, NewApiKey, NewMachine, OperatorRole};

use crate::support::{Database, House, MINUTE, Person, on_both};

on_both!(
    a_secret_key_is_made_shown_once_and_revoked,
    an_api_key_is_found_by_its_owner_and_revoked,
    all_api_keys_are_leafed_through_newest_first,
    a_machine_is_made_and_given_another_key,
    keys_that_verify_are_there_to_copy,
    an_address_that_no_publishable_key_can_name_is_told,
    what_makes_a_key_asks_for_a_proof,
    a_key_with_which_one_becomes_anybody_is_made_by_an_owner,
);

/// What begins so on a page, as far as a key goes.
fn key(body: &str, prefix: &str) -> String {
    let rest = body.split(prefix).nth(1).expect("there is one");
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(rest.len());
    format!("{prefix}{}", &rest[..end])
}

async fn a_secret_key_is_made_shown_once_and_revoked(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let fields = [("name", "<b>Billing</b>"), ("scope", "users:read"), ("scope", "invitations:write")];
    let made = operator.send_form("/admin/keys/secret", &fields).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let secret = key(&made.body, "sk_test_");
    let known = house.vestibule.secret_keys().verify(&secret).await.expect("is asked").expect("is good");
    assert!(known.opens("users", false) && !known.opens("users", true) && known.opens("invitations", true));
    assert_eq!(house.last_to(AuditAction::SecretKeyCreated).await.as_ref(), Some(&id));
    let page = operator.page_alone("/admin/keys").await;
    assert!(page.shows("&lt;b&gt;Billing") && page.shows(&format!("…{}", known.hint)), "{}", page.body);
    assert!(!page.shows(&secret) && !page.shows("<b>Billing") && !database.dump().await.contains(&secret));

    for fields in [&[("name", "Empty")][..], &[("scope", "*:read")], &[("name", "Odd"), ("scope", "users:admin")]] {
        let wrong = operator.send_form("/admin/keys/secret", fields).await;
        assert!(wrong.status == 422 && wrong.shows("role=\"alert\""), "{fields:?}: {}", wrong.body);
    }
    let nameless = operator.send_form("/admin/keys/secret", &[("scope", "users:read")]).await;
    assert!(nameless.shows("id=\"secret-key-name-wrong\""), "{}", nameless.body);
    assert!(nameless.shows("name=\"scope\" value=\"users:read\" checked"), "what was ticked stays: {}", nameless.body);
    let revoke = format!("/admin/keys/secret/{}/revoke", known.id);
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    assert_eq!(support.send_form(&revoke, &[("confirmation", "<b>Billing</b>")]).await.status, 403);
    let wrong = operator.send_form_and_follow(&revoke, &[("confirmation", "Billing")]).await;
    assert!(wrong.shows("confirmation:"), "{}", wrong.body);
    let gone = operator.send_form_and_follow(&revoke, &[("confirmation", "<b>Billing</b>")]).await;
    assert!(gone.shows("opens nothing any more") && gone.shows("Revoked"), "{}", gone.body);
    assert!(house.vestibule.secret_keys().verify(&secret).await.expect("is asked").is_none());
    assert_eq!(house.last_to(AuditAction::SecretKeyRevoked).await.as_ref(), Some(&id));
}

async fn an_api_key_is_found_by_its_owner_and_revoked(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let acme = house.organization("Acme", &ada, &[]).await;
    let keys = house.vestibule.api_keys();
    let of_ada = keys.create(&NewApiKey::of(ada.as_str(), "Ada’s script")).await.expect("is made");
    keys.create(&NewApiKey::of(bob.as_str(), "Bob’s script")).await.expect("is made");
    keys.create(&NewApiKey::of(acme.id.as_str(), "Acme’s robot")).await.expect("is made");
    let found = async |owner: &str| {
        let page = operator.page_alone(&format!("/admin/keys?owner={owner}")).await;
        assert_eq!(page.status, 200, "{owner}");
        let names = ["Ada’s script", "Bob’s script", "Acme’s robot"];
        names.into_iter().filter(|name| page.shows(&format!("<strong>{name}</strong>"))).collect::<Vec<_>>()
    };
    assert_eq!(found("ada@").await, ["Ada’s script"]);
    assert_eq!(found(&bob).await, ["Bob’s script"]);
    assert_eq!(found(&acme.id).await, ["Acme’s robot"]);
    assert_eq!(found("Acm").await, ["Acme’s robot"]);
    assert!(found("nobody").await.is_empty() && found("%00").await.is_empty());
    assert_eq!(found("").await.len(), 3, "all of them, whosever they are");
    let all = operator.page_alone("/admin/keys").await;
    for whose in
        [format!("/admin/users/{ada}"), format!("/admin/users/{bob}"), format!("/admin/organizations/{}", acme.id)]
    {
        assert!(all.shows(&format!("href=\"{whose}\"")), "{whose}: {}", all.body);
    }

    let secret = of_ada.secret.as_ref().expect("is new").expose().to_owned();
    assert!(!operator.page_alone("/admin/keys?owner=ada@").await.shows(&secret));
    let revoke = format!("/admin/keys/api/{}/revoke", of_ada.id);
    let gone = operator.send_form_and_follow(&revoke, &[("confirmation", "Ada’s script")]).await;
    assert!(gone.shows("opens nothing any more") && gone.shows("Revoked"), "{}", gone.body);
    assert!(keys.verify(&secret).await.expect("is asked").is_none());
    assert_eq!(house.last_to(AuditAction::ApiKeyRevoked).await.as_ref(), Some(&id));
    assert_eq!(operator.send_form("/admin/keys/api/ak_x/revoke", &[]).await.status, 404);
}

async fn all_api_keys_are_leafed_through_newest_first(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    assert!(operator.page_alone("/admin/keys").await.shows("There is no API key yet."));
    let [ada] = house.people(["ada"]).await;
    let rows: Vec<String> = (10..70)
        // Several are of one moment.
        .map(|n| format!("('ak_{n}', '{ada}', 'Key {n}', '', 'hash{n}', {at}, {at})", at = n / 3))
        .collect();
    let insert = "INSERT INTO api_keys (id, user_id, name, scopes, hash, created_at, updated_at) VALUES";
    database.execute(&format!("{insert} {}", rows.join(", "))).await;
    let (mut seen, mut to) = (Vec::new(), Some("/admin/keys".to_owned()));
    while let Some(path) = to {
        let page = operator.page_alone(&path).await;
        assert_eq!(page.status, 200, "{path}");
        let names = page.body.split("<strong>Key ").skip(1).filter_map(|rest| rest.split('<').next());
        seen.extend(names.map(|name| name.parse::<i64>().expect("a number")));
        let next = page.body.split("href=\"").find(|rest| rest.starts_with("/admin/keys?keys="));
        to = next.and_then(|rest| rest.split(['#', '"']).next()).map(str::to_owned);
    }
    assert_eq!(seen, (10..70).rev().collect::<Vec<i64>>());
    for odd in ["x", "1.%00", "1.' OR 1=1"] {
        let query: String = url::form_urlencoded::byte_serialize(odd.as_bytes()).collect();
        assert_eq!(operator.page_alone(&format!("/admin/keys?keys={query}")).await.status, 200, "{odd}");
    }
}

async fn a_machine_is_made_and_given_another_key(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let made = operator.send_form("/admin/keys/machine", &[("name", "Reports"), ("default_token_ttl", "600")]).await;
    let first = key(&made.body, "msk_test_");
    assert_eq!(house.last_to(AuditAction::MachineCreated).await.as_ref(), Some(&id));
    let wrong = operator.send_form("/admin/keys/machine", &[("name", "Nightly"), ("default_token_ttl", "-1")]).await;
    assert!(wrong.status == 422 && wrong.shows("value=\"Nightly\"") && wrong.shows("value=\"-1\""), "{}", wrong.body);
    let machines = house.vestibule.machines();
    let machine = machines.verify_secret_key(&first).await.expect("is asked").expect("is good");
    assert_eq!((machine.name.as_str(), machine.default_token_ttl), ("Reports", 600));
    operator.send_form("/admin/keys/machine", &[("name", "Billing")]).await;
    let query = MachineQuery { query: "Billing".into(), ..MachineQuery::default() };
    let other = machines.list(&query).await.expect("a list").0.remove(0);
    let form = |action: &str| format!("/admin/keys/machine/{}/{action}", machine.id);
    let scoped = operator.send_form_and_follow(&form("scope"), &[("to", &other.id)]).await;
    assert!(scoped.shows("Its tokens are for that machine too"), "{}", scoped.body);
    let twice = operator.send_form(&form("scope"), &[("to", &other.id)]).await;
    assert!(twice.status == 422 && twice.shows("for that machine already"), "{}", twice.body);
    for nobody in ["mch_nobody", "the other one"] {
        let wrong = operator.send_form(&form("scope"), &[("to", nobody)]).await;
        let stays = format!("name=\"to\" type=\"text\" value=\"{nobody}\"");
        assert!(wrong.status == 422 && wrong.body.matches(&stays).count() == 1, "{nobody}: {}", wrong.body);
        assert!(wrong.shows("-to-wrong\""), "{nobody}: {}", wrong.body);
    }
    let removed = operator.send_form_and_follow(&form("unscope"), &[("to", &other.id)]).await;
    assert!(removed.shows("not for that machine any more"), "{}", removed.body);

    let rotated = operator.send_form(&form("rotate"), &[("overlap", "0")]).await;
    let second = key(&rotated.body, "msk_test_");
    assert!(machines.verify_secret_key(&first).await.expect("is asked").is_none());
    assert!(machines.verify_secret_key(&second).await.expect("is asked").is_some());
    assert_eq!(house.last_to(AuditAction::MachineSecretRotated).await.as_ref(), Some(&id));
    assert_eq!(operator.send_form(&form("rotate"), &[("overlap", "9")]).await.status, 404);
    let page = operator.page_alone("/admin/keys").await;
    assert!(page.shows("Reports") && !page.shows(&second) && !page.shows(&first), "{}", page.body);
    let wrong = operator.send_form_and_follow(&form("delete"), &[("confirmation", "yes")]).await;
    assert!(wrong.shows("confirmation:"), "{}", wrong.body);
    let gone = operator.send_form_and_follow(&form("delete"), &[("confirmation", "Reports")]).await;
    assert!(gone.shows("The machine is deleted") && !gone.shows("Reports"), "{}", gone.body);
    assert!(machines.verify_secret_key(&second).await.expect("is asked").is_none());
}

async fn keys_that_verify_are_there_to_copy(database: Database) {
    let house = House::open(&database).await;
    let (reader, _) = house.operator("reader", OperatorRole::ReadOnly).await;
    let page = reader.page_alone("/admin/keys").await;
    let jwks = house.browser().get("/.well-known/jwks.json").await.json();
    let kid = jwks["keys"][0]["kid"].as_str().expect("a name").to_owned();
    assert!(page.shows("http://localhost:3000/.well-known/jwks.json") && page.shows(&kid), "{}", page.body);
    let publishable = house.vestibule.publishable_key().expect("can be named");
    assert!(publishable.starts_with("pk_test_") && page.shows(&publishable), "{publishable}: {}", page.body);
    assert!(page.shows("-----BEGIN PUBLIC KEY-----") && !page.shows("PRIVATE KEY"), "{}", page.body);
    assert!(!page.shows("Create a secret key") && !page.shows("Create a machine"), "{}", page.body);

    let waits = "signs from";
    assert!(!page.shows(waits), "{}", page.body);
    let new = house.vestibule.rotate_signing_key().await.expect("is made");
    let page = reader.page_alone("/admin/keys").await;
    assert!(page.shows(&new) && page.body.matches(waits).count() == 1, "{}", page.body);
    // Between its name and the button that copies it, which names it once more.
    assert!(page.body.split(&new).nth(1).is_some_and(|of_it| of_it.contains(waits)), "{}", page.body);
    house.clock.advance(2 * MINUTE);
    let page = reader.page_alone("/admin/keys").await;
    assert!(page.shows(&new) && page.shows(&kid) && !page.shows(waits), "{}", page.body);
}

async fn an_address_that_no_publishable_key_can_name_is_told(database: Database) {
    let house = House::with(&database, |settings| settings.base_url = "http://[::1]:3000".into()).await;
    let (reader, _) = house.operator("reader", OperatorRole::ReadOnly).await;
    let page = reader.page_alone("/admin/keys").await;
    assert!(page.shows("clients can name this address"), "{}", page.body);
    assert!(!page.body.contains("pk_test_") && !page.shows("they read no cookies"), "{}", page.body);
}

async fn what_makes_a_key_asks_for_a_proof(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Owner).await;
    let machine = house.vestibule.machines().create(&NewMachine::named("Reports")).await;
    let machine = machine.expect("is made").id;
    house.clock.advance(11 * MINUTE);
    let all = [("name", "Billing"), ("scope", "*:read"), ("overlap", "0"), ("confirmation", "Reports")];
    for path in [
        "secret".to_owned(),
        "machine".to_owned(),
        format!("machine/{machine}/rotate"),
        format!("machine/{machine}/delete"),
    ] {
        let led = operator.send_form(&format!("/admin/keys/{path}"), &all).await;
        let to = "/vestibule/reverify?redirect_url=/admin/keys";
        assert_eq!((led.status, led.header("location")), (303, Some(to)), "{path}");
    }
    assert_eq!((database.count("secret_keys").await, database.count("machines").await), (0, 1));
    operator.reverify(&Person::named("operator")).await;
    assert!(operator.send_form("/admin/keys/secret", &all).await.shows("sk_test_"));
}

async fn a_key_with_which_one_becomes_anybody_is_made_by_an_owner(database: Database) {
    let house = House::open(&database).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let scopes = [
        "*:write",
        "actor_tokens:write",
        "api_keys:write",
        "email_addresses:write",
        "phone_numbers:write",
        "sessions:write",
        "sign_in_tokens:write",
        "users:write",
    ];
    let (of_admin, of_owner) = (admin.page_alone("/admin/keys").await, owner.page_alone("/admin/keys").await);
    for scope in scopes {
        let disabled = format!("value=\"{scope}\" disabled");
        assert!(of_admin.shows(&disabled) && !of_owner.shows(&disabled), "{scope}");
        let fields = [("name", "Billing"), ("scope", "users:read"), ("scope", scope)];
        let refused = admin.send_form("/admin/keys/secret", &fields).await;
        let said = format!("id=\"scope-wrong\">Only an owner makes a key that opens {scope}: ");
        assert!(refused.status == 422 && refused.shows(&said), "{scope}: {}", refused.body);
        let stays = refused.shows("value=\"Billing\"") && refused.shows("value=\"users:read\" checked");
        assert!(stays, "{scope}: {}", refused.body);
    }
    assert_eq!(database.count("secret_keys").await, 0);
    for open in ["*:read", "users:read", "invitations:write"] {
        assert!(!of_admin.shows(&format!("value=\"{open}\" disabled")), "{open}");
    }
    for scope in scopes {
        let made = owner.send_form("/admin/keys/secret", &[("name", "Billing"), ("scope", scope)]).await;
        assert!(made.status == 200 && made.shows("sk_test_"), "{scope}: {}", made.body);
    }
}
