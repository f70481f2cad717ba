//! What each role may: every page and every form, as nobody, as a user, and as each of the operators.

use vestibule::server::import::job::{self, NewUserImport};
use vestibule::server::import::{Format, Options};
use vestibule::server::{
    Audience, NewContact, NewJwtTemplate, NewOrganization, NewUser, NewWebhookEndpoint, OperatorRole, ROUTES,
};

use crate::support::{Browser, Database, House, MINUTE, Person, on_both, until};

on_both!(
    pages_are_for_operators_and_each_role_sees_what_it_may,
    forms_are_for_the_roles_that_they_say,
    nobody_does_anything_to_who_may_more,
    what_is_dangerous_asks_for_a_proof,
);

/// Every page, and who sees it at least.
const PAGES: &[(&str, OperatorRole)] = &[
    ("/admin", OperatorRole::ReadOnly),
    ("/admin/users", OperatorRole::ReadOnly),
    ("/admin/users/new", OperatorRole::Support),
    ("/admin/users/{user}", OperatorRole::ReadOnly),
    ("/admin/organizations", OperatorRole::ReadOnly),
    ("/admin/organizations/{organization}", OperatorRole::ReadOnly),
    ("/admin/invitations", OperatorRole::ReadOnly),
    ("/admin/waitlist", OperatorRole::ReadOnly),
    ("/admin/lists", OperatorRole::ReadOnly),
    ("/admin/sessions", OperatorRole::ReadOnly),
    ("/admin/audit-log", OperatorRole::ReadOnly),
    ("/admin/audit-log/export", OperatorRole::ReadOnly),
    ("/admin/deliveries", OperatorRole::ReadOnly),
    ("/admin/jobs", OperatorRole::ReadOnly),
    ("/admin/appearance", OperatorRole::ReadOnly),
    ("/admin/appearance/preview", OperatorRole::ReadOnly),
    ("/admin/mail", OperatorRole::ReadOnly),
    ("/admin/mail/verification_code", OperatorRole::ReadOnly),
    ("/admin/mail/verification_code/preview", OperatorRole::ReadOnly),
    ("/admin/data", OperatorRole::ReadOnly),
    ("/admin/data/imports/{import}", OperatorRole::ReadOnly),
    ("/admin/data/imports/{import}/report", OperatorRole::ReadOnly),
    ("/admin/health", OperatorRole::ReadOnly),
    ("/admin/operators", OperatorRole::ReadOnly),
    ("/admin/settings", OperatorRole::ReadOnly),
    ("/admin/settings/history", OperatorRole::ReadOnly),
    ("/admin/settings/general", OperatorRole::ReadOnly),
    ("/admin/settings/sign-up", OperatorRole::ReadOnly),
    ("/admin/settings/sign-in", OperatorRole::ReadOnly),
    ("/admin/settings/passwords", OperatorRole::ReadOnly),
    ("/admin/settings/multi-factor", OperatorRole::ReadOnly),
    ("/admin/settings/attack-protection", OperatorRole::ReadOnly),
    ("/admin/settings/sessions", OperatorRole::ReadOnly),
    ("/admin/settings/organizations", OperatorRole::ReadOnly),
    ("/admin/settings/languages", OperatorRole::ReadOnly),
    ("/admin/settings/messages", OperatorRole::ReadOnly),
    ("/admin/settings/pictures", OperatorRole::ReadOnly),
    ("/admin/settings/api", OperatorRole::ReadOnly),
    ("/admin/settings/start", OperatorRole::ReadOnly),
    ("/admin/settings/providers", OperatorRole::ReadOnly),
    ("/admin/settings/providers/google", OperatorRole::ReadOnly),
    ("/admin/roles", OperatorRole::ReadOnly),
    ("/admin/jwt-templates", OperatorRole::ReadOnly),
    ("/admin/jwt-templates/new", OperatorRole::Admin),
    ("/admin/jwt-templates/{template}", OperatorRole::ReadOnly),
    ("/admin/webhooks", OperatorRole::ReadOnly),
    ("/admin/webhooks/{endpoint}", OperatorRole::ReadOnly),
    ("/admin/keys", OperatorRole::ReadOnly),
    ("/admin/redirect-urls", OperatorRole::ReadOnly),
];

