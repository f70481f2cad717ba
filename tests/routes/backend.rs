//! The routes of the REST API, as its own document tells them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vestibule::server::crypto::Secret;
use vestibule::server::{M2mTokenFormat, NewApiKey, NewM2mToken, NewMachine};

use crate::support::backend::Backend;
use crate::support::{Database, House, Person, on_both};

on_both!(
    none_is_open_without_a_key,
    what_other_programs_come_with_opens_none_of_it,
    every_resource_is_a_scope,
    the_document_describes_each,
    people_read_the_document_on_a_page,
);

/// Every method and path of the document; what stands for an id is one that nobody has.
async fn routes(house: &House) -> Vec<(String, String)> {
    let document = Backend::presenting(house, None).get("/v1/openapi.json").await.expect_ok();
    let paths = document["paths"].as_object().expect("paths").clone();
    let of = |(path, methods): (String, Value)| {
        let methods: Vec<String> = methods.as_object().expect("methods").keys().cloned().collect();
        let path =
            path.split('/').map(|part| if part.starts_with('{') { "nobody_0" } else { part }).collect::<Vec<_>>();
        let path = path.join("/");
        methods.into_iter().map(move |method| (method.to_uppercase(), path.clone()))
    };
    paths.into_iter().flat_map(of).collect()
}

/// The same route where Clerk's clients ask for it without the version, if they do.
fn alias((method, path): &(String, String)) -> Option<(String, String)> {
    let rest = path.strip_prefix("/v1")?;
    let is_there = ["/api_keys", "/m2m_tokens"].iter().any(|start| rest.starts_with(start));
    is_there.then(|| (method.clone(), rest.to_owned()))
}

async fn none_is_open_without_a_key(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let before = database.counts().await;
    let mut routes = routes(&house).await;
    assert!(routes.len() > 15, "{routes:?}");
    let aliases: Vec<_> = routes.iter().filter_map(alias).collect();
    assert!(aliases.len() > 8, "{aliases:?}");
    routes.extend(aliases);
    for (method, path) in &routes {
        for key in [None, Some("sk_test_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] {
            let reply = Backend::presenting(&house, key).ask(method, path, None).await;
            assert_eq!(reply.status, 401, "{method} {path}");
        }
        // Whoever is signed in is no backend, and their cookies open nothing.
        let ask = browser.ask(method, path).header("sec-fetch-site", "same-origin");
        assert_eq!(ask.send().await.status, 401, "{method} {path}");
    }
    assert_eq!(database.counts().await, before, "nothing has changed");
}

async fn what_other_programs_come_with_opens_none_of_it(database: Database) {
    let house = House::open(&database).await;
    let ada = house.sign_up(&Person::named("ada")).await.user_id().await;
    let vestibule = &house.vestibule;
    let key = vestibule.api_keys().create(&NewApiKey::of(ada, "Script")).await.expect("is made");
    let machine = vestibule.machines().create(&NewMachine::named("Reports")).await.expect("is made");
    let new = NewM2mToken::of(machine.id);
    let opaque = vestibule.m2m_tokens().create(&new).await.expect("is made");
    let new = NewM2mToken { format: M2mTokenFormat::Jwt, ..new };
    let signed = vestibule.m2m_tokens().create(&new).await.expect("is made");
    let secret = |secret: Option<Secret>| secret.expect("is known once").expose().to_owned();
    let nobodys = [key.secret, opaque.token, signed.token].map(secret);
    let of_machine = Backend::presenting(&house, Some(&secret(machine.secret_key)));
    let before = database.counts().await;
    let routes = routes(&house).await;
    let aliases: Vec<_> = routes.iter().filter_map(alias).collect();
    for (method, path) in routes.iter().chain(&aliases) {
        for secret in &nobodys {
            let reply = Backend::presenting(&house, Some(secret)).ask(method, path, None).await;
            assert_eq!(reply.error().0, 401, "{method} {path} {}", &secret[..3]);
        }
        let status = of_machine.ask(method, path, None).await.status;
        // Without a body it makes one of its own tokens.
        let is_its_own = path.contains("/m2m_tokens");
        assert_eq!(status == 403, !is_its_own, "{method} {path}: {status}");
    }
    let after = database.counts().await;
    let changed: Vec<_> = before.into_iter().zip(after).filter(|(before, after)| before != after).collect();
    assert_eq!(changed.len(), 2, "its own tokens, and what the audit log says of them: {changed:?}");
}

async fn every_resource_is_a_scope(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
    })
    .await;
    let routes = routes(&house).await;
    let resources: BTreeSet<&str> = routes.iter().filter_map(|(_, path)| path.split('/').nth(2)).collect();
    for resource in &resources {
        let other = format!("{}:write", if *resource == "users" { "sessions" } else { "users" });
        let (reader, stranger) =
            (Backend::of(&house, &[&format!("{resource}:read")]).await, Backend::of(&house, &[&other]).await);
        for (method, path) in routes.iter().filter(|(_, path)| path.split('/').nth(2) == Some(resource)) {
            assert_eq!(stranger.ask(method, path, None).await.status, 403, "{method} {path}");
            let status = reader.ask(method, path, None).await.status;
            let is_of_two = path.starts_with("/v1/users/nobody_0/organization_");
            let is_a_secret = path.contains("/oauth_access_tokens/");
            let only_reads =
                method == "GET" || matches!(path.as_str(), "/v1/api_keys/verify" | "/v1/m2m_tokens/verify");
            assert_eq!(status == 403, !only_reads || is_of_two || is_a_secret, "{method} {path}: {status}");
        }
    }
    // What someone is in organizations is told to whoever may read both.
    let both = Backend::of(&house, &["users:read", "organizations:read"]).await;
    for list in ["organization_memberships", "organization_invitations"] {
        assert_eq!(both.get(&format!("/v1/users/nobody_0/{list}")).await.status, 404);
    }
}

