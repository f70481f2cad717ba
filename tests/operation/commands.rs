//! What an operator does from the command line: the real binary, on a database that a server runs on.

use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use vestibule::model::SignUpMode;

use crate::support::tickets::path_of;
use crate::support::{Database, Folder, House, INSTANCE_KEY, Person};

fn run(folder: &Path, database: &Database, arguments: &[&str]) -> Output {
    let settings = folder.join("Leptos.toml");
    let text = "[vestibule.sign_up]\nmode = \"waitlist\"\n[vestibule.password.hash]\nmemory_kib = 64\niterations = 1\n";
    std::fs::write(&settings, text).expect("is written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_") || name.starts_with("LEPTOS_"))
    {
        command.env_remove(name);
    }
    command
        .arg("--config")
        .arg(&settings)
        .args(arguments)
        .env("VESTIBULE_DATABASE_URL", database.url())
        .env("VESTIBULE_BASE_URL", "http://localhost:3000")
        .env("VESTIBULE_SECRET_KEY", BASE64_STANDARD.encode(INSTANCE_KEY))
        .output()
        .expect("runs")
}

#[track_caller]
fn said(output: &Output) -> Vec<String> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

#[track_caller]
fn refused(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_makes_keys_that_sign() {
    let (folder, database) = (Folder::new(), Database::no_file());
    let house = House::open(&database).await;
    let run = |arguments: &[&str]| run(folder.path(), &database, arguments);
    assert_eq!(said(&run(&["keys", "publishable"])), [house.vestibule.publishable_key().expect("can be named")]);
    let lines = said(&run(&["keys", "create"]));
    assert_eq!(lines.len(), 1, "nothing is to be done after it: {lines:?}");
    assert!(lines[0].starts_with("ins_") && lines[0].ends_with("signs in a minute and a half."), "{lines:?}");
    let lines = said(&run(&["keys", "create", "--now"]));
    assert!(lines[0].starts_with("ins_") && lines[0].ends_with("is good no longer."), "{lines:?}");
    // Some go on with a key that they have once asked for, or been given.
    assert!(lines[1].contains("@clerk/backend") && lines[1].contains("jwtKey"), "{lines:?}");
    assert_eq!(database.count("signing_keys WHERE retire_at IS NULL").await, 1);
    assert_eq!(database.count("signing_keys WHERE retire_at > 0").await, 0, "was taken, or waited");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_lets_people_in() {
    let (folder, database) = (Folder::new(), Database::no_file());
    let house = House::with(&database, |settings| settings.sign_up.mode = SignUpMode::Waitlist).await;
    let run = |arguments: &[&str]| run(folder.path(), &database, arguments);
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));

    let lines = said(&run(&["invitations", "create", &ada.email, "--public-metadata", r#"{"plan":"gold"}"#]));
    assert!(lines[0].starts_with("ada@example.com is invited (inv_"), "{lines:?}");
    let link = path_of(&house, lines.last().expect("a link"));
    assert_eq!(house.mail_to(&ada.email).await.link.as_deref(), lines.last().map(String::as_str));
    let browser = house.opened(&link).await.0;
    browser.post("sign_up/create", &[("password", &ada.password)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    let list = said(&run(&["invitations", "list", "--status", "accepted"]));
    assert!(list.len() == 1 && list[0].contains("ada@example.com"), "{list:?}");
    assert!(said(&run(&["invitations", "list", "--status", "pending"])).is_empty());
    let id = list[0].split(' ').next().expect("an id");
    assert!(refused(&run(&["invitations", "revoke", id])).contains("There is nothing here."));
    let again = refused(&run(&["invitations", "create", &ada.email]));
    assert_eq!(again.trim(), "vestibule: email_address: There is an account with this email address. Please sign in.");
    assert!(refused(&run(&["invitations", "create", "x@example.com", "--public-metadata", "[]"])).contains("metadata"));
    for wrong in [
        "invitations create x@example.com --expires-in-days 366",
        "sign-in-tokens create ada@example.com --expires-in-seconds 0",
        "waitlist list --limit 501",
    ] {
        let arguments: Vec<&str> = wrong.split(' ').collect();
        let told = refused(&run(&arguments));
        assert!(told.contains(arguments[arguments.len() - 2]), "{wrong}: {told}");
    }

    for by in [ada.email.as_str(), browser.get("/api/me").await.json()["id"].as_str().expect("an id")] {
        let lines = said(&run(&["sign-in-tokens", "create", by, "--expires-in-seconds", "600"]));
        let other = house.opened(&path_of(&house, lines.last().expect("a link"))).await.0;
        other.post("sign_in/ticket", &[]).await.expect_ok();
        assert_eq!(other.who().await, Some(ada.email.clone()), "{by}");
    }
    assert!(refused(&run(&["sign-in-tokens", "create", "eve@example.com"])).contains("nobody has the address"));

    browser.add_app(&house).await;
    assert_eq!(house.browser().sign_in(&ada).await.json()["redirect_to"], "/sign-in/factor-two");
    let lines = said(&run(&["users", "reset-mfa", &ada.email]));
    assert!(lines[0].contains("ada@example.com (user_"), "{lines:?}");
    let by = "SELECT actor_type FROM audit_entries WHERE action = 'user.secondFactorsReset' AND client_ip IS NULL";
    assert_eq!(database.texts(by).await, ["operator"]);
    assert_eq!(house.sign_in(&ada).await.who().await, Some(ada.email.clone()));
    assert!(refused(&run(&["users", "reset-mfa", "user_x"])).contains("There is nothing here."));

    house.browser().post("waitlist/join", &[("email_address", &bob.email)]).await.expect_ok();
    let list = said(&run(&["waitlist", "list"]));
    assert!(list.len() == 1 && list[0].contains("pending") && list[0].ends_with(&bob.email), "{list:?}");
    let id = list[0].split(' ').next().expect("an id");
    let lines = said(&run(&["waitlist", "invite", id]));
    let (_, page) = house.opened(&path_of(&house, lines.last().expect("a link"))).await;
    assert!(page.shows(&bob.email), "{}", page.body);
    assert!(said(&run(&["waitlist", "reject", id]))[0].contains("rejected"));
    assert!(said(&run(&["waitlist", "list", "--status", "pending"])).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_says_who_is_told() {
    let (folder, database) = (Folder::new(), Database::no_file());
    let house = House::open(&database).await;
    let run = |arguments: &[&str]| run(folder.path(), &database, arguments);
    let url = "https://hooks.example/in";
    let made = said(&run(&["webhooks", "create", url, "--event", "user.created", "--description", "Billing"]));
    assert!(made[0].starts_with("https://hooks.example/in is told from now on (ep_"), "{made:?}");
    let endpoint = house.vestibule.webhooks().list().await.expect("a list").remove(0);
    assert_eq!(
        (endpoint.description.as_str(), endpoint.events.as_slice()),
        ("Billing", &["user.created".to_owned()][..])
    );
    let id = endpoint.id.as_str();
    let secret = said(&run(&["webhooks", "secret", id]));
    assert!(secret[0].starts_with("whsec_") && made.last() == secret.last(), "{secret:?}");
    let new = said(&run(&["webhooks", "rotate", id]));
    assert!(new.len() == 2 && new.last() != secret.last(), "{new:?}");
    assert_eq!(said(&run(&["webhooks", "secret", id])).last(), new.last());

    let off = said(&run(&["webhooks", "disable", id]));
    assert!(off[0].contains("off (operator)") && off[0].contains(url), "{off:?}");
    assert!(refused(&run(&["webhooks", "example", id])).contains("the endpoint is switched off"));
    assert!(said(&run(&["webhooks", "enable", id]))[0].contains(" on "));
    assert!(said(&run(&["webhooks", "attempts", id])).is_empty());
    assert_eq!(said(&run(&["webhooks", "replay", id, "--since-hours", "1"])), ["0 are sent."]);
    assert!(refused(&run(&["webhooks", "replay", id, "evt_x"])).contains("there is no such event"));
    assert!(refused(&run(&["webhooks", "replay", id])).contains("EVENT_ID"));
    for (url, why) in [("http://hooks.example/", "https://"), ("https://10.0.0.1/", "is not on the public internet")] {
        assert!(refused(&run(&["webhooks", "create", url])).contains(why), "{url}");
    }
    assert!(refused(&run(&["webhooks", "create", url, "--event", "user.*"])).contains("events: there is no user.*"));
    assert_eq!(said(&run(&["webhooks", "list"])).len(), 1);
    said(&run(&["webhooks", "delete", id]));
    assert!(said(&run(&["webhooks", "list"])).is_empty());
    assert!(refused(&run(&["webhooks", "delete", id])).contains("there is no such endpoint"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_says_what_other_services_are_told() {
    let (folder, database) = (Folder::new(), Database::no_file());
    let house = House::open(&database).await;
    let run = |arguments: &[&str]| run(folder.path(), &database, arguments);
    let secret = "a secret that two services share: 0123456789";
    let file = folder.path().join("secret.txt");
    std::fs::write(&file, format!("{secret}\n")).expect("is written");
    let file = file.to_str().expect("UTF-8");
    let own = ["--signing-algorithm", "HS256", "--signing-key-file", file];
    let made = said(&run(&[&["jwt-templates", "create", "billing", "--claims", r#"{"aud":"x"}"#], &own[..]].concat()));
    assert_eq!(made[0], "get_token(\"billing\") gives tokens by it from now on:");
    let id = made.last().expect("an id");
    let template = house.vestibule.jwt_templates().get(id).await.expect("is there");
    assert_eq!((template.lifetime, template.allowed_clock_skew, template.custom_signing_key), (60, 5, true));
    let browser = house.sign_up(&Person::named("ada")).await;
    let token = browser.post("session/token", &[("template", "billing")]).await.json();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::HS256);
    validation.set_audience(&["x"]);
    let key = jsonwebtoken::DecodingKey::from_secret(secret.as_bytes());
    let token = token.as_str().expect("a token");
    assert!(jsonwebtoken::decode::<serde_json::Value>(token, &key, &validation).is_ok(), "the line break is no part");

    said(&run(&["jwt-templates", "create", "plain", "--lifetime", "600"]));
    let list = said(&run(&["jwt-templates", "list"]));
    assert_eq!(list.len(), 2, "{list:?}");
    assert!(list[0].contains("plain") && list[0].contains("600 s, RS256, the instance's key"), "{list:?}");
    assert!(list[1].starts_with(id.as_str()) && list[1].contains("HS256, its own key"), "{list:?}");
    for (wrong, told) in [
        (&["create", "plain"][..], "name: there is a template with this name"),
        (&["create", "Not Good"], "name: a name is"),
        (&["create", "x", "--claims", "[]"], "--claims: is no object in JSON"),
        (&["create", "x", "--claims", r#"{"sub":"user_0"}"#], "claims: `sub`"),
        (&["create", "x", "--lifetime", "29"], "29"),
        (&["create", "x", "--signing-algorithm", "none", "--signing-key-file", file], "is none of HS256"),
        (
            &["create", "x", "--signing-algorithm", "HS512", "--signing-key-file", file],
            "signing_key: a secret for HS512",
        ),
        (&["create", "x", "--signing-algorithm", "HS256"], "--signing-key-file"),
        (&["delete", "jtmp_0"], "there is no such template"),
    ] {
        let told_too = refused(&run(&[&["jwt-templates"], wrong].concat()));
        assert!(told_too.contains(told) && !told_too.contains(secret), "{wrong:?}: {told_too}");
    }
    said(&run(&["jwt-templates", "delete", id]));
    assert_eq!(said(&run(&["jwt-templates", "list"])).len(), 1);
}