/// Every form, and who may send it at least. With nothing in them they change as little as can be.
const FORMS: &[(&str, OperatorRole)] = &[
    ("/admin/users", OperatorRole::Support),
    ("/admin/users/{user}/profile", OperatorRole::Support),
    ("/admin/users/{user}/metadata", OperatorRole::Support),
    ("/admin/users/{user}/ban", OperatorRole::Support),
    ("/admin/users/{user}/unban", OperatorRole::Support),
    ("/admin/users/{user}/lock", OperatorRole::Support),
    ("/admin/users/{user}/unlock", OperatorRole::Support),
    ("/admin/users/{user}/reset_mfa", OperatorRole::Support),
    ("/admin/users/{user}/revoke_session", OperatorRole::Support),
    ("/admin/users/{user}/revoke_sessions", OperatorRole::Support),
    ("/admin/users/{user}/revoke_session", OperatorRole::Support),
    ("/admin/users/{user}/add_email", OperatorRole::Support),
    ("/admin/users/{user}/remove_email", OperatorRole::Support),
    ("/admin/users/{user}/primary_email", OperatorRole::Support),
    ("/admin/users/{user}/verify_email", OperatorRole::Admin),
    ("/admin/users/{user}/add_phone", OperatorRole::Support),
    ("/admin/users/{user}/remove_phone", OperatorRole::Support),
    ("/admin/users/{user}/primary_phone", OperatorRole::Support),
    ("/admin/users/{user}/verify_phone", OperatorRole::Admin),
    ("/admin/users/{user}/disconnect", OperatorRole::Support),
    ("/admin/users/{user}/remove_passkey", OperatorRole::Support),
    ("/admin/users/{user}/set_password", OperatorRole::Admin),
    ("/admin/users/{user}/remove_password", OperatorRole::Admin),
    ("/admin/users/{user}/remove_image", OperatorRole::Support),
    ("/admin/users/{user}/impersonate", OperatorRole::Admin),
    ("/admin/users/{user}/delete", OperatorRole::Admin),
    ("/admin/organizations", OperatorRole::Admin),
    ("/admin/organizations/org_x/profile", OperatorRole::Support),
    ("/admin/organizations/org_x/metadata", OperatorRole::Support),
    ("/admin/organizations/org_x/add_member", OperatorRole::Admin),
    ("/admin/organizations/org_x/set_role", OperatorRole::Admin),
    ("/admin/organizations/org_x/remove_member", OperatorRole::Support),
    ("/admin/organizations/org_x/invite", OperatorRole::Admin),
    ("/admin/organizations/org_x/revoke_invitation", OperatorRole::Support),
    ("/admin/organizations/org_x/accept_request", OperatorRole::Admin),
    ("/admin/organizations/org_x/reject_request", OperatorRole::Support),
    ("/admin/organizations/org_x/add_domain", OperatorRole::Admin),
    ("/admin/organizations/org_x/set_domain", OperatorRole::Admin),
    ("/admin/organizations/org_x/remove_domain", OperatorRole::Admin),
    ("/admin/organizations/org_x/logo", OperatorRole::Support),
    ("/admin/organizations/org_x/remove_logo", OperatorRole::Support),
    ("/admin/organizations/org_x/delete", OperatorRole::Admin),
    ("/admin/invitations", OperatorRole::Support),
    ("/admin/invitations/revoke", OperatorRole::Support),
    ("/admin/waitlist/invite", OperatorRole::Support),
    ("/admin/waitlist/reject", OperatorRole::Support),
    ("/admin/lists/allow/add", OperatorRole::Admin),
    ("/admin/lists/allow/remove", OperatorRole::Admin),
    ("/admin/lists/block/add", OperatorRole::Admin),
    ("/admin/lists/block/remove", OperatorRole::Admin),
    ("/admin/sessions/revoke", OperatorRole::Support),
    ("/admin/deliveries/message", OperatorRole::Support),
    ("/admin/deliveries/webhook", OperatorRole::Admin),
    ("/admin/appearance", OperatorRole::Admin),
    ("/admin/mail/verification_code", OperatorRole::Admin),
    ("/admin/mail/verification_code/test", OperatorRole::Admin),
    ("/admin/data/export", OperatorRole::Owner),
    ("/admin/data/import", OperatorRole::Admin),
    ("/admin/operators", OperatorRole::Owner),
    ("/admin/operators/{user}/role", OperatorRole::Owner),
    ("/admin/operators/{user}/remove", OperatorRole::Owner),
    ("/admin/settings/sign-up", OperatorRole::Admin),
    ("/admin/settings/sessions/preview", OperatorRole::Admin),
    ("/admin/settings/languages/text", OperatorRole::Admin),
    ("/admin/settings/messages/test", OperatorRole::Admin),
    ("/admin/settings/providers", OperatorRole::Admin),
    ("/admin/settings/providers/google", OperatorRole::Admin),
    ("/admin/settings/history/1/revert", OperatorRole::Admin),
    ("/admin/roles/matrix", OperatorRole::Admin),
    ("/admin/roles/defaults", OperatorRole::Admin),
    ("/admin/roles/create_role", OperatorRole::Admin),
    ("/admin/roles/create_permission", OperatorRole::Admin),
    ("/admin/roles/role/org:member/update", OperatorRole::Admin),
    ("/admin/roles/role/org:member/delete", OperatorRole::Admin),
    ("/admin/roles/permission/org:notes:write/update", OperatorRole::Admin),
    ("/admin/roles/permission/org:notes:write/delete", OperatorRole::Admin),
    ("/admin/jwt-templates", OperatorRole::Admin),
    ("/admin/jwt-templates/preview", OperatorRole::Admin),
    ("/admin/jwt-templates/{template}/update", OperatorRole::Admin),
    ("/admin/jwt-templates/{template}/delete", OperatorRole::Admin),
    ("/admin/webhooks", OperatorRole::Admin),
    ("/admin/webhooks/{endpoint}/update", OperatorRole::Admin),
    ("/admin/webhooks/{endpoint}/reveal", OperatorRole::Admin),
    ("/admin/webhooks/{endpoint}/rotate", OperatorRole::Admin),
    ("/admin/webhooks/{endpoint}/example", OperatorRole::Admin),
    ("/admin/webhooks/{endpoint}/replay", OperatorRole::Admin),
    ("/admin/webhooks/{endpoint}/replay_failed", OperatorRole::Admin),
    ("/admin/webhooks/{endpoint}/disable", OperatorRole::Admin),
    ("/admin/webhooks/{endpoint}/enable", OperatorRole::Admin),
    ("/admin/webhooks/{endpoint}/delete", OperatorRole::Admin),
    ("/admin/keys/secret", OperatorRole::Admin),
    ("/admin/keys/machine", OperatorRole::Admin),
    ("/admin/keys/secret/skey_x/revoke", OperatorRole::Admin),
    ("/admin/keys/api/ak_x/revoke", OperatorRole::Admin),
    ("/admin/keys/machine/mch_x/rotate", OperatorRole::Admin),
    ("/admin/keys/machine/mch_x/scope", OperatorRole::Admin),
    ("/admin/keys/machine/mch_x/unscope", OperatorRole::Admin),
    ("/admin/keys/machine/mch_x/delete", OperatorRole::Admin),
    ("/admin/redirect-urls", OperatorRole::Admin),
    ("/admin/redirect-urls/remove", OperatorRole::Admin),
];

