//! JWT templates in the dashboard.

use vestibule::server::{AuditAction, OperatorRole};

use crate::support::{Answer, Database, House, MINUTE, Person, on_both};

on_both!(
    a_template_is_made_changed_and_deleted,
    what_cannot_be_said_stays_in_its_field,
    a_key_is_written_and_never_shown,
    the_preview_is_of_the_operator_s_own_session,
);

const KEY: &str = "0123456789abcdef0123456789abcdef-secret";
const CLAIMS: &str = r#"{"aud": "service", "mail": "{{user.primary_email_address}}"}"#;

/// The id of the template whose page an answer is.
fn id_of(answer: &Answer) -> String {
    answer.path.strip_prefix("/admin/jwt-templates/").expect("is the page of a template").to_owned()
}

async fn a_template_is_made_changed_and_deleted(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let fields = [("name", "supabase"), ("claims", CLAIMS), ("lifetime", "600"), ("signing", "instance")];
    let made = operator.send_form_and_follow("/admin/jwt-templates", &fields).await;
    assert!(made.shows("The template is there"), "{}", made.body);
    assert_eq!(house.last_to(AuditAction::JwtTemplateCreated).await.as_ref(), Some(&id));
    let template = id_of(&made);
    let kept = house.vestibule.jwt_templates().get(&template).await.expect("is there");
    assert_eq!((kept.name.as_str(), kept.lifetime, kept.allowed_clock_skew), ("supabase", 600, 5));
    assert_eq!(kept.claims["mail"], "{{user.primary_email_address}}");
    assert!(operator.page_alone("/admin/jwt-templates").await.shows(">supabase</a>"));

    let page = format!("/admin/jwt-templates/{template}");
    let fields = [("name", "hasura"), ("claims", "{}"), ("lifetime", "60"), ("allowed_clock_skew", "0")];
    let changed = operator.send_form_and_follow(&format!("{page}/update"), &fields).await;
    assert!(changed.shows("The template was changed") && changed.shows("hasura"), "{}", changed.body);
    assert_eq!(house.last_to(AuditAction::JwtTemplateUpdated).await.as_ref(), Some(&id));
    let wrong = operator.send_form_and_follow(&format!("{page}/delete"), &[("confirmation", "yes")]).await;
    assert!(wrong.shows("confirmation:"), "{}", wrong.body);
    let gone = operator.send_form_and_follow(&format!("{page}/delete"), &[("confirmation", "hasura")]).await;
    assert!(gone.shows("The template is deleted") && gone.shows("There is no template yet"), "{}", gone.body);
    assert_eq!(operator.page_alone(&page).await.status, 404);
    assert_eq!(house.last_to(AuditAction::JwtTemplateDeleted).await.as_ref(), Some(&id));
}

async fn what_cannot_be_said_stays_in_its_field(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    for (claims, told) in [
        ("[1]", "claims: is not an object"),
        ("{\"a\": gold}", "claims: line 1"),
        ("{\"sub\": \"user_1\"}", "claims: `sub`"),
        ("{\"role\": \"{{user.private_metadata.role}}\"}", "private metadata"),
        ("{\"a\": \"</textarea><script>\", \"exp\": 1}", "claims: `exp`"),
    ] {
        let fields = [("name", "not-one"), ("claims", claims), ("lifetime", "77")];
        let answer = operator.send_form("/admin/jwt-templates", &fields).await;
        assert_eq!(answer.status, 422, "{claims}");
        assert!(answer.shows(told), "{claims}: {}", answer.body);
        assert!(answer.shows("value=\"77\"") && answer.shows("value=\"not-one\""), "{}", answer.body);
        assert!(!answer.shows("</textarea><script>"), "{}", answer.body);
    }
    for (field, value) in [("lifetime", "1"), ("lifetime", "ten"), ("allowed_clock_skew", "301"), ("name", "A b")] {
        let fields = [("name", "good"), ("claims", "{}")];
        let fields: Vec<(&str, &str)> = [(field, value)].into_iter().chain(fields).collect();
        let answer = operator.send_form("/admin/jwt-templates", &fields).await;
        assert!(answer.status == 422 && answer.shows(&format!("{field}:")), "{field}={value}: {}", answer.body);
    }
    assert_eq!(database.count("jwt_templates").await, 0);
}

