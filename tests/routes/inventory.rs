//! The table of routes.

use std::collections::BTreeSet;

use leptos::server_fn::axum::server_fn_paths;
use vestibule::server::{Audience, Environment, ROUTES};
use vestibule::site::PLAYGROUND_PATHS;

use crate::support::{Answer, Database, House, Person, on_both};

/// What a route is, and who may reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page for everyone.
    Page,
    /// A page for who is signed in.
    GuardedPage,
    /// A page of ours for who is signed in, without an app around it.
    OwnPage,
    /// Data for everyone.
    Data,
    /// Data for who is signed in.
    GuardedData,
    /// A picture of somebody, if they have uploaded one.
    Picture,
    /// A file of which the answer never changes.
    Asset,
    /// A file of which the answer may change.
    File,
    /// What is there in development only, as a page.
    DevelopmentPage,
    /// What is there in development only, as data.
    DevelopmentData,
    /// The same as a page that says itself what may be in it.
    Playground,
    /// The same as a file of which the answer never changes.
    DevelopmentAsset,
    /// A form, which changes something.
    Form,
    /// A form for who is signed in.
    MemberForm,
    /// A question of our own scripts.
    Question,
    /// What a link in a mail opens: a page, and its button.
    Link,
    /// What browsers tell of themselves, which changes nothing.
    Report,
    /// Where other sites lead browsers back to.
    Callback,
    /// What leads to a page of whoever is signed in.
    Lead,
    /// A page of whoever runs the instance: others find nothing there.
    Operator,
    /// The same as what only forms are sent to.
    OperatorForm,
}

impl Kind {
    /// Whether it is not there in production.
    pub fn is_of_development(self) -> bool {
        matches!(self, Self::DevelopmentPage | Self::DevelopmentData | Self::Playground | Self::DevelopmentAsset)
    }
}

