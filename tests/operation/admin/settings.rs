//! Settings in the dashboard: what is changed there holds at once, what is fixed stays, nobody is locked out, and no secret is shown.

mod made_anew;

use serde_json::{Value, json};
use vestibule::model::FieldRule;
use vestibule::server::{AuditAction, AuditQuery, OperatorRole, SettingPath, SettingSource};

use super::seen;
use crate::support::openid::OpenId;
use crate::support::{Browser, Database, House, MINUTE, Person, on_both};

on_both!(
    a_switch_takes_effect_at_once,
    what_a_form_does_not_name_stays,
    what_is_fixed_is_shown_so_and_refused,
    mistakes_stand_beside_their_fields,
    nobody_is_locked_out,
    what_was_changed_is_listed_and_taken_back,
    nobody_undoes_unseen_what_another_has_done,
    who_may_only_look_sees_values_and_no_fields,
    what_opens_doors_asks_for_a_proof,
    owners_alone_shorten_the_audit_log_and_say_so,
    a_secret_is_on_no_page,
    a_provider_is_off_until_it_is_switched_on,
    a_provider_says_how_it_is_set_up,
    a_provider_is_tried_out,
    claims_are_shown_before_they_are_saved,
    texts_are_replaced,
    an_ordinary_user_changes_nothing,
);

/// Every page of settings.
const PAGES: &[&str] = &[
    "",
    "/general",
    "/sign-up",
    "/sign-in",
    "/passwords",
    "/multi-factor",
    "/attack-protection",
    "/sessions",
    "/organizations",
    "/languages",
    "/messages",
    "/pictures",
    "/api",
    "/start",
    "/providers",
    "/providers/google",
    "/history",
];

fn at(page: &str) -> String {
    format!("/admin/settings{page}")
}

fn path(name: &str) -> SettingPath {
    name.parse().expect("is a path")
}

async fn set(house: &House, pairs: &[(&str, Value)]) {
    let values = pairs.iter().map(|(name, value)| (path(name), value.clone())).collect();
    house.vestibule.runtime_settings().change(&values).await.expect("is changed");
}

/// Saves something, which goes well.
async fn save(browser: &Browser, page: &str, fields: &[(&str, &str)]) {
    let saved = browser.send_form_and_follow(&at(page), fields).await;
    assert!(saved.status == 200 && saved.shows("Saved, and in force"), "{page}: {}: {}", saved.status, saved.body);
}

/// What is said by a page on which something stays as it was.
async fn refused(browser: &Browser, page: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.send_form(&at(page), fields).await;
    assert_eq!(answer.status, 422, "{page}: {}", answer.body);
    assert!(answer.shows("Nothing was changed"), "{page}: {}", answer.body);
    answer.body
}

/// What a page says of a setting.
fn about<'a>(page: &'a str, name: &str) -> &'a str {
    let marked = format!("data-setting=\"{name}\"");
    let rest = page.split_once(&marked).unwrap_or_else(|| panic!("no {name} in {page}")).1;
    rest.split("data-setting=").next().unwrap_or_default()
}

/// The form with a button that says something.
fn about_form<'a>(page: &'a str, button: &str) -> &'a str {
    let end = page.find(&format!(">{button}</button>")).unwrap_or_else(|| panic!("no button {button} in {page}"));
    let begin = page[..end].rfind("<form").unwrap_or_else(|| panic!("{button} belongs to no form"));
    &page[begin..end]
}

async fn a_switch_takes_effect_at_once(database: Database) {
    let house = House::open(&database).await;
    let (admin, id) = house.operator("admin", OperatorRole::Admin).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let asks_for_one = async || house.browser().page("/sign-up").await.shows("name=\"password\"");
    assert!(asks_for_one().await && house.browser().sign_in(&ada).await.status == 200);

    save(&admin, "/sign-in", &[("sign_in.password", "false"), ("sign_in.preferred", "email_code")]).await;
    assert!(!asks_for_one().await, "the page does not ask for a password any more");
    assert_ne!(house.browser().sign_in(&ada).await.status, 200);
    let page = admin.page(&at("/sign-in")).await;
    let said = about(&page.body, "sign_in.password");
    assert!(said.contains("Changed here") && said.contains("by default: On"), "{said}");
    assert!(about(&page.body, "sign_in.email_code").contains("Default"));

    // A switch that is on sends both: that it is there, and that it is on.
    let fields = [("sign_in.password", "false"), ("sign_in.password", "true"), ("sign_in.preferred", "password")];
    save(&admin, "/sign-in", &fields).await;
    assert!(asks_for_one().await && house.browser().sign_in(&ada).await.status == 200);

    let query = AuditQuery { actions: vec![AuditAction::SettingsChanged], ..AuditQuery::default() };
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    assert_eq!(noted.len(), 2);
    assert!(noted.iter().all(|entry| entry.actor_id.as_ref() == Some(&id)), "as the operator's");
    assert_eq!(noted[0].changes["sign_in.password"], json!({ "before": false, "after": true }));
}

