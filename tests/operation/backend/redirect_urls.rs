//! Redirect URLs, as other backends list them, and who is led there.

use serde_json::{Value, json};

use crate::support::backend::Backend;
use crate::support::{Database, House, on_both, until};

on_both!(
    redirect_urls_are_listed_shown_and_deleted,
    one_is_led_to_what_is_listed_and_to_nothing_else,
    where_nobody_is_led_is_refused,
    other_servers_hear_of_it,
);

const URLS: &str = "/v1/redirect_urls";

async fn list(backend: &Backend, url: &str) -> Value {
    backend.post(URLS, json!({ "url": url })).await.expect_ok()
}

/// Where signing out leads.
async fn led(house: &House, wanted: &str) -> String {
    let left = house.browser().post("session/sign_out", &[("redirect_url", wanted)]).await;
    left.json()["redirect_to"].as_str().unwrap_or_default().to_owned()
}

async fn redirect_urls_are_listed_shown_and_deleted(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &["redirect_urls:write"]).await;
    let docs = list(&backend, "https://Docs.example/done?a=b").await;
    let id = docs["id"].as_str().expect("an id");
    assert!(id.starts_with("ru_"), "{id}");
    let expected = json!({
        "object": "redirect_url", "id": id, "url": "https://docs.example/done?a=b",
        "created_at": docs["created_at"], "updated_at": docs["created_at"],
    });
    assert_eq!(docs, expected);
    house.clock.advance(5_000);
    let app = list(&backend, "my-app://callback").await;
    assert_eq!(backend.get(URLS).await.expect_ok(), json!([app, docs]), "newest first");
    let page = backend.get(&format!("{URLS}?paginated=true&limit=1&offset=1")).await.expect_ok();
    assert_eq!(page, json!({ "data": [docs], "total_count": 2 }));
    let path = format!("{URLS}/{id}");
    assert_eq!(backend.get(&path).await.expect_ok(), docs);
    let twice = backend.post(URLS, json!({ "url": "https://docs.example:443/x/../done?a=b" })).await;
    assert_eq!(twice.error(), (422, "duplicate_record", "url"));
    let gone = backend.ask("DELETE", &path, None).await.expect_ok();
    assert_eq!(gone, json!({ "object": "redirect_url", "id": id, "deleted": true }));
    for method in ["GET", "DELETE"] {
        assert_eq!(backend.ask(method, &path, None).await.error(), (404, "resource_not_found", ""));
    }
    for number in 1..100 {
        list(&backend, &format!("https://docs.example/{number}")).await;
    }
    let full = backend.post(URLS, json!({ "url": "https://docs.example/100" })).await;
    assert_eq!(full.error(), (422, "redirect_url_quota_exceeded", ""));
}

async fn one_is_led_to_what_is_listed_and_to_nothing_else(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let (docs, app) = ("https://docs.example/done?a=b", "my-app://callback");
    assert_eq!(led(&house, docs).await, "/", "nobody has listed it");
    let listed = list(&backend, docs).await;
    list(&backend, app).await;
    assert_eq!((led(&house, docs).await.as_str(), led(&house, app).await.as_str()), (docs, app));
    for wanted in [
        "https://docs.example/",
        "https://docs.example/done",
        "https://docs.example/done?a=b&c=d",
        "https://docs.example/done?a=b#c",
        "https://docs.example/done/?a=b",
        "https://docs.example:8443/done?a=b",
        "http://docs.example/done?a=b",
        "https://user@docs.example/done?a=b",
        "https://docs.example.evil.example/done?a=b",
        "my-app://callback/x",
        "my-app://evil",
        "javascript:alert(1)",
        "//evil.example",
    ] {
        assert_eq!(led(&house, wanted).await, "/", "{wanted}");
    }
    // A form without JavaScript may lead there: its page says so to the browser.
    let page = house.browser().page("/sign-in").await;
    let policy = page.header("content-security-policy").expect("a policy").to_owned();
    let forms = policy.split(';').find(|one| one.trim().starts_with("form-action")).expect("of forms");
    assert!(forms.contains(" https://docs.example my-app:"), "{forms}");
    let id = listed["id"].as_str().expect("an id");
    backend.ask("DELETE", &format!("{URLS}/{id}"), None).await.expect_ok();
    assert_eq!((led(&house, docs).await.as_str(), led(&house, app).await.as_str()), ("/", app));
}

async fn where_nobody_is_led_is_refused(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    for wrong in [
        "",
        "/done",
        "docs.example",
        "http://docs.example/",
        "https://user:pw@docs.example/",
        "https://docs.example/#a",
        "javascript://docs.example/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "my-app:callback",
    ] {
        let refused = backend.post(URLS, json!({ "url": wrong })).await;
        assert_eq!(refused.error(), (422, "form_param_format_invalid", "url"), "{wrong}");
    }
    assert_eq!(backend.post(URLS, json!({})).await.error(), (422, "form_param_missing", "url"));
    assert_eq!(database.count("redirect_urls").await, 0);
}

async fn other_servers_hear_of_it(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    list(&backend, "https://docs.example/a").await;
    let other = house.another().await;
    assert_eq!(led(&other, "https://docs.example/a").await, "https://docs.example/a", "it is read at the start");
    if database.is_postgres() {
        list(&backend, "https://docs.example/b").await;
        let told = || async { led(&other, "https://docs.example/b").await != "/" };
        until("the other server hears of it", told).await;
    }
}