async fn the_document_describes_each(database: Database) {
    let house = House::open(&database).await;
    let document = Backend::presenting(&house, None).get("/v1/openapi.json").await.expect_ok();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    assert_eq!((&document["info"]["title"], &document["security"][0]["secret_key"]), (&json!("Vestibule"), &json!([])));
    assert_eq!(document["components"]["securitySchemes"]["secret_key"]["scheme"], "bearer");
    let mut names = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let name = operation["operationId"].as_str().expect("a name");
            assert!(names.insert(name), "{name} stands twice");
            assert!(operation["summary"].is_string() && operation["tags"][0].is_string(), "{method} {path}");
            assert!(operation["responses"]["200"].is_object(), "{method} {path}");
            assert!(operation["responses"]["default"].is_object(), "{method} {path}");
        }
    }
}

async fn people_read_the_document_on_a_page(database: Database) {
    let house = House::open(&database).await;
    let document = Backend::presenting(&house, None).get("/v1/openapi.json").await.expect_ok();
    let answer = house.browser().page("/v1/docs").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    let policy = answer.header("content-security-policy").expect("a policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("script"), "{policy}");
    assert!(!answer.body.contains("<script") && !answer.body.contains(" style="), "no script");
    for (path, methods) in document["paths"].as_object().expect("paths") {
        assert!(answer.body.contains(&format!("<code>{path}</code>")), "{path}");
        for operation in methods.as_object().expect("methods").values() {
            let summary = operation["summary"].as_str().expect("a summary").replace('\'', "&#39;");
            assert!(answer.body.contains(&format!("<h3>{summary}</h3>")), "{summary}");
        }
    }
    assert!(answer.body.contains("curl &#39;http://localhost:3000/v1/users&#39;"), "with the address of the instance");
    assert!(answer.body.contains("Scope: <code>users:read</code> and <code>organizations:read</code>"));
    assert_eq!(answer.body.matches("-F &#39;file=@picture.png&#39;").count(), 2, "a file is no JSON");
    let style = answer.body.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let style = house.browser().get(style.expect("a stylesheet")).await;
    assert_eq!((style.status, style.header("content-type")), (200, Some("text/css; charset=utf-8")));
    let closed = House::with(&database, |settings| settings.backend_api.enabled = false).await;
    assert_eq!(closed.browser().page("/v1/docs").await.status, 404);
}