async fn what_a_form_does_not_name_stays(database: Database) {
    let house = House::open(&database).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    for fields in [&[][..], &[("sign_up.mode", "public")], &[("sign_up.nothing", "x")], &[("app_name", "Notes")]] {
        let same = admin.send_form_and_follow(&at("/sign-up"), fields).await;
        assert!(same.shows("It is so already"), "{fields:?}: {}", same.body);
    }
    assert_eq!(database.count("settings_changes").await, 0);
    // Of several words it does not matter which comes first.
    let modes = ["automatic_suggestion", "manual_invitation", "automatic_invitation"];
    let modes = modes.map(|mode| ("organizations.domains.enrollment_modes", mode));
    let same = admin.send_form_and_follow(&at("/organizations"), &modes).await;
    assert!(same.shows("It is so already"), "{}", same.body);
    save(&admin, "/organizations", &[("organizations.domains.enrollment_modes", ""), modes[1]]).await;
    let app = house.vestibule.clone();
    assert_eq!(app.settings().organizations.domains.enrollment_modes.len(), 1);
    save(&admin, "/organizations", &[("unset", "organizations.domains.enrollment_modes")]).await;
    assert_eq!(house.vestibule.clone().settings().organizations.domains.enrollment_modes.len(), 3);
    assert_eq!(admin.send_form(&at("/organizations"), &[("unset", "app_name")]).await.status, 404, "stands elsewhere");
}

async fn what_is_fixed_is_shown_so_and_refused(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.username = FieldRule::Optional;
        settings.sources.insert(path("account.delete"), SettingSource::File);
        settings.sources.insert(path("mail.from"), SettingSource::Environment);
    })
    .await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    for (page, name, says, value) in [
        ("/sign-up", "sign_up.username", "own code says it", "off"),
        ("/general", "account.delete", "Leptos.toml says it", "false"),
        ("/messages", "mail.from", "The environment says it", "Eve <eve@evil.example>"),
        ("/start", "paths.sign_in", "At a start", "/elsewhere"),
        ("/start", "webhooks.allow_loopback", "only who runs the machine says so", "true"),
    ] {
        let shown = owner.page(&at(page)).await;
        let said = about(&shown.body, name);
        assert!(said.contains(says) && !said.contains(&format!("name=\"{name}\"")), "{said}");
        let told = refused(&owner, page, &[(name, value)]).await;
        let told = about(&told, name);
        assert!(told.contains("Is fixed by") || told.contains("Takes effect at a start only"), "{told}");
    }
    assert_eq!(database.count("settings_changes").await, 0);
}

async fn mistakes_stand_beside_their_fields(database: Database) {
    let house = House::open(&database).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    let fields = [("password.min_length", "4"), ("password.min_strength", "many")];
    let told = refused(&admin, "/passwords", &fields).await;
    let strength = about(&told, "password.min_strength");
    assert!(strength.contains("Is a whole number") && strength.contains("value=\"many\""), "{strength}");
    assert!(strength.contains("aria-invalid=\"true\""), "{strength}");
    let told = refused(&admin, "/passwords", &[("password.min_length", "4")]).await;
    let length = about(&told, "password.min_length");
    assert!(length.contains("Is at least 8, not 4") && length.contains("value=\"4\""), "{length}");
    assert!(!about(&told, "password.min_strength").contains("aria-invalid"));
    // What is about no field stands above them.
    let told = refused(&admin, "/sign-up", &[("sign_up.email_address", "off")]).await;
    assert!(told.contains("one of email_address, phone_number and username is on"), "{told}");
    let told = refused(&admin, "/sign-up", &[("sign_up.mode", "nobody")]).await;
    assert!(about(&told, "sign_up.mode").contains("Unknown variant"), "{told}");
    assert_eq!(database.count("settings_changes").await, 0);
}