/// Every route. The names of stylesheets and scripts change with their content.
pub const TABLE: &[(&str, Kind)] = &[
    ("/", Kind::Page),
    ("/sign-in", Kind::Page),
    ("/sign-in/:step", Kind::Page),
    ("/sign-up", Kind::Page),
    ("/sign-up/:step", Kind::Page),
    ("/waitlist", Kind::Page),
    ("/dashboard", Kind::GuardedPage),
    ("/user", Kind::GuardedPage),
    ("/user/:step", Kind::GuardedPage),
    ("/organization", Kind::GuardedPage),
    ("/organization/:step", Kind::GuardedPage),
    ("/create-organization", Kind::GuardedPage),
    ("/api/me", Kind::GuardedData),
    ("/healthz", Kind::Data),
    ("/readyz", Kind::Data),
    ("/.well-known/jwks.json", Kind::Data),
    ("/.well-known/change-password", Kind::Lead),
    ("/vestibule/assets/components-*.css", Kind::Asset),
    ("/vestibule/assets/reference-*.css", Kind::Asset),
    ("/vestibule/assets/document-*.css", Kind::Asset),
    ("/vestibule/assets/site-*.css", Kind::Asset),
    ("/vestibule/assets/passkeys-*.js", Kind::Asset),
    ("/vestibule/assets/backup_codes-*.js", Kind::Asset),
    ("/vestibule/assets/providers-*/:mark", Kind::Asset),
    ("/vestibule/assets/captcha-*.js", Kind::Asset),
    ("/vestibule/assets/appearance-*.js", Kind::Asset),
    ("/vestibule/appearance.css", Kind::File),
    ("/vestibule/assets/words-:language", Kind::File),
    ("/vestibule/assets/reverification-*.js", Kind::Asset),
    ("/vestibule/reverify", Kind::OwnPage),
    ("/vestibule/assets/moments-*.js", Kind::Asset),
    ("/vestibule/assets/profile_image-*.js", Kind::Asset),
    ("/vestibule/avatars/:picture", Kind::Picture),
    ("/vestibule/challenge", Kind::Data),
    ("/vestibule/csp-report", Kind::Report),
    ("/vestibule/drawn/:section", Kind::GuardedData),
    ("/vestibule/verify", Kind::Link),
    ("/vestibule/disavow", Kind::Link),
    ("/vestibule/oauth_callback/:provider", Kind::Callback),
    ("/dev/mailbox", Kind::DevelopmentPage),
    ("/dev/mailbox.json", Kind::DevelopmentData),
    ("/dev/oauth/:provider", Kind::DevelopmentPage),
    ("/playground", Kind::Playground),
    ("/playground/preview", Kind::Playground),
    ("/playground/states.json", Kind::DevelopmentData),
    ("/vestibule/assets/playground-*.css", Kind::DevelopmentAsset),
    ("/vestibule/assets/playground-*.js", Kind::DevelopmentAsset),
    ("/vestibule/assets/admin-*.css", Kind::Asset),
    ("/vestibule/assets/admin-*.js", Kind::Asset),
    ("/admin", Kind::Operator),
    ("/admin/", Kind::Operator),
    ("/admin/users", Kind::Operator),
    ("/admin/users/new", Kind::Operator),
    ("/admin/users/:id", Kind::Operator),
    ("/admin/organizations", Kind::Operator),
    ("/admin/organizations/:id", Kind::Operator),
    ("/admin/invitations", Kind::Operator),
    ("/admin/waitlist", Kind::Operator),
    ("/admin/lists", Kind::Operator),
    ("/admin/sessions", Kind::Operator),
    ("/admin/audit-log", Kind::Operator),
    ("/admin/audit-log/export", Kind::Operator),
    ("/admin/deliveries", Kind::Operator),
    ("/admin/jobs", Kind::Operator),
    ("/admin/appearance", Kind::Operator),
    ("/admin/appearance/preview", Kind::Operator),
    ("/admin/mail", Kind::Operator),
    ("/admin/mail/:kind", Kind::Operator),
    ("/admin/mail/:kind/preview", Kind::Operator),
    ("/admin/data", Kind::Operator),
    ("/admin/data/imports/:id", Kind::Operator),
    ("/admin/data/imports/:id/report", Kind::Operator),
    ("/admin/health", Kind::Operator),
    ("/admin/operators", Kind::Operator),
    ("/admin/settings", Kind::Operator),
    ("/admin/settings/history", Kind::Operator),
    ("/admin/settings/providers", Kind::Operator),
    ("/admin/settings/providers/:provider", Kind::Operator),
    ("/admin/settings/:group", Kind::Operator),
    ("/admin/roles", Kind::Operator),
    ("/admin/jwt-templates", Kind::Operator),
    ("/admin/jwt-templates/new", Kind::Operator),
    ("/admin/jwt-templates/:id", Kind::Operator),
    ("/admin/webhooks", Kind::Operator),
    ("/admin/webhooks/:id", Kind::Operator),
    ("/admin/keys", Kind::Operator),
    ("/admin/redirect-urls", Kind::Operator),
    ("/admin/setup", Kind::Operator),
    ("/admin/:*rest", Kind::Operator),
    ("/admin/users/:id/:action", Kind::OperatorForm),
    ("/admin/organizations/:id/logo", Kind::OperatorForm),
    ("/admin/organizations/:id/:action", Kind::OperatorForm),
    ("/admin/invitations/revoke", Kind::OperatorForm),
    ("/admin/waitlist/:action", Kind::OperatorForm),
    ("/admin/lists/:list/:action", Kind::OperatorForm),
    ("/admin/sessions/revoke", Kind::OperatorForm),
    ("/admin/deliveries/:kind", Kind::OperatorForm),
    ("/admin/mail/:kind/test", Kind::OperatorForm),
    ("/admin/data/export", Kind::OperatorForm),
    ("/admin/data/import", Kind::OperatorForm),
    ("/admin/operators/:id/:action", Kind::OperatorForm),
    ("/admin/settings/history/:change/revert", Kind::OperatorForm),
    ("/admin/settings/languages/text", Kind::OperatorForm),
    ("/admin/settings/messages/test", Kind::OperatorForm),
    ("/admin/settings/sessions/preview", Kind::OperatorForm),
    ("/admin/roles/:kind", Kind::OperatorForm),
    ("/admin/roles/:kind/:key/:action", Kind::OperatorForm),
    ("/admin/jwt-templates/preview", Kind::OperatorForm),
    ("/admin/jwt-templates/:id/:action", Kind::OperatorForm),
    ("/admin/webhooks/:id/:action", Kind::OperatorForm),
    ("/admin/keys/:kind", Kind::OperatorForm),
    ("/admin/keys/:kind/:id/:action", Kind::OperatorForm),
    ("/admin/redirect-urls/remove", Kind::OperatorForm),
    ("/favicon.svg", Kind::File),
    ("/logo.svg", Kind::File),
    ("/vestibule/api/api_key/create", Kind::MemberForm),
    ("/vestibule/api/api_key/list", Kind::MemberForm),
    ("/vestibule/api/api_key/revoke", Kind::MemberForm),
    ("/vestibule/api/backup_code/create", Kind::MemberForm),
    ("/vestibule/api/client/get", Kind::Question),
    ("/vestibule/api/client/remove_sessions", Kind::Form),
    ("/vestibule/api/email_address/attempt_verification", Kind::MemberForm),
    ("/vestibule/api/email_address/create", Kind::MemberForm),
    ("/vestibule/api/email_address/prepare_verification", Kind::MemberForm),
    ("/vestibule/api/email_address/remove", Kind::MemberForm),
    ("/vestibule/api/email_address/set_primary", Kind::MemberForm),
    ("/vestibule/api/phone_number/attempt_verification", Kind::MemberForm),
    ("/vestibule/api/phone_number/create", Kind::MemberForm),
    ("/vestibule/api/phone_number/prepare_verification", Kind::MemberForm),
    ("/vestibule/api/phone_number/remove", Kind::MemberForm),
    ("/vestibule/api/phone_number/make_default_second_factor", Kind::MemberForm),
    ("/vestibule/api/phone_number/set_primary", Kind::MemberForm),
    ("/vestibule/api/session/revoke", Kind::MemberForm),
    ("/vestibule/api/session/revoke_others", Kind::MemberForm),
    ("/vestibule/api/user/get_sessions", Kind::MemberForm),
    ("/vestibule/api/user/remove_password", Kind::MemberForm),
    ("/vestibule/api/user/remove_profile_image", Kind::MemberForm),
    ("/vestibule/api/user/set_profile_image", Kind::MemberForm),
    ("/vestibule/api/user/update", Kind::MemberForm),
    ("/vestibule/api/user/update_password", Kind::MemberForm),
    ("/vestibule/api/user/update_username", Kind::MemberForm),
    ("/vestibule/api/user/delete", Kind::MemberForm),
    ("/vestibule/api/external_account/connect", Kind::MemberForm),
    ("/vestibule/api/external_account/disconnect", Kind::MemberForm),
    ("/vestibule/api/organization/create", Kind::MemberForm),
    ("/vestibule/api/organization_domain/list", Kind::MemberForm),
    ("/vestibule/api/organization_membership_request/list", Kind::MemberForm),
    ("/vestibule/api/user/organization_suggestions", Kind::MemberForm),
    ("/vestibule/api/organization/get", Kind::MemberForm),
    ("/vestibule/api/organization_membership/list", Kind::MemberForm),
    ("/vestibule/api/organization_invitation/list", Kind::MemberForm),
    ("/vestibule/api/user/organization_memberships", Kind::MemberForm),
    ("/vestibule/api/user/organization_invitations", Kind::MemberForm),
    ("/vestibule/api/organization/update", Kind::MemberForm),
    ("/vestibule/api/organization/delete", Kind::MemberForm),
    ("/vestibule/api/organization/leave", Kind::MemberForm),
    ("/vestibule/api/organization/set_logo", Kind::MemberForm),
    ("/vestibule/api/organization/remove_logo", Kind::MemberForm),
    ("/vestibule/api/organization_membership/update", Kind::MemberForm),
    ("/vestibule/api/organization_membership/remove", Kind::MemberForm),
    ("/vestibule/api/organization_invitation/create", Kind::MemberForm),
    ("/vestibule/api/organization_invitation/resend", Kind::MemberForm),
    ("/vestibule/api/organization_invitation/revoke", Kind::MemberForm),
    ("/vestibule/api/organization_invitation/accept", Kind::MemberForm),
    ("/vestibule/api/organization_invitation/accept_ticket", Kind::MemberForm),
    ("/vestibule/api/organization_domain/create", Kind::MemberForm),
    ("/vestibule/api/organization_domain/prepare_verification", Kind::MemberForm),
    ("/vestibule/api/organization_domain/attempt_verification", Kind::MemberForm),
    ("/vestibule/api/organization_domain/set_enrollment_mode", Kind::MemberForm),
    ("/vestibule/api/organization_domain/delete", Kind::MemberForm),
    ("/vestibule/api/organization_membership_request/accept", Kind::MemberForm),
    ("/vestibule/api/organization_membership_request/reject", Kind::MemberForm),
    ("/vestibule/api/organization_suggestion/accept", Kind::MemberForm),
    ("/vestibule/api/passkey/create", Kind::MemberForm),
    ("/vestibule/api/passkey/prepare", Kind::MemberForm),
    ("/vestibule/api/passkey/remove", Kind::MemberForm),
    ("/vestibule/api/passkey/rename", Kind::MemberForm),
    ("/vestibule/api/password/strength", Kind::Question),
    ("/vestibule/api/phone_number/set_reserved_for_second_factor", Kind::MemberForm),
    ("/vestibule/api/session/set_active", Kind::Form),
    ("/vestibule/api/session/set_active_organization", Kind::MemberForm),
    ("/vestibule/api/session/sign_out", Kind::Form),
    ("/vestibule/api/session/sign_out_everywhere", Kind::Form),
    ("/vestibule/api/session/token", Kind::Question),
    ("/vestibule/api/session_verification/attempt_first_factor", Kind::MemberForm),
    ("/vestibule/api/session_verification/attempt_second_factor", Kind::MemberForm),
    ("/vestibule/api/session_verification/passkey", Kind::MemberForm),
    ("/vestibule/api/session_verification/prepare_first_factor", Kind::MemberForm),
    ("/vestibule/api/session_verification/prepare_passkey", Kind::MemberForm),
    ("/vestibule/api/session_verification/prepare_second_factor", Kind::MemberForm),
    ("/vestibule/api/session_verification/start", Kind::MemberForm),
    ("/vestibule/api/sign_in/attempt_first_factor", Kind::Form),
    ("/vestibule/api/sign_in/attempt_second_factor", Kind::Form),
    ("/vestibule/api/sign_in/create", Kind::Form),
    ("/vestibule/api/sign_in/passkey", Kind::Form),
    ("/vestibule/api/sign_in/passkey_second_factor", Kind::Form),
    ("/vestibule/api/sign_in/prepare_first_factor", Kind::Form),
    ("/vestibule/api/sign_in/prepare_second_factor", Kind::Form),
    ("/vestibule/api/sign_in/prepare_passkey", Kind::Form),
    ("/vestibule/api/sign_in/prepare_passkey_second_factor", Kind::Form),
    ("/vestibule/api/sign_in/reset_password", Kind::Form),
    ("/vestibule/api/sign_in/oauth", Kind::Form),
    ("/vestibule/api/sign_in/ticket", Kind::Form),
    ("/vestibule/api/sign_up/attempt_verification", Kind::Form),
    ("/vestibule/api/sign_up/create", Kind::Form),
    ("/vestibule/api/sign_up/oauth", Kind::Form),
    ("/vestibule/api/sign_up/prepare_verification", Kind::Form),
    ("/vestibule/api/sign_up/update", Kind::Form),
    ("/vestibule/api/totp/create", Kind::MemberForm),
    ("/vestibule/api/totp/disable", Kind::MemberForm),
    ("/vestibule/api/totp/verify", Kind::MemberForm),
    ("/vestibule/api/waitlist/join", Kind::Form),
];