async fn a_key_is_written_and_never_shown(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Owner).await;
    let fields =
        [("name", "own"), ("claims", "{}"), ("signing", "own"), ("signing_algorithm", "HS256"), ("signing_key", KEY)];
    let short = [
        ("name", "own"),
        ("claims", "{}"),
        ("signing", "own"),
        ("signing_algorithm", "HS256"),
        ("signing_key", "x7x7"),
    ];
    let refused = operator.send_form("/admin/jwt-templates", &short).await;
    assert!(refused.status == 422 && refused.shows("signing_key: a secret for HS256"), "{}", refused.body);
    assert!(!refused.shows("x7x7"), "{}", refused.body);
    let unused = [("name", "own"), ("claims", "{}"), ("signing", "instance"), ("signing_key", KEY)];
    assert_eq!(operator.send_form("/admin/jwt-templates", &unused).await.status, 422);

    let made = operator.send_form_and_follow("/admin/jwt-templates", &fields).await;
    assert!(made.shows("The template is there") && made.shows("There is one. It is not shown"), "{}", made.body);
    assert!(!made.shows(KEY) && !database.dump().await.contains(KEY));
    let page = format!("/admin/jwt-templates/{}", id_of(&made));
    // Without a key in it the form leaves the one that there is.
    let kept = [("name", "own"), ("claims", "{}"), ("signing", "own"), ("signing_algorithm", "HS256")];
    let changed = operator.send_form_and_follow(&format!("{page}/update"), &kept).await;
    assert!(changed.shows("The template was changed"), "{}", changed.body);
    let other = [("name", "own"), ("claims", "{}"), ("signing", "own"), ("signing_algorithm", "HS512")];
    let refused = operator.send_form(&format!("{page}/update"), &other).await;
    assert!(refused.status == 422 && refused.shows("signing_key:"), "a key is for one algorithm: {}", refused.body);
    let (reader, _) = house.operator("reader", OperatorRole::ReadOnly).await;
    let shown = reader.page_alone(&page).await;
    assert!(!shown.shows("name=\"signing_key\"") && !shown.shows(KEY), "{}", shown.body);

    house.clock.advance(11 * MINUTE);
    let late = operator.send_form(&format!("{page}/update"), &fields).await;
    assert_eq!(late.header("location"), Some(format!("/vestibule/reverify?redirect_url={page}").as_str()));
    operator.reverify(&Person::named("operator")).await;
    assert_eq!(operator.send_form(&format!("{page}/update"), &fields).await.header("location"), Some(page.as_str()));
}

async fn the_preview_is_of_the_operator_s_own_session(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let shown = operator.send_form("/admin/jwt-templates/preview", &[("name", "new"), ("claims", CLAIMS)]).await;
    assert_eq!(shown.status, 200);
    for told in ["operator@example.com", &id, "&quot;aud&quot;: &quot;service&quot;", "&quot;jti&quot;"] {
        assert!(shown.shows(told), "{told}: {}", shown.body);
    }
    assert_eq!(database.count("jwt_templates").await, 0, "nothing is kept");
    let most = i64::MAX.to_string();
    let odd = [("claims", "{}"), ("lifetime", most.as_str()), ("allowed_clock_skew", most.as_str())];
    assert_eq!(operator.send_form("/admin/jwt-templates/preview", &odd).await.status, 200);
    let wrong = operator.send_form("/admin/jwt-templates/preview", &[("claims", "{\"sub\": 1}")]).await;
    assert!(wrong.status == 200 && wrong.shows("`sub` is a claim that no template sets"), "{}", wrong.body);
}