async fn nobody_is_locked_out(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    set(&house, &[("sign_up.phone_number", json!("required"))]).await;
    let by_phone =
        [("sign_in.password", "false"), ("sign_in.email_code", "false"), ("sign_in.preferred", "phone_code")];
    let told = refused(&owner, "/sign-in", &by_phone).await;
    assert!(told.contains("no owner of the dashboard could sign in any more"), "{told}");
    assert_eq!(database.number("SELECT COUNT(*) FROM settings_changes").await, 1);
    house.sign_in(&Person::named("owner")).await;
}

async fn what_was_changed_is_listed_and_taken_back(database: Database) {
    let house = House::open(&database).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    let empty = admin.page(&at("/history")).await;
    assert!(empty.shows("Nothing was changed here yet"), "{}", empty.body);
    save(&admin, "/general", &[("app_name", "Notes <b>")]).await;
    save(&admin, "/general", &[("app_name", "Papers")]).await;
    let (changes, _) = house.vestibule.runtime_settings().history(10, 0).await.expect("a history");
    let (second, first) = (changes[0].id, changes[1].id);
    let page = admin.page(&at("/history")).await;
    assert!(page.shows("Notes &lt;b&gt; → Papers") && page.shows("the default → Notes &lt;b&gt;"), "{}", page.body);
    assert!(page.shows("admin@example.com"), "who it was: {}", page.body);
    let short = admin.page(&at("/general")).await;
    assert!(short.shows("Notes &lt;b&gt; → Papers"), "{}", short.body);
    assert!(admin.page(&at("/passwords")).await.shows("Nothing of this was changed lately"));

    let revert = |id: i64| format!("{}/{id}/revert", at("/history"));
    let early = admin.send_form(&revert(first), &[]).await;
    assert!(early.status == 422 && early.shows("was changed again"), "{}", early.body);
    let back = admin.send_form_and_follow(&revert(second), &[]).await;
    assert!(back.shows("Taken back") && back.shows(&format!("Takes back change {second}")), "{}", back.body);
    assert_eq!(house.vestibule.clone().settings().app_name, "Notes <b>");
    assert_eq!(admin.send_form(&revert(9_999), &[]).await.status, 404);
    assert_eq!(admin.send_form(&at("/history/x/revert"), &[]).await.status, 404);
}

async fn nobody_undoes_unseen_what_another_has_done(database: Database) {
    let house = House::open(&database).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    let page = admin.page(&at("/general")).await;
    let seen = seen(&page).to_owned();
    set(&house, &[("app_name", json!("Notes"))]).await;
    // However much else was changed since then.
    for change in 1_000..1_120 {
        let note = format!(
            "INSERT INTO settings_changes (revision, path, value_after, is_sealed, changed_at, changed_by_type)
             VALUES ({change}, 'legal.terms_url', '\"/terms\"', 0, 1, 'user')"
        );
        database.execute(&note).await;
    }
    let told = refused(&admin, "/general", &[("seen", &seen), ("app_name", "Papers")]).await;
    let said = about(&told, "app_name");
    assert!(said.contains("Was changed by somebody else meanwhile") && said.contains("value=\"Notes\""), "{said}");
    // What nobody has touched meanwhile is saved.
    save(&admin, "/general", &[("seen", &seen), ("account.delete", "false")]).await;
    assert_eq!(house.vestibule.clone().settings().app_name, "Notes");
}

async fn who_may_only_look_sees_values_and_no_fields(database: Database) {
    let house = House::open(&database).await;
    for role in [OperatorRole::ReadOnly, OperatorRole::Support] {
        let (browser, _) = house.operator(role.as_str(), role).await;
        for page in PAGES {
            let shown = browser.page(&at(page)).await;
            assert_eq!(shown.status, 200, "{page} as {role:?}");
            for field in ["name=\"seen\"", "role=\"switch\"", "Forget this provider", ">Revert<"] {
                assert!(!shown.shows(field), "{page} as {role:?} has {field}: {}", shown.body);
            }
        }
        let shown = browser.page(&at("/passwords")).await;
        assert!(about(&shown.body, "password.min_length").contains("8 characters"), "{}", shown.body);
        let answer = browser.send_form(&at("/general"), &[("app_name", "Evil")]).await;
        assert!(answer.status == 403 && answer.shows("Not with your role"), "{}", answer.body);
    }
    assert_eq!(house.vestibule.clone().settings().app_name, "Vestibule");
}

