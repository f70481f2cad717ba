//! Requests that no form of ours sends: each is answered, and none of them with a fault of ours.

use crate::support::{Answer, Database, House, Person, on_both};

on_both!(
    odd_bodies_are_refused,
    odd_texts_in_every_field_are_answered,
    odd_headers_are_answered,
    odd_paths_are_answered,
    what_there_is_not_is_said_in_the_form_that_was_asked_for,
);

const FORMS: &[&str] = &[
    "sign_in/create",
    "sign_in/attempt_first_factor",
    "sign_up/create",
    "sign_up/attempt_verification",
    "sign_up/prepare_verification",
    "session/sign_out",
    "session/sign_out_everywhere",
    "session/token",
    "client/get",
    "password/strength",
];

/// The fields of a form, as a person fills them in.
fn fields(form: &str) -> &'static [(&'static str, &'static str)] {
    match form {
        "sign_in/create" => &[("identifier", "ada@example.com"), ("password", "x"), ("redirect_url", "/")],
        "sign_in/attempt_first_factor" => &[("password", "x"), ("redirect_url", "/")],
        "sign_up/create" => &[
            ("email_address", "eve@example.com"),
            ("password", "moth ledger willow 41"),
            ("phone_number", "+49 1512 3456789"),
            ("phone_country", "DE"),
            ("username", "eve"),
            ("first_name", "Eve"),
            ("last_name", "Evans"),
            ("redirect_url", "/"),
        ],
        "sign_up/attempt_verification" => &[("code", "000000"), ("redirect_url", "/")],
        "sign_up/prepare_verification" | "session/sign_out" | "session/sign_out_everywhere" => &[("redirect_url", "/")],
        "password/strength" => &[("password", "x"), ("about[0]", "eve")],
        _ => &[],
    }
}

/// Answers that are faults of ours, of which there should be none.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn note(&mut self, answer: &Answer, what: impl Fn() -> String) {
        if answer.status >= 500 {
            let what: String = what().chars().take(120).collect();
            self.0.push(format!("{what}: {} {}", answer.status, answer.error()));
        }
    }

    #[track_caller]
    fn assert_none(&self) {
        assert!(self.0.is_empty(), "{} faults, among them {:#?}", self.0.len(), &self.0[..self.0.len().min(30)]);
    }
}

async fn house(database: &Database) -> House {
    House::with(database, |settings| {
        settings.security.forms_per_minute = 10_000_000;
        settings.sign_up.first_name = vestibule::model::FieldRule::Optional;
        settings.sign_up.last_name = vestibule::model::FieldRule::Optional;
        settings.sign_up.username = vestibule::model::FieldRule::Optional;
        settings.sign_up.phone_number = vestibule::model::FieldRule::Optional;
    })
    .await
}

async fn odd_bodies_are_refused(database: Database) {
    let house = house(&database).await;
    let member = house.sign_up(&Person::named("ada")).await;
    let mut faults = Faults::default();
    let before = database.counts().await;
    let many = "a=1&".repeat(10_000);
    let deep = format!("password{}=1", "[a]".repeat(1_000));
    let bodies: &[&[u8]] = &[
        b"\xff\xfe\xfd",
        b"identifier=%ff%fe&password=%80",
        b"identifier=%&password=%zz",
        b"password[a]=1&identifier[b]=2&code[c]=3&email_address[d]=4&redirect_url[e]=5",
        b"password[]=1&identifier[]=2&code[]=3&email_address[]=4&redirect_url[]=5",
        b"identifier=a&identifier=b&password=a&password=b",
        b"=&=&=&&&&",
        b"{\"identifier\":\"ada@example.com\",\"password\":\"x\"}",
        b"<xml/>",
        b"--x\r\nContent-Disposition: form-data; name=\"identifier\"\r\n\r\nada\r\n--x--",
        b"\0\0\0\0",
        many.as_bytes(),
        deep.as_bytes(),
    ];
    let kinds =
        ["application/x-www-form-urlencoded", "text/plain", "application/json", "multipart/form-data; boundary=x", ""];
    for form in FORMS.iter().filter(|form| !form.starts_with("session/sign_out")) {
        for body in bodies {
            for kind in kinds {
                for browser in [&house.browser(), &member] {
                    let path = format!("/vestibule/api/{form}");
                    let by_script = browser.ask("POST", &path).by_script().body(kind, body.to_vec()).send().await;
                    faults.note(&by_script, || format!("{form}: {} as {kind}", String::from_utf8_lossy(body)));
                    let by_hand = browser.ask("POST", &path).by_hand().body(kind, body.to_vec()).send().await;
                    faults.note(&by_hand, || format!("{form}, by hand: {} as {kind}", String::from_utf8_lossy(body)));
                }
            }
        }
    }
    faults.assert_none();
    let after = database.counts().await;
    for table in ["users", "identifiers", "sessions", "sign_ups", "verifications", "messages"] {
        let of = |counts: &[(String, i64)]| counts.iter().find(|(name, _)| name == table).map(|(_, count)| *count);
        assert_eq!(of(&before), of(&after), "{table}");
    }
    assert!(member.who().await.is_some());
}

