//! T30: what people type is text and stays text.

use vestibule::model::FieldRule;

use crate::support::{Answer, Database, House, Person, on_both};

on_both!(
    names_are_shown_as_text,
    what_was_typed_is_shown_again_as_text,
    addresses_of_pages_are_shown_as_text,
    what_is_typed_about_organizations_is_text,
);

const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "\" onfocus=alert(1) autofocus x=\"",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<!--<script>alert(1)",
    "]]><script>alert(1)</script>",
    "<a href=javascript:alert(1)>x</a>",
    "\u{2028}<b>x</b>",
    "&lt;script&gt;alert(1)",
    "${alert(1)}",
];

/// The tags of a page, each with the names of its attributes, read as browsers read them; what stands in a script is
/// not read as tags.
fn tags(page: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() {
            continue;
        }
        rest = &rest[name.len()..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let end = rest.find(|c: char| c.is_ascii_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
            attributes.push(rest[..end].to_ascii_lowercase());
            rest = &rest[end..];
            let Some(value) = rest.strip_prefix('=') else { continue };
            rest = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(_, after)| after),
                _ => &value[value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len())..],
            };
        }
        if name == "script" {
            rest = rest.find("</script").map_or("", |end| &rest[end..]);
        }
        found.push((name.to_ascii_lowercase(), attributes));
    }
    found
}

/// That no part of a payload has become markup.
#[track_caller]
fn assert_harmless(page: &Answer, payload: &str) {
    assert!(page.status < 500, "{}: {}", page.path, page.body);
    for (name, attributes) in tags(&page.body) {
        assert!(
            !["img", "b", "iframe", "object"].contains(&name.as_str()),
            "{}: {payload:?} became <{name}>",
            page.path
        );
        let wrong = attributes.iter().find(|name| name.starts_with("on") || *name == "x" || name.contains("alert"));
        assert_eq!(wrong, None, "{}: {payload:?} left its attribute in <{name}>: {}", page.path, page.body);
        let own = name != "script" || attributes.iter().any(|name| name == "nonce");
        assert!(own, "{}: {payload:?} became a script", page.path);
    }
    for script in page.body.split("<script").skip(1) {
        let script = script.split("</script>").next().unwrap_or_default();
        assert!(!script.contains("<!--"), "{}: a comment within a script", page.path);
        let literal = script.contains(payload) && payload.contains(['<', '"']);
        assert!(!literal, "{}: {payload:?} stands in a script as it is", page.path);
    }
    // Whoever typed entities sees them as they were typed.
    let misread = payload.starts_with("&lt;") && page.body.contains(">&lt;script&gt;alert(1)<");
    assert!(!misread, "{}: shown as something else", page.path);
}

#[test]
fn the_reader_of_tags_sees_what_a_browser_sees() {
    let page = "<p class=\"a > b\" onclick=x>a < b<!-- <img> --><script nonce=\"n\">'<b>'</script><a href='x' x>";
    let names: Vec<_> =
        tags(page).into_iter().map(|(name, attributes)| format!("{name} {}", attributes.join(" "))).collect();
    assert_eq!(names, ["p class onclick", "script nonce", "a href x"]);
}

async fn names_are_shown_as_text(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.first_name = FieldRule::Optional;
        settings.sign_up.last_name = FieldRule::Optional;
        settings.security.forms_per_minute = 10_000;
    })
    .await;
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let (person, browser) = (Person::named(&format!("eve{number}")), house.browser());
        let fields = [
            ("email_address", person.email.as_str()),
            ("password", &person.password),
            ("first_name", payload),
            ("last_name", payload),
        ];
        let page = browser.submit("sign_up/create", &fields).await;
        assert_harmless(&page, payload);
        assert_harmless(&browser.page("/sign-up").await, payload);
        let code = house.code_for(&person.email).await;
        let page = browser.submit("sign_up/attempt_verification", &[("code", &code)]).await;
        assert_eq!(page.path, "/dashboard");
        for path in ["/dashboard", "/", "/sign-in", "/sign-up"] {
            assert_harmless(&browser.page(path).await, payload);
        }
        let user = browser.get("/api/me").await;
        assert_eq!(user.json()["first_name"].as_str(), Some(payload.trim()), "it is kept as it was typed");
        assert!(user.header("content-type").is_some_and(|kind| kind.starts_with("application/json")));
        assert_eq!(user.header("x-content-type-options"), Some("nosniff"));
    }
}