/// Whether a route answers at an address.
fn answers(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let fits = |(pattern, part): (&&str, &&str)| pattern.starts_with('{') || pattern == part;
    pattern.len() == path.len() && pattern.iter().zip(&path).all(fits)
}

#[test]
fn every_route_of_operators_is_in_one_of_the_lists() {
    // For whoever has a link, where nothing is, and what leads to the first page.
    let others = ["/admin/setup", "/admin/{*rest}", "/admin/"];
    let routes = ROUTES.iter().filter(|route| route.audience == Audience::Operator);
    for route in routes.filter(|route| !others.contains(&route.path)) {
        let is_listed = PAGES.iter().chain(FORMS).any(|(path, _)| answers(route.path, path));
        assert!(is_listed, "nobody has thought about {}", route.path);
    }
}

/// What routes whose last part says what is done do, by the file in which that stands.
const ACTIONS: &[(&str, &str)] = &[
    ("/admin/users/", include_str!("../../../src/server/http/admin/users/actions.rs")),
    ("/admin/organizations/", include_str!("../../../src/server/http/admin/organizations/actions.rs")),
    ("/admin/waitlist/", include_str!("../../../src/server/http/admin/waitlist.rs")),
    ("/admin/lists/", include_str!("../../../src/server/http/admin/lists.rs")),
    ("/admin/operators/", include_str!("../../../src/server/http/admin/operators.rs")),
    ("/admin/roles/", include_str!("../../../src/server/http/admin/roles/actions.rs")),
    ("/admin/jwt-templates/", include_str!("../../../src/server/http/admin/jwt_templates/actions.rs")),
    ("/admin/webhooks/", include_str!("../../../src/server/http/admin/webhooks/actions.rs")),
    ("/admin/keys/", include_str!("../../../src/server/http/admin/keys/actions.rs")),
];