async fn what_opens_doors_asks_for_a_proof(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    set(&house, &[("account.delete", json!(false))]).await;
    let (changes, _) = house.vestibule.runtime_settings().history(1, 0).await.expect("a history");
    house.clock.advance(11 * MINUTE);
    for (page, name, value) in [
        ("/sign-up", "sign_up.mode", "restricted"),
        ("/sign-in", "sign_in.email_link", "true"),
        ("/multi-factor", "mfa.required", "true"),
        ("/sessions", "session.max_lifetime_hours", "1000"),
        ("/sessions", "session_token.claims", "{\"admin\": true}"),
        ("/messages", "mail.smtp_url", "smtp://localhost"),
        ("/organizations", "organizations.creator_role", "org:member"),
        ("/organizations", "organizations.default_role", "org:admin"),
        ("/organizations", "organizations.domains.default_role", "org:member"),
        ("/organizations", "organizations.domains.enrollment_modes", "automatic_invitation"),
        ("/api", "audit_log.days", "30"),
        ("/api", "unset", "audit_log.days"),
        ("/providers/google", "oauth.google.client_secret", "hunter2"),
        ("/providers/google", "unset", "oauth.google"),
    ] {
        let shown = owner.page(&at(page)).await;
        assert!(shown.shows("Prove it now"), "{page}: before anything is typed: {}", shown.body);
        let answer = owner.send_form(&at(page), &[(name, value)]).await;
        let to = format!("/vestibule/reverify?redirect_url={}", at(page));
        assert_eq!((answer.status, answer.header("location")), (303, Some(to.as_str())), "{name}");
    }
    let revert = format!("{}/{}/revert", at("/history"), changes[0].id);
    let answer = owner.send_form(&revert, &[]).await;
    assert_eq!(answer.header("location"), Some("/vestibule/reverify?redirect_url=/admin/settings/history"));
    assert_eq!(database.count("settings_changes").await, 1, "nothing of it was changed");
    save(&owner, "/general", &[("app_name", "Notes")]).await;

    owner.reverify(&Person::named("owner")).await;
    assert!(!owner.page(&at("/sign-up")).await.shows("Prove it now"));
    save(&owner, "/sign-up", &[("sign_up.mode", "restricted")]).await;
    assert!(house.browser().page("/sign-up").await.shows("Sign-up is by invitation"));
}

async fn owners_alone_shorten_the_audit_log_and_say_so(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    let days = |house: &House| house.vestibule.clone().settings().audit_log.days;
    let (to, shorter) = (at("/api"), ("audit_log.days", "90"));
    let admins = admin.send_form(&to, &[shorter, ("confirmation", "90")]).await;
    assert!(admins.status == 403 && admins.shows("This needs the role Owner"), "{}", admins.body);
    for fields in [&[shorter][..], &[shorter, ("confirmation", "365")]] {
        let asked = owner.send_form(&to, fields).await;
        let says = "Deletes every entry of the audit log that is older than 90 days";
        assert!(asked.status == 422 && asked.shows(says), "{fields:?}: {}", asked.body);
        assert!(asked.shows("type=\"hidden\" name=\"audit_log.days\" value=\"90\""), "{}", asked.body);
    }
    assert_eq!(days(&house), 365);
    save(&owner, "/api", &[shorter, ("confirmation", "90")]).await;
    assert_eq!(days(&house), 90);

    // Nothing goes by what keeps it for longer, and to take that back is to shorten it.
    save(&admin, "/api", &[("audit_log.days", "0")]).await;
    let (changes, _) = house.vestibule.runtime_settings().history(1, 0).await.expect("a history");
    let revert = format!("{}/{}/revert", at("/history"), changes[0].id);
    for operator in [&admin, &owner] {
        let told = operator.send_form(&revert, &[]).await;
        assert!(told.status == 422 && told.shows("Entries of the audit log would be deleted"), "{}", told.body);
    }
    assert_eq!(admin.send_form(&to, &[("unset", "audit_log.days")]).await.status, 403);
    assert_eq!(owner.send_form(&to, &[("unset", "audit_log.days")]).await.status, 422);
    assert_eq!(days(&house), 0);
    save(&owner, "/api", &[("unset", "audit_log.days"), ("confirmation", "365")]).await;
    assert_eq!(days(&house), 365);
}

