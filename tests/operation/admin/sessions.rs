//! Who is signed in, as operators find it, and who runs the instance.

use vestibule::model::EnrollmentMode;
use vestibule::server::{NewInvitation, NewOrganizationInvitation, OperatorRole};

use crate::support::pictures::{RED, png};
use crate::support::{Browser, Database, House, Person, on_both};

on_both!(
    sessions_are_found_by_user_and_by_address,
    what_has_run_out_cannot_be_revoked,
    live_sessions_are_found_by_an_index,
    an_operator_is_removed_by_typing_who_it_is,
    what_is_taken_away_says_what_that_does,
);

const PAGE: &str = "/admin/sessions";

/// Whose sessions a page shows.
async fn found(operator: &Browser, query: &str) -> Vec<&'static str> {
    let page = operator.page_alone(&format!("{PAGE}{query}")).await;
    assert_eq!(page.status, 200, "{query}: {}", page.body);
    let rest = page.body.split_once("id=\"results\"").expect("there are some").1;
    ["ada@example.com", "bob@example.com", "operator@example.com"]
        .into_iter()
        .filter(|address| rest.contains(&format!(">{address}</a>")))
        .collect()
}

async fn sessions_are_found_by_user_and_by_address(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Support).await;
    let (_, adas_id) = house.person("ada").await;
    let [bobs_id] = house.people(["bob"]).await;
    house.browser_at("192.0.2.77".parse().expect("an address")).sign_in(&Person::named("ada")).await.expect_ok();
    assert_eq!(found(&operator, "").await, ["ada@example.com", "bob@example.com", "operator@example.com"]);
    for (query, expected) in [
        ("?q=ada", &["ada@example.com"][..]),
        ("?q=BOB%40", &["bob@example.com"]),
        ("?q=192.0.2.77", &["ada@example.com"]),
        ("?q=192.0.2.7", &[]),
        ("?q=nobody", &[]),
        ("?q=%00", &[]),
        ("?q=%25", &[]),
        ("?only=pending", &[]),
        ("?only=acted", &[]),
        ("?after=x", &["ada@example.com", "bob@example.com", "operator@example.com"]),
    ] {
        assert_eq!(found(&operator, query).await, expected, "{query}");
    }
    assert_eq!(found(&operator, &format!("?q={bobs_id}")).await, ["bob@example.com"]);
    let nothing = operator.page_alone(&format!("{PAGE}?q=nobody")).await;
    assert!(nothing.shows("No session is found"), "{}", nothing.body);
    assert!(
        nothing.shows("<noscript>") && nothing.shows("href=\"/admin/sessions?q=nobody\">Look again"),
        "{}",
        nothing.body
    );

    database
        .execute(&format!("UPDATE sessions SET status = 'pending', tasks = 'setup_mfa' WHERE user_id = '{bobs_id}'"))
        .await;
    assert_eq!(found(&operator, "?only=pending").await, ["bob@example.com"]);
    let actor = format!("UPDATE sessions SET actor = '{{\"sub\":\"{bobs_id}\"}}' WHERE user_id = '{adas_id}'");
    database.execute(&actor).await;
    assert_eq!(found(&operator, "?only=acted").await, ["ada@example.com"]);
    assert_eq!(found(&operator, "?only=acted&q=bob").await, [] as [&str; 0]);
}

async fn what_has_run_out_cannot_be_revoked(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Support).await;
    let (ada, id) = house.person("ada").await;
    let session = database.texts(&format!("SELECT id FROM sessions WHERE user_id = '{id}'")).await.remove(0);
    let button = format!("name=\"session_id\" value=\"{session}\"");
    let page = operator.page_alone(PAGE).await;
    assert!(page.shows(&button) && page.shows("signed out on that device"), "{}", page.body);
    // It has run out, and nobody has noted it yet.
    database.execute(&format!("UPDATE sessions SET expire_at = 1 WHERE id = '{session}'")).await;
    let page = operator.page_alone(PAGE).await;
    assert!(page.shows("ada@example.com") && page.shows("expired") && !page.shows(&button), "{}", page.body);
    database.execute(&format!("UPDATE sessions SET expire_at = 9999999999999 WHERE id = '{session}'")).await;
    let gone = operator.send_form_and_follow(&format!("{PAGE}/revoke"), &[("session_id", &session)]).await;
    assert!(gone.shows("The session is over"), "{}", gone.body);
    assert_eq!(ada.who().await, None);
}

async fn live_sessions_are_found_by_an_index(database: Database) {
    let house = House::open(&database).await;
    house.vestibule.seed(6_000, &mut |_, _| {}).await.expect("are made");
    database.execute("INSERT INTO clients (id, created_at, updated_at) VALUES ('client_x', 1, 1)").await;
    database
        .execute(
            "INSERT INTO sessions (id, client_id, user_id, status, ip_address, last_active_at, expire_at, created_at, updated_at)
             SELECT 'sess_' || id, 'client_x', id, 'active', '10.0.0.' || (ROW_NUMBER() OVER (ORDER BY id) % 200), created_at, created_at, created_at,
                 created_at FROM users",
        )
        .await;
    database.execute(if database.is_postgres() { "ANALYZE" } else { "ANALYZE main" }).await;
    for (condition, index) in [
        ("status = 'pending' AND tasks <> 'choose_organization'", "sessions_pending"),
        ("(status = 'pending' OR status = 'active' AND active_organization_id IS NULL)", "sessions_created"),
        ("status IN ('active', 'pending') AND actor IS NOT NULL", "sessions_acted"),
        ("status IN ('active', 'pending') AND ip_address = '10.0.0.7'", "sessions_address"),
        ("status IN ('active', 'pending')", "sessions_created"),
    ] {
        let question =
            format!("SELECT id FROM sessions WHERE {condition} ORDER BY created_at DESC, id DESC LIMIT 51 OFFSET 0");
        let plan = database.plan(&question).await;
        assert!(plan.contains(index), "{question}: {plan}");
    }
}