/// The words in quotes in front of the arrows of a file.
fn actions(source: &str) -> Vec<&str> {
    let arms = source.lines().filter_map(|line| Some(line.split_once("=>")?.0));
    let words = arms.flat_map(|arm| arm.split('"').skip(1).step_by(2));
    words
        .filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .collect()
}

#[test]
fn every_action_of_operators_is_in_the_list() {
    for (under, source) in ACTIONS {
        let actions = actions(source);
        assert!(actions.len() > 1, "{under}: {actions:?}");
        for action in actions {
            let is_listed =
                FORMS.iter().any(|(path, _)| path.starts_with(under) && path.split('/').any(|part| part == action));
            assert!(is_listed, "nobody has thought about {action} below {under}");
        }
    }
    for list in ["allow", "block"] {
        for action in ["add", "remove"] {
            let path = format!("/admin/lists/{list}/{action}");
            assert!(FORMS.iter().any(|(form, _)| *form == path), "{path}");
        }
    }
}

struct Cast {
    house: House,
    operators: Vec<(OperatorRole, Browser)>,
    user: Browser,
    /// Whom it is about.
    other: String,
    /// Which organization.
    organization: String,
    /// A JWT template.
    template: String,
    /// A webhook endpoint.
    endpoint: String,
    /// A file of users that was brought in.
    import: String,
}

impl Cast {
    /// An address of one of the lists, with what there is.
    fn fill(&self, path: &str) -> String {
        let named = [
            ("{user}", &self.other),
            ("{organization}", &self.organization),
            ("{template}", &self.template),
            ("{endpoint}", &self.endpoint),
            ("{import}", &self.import),
        ];
        named.iter().fold(path.to_owned(), |path, (name, id)| path.replace(name, id))
    }
}