/// What a router's pattern is in the table: without the name of a version, and with the router's own signs.
fn in_table(path: &str) -> String {
    let path = path.replace("{", ":").replace("}", "").replace("?", "");
    let version = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let ends =
        [".css", ".js", "/:mark"].into_iter().find_map(|end| Some((path.strip_suffix(end)?.rsplit_once('-')?, end)));
    match ends {
        Some(((name, hash), end)) if version(hash) => format!("{name}-*{end}"),
        _ => path,
    }
}

/// An address that a route answers to.
pub fn example(path: &str) -> String {
    if path.starts_with("/admin") {
        // Nobody and nothing is called so.
        return path.replace(":*rest", "nothing").replace(':', "");
    }
    if let Some((start, end)) = path.split_once('*') {
        let end = end.replace(":mark", "{mark}");
        let mut all = ROUTES.iter().map(|route| route.path).chain(PLAYGROUND_PATHS);
        let found = all.find(|path| path.starts_with(start) && path.ends_with(&end));
        return found.expect("is one of them").replace("{mark}", "google.svg");
    }
    match path {
        "/dev/oauth/:provider" => {
            "/dev/oauth/google?response_type=code&client_id=simulated&state=s&code_challenge=c&code_challenge_method=S256\
             &redirect_uri=http://localhost:3000/vestibule/oauth_callback/google"
        }
        path => return path.replace(":step", "factor-one").replace(":provider", "google").replace(":section", "account").replace(":language", "en.js"),
    }
    .to_owned()
}