async fn a_secret_is_on_no_page(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let page = "/providers/google";
    let secret = ("oauth.google.client_secret", "hunter2");
    save(&owner, page, &[("oauth.google.client_id", "an id"), secret]).await;
    save(&owner, "/attack-protection", &[("bots.turnstile_secret_key", "hunter3")]).await;
    let mail = [("mail.smtp_url", "smtps://ada:hunter4@localhost:1"), ("mail.from", "Notes <no-reply@app.example>")];
    save(&owner, "/messages", &mail).await;
    let of = |house: &House| house.vestibule.clone().settings().oauth["google"].client_secret.expose().to_owned();
    assert_eq!(of(&house), "hunter2");
    // A field in which nothing was typed takes nothing away.
    let same = owner.send_form_and_follow(&at(page), &[("oauth.google.client_secret", " ")]).await;
    assert!(same.shows("It is so already") && of(&house) == "hunter2", "{}", same.body);
    let wrong = [("oauth.gitlab.client_secret", "hunter5"), ("oauth.gitlab.issuer", "nowhere")];
    let told = refused(&owner, "/providers/gitlab", &wrong).await;
    assert!(!told.contains("hunter"), "not even what was just typed: {told}");

    let shown = owner.page(&at(page)).await;
    assert!(about(&shown.body, "oauth.google.client_secret").contains("A secret is stored"), "{}", shown.body);
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    for browser in [&owner, &support] {
        for page in PAGES.iter().map(|page| at(page)).chain(["/admin/audit-log".to_owned(), "/admin/health".to_owned()])
        {
            let shown = browser.page(&page).await;
            assert!(shown.status == 200 && !shown.shows("hunter"), "{page}: {}", shown.body);
        }
    }
    assert!(!database.dump().await.contains("hunter"));
    save(&owner, page, &[("unset", "oauth.google.client_secret")]).await;
    assert_eq!(of(&house), "");
}

async fn a_provider_is_off_until_it_is_switched_on(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let page = owner.page(&at("/providers/github")).await;
    assert!(page.shows("http://localhost:3000/vestibule/oauth_callback/github"), "{}", page.body);
    let off = [("oauth.github.enabled", "false"), ("oauth.github.client_id", "us")];
    let saved = owner.send_form_and_follow(&at("/providers/github"), &off).await;
    assert!(saved.shows("But it is still off"), "{}", saved.body);
    assert!(!saved.shows("See it on the sign-in page"), "it is not there: {}", saved.body);
    let enabled = || house.vestibule.clone().settings().oauth["github"].enabled;
    let is_offered = async || house.browser().page("/sign-in").await.shows("Continue with GitHub");
    assert!(!enabled() && !is_offered().await);
    let saved = owner.send_form_and_follow(&at("/providers/github"), &[("oauth.github.enabled", "true")]).await;
    assert!(saved.shows("Saved, and in force") && !saved.shows("still off"), "{}", saved.body);
    assert!(saved.shows("<a href=\"/sign-in\">See it on the sign-in page"), "{}", saved.body);
    assert!(enabled() && is_offered().await);
    let off = owner.send_form_and_follow(&at("/providers/github"), &[("oauth.github.enabled", "false")]).await;
    assert!(off.shows("Saved, and in force") && !off.shows("still off"), "they know it: {}", off.body);
    assert!(owner.page(&at("/providers")).await.shows(">us<"));
    save(&owner, "/providers/github", &[("unset", "oauth.github")]).await;
    assert!(!house.vestibule.clone().settings().oauth.contains_key("github") && !is_offered().await);

    let named = owner.send_form(&at("/providers"), &[("provider", "acme")]).await;
    assert_eq!((named.status, named.header("location")), (303, Some("/admin/settings/providers/acme")));
    let wrong = owner.send_form(&at("/providers"), &[("provider", "../x")]).await;
    assert!(wrong.status == 422 && wrong.shows("value=\"../x\""), "{}", wrong.body);
    assert_eq!(owner.page_alone(&at("/providers/A%2Fb")).await.status, 404);
    let told = refused(&owner, "/providers/acme", &[("oauth.acme.enabled", "true")]).await;
    assert!(told.contains("oauth.acme: is not one that is known by name"), "{told}");
}