async fn cast(database: &Database) -> Cast {
    let house = House::with(database, |settings| {
        settings.organizations.enabled = true;
        settings.webhooks.allow_loopback = true;
        settings.security.forms_per_minute = 100_000;
    })
    .await;
    let mut operators = Vec::new();
    for role in OperatorRole::ALL {
        operators.push((role, house.operator(role.as_str(), role).await.0));
    }
    let (user, _) = house.person("ordinary").await;
    let (_, other) = house.person("other").await;
    let organization = house.organization("Acme", &other, &[]).await.id;
    let template = NewJwtTemplate::saying("supabase", serde_json::Map::new());
    let template = house.vestibule.jwt_templates().create(&template).await.expect("is made").id;
    // Of which nothing happens here.
    let events = vec!["organizationDomain.deleted".to_owned()];
    let endpoint = NewWebhookEndpoint { events, ..NewWebhookEndpoint::at("http://127.0.0.1:9/hook") };
    let endpoint = house.vestibule.webhooks().create(&endpoint).await.expect("is made").0.id;
    let new = NewUserImport {
        created_by: other.clone(),
        file_name: "users.jsonl".into(),
        format: Format::Jsonl,
        options: Options::default(),
        file: b"nonsense".to_vec(),
    };
    let import = job::start(&house.vestibule, new).await.expect("begins");
    let is_over = || async {
        let file = job::find(&house.vestibule, &import).await.expect("is read").expect("is there");
        file.finished_at.is_some()
    };
    until("the file is over", is_over).await;
    Cast { house, operators, user, other, organization, template, endpoint, import }
}

async fn pages_are_for_operators_and_each_role_sees_what_it_may(database: Database) {
    let cast = cast(&database).await;
    for (path, least) in PAGES {
        let path = cast.fill(path);
        let nobody = cast.house.browser().page_alone(&path).await;
        assert_eq!(nobody.status, 303, "{path}");
        assert!(nobody.header("location").is_some_and(|to| to.starts_with("/sign-in?redirect_url=/admin")), "{path}");
        assert_eq!(cast.house.browser().get(&path).await.status, 404, "{path}: to a program");
        // Not even that there is something.
        let (nothing, found) = (cast.user.page_alone("/admin/nothing").await, cast.user.page_alone(&path).await);
        assert_eq!((found.status, &found.body), (404, &nothing.body), "{path}");
        assert_eq!(found.header("allow"), None, "{path}");
        for (role, browser) in &cast.operators {
            let answer = browser.page_alone(&path).await;
            let expected = if role.includes(*least) { 200 } else { 403 };
            assert_eq!(answer.status, expected, "{path} as {role:?}: {}", answer.body);
        }
    }
    for (role, browser) in &cast.operators {
        let led = browser.page_alone("/admin/").await;
        assert_eq!((led.status, led.header("location")), (303, Some("/admin")), "as {role:?}");
    }
    assert_eq!(cast.user.page_alone("/admin/").await.status, 404);
}

async fn forms_are_for_the_roles_that_they_say(database: Database) {
    let cast = cast(&database).await;
    for (path, least) in FORMS {
        let path = cast.fill(path);
        let before = database.count("audit_entries").await;
        for browser in [&cast.house.browser(), &cast.user] {
            let answer = browser.send_form(&path, &[]).await;
            assert_eq!(answer.status, 404, "{path}");
            assert_eq!(answer.header("allow"), None, "{path}");
        }
        // Those who may least come first: until somebody may, nothing changes.
        for (role, browser) in cast.operators.iter().rev() {
            let answer = browser.send_form(&path, &[]).await;
            let is_refused = answer.status == 403 && answer.shows("Not with your role");
            assert_eq!(is_refused, !role.includes(*least), "{path} as {role:?}: {} {}", answer.status, answer.body);
            match is_refused {
                true => assert_eq!(database.count("audit_entries").await, before, "{path} as {role:?}"),
                false => {
                    assert!(matches!(answer.status, 200 | 303 | 404 | 422), "{path} as {role:?}: {}", answer.status)
                }
            }
        }
    }
    let wrong = cast.operators[0].1.send_form(&format!("/admin/users/{}/promote", cast.other), &[]).await;
    assert_eq!(wrong.status, 404);
}