/// What the program has, apart from the files below `public`.
fn existing() -> BTreeSet<String> {
    let pages = leptos_axum::generate_route_list(vestibule::site::App);
    let own = ["/api/me"];
    let mut all: BTreeSet<String> = pages.iter().map(|page| in_table(page.path())).collect();
    all.extend(ROUTES.iter().map(|route| in_table(route.path)));
    all.extend(PLAYGROUND_PATHS.map(in_table));
    all.extend(server_fn_paths().map(|(path, _)| in_table(path)));
    all.extend(own.map(str::to_owned));
    all
}

/// The files that are served as they are.
fn public_files() -> BTreeSet<String> {
    let files = std::fs::read_dir("public").expect("the folder of public files");
    files.map(|file| format!("/{}", file.expect("a file").file_name().to_string_lossy())).collect()
}

#[tokio::test]
async fn every_route_is_in_the_table_and_every_line_of_it_is_a_route() {
    let mut there = existing();
    there.extend(public_files());
    let table: BTreeSet<String> = TABLE.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(table.len(), TABLE.len(), "nothing stands in it twice");
    let unclassified: Vec<_> = there.difference(&table).collect();
    assert!(unclassified.is_empty(), "routes that nobody has thought about: {unclassified:?}");
    let gone: Vec<_> = table.difference(&there).collect();
    assert!(gone.is_empty(), "routes that are not there: {gone:?}");
}