async fn a_provider_says_how_it_is_set_up(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    for (key, console, has_issuer) in [
        ("google", Some("https://console.cloud.google.com/apis/credentials"), false),
        ("microsoft", Some("https://entra.microsoft.com"), true),
        ("gitlab", None, true),
        ("bitbucket", None, false),
        ("acme", None, true),
    ] {
        let page = owner.page(&at(&format!("/providers/{key}"))).await;
        let steps = page.body.split("<ol class=\"way\">").nth(1).and_then(|rest| rest.split("</ol>").next());
        let steps = steps.unwrap_or_else(|| panic!("{key} has no steps: {}", page.body));
        assert_eq!(steps.matches("<li>").count(), 3, "{steps}");
        assert!(steps.contains(&format!("/vestibule/oauth_callback/{key}</code>")), "{steps}");
        assert_eq!(steps.matches("<a ").count(), usize::from(console.is_some()), "{steps}");
        assert!(console.is_none_or(|console| steps.contains(&format!("href=\"{console}\""))), "{steps}");
        assert_eq!(page.shows(&format!("oauth.{key}.issuer")), has_issuer, "{key}: {}", page.body);
        // An id of Google's has 72 characters.
        assert!(page.shows(&format!("class=\"setting wide\" data-setting=\"oauth.{key}.client_id\"")), "{}", page.body);
    }
    // What has been said of one can be taken back.
    set(&house, &[("oauth.slack.enabled", json!(false)), ("oauth.slack.issuer", json!("https://slack.example"))]).await;
    assert!(owner.page(&at("/providers/slack")).await.shows("oauth.slack.issuer"));
}

async fn a_provider_is_tried_out(database: Database) {
    let openid = OpenId::start().await;
    let house = House::with(&database, |settings| openid.offer(settings, "acme")).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let page = owner.page(&at("/providers/acme")).await;
    assert!(about(&page.body, "oauth.acme.client_id").contains("own code says it"), "{}", page.body);
    // It answers at the provider's own address, which may be asked for again.
    assert!(about_form(&page.body, "Test it").contains("action=\"/admin/settings/providers/acme\""), "{}", page.body);
    let found = owner.send_form(&at("/providers/acme"), &[("try", "true")]).await;
    assert_eq!(found.status, 200, "{}", found.body);
    assert!(found.shows("data-kind=\"success\" tabindex=\"-1\" autofocus"), "it is in sight: {}", found.body);
    for text in ["Discovery", "It takes people, and leads back to the redirect URL", "It is taken"] {
        assert!(found.shows(text), "no {text}: {}", found.body);
    }
    assert_eq!(openid.refused(), 1, "it was asked with a code that is none");
    assert_eq!(database.count("external_accounts").await, 0);

    let wrong = [("oauth.other.issuer", "http://127.0.0.1:1"), ("oauth.other.name", "Other")];
    save(&owner, "/providers/other", &wrong).await;
    save(&owner, "/providers/other", &[("oauth.other.client_id", "us")]).await;
    let found = owner.send_form(&at("/providers/other"), &[("try", "true")]).await;
    assert!(found.shows("Wrong") && found.shows("127.0.0.1 could not be reached from this server: "), "{}", found.body);
    let simulated = owner.send_form(&at("/providers/google"), &[("try", "true")]).await;
    assert!(simulated.shows("There is no client id"), "{}", simulated.body);
}