async fn nobody_does_anything_to_who_may_more(database: Database) {
    let house = House::with(&database, |settings| {
        settings.security.forms_per_minute = 100_000;
        settings.organizations.enabled = true;
    });
    let house = house.await;
    let (owner, owners_id) = house.operator("owner", OperatorRole::Owner).await;
    let (admin, admins_id) = house.operator("admin", OperatorRole::Admin).await;
    let (support, supports_id) = house.operator("support", OperatorRole::Support).await;
    let theirs = NewContact::verified("somebody@example.com");
    let somebody = NewUser { email_addresses: vec![theirs], ..NewUser::default() };
    let somebody = house.vestibule.users().create(NewUser { skip_password_requirement: true, ..somebody }).await;
    let somebody = somebody.expect("is made").user.id;
    let acme = NewOrganization { created_by: Some(somebody), ..NewOrganization::named("Acme") };
    let acme = house.vestibule.organizations().create(&acme).await.expect("is made");
    // Whoever may let in anybody anywhere, may do anything: not those who only help.
    for (browser, id, may) in [
        (&support, &supports_id, false),
        (&admin, &admins_id, false),
        (&admin, &owners_id, false),
        (&admin, &supports_id, true),
    ] {
        for action in ["add_member", "set_role"] {
            let fields = [("user_id", id.as_str()), ("identifier", id.as_str()), ("role", "org:member")];
            let answer = browser.send_form(&format!("/admin/organizations/{}/{action}", acme.id), &fields).await;
            assert_eq!(answer.status, if may { 303 } else { 403 }, "{action}: {}", answer.body);
        }
    }
    for field in [("password", "moth ledger willow 41"), ("verified", "1"), ("phone_verified", "1")] {
        let fields = [("email_address", "new@example.com"), field];
        assert_eq!(support.send_form("/admin/users", &fields).await.status, 403, "{field:?}");
    }
    for (browser, id, may) in [
        (&support, &owners_id, false),
        (&support, &admins_id, false),
        (&admin, &owners_id, false),
        (&admin, &admins_id, false),
        (&owner, &owners_id, false),
        (&admin, &supports_id, true),
    ] {
        // The last one ends the session of whoever it is about.
        for action in ["ban", "lock", "add_phone", "disconnect", "set_password", "remove_password", "revoke_sessions"] {
            let answer = browser.send_form(&format!("/admin/users/{id}/{action}"), &[]).await;
            let is_typed = matches!(action, "add_phone" | "set_password");
            let done = if is_typed { 422 } else { 303 };
            assert_eq!(answer.status, if may { done } else { 403 }, "{action}: {}", answer.body);
        }
    }
    assert!(owner.who().await.is_some() && admin.who().await.is_some());
    assert_eq!(support.who().await, None);
    let own = admin.send_form(&format!("/admin/users/{admins_id}/profile"), &[("first_name", "Ada")]).await;
    assert_eq!(own.status, 303, "what keeps nobody out one may do to oneself");
}