async fn odd_texts_in_every_field_are_answered(database: Database) {
    let house = house(&database).await;
    let mut faults = Faults::default();
    let long = "é".repeat(3_000);
    for odd in [
        "\0",
        "a\0b",
        "ada@example.com\0",
        "\u{1}",
        "\u{7f}",
        "\r\n",
        "\u{202e}evil",
        "\u{feff}",
        "\u{fffd}",
        "👩‍👩‍👧‍👦",
        "'",
        "\"",
        "\\",
        "';--",
        "%00",
        "%s%n",
        "{{7*7}}",
        "../../etc/passwd",
        "NaN",
        "-1",
        "1e309",
        "null",
        "true",
        long.as_str(),
    ] {
        for form in FORMS {
            for (field, _) in fields(form) {
                let typed: Vec<(&str, &str)> =
                    fields(form).iter().map(|(name, good)| (*name, if name == field { odd } else { *good })).collect();
                let browser = house.browser();
                if *form == "sign_in/attempt_first_factor" {
                    browser.post("sign_in/create", &[("identifier", "ada@example.com")]).await.expect_ok();
                }
                let answer = browser.post(form, &typed).await;
                assert!(!answer.body.contains("form_param_unknown"), "{form} has no {field}");
                faults.note(&answer, || format!("{form}: {field} = {odd:?}"));
            }
        }
        // A code has a sign-up that it is for.
        house.clock.advance(crate::support::HOUR);
        let begun = house.browser();
        begun.post("sign_up/create", fields("sign_up/create")).await.expect_ok();
        let answer = begun.post("sign_up/attempt_verification", &[("code", odd)]).await;
        assert!(matches!(answer.status, 422), "{odd:?}: {}", answer.body);
    }
    faults.assert_none();
    assert_eq!(database.count("users").await, 0);
}

async fn odd_headers_are_answered(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let member = house.sign_up(&ada).await;
    let long = "x".repeat(100_000);
    for (name, value) in [
        ("cookie", "\u{ff}\u{fe}"),
        ("cookie", ";;;===;;;"),
        ("cookie", "__session"),
        ("cookie", "__session=;vestibule_client=;vestibule_flash="),
        ("cookie", long.as_str()),
        ("user-agent", "\u{fffd}\u{1f600}"),
        ("user-agent", long.as_str()),
        ("accept", "\u{fffd}"),
        ("accept", "text/html;q=0"),
        ("authorization", "\u{fffd}"),
        ("authorization", long.as_str()),
        ("host", "\u{fffd}"),
        ("host", ""),
        ("origin", "\u{fffd}"),
        ("accept-language", long.as_str()),
        ("content-length", "x"),
        ("content-length", "-1"),
        ("content-length", "99999999999999999999999"),
        ("x-forwarded-for", long.as_str()),
        ("range", "bytes=0-"),
        ("if-none-match", "*"),
        ("accept-encoding", "br, gzip, deflate, zstd, x"),
        ("expect", "100-continue"),
    ] {
        for path in ["/", "/dashboard", "/sign-in", "/api/me", "/healthz", "/favicon.svg", "/nothing"] {
            for accept in ["text/html", "application/json"] {
                let ask = member.ask("GET", path).header("accept", accept).header(name, value);
                let answer = ask.send().await;
                assert!(answer.status < 500, "{path} {name}: {}", answer.body);
            }
        }
        let fields = [("identifier", ada.email.as_str()), ("password", &ada.password)];
        let ask = house.browser().ask("POST", "/vestibule/api/sign_in/create").by_script().form(&fields);
        let answer = ask.header(name, value).send().await;
        assert!(answer.status < 500, "{name}: {}", answer.body);
    }
}

async fn odd_paths_are_answered(database: Database) {
    let house = house(&database).await;
    let long = format!("/{}", "a".repeat(8_000));
    for path in [
        "/%",
        "/%zz",
        "/%ff%fe",
        "/%00",
        "/..",
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/..%5c..%5cwindows",
        "/pkg/../Cargo.toml",
        "/pkg/%2e%2e/Cargo.toml",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/.env",
        "/.git/config",
        "/Leptos.toml",
        "/data/vestibule.db",
        "/data/secret.key",
        "/vestibule/api",
        "/vestibule/api/",
        "/vestibule/api/nothing",
        "/vestibule/",
        "/vestibule/assets/",
        "/vestibule/assets/..%2f..%2fsrc%2fmain.rs",
        "/sign-in/a/b/c",
        "/sign-in/%00",
        "/.well-known/",
        "/.well-known/jwks.json/",
        "/dev/",
        "/dev/mailbox/../../",
        "/?",
        "/?%00",
        "/?redirect_url=%ff",
        "/sign-in?redirect_url=%00%ff%zz",
        "/sign-in?redirect_url",
        "//",
        "///",
        long.as_str(),
    ] {
        for accept in ["text/html", "application/json", ""] {
            for method in ["GET", "HEAD"] {
                let answer = house.browser().ask(method, path).header("accept", accept).send().await;
                assert!(answer.status < 500, "{method} {path}: {} {}", answer.status, answer.body);
                for secret in ["root:", "[package]", "[vestibule]", "SQLite format"] {
                    assert!(!answer.body.contains(secret), "{path}: {}", answer.body);
                }
            }
        }
    }
}

async fn what_there_is_not_is_said_in_the_form_that_was_asked_for(database: Database) {
    let house = house(&database).await;
    for (method, path, status, error) in [
        ("GET", "/nothing", 404, "resource_not_found"),
        ("GET", "/vestibule/api/nothing", 404, "resource_not_found"),
        ("GET", "/pkg/nothing.js", 404, "resource_not_found"),
        ("DELETE", "/healthz", 405, "method_not_allowed"),
        ("GET", "/vestibule/api/sign_in/create", 405, "method_not_allowed"),
    ] {
        let ask = |accept: &str| {
            house.browser().ask(method, path).header("accept", accept).header("sec-fetch-site", "same-origin")
        };
        let told = ask("application/json").send().await;
        told.expect_error(status, error);
        let page = ask("text/html").send().await;
        if path.starts_with("/pkg/") {
            // Nobody reads what is there.
            continue;
        }
        assert_eq!(page.status, status, "{path}");
        assert!(
            page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")),
            "{path}: {:?}",
            page.headers
        );
        assert!(page.body.contains("<h1"), "{path}: {}", page.body);
    }
}
