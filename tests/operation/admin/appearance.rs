//! How the components look, as operators choose it.

use serde_json::Value;
use vestibule::appearance::{Appearance, Theme, Variables};
use vestibule::server::{AuditAction, AuditQuery, OperatorRole};

use super::seen;
use crate::support::{Database, House, on_both};

on_both!(
    what_is_chosen_holds_and_is_noted_as_the_operator_s,
    what_is_wrong_stays_in_its_field_and_changes_nothing,
    the_preview_shows_what_nobody_else_sees_yet,
    what_something_else_says_stays,
    themes_are_stacked_and_a_component_has_its_own,
    nobody_undoes_unseen_what_another_has_chosen,
);

const PAGE: &str = "/admin/appearance";

/// What the sign-in page says of a variable.
async fn looks_so(house: &House, declaration: &str) -> bool {
    house.browser().page("/sign-in").await.shows(declaration)
}

async fn what_is_chosen_holds_and_is_noted_as_the_operator_s(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let fields = [
        ("theme", "juniper"),
        ("scheme", "dark"),
        ("colorPrimary", "#123456"),
        ("logoImageUrl", "/logo.svg"),
        ("elements", "{\"card\": \"shadow-xl\"}"),
    ];
    let saved = operator.send_form_and_follow(PAGE, &fields).await;
    assert!(saved.path == PAGE && saved.shows("Saved."), "{}", saved.body);
    assert!(saved.shows("value=\"#123456\"") && saved.shows("<option value=\"juniper\" selected>"), "{}", saved.body);
    assert!(looks_so(&house, "--vst-color-primary:#123456").await);
    let sign_in = house.browser().page("/sign-in").await;
    assert!(sign_in.shows("src=\"/logo.svg\"") && sign_in.shows("shadow-xl"), "{}", sign_in.body);
    let query = AuditQuery { actions: vec![AuditAction::SettingsChanged], ..AuditQuery::default() };
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    assert_eq!((noted.len(), noted[0].actor_id.as_ref()), (1, Some(&id)));
    let entry = Value::from(noted[0].changes.clone());
    assert_eq!(entry["appearance.variables.colorPrimary"]["after"], "#123456");

    let again = operator.send_form_and_follow(PAGE, &fields).await;
    assert!(again.shows("Saved."), "{}", again.body);
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    assert_eq!(noted.len(), 1, "what is so already is no change");
    operator.send_form(PAGE, &[("component", "sign-up")]).await;
    assert!(!looks_so(&house, "#123456").await, "what is left empty is as usual");
    assert_eq!(house.vestibule.clone().settings().appearance, Appearance::new());
}

async fn what_is_wrong_stays_in_its_field_and_changes_nothing(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    for (field, wrong) in [
        ("colorPrimary", "red; background: url(//evil.example)"),
        ("colorDanger", "</style><script>alert(1)</script>"),
        ("fontSize", "{\"xxl\": \"1rem\"}"),
        ("logoImageUrl", "javascript:alert(1)"),
        ("theme", "gold"),
        ("elements", "[1]"),
        ("elements", "{\"card\": {\"background\": \"url(//evil.example)\"}}"),
    ] {
        let answer = operator.send_form(PAGE, &[("borderRadius", "1rem"), (field, wrong)]).await;
        assert_eq!(answer.status, 422, "{field}: {wrong}");
        assert!(
            answer.shows(&format!("id=\"{field}-wrong\"")) && answer.shows("aria-invalid=\"true\""),
            "{}",
            answer.body
        );
        assert!(answer.shows("value=\"1rem\"") && !answer.shows("<script>alert"), "{}", answer.body);
    }
    assert_eq!(house.vestibule.clone().settings().appearance, Appearance::new());
    assert_eq!(database.count("settings_changes").await, 0);
}

async fn the_preview_shows_what_nobody_else_sees_yet(database: Database) {
    let house = House::open(&database).await;
    // Whoever only looks may try things out as well: nothing comes of it.
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    for component in ["sign-in", "sign-up", "user-button", "user-profile", "nothing"] {
        let shown = operator.page_alone(&format!("{PAGE}/preview?component={component}&colorPrimary=%23123456")).await;
        assert_eq!(shown.status, 200, "{component}");
        assert!(shown.shows("--vst-color-primary:#123456"), "{component}: {}", shown.body);
        assert!(!shown.shows("<script") && !shown.shows(" action=\""), "{component}: {}", shown.body);
        let policy = shown.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("script-src"), "{policy}");
        let is_for_members = component.starts_with("user");
        assert_eq!(shown.shows("operator@example.com"), is_for_members, "{component}: {}", shown.body);
    }
    let page = operator.page_alone(&format!("{PAGE}?component=sign-up&colorPrimary=%23123456&spacing=x%3By")).await;
    assert!(page.status == 200 && page.shows("value=\"#123456\""), "{}", page.body);
    assert!(page.shows("preview?component=sign-up&amp;colorPrimary=%23123456"), "{}", page.body);
    assert!(page.shows("id=\"spacing-wrong\"") && !page.shows(">Save<"), "{}", page.body);
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("frame-src 'self'"), "{policy}");
    assert!(!looks_so(&house, "#123456").await);
    let (user, _) = house.person("ordinary").await;
    assert_eq!(user.page_alone(&format!("{PAGE}/preview")).await.status, 404);
    assert_eq!(house.browser().page_alone(&format!("{PAGE}/preview")).await.status, 303);
}