async fn claims_are_shown_before_they_are_saved(database: Database) {
    let house = House::open(&database).await;
    let (owner, id) = house.operator("owner", OperatorRole::Owner).await;
    let now = owner.page(&at("/sessions")).await;
    assert!(now.shows("Your token now") && now.shows(&format!("&quot;sub&quot;: &quot;{id}&quot;")), "{}", now.body);
    let claims = "{\"who\": \"{{user.primary_email_address}}\", \"plan\": \"{{user.public_metadata.plan || 'none'}}\"}";
    let tried = owner.send_form(&at("/sessions/preview"), &[("session_token.claims", claims)]).await;
    assert_eq!(tried.status, 200, "{}", tried.body);
    for text in
        ["&quot;who&quot;: &quot;owner@example.com&quot;", "&quot;plan&quot;: &quot;none&quot;", "not saved yet"]
    {
        assert!(tried.shows(text), "no {text}: {}", tried.body);
    }
    assert!(tried.shows("{{user.public_metadata.plan || &#39;none&#39;}}"), "what was typed is still there");
    assert!(house.vestibule.clone().settings().session_token.claims.is_empty());
    for (wrong, why) in [("{\"sub\": 1}", "is a claim of every token already"), ("{", "column 1")] {
        let told = owner.send_form(&at("/sessions/preview"), &[("session_token.claims", wrong)]).await;
        assert!(told.status == 422 && about(&told.body, "session_token.claims").contains(why), "{}", told.body);
        let told = refused(&owner, "/sessions", &[("session_token.claims", wrong)]).await;
        assert!(about(&told, "session_token.claims").contains(why), "{told}");
    }
    save(&owner, "/sessions", &[("session_token.claims", claims)]).await;
    assert_eq!(
        house.vestibule.clone().settings().session_token.claims["plan"],
        "{{user.public_metadata.plan || 'none'}}"
    );
    save(&owner, "/sessions", &[("session_token.claims", "{}")]).await;
    assert!(house.vestibule.clone().settings().session_token.claims.is_empty());
}

async fn texts_are_replaced(database: Database) {
    let house = House::open(&database).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    let to = at("/languages/text");
    let found = admin.page(&at("/languages?language=en&q=sign_in.subtitle")).await;
    assert!(found.shows("Welcome back! Please sign in to continue"), "{}", found.body);
    let text = |text: &'static str| [("language", "en"), ("name", "sign_in.subtitle"), ("text", text)];
    let saved = admin.send_form_and_follow(&to, &text("Good to see you again")).await;
    assert!(saved.shows("Saved, and in force"), "{}", saved.body);
    assert!(house.browser().page("/sign-in").await.shows("Good to see you again"));
    assert!(admin.page(&at("/languages?language=en")).await.shows("Good to see you again"), "changed ones first");
    let wrong = admin.send_form(&to, &text("Good to see you, { $nothing }")).await;
    assert!(wrong.status == 422 && wrong.shows("there is no `$nothing`"), "{}", wrong.body);
    assert!(wrong.shows("\nGood to see you, { $nothing }</textarea>"), "it stays in its field: {}", wrong.body);
    let back = [&text("whatever")[..], &[("back", "1")]].concat();
    assert!(admin.send_form_and_follow(&to, &back).await.shows("Saved, and in force"));
    assert!(house.browser().page("/sign-in").await.shows("Welcome back! Please sign in to continue"));
    // Another has put something else there since the page was made.
    let page = admin.page(&at("/languages?language=en&q=sign_in")).await;
    set(&house, &[("words.en.\"sign_in.subtitle\"", json!("Welcome home"))]).await;
    let late = [&text("Good evening")[..], &[("q", "sign_in.subtitle"), ("seen", seen(&page))]].concat();
    let told = admin.send_form(&to, &late).await;
    assert!(told.status == 422 && told.shows("was changed by somebody else meanwhile"), "{}", told.body);
    assert!(told.shows("\nWelcome home</textarea>") && !told.shows("Good evening"), "{}", told.body);
    let other = [("language", "en"), ("name", "sign_in.title"), ("text", "Hello"), ("seen", seen(&page))];
    assert!(admin.send_form_and_follow(&to, &other).await.shows("Saved, and in force"), "nobody has changed that one");
    let fresh = [&text("Good evening")[..], &[("seen", seen(&told))]].concat();
    assert!(admin.send_form_and_follow(&to, &fresh).await.shows("Saved, and in force"));
    for unknown in [[("language", "xx"), ("name", "sign_in.title")], [("language", "en"), ("name", "sign_in.nothing")]]
    {
        assert_eq!(admin.send_form(&to, &unknown).await.status, 404, "{unknown:?}");
    }
}

async fn an_ordinary_user_changes_nothing(database: Database) {
    let house = House::open(&database).await;
    let (user, _) = house.person("ordinary").await;
    let nothing = user.page_alone("/admin/nothing").await;
    for page in PAGES {
        let found = user.page_alone(&at(page)).await;
        assert_eq!((found.status, &found.body), (404, &nothing.body), "{page}");
        let sent = user.send_form(&at(page), &[("app_name", "Evil"), ("sign_up.mode", "restricted")]).await;
        assert_eq!(sent.status, 404, "{page}");
    }
    assert_eq!(database.count("settings_changes").await, 0);
}