async fn an_operator_is_removed_by_typing_who_it_is(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let (_, id) = house.operator("admin", OperatorRole::Admin).await;
    let page = owner.page_alone("/admin/operators").await;
    assert!(
        page.shows("Makes an ordinary user of them") && page.shows("<code>admin@example.com</code>"),
        "{}",
        page.body
    );
    let remove = format!("/admin/operators/{id}/remove");
    for wrong in ["", "admin", "owner@example.com"] {
        let stays = owner.send_form_and_follow(&remove, &[("confirmation", wrong)]).await;
        assert!(stays.shows("confirmation:"), "{wrong}: {}", stays.body);
        assert!(house.vestibule.operators().role_of(&id).await.expect("is read").is_some(), "{wrong}");
    }
    let gone = owner.send_form_and_follow(&remove, &[("confirmation", "admin@example.com")]).await;
    assert!(gone.shows("ordinary user again"), "{}", gone.body);
    assert_eq!(house.vestibule.operators().role_of(&id).await.expect("is read"), None);
    assert_eq!(owner.send_form(&remove, &[]).await.status, 404, "they are none");
}

/// Gives an organization one of each of what can be taken from it.
async fn fill(house: &House, operator: &Browser, organization: &str) {
    house.domain(organization, "acme.example", EnrollmentMode::AutomaticSuggestion).await;
    let (_, asks) = house.person_at("grace@acme.example").await;
    let organizations = house.vestibule.organizations();
    organizations.request_membership(&asks, organization).await.expect("asks");
    let guest = NewOrganizationInvitation::to("guest@example.com");
    organizations.invitations().create(organization, &guest).await.expect("is invited");
    let logo = operator.ask("POST", &format!("/admin/organizations/{organization}/logo")).by_hand();
    let set = logo.multipart(&[], Some(("logo.png", &png(RED)))).send_and_follow().await;
    assert!(set.shows("The logo was changed"), "{}", set.body);
}

/// Whether a page says something in a part that is opened first, in front of the button that does it.
async fn is_said_first(operator: &Browser, path: &str, what: &str) {
    let page = operator.page_alone(path).await;
    let (before, behind) = page.body.split_once(what).unwrap_or_else(|| panic!("{path} {what}: {}", page.body));
    let opens = before.rfind("<details").expect("is in one");
    assert!(!before[opens..].contains("</details>") && !before[opens..].contains("<button"), "{path} {what}: {before}");
    let (rest, _) = behind.split_once("</details>").expect("ends");
    assert!(rest.contains("<button"), "{path} {what}: {rest}");
}

async fn what_is_taken_away_says_what_that_does(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.security.forms_per_minute = 100_000;
    })
    .await;
    let (operator, _) = house.operator("operator", OperatorRole::Owner).await;
    operator.send_form("/admin/redirect-urls", &[("url", "my-app://callback")]).await;
    let machines = house.vestibule.machines();
    let [reports, billing] = ["Reports", "Billing"].map(vestibule::server::NewMachine::named);
    let (reports, billing) =
        (machines.create(&reports).await.expect("is made"), machines.create(&billing).await.expect("is made"));
    machines.create_scope(&reports.id, &billing.id).await.expect("is for it");
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    fill(&house, &operator, &acme).await;
    house.vestibule.invitations().create(&NewInvitation::to("guest@example.com")).await.expect("is invited");
    let waits = "INSERT INTO waitlist_entries (id, email_address, normalized, status, created_at, updated_at)
                 VALUES ('wle_1', 'late@example.com', 'late@example.com', 'pending', 1, 1)";
    database.execute(waits).await;
    house.vestibule.blocklist().create("*@evil.example").await.expect("is listed");
    house.vestibule.allowlist().create("*@example.com").await.expect("is listed");
    let github = "/admin/settings/providers/github";
    let fields = [("oauth.github.enabled", "false"), ("oauth.github.client_id", "us")];
    assert_eq!(operator.send_form(github, &fields).await.status, 303);

    let (user, organization) = (format!("/admin/users/{ada}"), format!("/admin/organizations/{acme}"));
    for (path, what) in [
        ("/admin/sessions", "They are signed out on that device"),
        ("/admin/redirect-urls", "Nobody is led there any more after a sign-in"),
        ("/admin/keys", "From now on Billing verifies no token of Reports"),
        (user.as_str(), "Signs them out everywhere at once"),
        (user.as_str(), "Keeps them from signing in"),
        (organization.as_str(), "it is deleted and cannot be brought back"),
        (organization.as_str(), "Nobody comes in by it any more"),
        (organization.as_str(), "They belong to the organization no more"),
        (organization.as_str(), "The link in the mail is good for nothing"),
        (organization.as_str(), "They stay out, are not told, and cannot ask again"),
        ("/admin/invitations", "The link in the mail is good for nothing"),
        ("/admin/waitlist", "They stay on the list as turned down"),
        ("/admin/lists", "from then on everyone may sign up"),
        ("/admin/lists", "Whom it means may sign up again"),
        (github, "Takes back all that was changed here of this provider"),
    ] {
        is_said_first(&operator, path, what).await;
    }
    // Of several entries none is the last one.
    house.vestibule.allowlist().create("*@acme.example").await.expect("is listed");
    is_said_first(&operator, "/admin/lists", "Whom it means may sign up no more").await;
    assert!(!operator.page_alone("/admin/lists").await.shows("everyone may sign up"));
}