async fn what_something_else_says_stays(database: Database) {
    let house = House::with(&database, |settings| {
        settings.appearance = Appearance::new().variables(Variables::new().color_primary("#abcdef"));
    })
    .await;
    let (operator, _) = house.operator("operator", OperatorRole::Owner).await;
    let page = operator.page_alone(PAGE).await;
    assert!(
        page.shows("Fixed by the app&#39;s own code.") || page.shows("Fixed by the app's own code."),
        "{}",
        page.body
    );
    let saved = operator.send_form_and_follow(PAGE, &[("colorPrimary", "red"), ("borderRadius", "1rem")]).await;
    assert!(saved.shows("Saved."), "{}", saved.body);
    let shown = operator.page_alone(&format!("{PAGE}/preview?colorPrimary=red")).await;
    assert!(shown.shows("--vst-color-primary:#abcdef"), "{}", shown.body);
    assert!(
        looks_so(&house, "--vst-color-primary:#abcdef").await && looks_so(&house, "--vst-border-radius:1rem").await
    );
}

async fn themes_are_stacked_and_a_component_has_its_own(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let fields = [
        ("themes", "neutral\r\ndusk"),
        ("scheme", "dark"),
        ("cssLayerName", "components.auth"),
        ("signIn", "{\"variables\": {\"colorPrimary\": \"#654321\"}}"),
    ];
    let saved = operator.send_form_and_follow(PAGE, &fields).await;
    assert!(saved.shows("Saved.") && saved.shows("value=\"components.auth\""), "{}", saved.body);
    assert!(saved.shows("<option value=\"neutral\" selected>") && saved.shows("\ndusk</textarea>"), "{}", saved.body);
    let own = Appearance::new().variables(Variables::new().color_primary("#654321"));
    let stack = [Theme::Neutral, Theme::Dusk, Theme::Dark];
    let all = Appearance::new().theme(stack).css_layer_name("components.auth").sign_in(own);
    assert_eq!(house.vestibule.clone().settings().appearance, all);
    assert!(looks_so(&house, "--vst-color-primary:#654321").await);
    for (field, wrong) in [
        ("themes", "dusk\r\ngold"),
        ("cssLayerName", "a b {"),
        ("signIn", "{\"signUp\": {}}"),
        ("waitlist", "{\"variables\": {\"colorPrimary\": \"red; x\"}}"),
    ] {
        let answer = operator.send_form(PAGE, &[(field, wrong)]).await;
        assert!(answer.status == 422 && answer.shows(&format!("id=\"{field}-wrong\"")), "{field}: {}", answer.body);
    }
    assert_eq!(house.vestibule.clone().settings().appearance, all);
    operator.send_form(PAGE, &[("component", "sign-up")]).await;
    assert_eq!(house.vestibule.clone().settings().appearance, Appearance::new());
}

async fn nobody_undoes_unseen_what_another_has_chosen(database: Database) {
    let house = House::open(&database).await;
    let (one, _) = house.operator("one", OperatorRole::Admin).await;
    let (other, _) = house.operator("other", OperatorRole::Admin).await;
    let early = one.page_alone(PAGE).await;
    other.send_form(PAGE, &[("colorPrimary", "#123456"), ("scheme", "dark")]).await;
    // Trying something out is no reason to have seen it.
    let tried = format!("{PAGE}?seen={}&borderRadius=1rem", seen(&early));
    let early = one.page_alone(&tried).await;
    let late = [("seen", seen(&early)), ("borderRadius", "1rem")];
    let told = one.send_form(PAGE, &late).await;
    assert_eq!(told.status, 422, "{}", told.body);
    for field in ["colorPrimary", "theme"] {
        assert!(told.shows(&format!("id=\"{field}-wrong\"")), "{field}: {}", told.body);
    }
    let stays = told.shows("value=\"#123456\"") && told.shows("<option value=\"dark\" selected>");
    assert!(stays && told.shows("value=\"1rem\""), "as it is now, and as it was typed: {}", told.body);
    assert!(looks_so(&house, "--vst-color-primary:#123456").await);
    assert!(!looks_so(&house, "--vst-border-radius:1rem").await, "nothing of it was saved");

    let all = [("seen", seen(&early)), ("colorPrimary", "#123456"), ("scheme", "dark"), ("borderRadius", "1rem")];
    assert_eq!(one.send_form(PAGE, &all).await.status, 303, "nobody else has changed that");
    assert!(looks_so(&house, "--vst-border-radius:1rem").await);
}