#[tokio::test]
async fn what_the_library_says_of_its_routes_is_what_the_table_says() {
    for route in ROUTES {
        let kind = TABLE.iter().find(|(path, _)| *path == in_table(route.path)).expect("is in the table").1;
        assert_eq!(route.audience == Audience::Development, kind.is_of_development(), "{}", route.path);
        assert_eq!(route.audience == Audience::SignedIn, kind == Kind::GuardedData, "{}", route.path);
        let is_operators = matches!(kind, Kind::Operator | Kind::OperatorForm);
        assert_eq!(route.audience == Audience::Operator, is_operators, "{}", route.path);
    }
    for (path, method) in server_fn_paths() {
        assert_eq!(method, axum::http::Method::POST, "{path}: what another site can make a browser get");
        assert!(path.starts_with("/vestibule/api/"), "{path}");
    }
}

on_both!(each_route_lets_in_whom_the_table_says, nothing_of_development_is_there_in_production);

/// Asks a route as its visitors do.
pub async fn ask(house: &House, browser: &crate::support::Browser, path: &str, kind: Kind) -> Answer {
    let path = example(path);
    let ask = match kind {
        Kind::Form | Kind::MemberForm | Kind::Question => {
            let fields: &[(&str, &str)] = match path.as_str() {
                "/vestibule/api/sign_in/create" => &[("identifier", "ada@example.com")],
                "/vestibule/api/sign_up/create" => &[("email_address", "x")],
                "/vestibule/api/session/set_active" => &[("session_id", "sess_x")],
                "/vestibule/api/external_account/connect" => &[("strategy", "oauth_google")],
                _ => &[],
            };
            browser.ask("POST", &path).by_script().form(fields)
        }
        Kind::Report => {
            let report = r#"{"csp-report":{"effective-directive":"img-src","blocked-uri":"https://x.example/?q"}}"#;
            let ask = browser.ask("POST", &path).header("sec-fetch-site", "same-origin");
            ask.body("application/csp-report", report.to_owned())
        }
        Kind::Page
        | Kind::GuardedPage
        | Kind::OwnPage
        | Kind::DevelopmentPage
        | Kind::Playground
        | Kind::Link
        | Kind::Operator
        | Kind::Callback => browser.ask("GET", &path).header("accept", "text/html"),
        Kind::OperatorForm => browser.ask("POST", &path).by_hand().form(&[]),
        _ => browser.ask("GET", &path).header("accept", "application/json"),
    };
    assert!(!house.origin().is_empty());
    ask.send().await
}