async fn what_is_dangerous_asks_for_a_proof(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
    })
    .await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let (_, id) = house.person("other").await;
    let page = format!("/admin/users/{id}");
    let organization = format!("/admin/organizations/{}", house.organization("Acme", &id, &[]).await.id);
    house.clock.advance(11 * MINUTE);
    let confirmed = [("confirmation", "other@example.com"), ("password", "moth ledger willow 41")];
    for action in [
        "delete",
        "impersonate",
        "reset_mfa",
        "add_email",
        "remove_email",
        "primary_email",
        "verify_email",
        "add_phone",
        "remove_phone",
        "primary_phone",
        "verify_phone",
        "disconnect",
        "remove_passkey",
        "set_password",
        "remove_password",
    ] {
        let answer = owner.send_form(&format!("{page}/{action}"), &confirmed).await;
        let to = format!("/vestibule/reverify?redirect_url={page}");
        assert_eq!((answer.status, answer.header("location")), (303, Some(to.as_str())), "{action}");
    }
    let link = owner.send_form("/admin/operators", &[("role", "owner")]).await;
    assert_eq!(link.header("location"), Some("/vestibule/reverify?redirect_url=/admin/operators"));
    for (form, field, page) in [
        ("/admin/users", ("verified", "1"), "/admin/users/new"),
        ("/admin/users", ("phone_verified", "1"), "/admin/users/new"),
        ("/admin/users", ("password", "moth ledger willow 41"), "/admin/users/new"),
        ("/admin/organizations/org_x/add_member", ("role", "org:admin"), "/admin/organizations/org_x"),
        ("/admin/organizations/org_x/set_role", ("role", "org:admin"), "/admin/organizations/org_x"),
        ("/admin/organizations/org_x/invite", ("email_address", "new@example.com"), "/admin/organizations/org_x"),
        ("/admin/organizations/org_x/add_domain", ("verified", "1"), "/admin/organizations/org_x"),
        ("/admin/organizations/org_x/set_domain", ("verified", "1"), "/admin/organizations/org_x"),
        ("/admin/roles/matrix", ("shown", "org:member org:sys_memberships:manage"), "/admin/roles"),
        ("/admin/roles/role/org:member/update", ("name", "Members"), "/admin/roles"),
        ("/admin/redirect-urls", ("url", "my-app://callback"), "/admin/redirect-urls"),
        ("/admin/redirect-urls/remove", ("id", "x"), "/admin/redirect-urls"),
        ("/admin/lists/allow/add", ("identifier", "new@example.com"), "/admin/lists"),
        ("/admin/lists/block/add", ("identifier", "new@example.com"), "/admin/lists"),
        ("/admin/lists/block/remove", ("id", "x"), "/admin/lists"),
        (
            "/admin/settings/attack-protection",
            ("bots.protection", "proof_of_work"),
            "/admin/settings/attack-protection",
        ),
    ] {
        let answer = owner.send_form(form, &[field]).await;
        let to = format!("/vestibule/reverify?redirect_url={page}");
        assert_eq!((answer.status, answer.header("location")), (303, Some(to.as_str())), "{form} {field:?}");
    }
    assert_eq!(database.count("actor_tokens").await, 0);
    // Before anything is typed that would be lost on the way there.
    for path in [
        page.as_str(),
        "/admin/keys",
        "/admin/webhooks",
        "/admin/jwt-templates/new",
        "/admin/lists",
        "/admin/redirect-urls",
        "/admin/operators",
        "/admin/data",
        organization.as_str(),
    ] {
        let shown = owner.page_alone(path).await;
        assert_eq!(shown.body.matches("Prove it now").count(), 1, "{path}: {}", shown.body);
    }
    let (reader, _) = house.operator("reader", OperatorRole::ReadOnly).await;
    house.clock.advance(11 * MINUTE);
    for path in [page.as_str(), organization.as_str(), "/admin/operators", "/admin/data"] {
        let shown = reader.page_alone(path).await;
        assert!(shown.status == 200 && !shown.shows("Prove it now"), "{path}: they change nothing: {}", shown.body);
    }

    owner.reverify(&Person::named("owner")).await;
    let wrong = owner.send_form_and_follow(&format!("{page}/delete"), &[("confirmation", "yes")]).await;
    assert!(wrong.shows("confirmation:"), "{}", wrong.body);
    assert!(house.vestibule.users().get(&id).await.expect("is read").is_some());
    let link = owner.send_form(&format!("{page}/impersonate"), &[]).await;
    assert!(link.status == 200 && link.shows("/sign-in?ticket="), "{}", link.body);
    let gone = owner.send_form_and_follow(&format!("{page}/delete"), &confirmed).await;
    assert!(gone.shows("The account is deleted"), "{}", gone.body);
    assert!(house.vestibule.users().get(&id).await.expect("is read").is_none());
}