async fn what_was_typed_is_shown_again_as_text(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.username = FieldRule::Required;
        settings.sign_up.first_name = FieldRule::Optional;
        settings.security.forms_per_minute = 10_000;
    })
    .await;
    for payload in PAYLOADS {
        let browser = house.browser();
        let fields =
            [("email_address", *payload), ("username", payload), ("first_name", payload), ("password", payload)];
        let page = browser.submit("sign_up/create", &fields).await;
        assert_eq!((page.status, page.path.as_str()), (200, "/sign-up"));
        assert_harmless(&page, payload);
        for fields in [&[("identifier", *payload)][..], &[("identifier", payload), ("password", payload)]] {
            assert_harmless(&browser.submit("sign_in/create", fields).await, payload);
            assert_harmless(&browser.page("/sign-in").await, payload);
            assert_harmless(&browser.page("/sign-in/factor-one").await, payload);
        }
        assert_harmless(&browser.submit("sign_up/attempt_verification", &[("code", payload)]).await, payload);
        let told = browser.post("sign_in/create", &[("identifier", payload), ("password", "x")]).await;
        assert!(told.header("content-type").is_some_and(|kind| kind.starts_with("application/json")));
    }
    assert_harmless(&house.browser().page("/dev/mailbox").await, "");
}

async fn addresses_of_pages_are_shown_as_text(database: Database) {
    let house = House::open(&database).await;
    let member = house.sign_up(&Person::named("ada")).await;
    for payload in PAYLOADS {
        let query: String = url::form_urlencoded::byte_serialize(payload.as_bytes()).collect();
        let path = query.replace('+', "%20");
        for browser in [&member, &house.browser()] {
            for page in [
                format!("/sign-in?redirect_url={query}"),
                format!("/sign-up?redirect_url={query}&{query}={query}"),
                format!("/sign-in/{path}"),
                format!("/{path}"),
                format!("/dashboard/{path}?{query}"),
                format!("/sign-in?__path=x&__err={query}"),
            ] {
                assert_harmless(&browser.page(&page).await, payload);
            }
        }
    }
}

async fn what_is_typed_about_organizations_is_text(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.paths.organization_profile = "/organization".into();
        settings.paths.create_organization = "/create-organization".into();
        settings.security.forms_per_minute = 10_000;
    })
    .await;
    let browser = house.sign_up(&Person::named("eve")).await;
    browser.post("organization/create", &[("name", "Eve")]).await.expect_ok();
    let held = browser.post("client/get", &[]).await.json();
    let id = held["sessions"][0]["organization"]["id"].as_str().expect("an id").to_owned();
    let [general, members, invitations] = ["/organization", "/organization/members", "/organization/invitations"];
    for payload in PAYLOADS {
        // All of it in one address, with spaces of another kind, and as several.
        for typed in [payload.replace(' ', "\u{a0}"), format!("a@example.com {payload}")] {
            let about = [("organization_id", id.as_str()), ("redirect_url", invitations)];
            let fields = [&about[..], &[("email_addresses", typed.as_str()), ("role", payload)]].concat();
            let page = browser.submit("organization_invitation/create", &fields).await;
            assert_eq!((page.status, page.path.as_str()), (200, invitations), "{payload}");
            assert_harmless(&page, payload);
            // What a browser with a script puts into its page is read as carefully.
            let fields = [&about[..], &[("email_addresses", typed.as_str())]].concat();
            let ask = browser.ask("POST", "/vestibule/api/organization_invitation/create").by_script();
            ask.header("vestibule-drawn", "1").form(&fields).send().await;
            let mut drawn = browser.get("/vestibule/drawn/organization-invitations?id=x&at=/organization").await;
            // Our own script there is loaded by us, and has no nonce.
            drawn.body = drawn.body.replace("<script defer", "<script nonce");
            assert_harmless(&drawn, payload);
        }
        let about = [("organization_id", id.as_str()), ("redirect_url", general)];
        for (form, typed) in [
            ("organization/update", &[("name", *payload), ("slug", payload)][..]),
            ("organization/update", &[("name", payload), ("slug", "")]),
            ("organization/delete", &[("organization_name", payload)]),
            ("organization_domain/create", &[("name", payload)]),
        ] {
            assert_harmless(&browser.submit(form, &[&about[..], typed].concat()).await, payload);
        }
        let create = [("name", *payload), ("slug", payload), ("redirect_url", "/create-organization")];
        assert_harmless(&browser.submit("organization/create", &create).await, payload);
        let query = url::form_urlencoded::byte_serialize(payload.as_bytes()).collect::<String>();
        for page in [
            format!("{general}?{query}={query}"),
            format!("{members}?members_query={query}&x={query}"),
            format!("/dashboard?switcher_query={query}&{query}={query}"),
        ] {
            assert_harmless(&browser.page(&page).await, payload);
        }
    }
}