async fn each_route_lets_in_whom_the_table_says(database: Database) {
    let house = House::with(&database, |settings| {
        crate::support::offer(settings, &["google"]);
        settings.sign_in.passkey = true;
        // Otherwise the password that they come back with could be removed.
        settings.sign_in.email_code = false;
        settings.paths.user_profile = "/user".into();
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.api_keys.users = true;
    })
    .await;
    let ada = Person::named("ada");
    for (path, kind) in TABLE {
        let anonymous = ask(&house, &house.browser(), path, *kind).await;
        let member = ask(&house, &house.sign_in_or_up(&ada).await, path, *kind).await;
        match kind {
            Kind::Page | Kind::Data | Kind::Asset | Kind::File => {
                assert_eq!((anonymous.status, member.status), (200, 200), "{path}");
            }
            Kind::DevelopmentPage | Kind::DevelopmentData | Kind::Playground | Kind::DevelopmentAsset => {
                assert_eq!((anonymous.status, member.status), (200, 200), "{path}");
                assert!(*kind != Kind::Playground || !member.shows(&ada.email), "{path}: nobody there exists");
            }
            Kind::GuardedPage | Kind::OwnPage => {
                assert_eq!((anonymous.status, member.status), (303, 200), "{path}");
                assert_eq!(
                    anonymous.header("location"),
                    Some(format!("/sign-in?redirect_url={}", example(path)).as_str())
                );
            }
            Kind::GuardedData => {
                assert_eq!((anonymous.status, member.status), (401, 200), "{path}");
                anonymous.expect_error(401, "authentication_invalid");
                // As data also for whoever opens it as a page.
                let opened = house.browser().page_alone(&example(path)).await;
                opened.expect_error(401, "authentication_invalid");
                assert_eq!(opened.header("content-type"), Some("application/json"), "{path}");
            }
            Kind::Form => {
                assert!(matches!(anonymous.status, 200 | 422) && matches!(member.status, 200 | 422), "{path}");
            }
            Kind::MemberForm => {
                anonymous.expect_error(401, "authentication_invalid");
                assert!(matches!(member.status, 200 | 404 | 422), "{path}: {}", member.body);
            }
            Kind::Callback => {
                for answer in [anonymous, member] {
                    assert_eq!((answer.status, answer.header("location")), (303, Some("/sign-in")), "{path}");
                    assert!(answer.cookie("__session").is_none(), "{path}");
                }
            }
            Kind::Lead => {
                let to = |answer: &Answer| (answer.status, answer.header("location").map(str::to_owned));
                let page = "/user/security";
                assert_eq!(to(&anonymous), (303, Some(format!("/sign-in?redirect_url={page}"))), "{path}");
                assert_eq!(to(&member), (303, Some(page.to_owned())), "{path}");
            }
            Kind::Operator => {
                let to = format!("/sign-in?redirect_url={}", example(path));
                assert_eq!((anonymous.status, anonymous.header("location")), (303, Some(to.as_str())), "{path}");
                assert_eq!(member.status, 404, "{path}");
            }
            Kind::OperatorForm => assert_eq!((anonymous.status, member.status), (404, 404), "{path}"),
            Kind::Picture => assert_eq!((anonymous.status, member.status), (404, 404), "{path}"),
            Kind::Report => assert_eq!((anonymous.status, member.status), (204, 204), "{path}"),
            // Without a link there is nothing to open.
            Kind::Link => {
                assert_eq!((anonymous.status, member.status), (410, 410), "{path}");
                let opened = house.browser().ask("POST", path).by_hand().form(&[("token", "x")]).send().await;
                assert_eq!(opened.status, 410, "{path}");
            }
            Kind::Question => {
                assert_eq!((anonymous.status, member.status), (200, 200), "{path}");
                assert!(!anonymous.body.contains("ada@example.com"), "{path}");
            }
        }
        // No route does more for a method that it does not have.
        for method in ["PUT", "PATCH", "DELETE"] {
            let ask = house.browser().ask(method, &example(path)).header("sec-fetch-site", "same-origin");
            let status = ask.send().await.status;
            // A file is given out for any method, and that is all.
            let harmless = matches!(status, 303 | 401 | 404 | 405) || *kind == Kind::File;
            assert!(harmless, "{method} {path}: {status}");
        }
    }
}

async fn nothing_of_development_is_there_in_production(database: Database) {
    let house = House::with(&database, |settings| {
        settings.environment = Environment::Production;
        settings.base_url = "https://app.example".into();
        settings.paths.user_profile = "/user".into();
        settings.password.hash = vestibule::server::crypto::password_hash::Cost::default();
        settings.password.breach_check = Some(false);
    })
    .await;
    for (path, kind) in TABLE {
        let answer = ask(&house, &house.browser(), path, *kind).await;
        // Nobody has uploaded a picture, and nobody is an operator.
        let is_absent = kind.is_of_development() || matches!(kind, Kind::Picture | Kind::OperatorForm);
        assert_eq!(answer.status == 404, is_absent, "{path}: {}", answer.status);
        // The words of a language are all there, whichever of them are said.
        let says_so = answer.body.contains("Development mode") && !path.ends_with("/words-:language");
        assert!(!answer.body.contains("/dev/mailbox") && !says_so, "{path}");
    }
}
