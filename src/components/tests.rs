//! The first HTML, as the server renders it and as a browser without JavaScript has it.

use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;

use super::*;
use crate::appearance::{Appearance, Element, Options, Theme, Variables};
use crate::elements::AuthState;
use crate::model::{
    ApiError, ApiKey, ApiKeysPage, Client, ErrorCode, Field, FieldRule, Flash, Grants, Has, ListPage, Look, MadeApiKey,
    PageState, ProviderInfo, PublicSettings, Session, SessionStatus, SignIn as SignInAttempt, SignInStatus,
    SignUp as SignUpAttempt, SignUpMode, SignUpStatus, Strategy, Ticket, TicketUse, TotpSetup, User,
};

fn render<V: IntoView + 'static>(path: &str, page: PageState, view: impl FnOnce() -> V + Send + 'static) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_context(RequestUrl::new(path));
        provide_context(AuthState::new(page));
        view! { <Router>{view()}</Router> }.to_html()
    })
}

fn page() -> PageState {
    let password = FieldRule::Required;
    let settings = PublicSettings {
        app_name: "Notes".into(),
        password,
        email_address: FieldRule::Required,
        password_min_length: 10,
        ..Default::default()
    };
    PageState { settings, now: 1_000_000, ..Default::default() }
}

fn signed_in() -> PageState {
    let user = User {
        id: "user_1".into(),
        first_name: Some("Ada".into()),
        last_name: Some("Lovelace".into()),
        username: None,
        image_url: None,
        has_image: false,
        locale: None,
        primary_email_address_id: None,
        email_addresses: vec![],
        external_accounts: vec![],
        passkeys: vec![],
        primary_phone_number_id: None,
        phone_numbers: vec![],
        password_enabled: true,
        two_factor_enabled: false,
        totp_enabled: false,
        backup_code_enabled: false,
        mfa_enabled_at: None,
        mfa_disabled_at: None,
        public_metadata: Default::default(),
        unsafe_metadata: Default::default(),
        last_sign_in_at: None,
        legal_accepted_at: None,
        delete_self_enabled: None,
        created_at: 0,
        updated_at: 0,
    };
    let session = Session {
        id: "sess_1".into(),
        status: SessionStatus::Active,
        user,
        actor: None,
        tasks: vec![],
        organization: None,
        grants: Default::default(),
        factor_verification_age: (0, -1),
        claims: None,
        created_at: 0,
        last_active_at: 0,
        expire_at: 0,
    };
    let client =
        Client { last_active_session_id: Some(session.id.clone()), sessions: vec![session], ..Default::default() };
    PageState { client, ..page() }
}

fn sign_up_under_way() -> SignUpAttempt {
    SignUpAttempt {
        id: "sua_1".into(),
        status: SignUpStatus::MissingRequirements,
        email_address: Some("ada@example.com".into()),
        phone_number: None,
        phone_number_formatted: None,
        username: None,
        first_name: Some("Ada".into()),
        last_name: None,
        has_password: true,
        external_account: None,
        missing_fields: vec![],
        unverified_fields: vec![Field::EmailAddress],
        optional_fields: vec![],
        email_address_verification: None,
        phone_number_verification: None,
        created_session_id: None,
        created_user_id: None,
    }
}

/// The start tag of the input with a name.
fn input(html: &str, name: &str) -> String {
    let tags = html.split('<').filter(|tag| tag.starts_with("input"));
    let mut tags = tags.filter(|tag| tag.contains(&format!("name=\"{name}\"")));
    tags.next().and_then(|tag| tag.split('>').next()).unwrap_or_default().to_owned()
}

#[test]
fn sign_in_is_a_form_that_needs_no_javascript() {
    let html = render("/sign-in?redirect_url=%2Fa%3Fb%3D%2526", page(), || view! { <SignIn/> });
    assert!(html.contains("method=\"post\"") && html.contains("action=\"/vestibule/api/sign_in/create\""), "{html}");
    assert!(html.contains("Sign in to Notes"), "{html}");
    assert!(input(&html, "redirect_url").contains("value=\"/a?b=%26\""), "{html}");
    let identifier = input(&html, "identifier");
    for part in ["type=\"email\"", "autocomplete=\"username\"", "id=\"vst-sign-in-identifier\"", "autofocus"] {
        assert!(identifier.contains(part), "{part}: {identifier}");
    }
    assert!(input(&html, "password").contains("autocomplete=\"current-password\""), "{html}");
    assert!(html.contains("href=\"/sign-up?redirect_url=/a%3Fb%3D%2526\""), "{html}");
    assert!(!html.contains("ShowPassword"), "a button that does nothing: {html}");
    assert!(!html.contains("style="), "refused by the content security policy: {html}");
}

#[test]
fn a_bar_says_in_whose_place_one_acts() {
    let bar = || impersonation_bar::impersonation_bar(AuthState::current());
    let mut page = signed_in();
    assert!(!render("/", page.clone(), bar).contains("vst-"));
    page.client.sessions[0].actor = Some(serde_json::from_str(r#"{"sub":"user_2"}"#).expect("an actor"));
    for status in [SessionStatus::Active, SessionStatus::Pending] {
        page.client.sessions[0].status = status;
        let html = render("/", page.clone(), bar);
        for part in [
            "<aside",
            "aria-label=\"Acting in somebody’s place\"",
            "Signed in as Ada Lovelace",
            "action=\"/vestibule/api/session/sign_out\"",
            "class=\"vst-impersonationFabActionLink\"",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}

#[test]
fn what_was_wrong_stands_beside_its_field() {
    let flash = Flash {
        form: "sign_in/create".into(),
        errors: ApiError::of(ErrorCode::FormPasswordOrIdentifierIncorrect, Field::Password).into(),
        values: vec![(Field::Identifier, "ada@example.com".into())],
        ..Flash::default()
    };
    let html = render("/sign-in", PageState { flash: Some(flash), ..page() }, || view! { <SignIn/> });
    assert!(input(&html, "identifier").contains("value=\"ada@example.com\""), "{html}");
    assert!(!input(&html, "identifier").contains("aria-invalid"), "{html}");
    let password = input(&html, "password");
    for part in ["aria-invalid=\"true\"", "aria-describedby=\"vst-sign-in-password-error\"", "autofocus"] {
        assert!(password.contains(part), "{part}: {password}");
    }
    assert!(html.contains("id=\"vst-sign-in-password-error\""), "{html}");
    assert!(!html.contains("role=\"alert\""), "{html}");
}

#[test]
fn what_has_no_field_stands_above_the_form() {
    let flash = Flash {
        form: "sign_in/attempt_first_factor".into(),
        errors: ApiError::new(ErrorCode::ClientStateInvalid).into(),
        ..Default::default()
    };
    // The attempt is over, so the address of its step shows where it begins.
    let html = render("/sign-in/factor-one", PageState { flash: Some(flash), ..page() }, || view! { <SignIn/> });
    assert!(html.contains("role=\"alert\"") && html.contains("sign_in/create"), "{html}");
}

#[test]
fn the_outcome_of_another_form_is_not_told() {
    let flash = Flash {
        form: "sign_up/create".into(),
        errors: ApiError::new(ErrorCode::TooManyRequests).into(),
        ..Default::default()
    };
    let html = render("/sign-in", PageState { flash: Some(flash), ..page() }, || view! { <SignIn/> });
    assert!(!html.contains("role=\"alert\""), "{html}");
}

#[test]
fn the_password_step_says_whose_it_is() {
    let sign_in = SignInAttempt {
        id: "sia_1".into(),
        status: SignInStatus::NeedsFirstFactor,
        identifier: Some("ada@example.com".into()),
        supported_first_factors: vec![Strategy::Password, Strategy::ResetPasswordEmailCode],
        first_factor: Some(Strategy::Password),
        first_factor_verification: None,
        supported_second_factors: vec![],
        second_factor: None,
        second_factor_verification: None,
        created_session_id: None,
    };
    let client = Client { sign_in: Some(sign_in), ..Default::default() };
    let html = render("/sign-in/factor-one", PageState { client, ..page() }, || view! { <SignIn/> });
    assert!(html.contains("attempt_first_factor") && html.contains("Change ada@example.com"), "{html}");
    assert!(html.contains("href=\"/sign-in/forgot-password\""), "{html}");
    assert!(!html.contains("Use another method"), "there is none: {html}");
}

#[test]
fn sign_up_asks_for_what_the_settings_ask_for() {
    let mut state = page();
    state.settings.first_name = FieldRule::Optional;
    state.settings.username = FieldRule::Required;
    let html = render("/sign-up", state, || view! { <SignUp/> });
    assert!(html.contains("Optional") && html.contains("Use at least 10 characters."), "{html}");
    assert!(input(&html, "username").contains("required"), "{html}");
    assert!(!input(&html, "first_name").contains("required"), "{html}");
    assert_eq!(input(&html, "last_name"), "");
    assert!(input(&html, "password").contains("aria-describedby=\"vst-sign-up-password-advice\""), "{html}");
}

#[test]
fn a_sign_up_under_way_is_shown_again_and_verified() {
    let state = |path: &'static str| {
        let client = Client { sign_up: Some(sign_up_under_way()), ..Default::default() };
        render(path, PageState { client, ..page() }, || view! { <SignUp/> })
    };
    let start = state("/sign-up");
    assert!(input(&start, "email_address").contains("value=\"ada@example.com\""), "{start}");
    assert!(!input(&start, "password").contains("required"), "{start}");
    let verify = state("/sign-up/verify-email-address");
    for part in ["one-time-code", "inputmode=\"numeric\"", "sign_up/prepare_verification", "role=\"status\""] {
        assert!(verify.contains(part), "{part}: {verify}");
    }
    assert!(!verify.contains("aria-disabled"), "works without JavaScript: {verify}");
}

#[test]
fn a_sign_up_that_a_provider_began_asks_for_what_is_missing_and_no_more() {
    let page_with = |external_account: Option<&str>| {
        let mut state = page();
        (state.settings.first_name, state.settings.username) = (FieldRule::Optional, FieldRule::Required);
        let sign_up = SignUpAttempt {
            external_account: external_account.map(Into::into),
            missing_fields: vec![Field::Username],
            unverified_fields: vec![],
            ..sign_up_under_way()
        };
        state.client.sign_up = Some(sign_up);
        render("/sign-up/continue", state, || view! { <SignUp/> })
    };
    let html = page_with(Some("google"));
    assert!(html.contains("sign_up/update") && input(&html, "username").contains("required"), "{html}");
    for known in ["first_name", "email_address", "password"] {
        assert_eq!(input(&html, known), "", "{html}");
    }
    // Whoever was not sent by a provider fills in the whole form.
    let html = page_with(None);
    assert!(html.contains("sign_up/create") && !input(&html, "password").is_empty(), "{html}");
}

fn with_ticket(good_for: TicketUse, mode: SignUpMode) -> PageState {
    let mut state = page();
    state.settings.mode = mode;
    state.client.ticket = Some(Ticket { good_for, identifier: "<ada>@example.com".into(), organization_name: None });
    state
}

#[test]
fn an_invitation_says_whose_the_account_will_be() {
    let state = with_ticket(TicketUse::SignUp, SignUpMode::Restricted);
    let html = render("/sign-up", state, || view! { <SignUp/> });
    assert!(html.contains("You are invited to Notes.") && html.contains("&lt;ada&gt;@example.com"), "{html}");
    assert!(input(&html, "email_address").is_empty() && !html.contains("Change "), "{html}");
    assert!(input(&html, "password").contains("autofocus"), "{html}");
}

#[test]
fn a_ticket_counts_where_it_is_good_for_something() {
    let sign_in = |state| render("/sign-in", state, || view! { <SignIn/> });
    let sign_up = |state| render("/sign-up", state, || view! { <SignUp/> });
    let (open, closed) = (SignUpMode::Public, SignUpMode::Restricted);
    let over = "This link is not good any more";
    for elsewhere in [TicketUse::SignUp, TicketUse::HasAccount, TicketUse::SignUpOver] {
        assert!(sign_in(with_ticket(elsewhere, closed)).contains("sign_in/create"));
    }
    assert!(sign_in(with_ticket(TicketUse::SignIn, closed)).contains("sign_in/ticket"));
    assert!(sign_in(with_ticket(TicketUse::SignInOver, closed)).contains(over));
    assert!(sign_in(with_ticket(TicketUse::Nothing, closed)).contains(over));
    assert!(sign_up(with_ticket(TicketUse::SignUpOver, open)).contains(over));
    assert!(sign_up(with_ticket(TicketUse::Nothing, open)).contains(over));
    assert!(sign_up(with_ticket(TicketUse::HasAccount, open)).contains("&lt;ada&gt;@example.com was invited"));
    for elsewhere in [TicketUse::SignIn, TicketUse::SignInOver] {
        assert!(sign_up(with_ticket(elsewhere, open)).contains("type=\"email\""));
        assert!(sign_up(with_ticket(elsewhere, closed)).contains("Sign-up is by invitation"));
    }
}

#[test]
fn the_waitlist_is_a_form_where_there_is_one() {
    let mut state = page();
    state.settings.mode = SignUpMode::Waitlist;
    for (path, html) in [
        ("/waitlist", render("/waitlist", state.clone(), || view! { <Waitlist/> })),
        ("/sign-up", render("/sign-up", state.clone(), || view! { <SignUp/> })),
    ] {
        assert!(html.contains("waitlist/join") && input(&html, "email_address").contains("required"), "{path}: {html}");
        assert!(html.contains("href=\"/sign-in\"") && !html.contains("password"), "{path}: {html}");
    }
    let html = render("/sign-in", state.clone(), || view! { <SignIn/> });
    assert!(html.contains("Join the waitlist") && html.contains("href=\"/sign-up\""), "the page that shows it: {html}");
    state.settings.paths.waitlist = "/wait".into();
    assert!(render("/sign-in", state, || view! { <SignIn/> }).contains("href=\"/wait\""));
    assert!(!render("/waitlist", page(), || view! { <Waitlist/> }).contains("<form"));
}

#[test]
fn a_host_app_says_what_it_knows_and_where_the_other_page_is() {
    let known = InitialValues {
        email_address: Some("ada@example.com".into()),
        first_name: Some("Ada".into()),
        ..InitialValues::default()
    };
    let given = known.clone();
    let html = render("/sign-in?redirect_url=/a", page(), move || {
        view! { <SignIn initial_values=given sign_up_url="/join" sign_up_force_redirect_url="/welcome"/> }
    });
    assert!(input(&html, "identifier").contains("value=\"ada@example.com\""), "{html}");
    assert!(html.contains("href=\"/join?redirect_url=/welcome\""), "{html}");
    assert!(input(&html, "redirect_url").contains("value=\"/a\""), "{html}");
    let mut state = page();
    state.settings.first_name = FieldRule::Optional;
    let html = render("/sign-up", state, move || {
        view! { <SignUp initial_values=known sign_in_fallback_redirect_url="/back"/> }
    });
    assert!(input(&html, "email_address").contains("value=\"ada@example.com\""), "{html}");
    assert!(input(&html, "first_name").contains("value=\"Ada\""), "{html}");
    assert!(html.contains("href=\"/sign-in?redirect_url=/back\""), "{html}");
    // The address can say the same.
    let html = render("/sign-in?sign_in_fallback_redirect_url=/b&sign_up_force_redirect_url=/c", page(), || {
        view! { <SignIn/> }
    });
    assert!(input(&html, "redirect_url").contains("value=\"/b\""), "{html}");
    let html = render("/sign-in?sign_in_force_redirect_url=/b&redirect_url=/c", page(), || view! { <SignIn/> });
    assert!(input(&html, "redirect_url").contains("value=\"/b\""), "{html}");
}

#[test]
fn whoever_is_signed_in_is_not_asked_to_sign_in() {
    for wanted in ["https://evil.example", "//evil.example", "javascript:alert(1)"] {
        let html = render(&format!("/sign-in?redirect_url={wanted}"), signed_in(), || view! { <SignIn/> });
        assert!(html.contains("You are signed in as Ada Lovelace."), "{html}");
        assert!(html.contains("href=\"/\"") && !html.contains("href=\"https") && !html.contains("href=\"j"), "{html}");
    }
}

#[test]
fn the_page_shows_what_is_for_the_visitor() {
    let both = || {
        view! {
            <SignedIn>"in"<UserButton/></SignedIn>
            <SignedOut>"out"</SignedOut>
            <Protect fallback=|| "fallback">"secret"</Protect>
        }
    };
    let visitor = render("/", page(), both);
    assert!(visitor.contains("out") && visitor.contains("fallback") && !visitor.contains("secret"), "{visitor}");
    let person = render("/", signed_in(), both);
    assert!(person.contains("in") && person.contains("secret") && !person.contains("fallback"), "{person}");
    for part in ["<details", ">AL<", "session/sign_out", "data-hue="] {
        assert!(person.contains(part), "{part}: {person}");
    }
    assert!(!person.contains("Manage account"), "{person}");
}

/// T5: what holds in part is not shown.
#[test]
fn what_is_protected_by_a_condition_is_made_for_nobody_else() {
    let with = |role: Option<&str>, permissions: &[&str]| {
        let mut page = signed_in();
        page.client.sessions[0].grants = Grants {
            role: role.map(Into::into),
            permissions: permissions.iter().map(|it| (*it).to_owned()).collect(),
            ..Grants::default()
        };
        page
    };
    let view = || {
        let has = Has::role("org:admin").and_permission("org:invoices:read");
        let auth = use_auth();
        let may = auth.has(&has);
        view! {
            <Protect has fallback=|| "fallback">"secret"</Protect>
            {if may { "may" } else { "must not" }}
        }
    };
    for (page, shown) in [
        (page(), false),
        (with(None, &[]), false),
        (with(Some("org:admin"), &[]), false),
        (with(None, &["org:invoices:read"]), false),
        (with(Some("org:member"), &["org:invoices:read"]), false),
        (with(Some("org:admin"), &["org:invoices:read"]), true),
    ] {
        let html = render("/", page, view);
        assert_eq!((html.contains("secret"), html.contains("fallback")), (shown, !shown), "{html}");
        assert_eq!(html.contains("must not"), !shown, "{html}");
    }
    // A session that is held up has none of what it grants.
    let mut held_up = with(Some("org:admin"), &["org:invoices:read"]);
    held_up.client.sessions[0].status = SessionStatus::Pending;
    assert!(!render("/", held_up, view).contains("secret"));
}

#[test]
fn a_sign_up_brings_what_the_app_wants_kept() {
    let html = render("/sign-up", page(), || view! { <SignUp unsafe_metadata=r#"{"from":"a \"poster\""}"#/> });
    let field = input(&html, "unsafe_metadata");
    assert!(field.contains("type=\"hidden\"") && field.contains("poster"), "{html}");
    let html = render("/sign-up", page(), || view! { <SignUp/> });
    assert_eq!(input(&html, "unsafe_metadata"), "");
}

#[test]
fn an_app_is_set_up_from_markup_alone() {
    let setup = TotpSetup {
        secret: "ABCDEFGHIJKLMNOP".into(),
        uri: "otpauth://totp/Notes:ada?secret=ABCDEFGHIJKLMNOP".into(),
        qr_path: "M0 0h7v1h-7z".into(),
        qr_size: 29,
    };
    let mut state = signed_in();
    let view = || view! { <SecondFactors/> };
    let html = render("/security", PageState { client: state.client.clone(), ..page() }, view);
    assert!(html.contains("action=\"/vestibule/api/totp/create\"") && !html.contains("totp/verify"), "{html}");
    state.client.totp_setup = Some(setup);
    let html = render("/security", PageState { client: state.client, ..page() }, view);
    assert!(html.contains("action=\"/vestibule/api/totp/verify\"") && !html.contains("totp/create"), "{html}");
    assert!(html.contains("viewBox=\"-4 -4 37 37\"") && html.contains("d=\"M0 0h7v1h-7z\""), "{html}");
    assert!(html.contains("ABCD EFGH IJKL MNOP"), "{html}");
    assert!(input(&html, "code").contains("autocomplete=\"one-time-code\""), "{html}");
    assert!(!html.contains("style="), "refused by the content security policy: {html}");
}

/// Where the link leads that is marked as the page that is shown.
fn current(html: &str) -> String {
    let marked: Vec<_> = html.split("<a ").filter(|link| link.contains("aria-current=\"page\"")).collect();
    assert_eq!(marked.len(), 1, "{html}");
    marked[0].split('"').skip_while(|part| !part.ends_with("href=")).nth(1).unwrap_or_default().to_owned()
}

#[test]
fn over_a_page_the_account_begins_where_its_page_does() {
    for security_first in [false, true] {
        let html = render("/notes", signed_in(), move || {
            let mut pages = vec![UserProfilePage::link("Home", "/")];
            if security_first {
                pages.extend([UserProfilePage::Security, UserProfilePage::Account]);
            }
            view! { <UserProfile path="/user" pages is_modal=true/> }
        });
        assert!(html.contains("Email addresses") && current(&html) == "/user", "{html}");
    }
}

#[test]
fn the_account_has_its_own_pages_and_those_of_the_app() {
    let profile = |path: &str, state: PageState| {
        render(path, state, || {
            let terms = UserProfilePage::page("Terms", "terms", || view! { <p>"What we have agreed on."</p> });
            let pages = vec![UserProfilePage::Account, terms, UserProfilePage::link("Home", "/")];
            view! { <UserProfile path="/user" pages/> }
        })
    };
    let mut state = signed_in();
    state.settings.first_factors = vec![Strategy::Password];
    for (path, shown, at) in [
        ("/user", "Email addresses", "/user"),
        ("/user/nonsense", "Email addresses", "/user"),
        ("/user/security", "Change password", "/user/security"),
        ("/user/terms", "What we have agreed on.", "/user/terms"),
    ] {
        let html = profile(path, state.clone());
        assert!(html.contains(shown) && html.contains("href=\"/\"") && current(&html) == at, "{path}: {html}");
    }
    let html = profile("/user/security", state.clone());
    assert!(!html.contains("user/delete"), "nobody deletes what the settings do not let go: {html}");
    state.settings.delete_self = true;
    assert!(profile("/user/security", state).contains("user/delete"));
    assert!(!profile("/user", page()).contains("vst-userProfile"), "nobody is signed in");
}

#[test]
fn the_user_s_menu_takes_what_the_app_adds() {
    use crate::components::UserButtonItem;
    let menu = || {
        let items = vec![
            UserButtonItem::SignOut,
            UserButtonItem::link("Help & advice", "/help").with_icon(|| "?"),
            UserButtonItem::action("Shortcuts", || ()),
        ];
        view! { <UserButton items/> }
    };
    let html = render("/", signed_in(), menu);
    let at = |part: &str| html.find(part).unwrap_or_else(|| panic!("{part}: {html}"));
    assert!(at("session/sign_out") < at("href=\"/help\"") && at("Help &amp; advice") < at("Shortcuts"), "{html}");
    // Nothing happens there without JavaScript, so it is not to be seen.
    assert!(html[..at("Shortcuts")].rsplit("<button").next().is_some_and(|tag| tag.contains(" hidden")), "{html}");
}

#[test]
fn the_account_opens_over_the_page_where_that_is_wanted() {
    let mut state = signed_in();
    state.settings.paths.user_profile = "/user".into();
    let html = render("/", state.clone(), || view! { <UserButton user_profile_modal=|| view! { <UserProfile/> }/> });
    // Without JavaScript the link leads to the page; what opens is empty until it does.
    assert!(html.contains("href=\"/user\"") && html.contains("<dialog") && !html.contains("vst-userProfile"), "{html}");
    assert!(!render("/", state, || view! { <UserButton/> }).contains("<dialog"));
}

#[test]
fn a_component_s_own_appearance_is_in_the_first_html() {
    let appearance = || {
        Appearance::new()
            .theme(Theme::Dark)
            .variables(Variables::new().color_primary("tomato").color_danger("</style><script>"))
            .options(Options::new().logo_image_url("/logo.svg").terms_page_url("/terms").auto_focus(false))
            .element(Element::Card, "shadow-xl [&>p]:mt-2")
    };
    let html = render("/sign-in", page(), move || view! { <SignIn appearance=appearance()/> });
    let class = html.split("class=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let scope = class.strip_prefix("vst-rootBox vst-signIn-root ").expect("has a scope");
    let body = "--vst-color-scheme:dark;--vst-color-primary:tomato;--vst-color-primary-foreground:initial;";
    assert!(html.contains(&format!("@layer vestibule.appearance{{.{scope}{{{body}")), "{html}");
    assert!(!html.contains("<script>"), "{html}");
    assert!(html.contains("class=\"vst-card shadow-xl [&amp;&gt;p]:mt-2\""), "{html}");
    assert!(html.contains("<img src=\"/logo.svg\" alt=\"Notes\" class=\"vst-logoImage\">"), "{html}");
    assert!(html.contains("vst-footerPagesLink") && html.contains("href=\"/terms\""), "{html}");
    assert!(!input(&html, "identifier").contains("autofocus"), "{html}");
    let plain = render("/sign-in", page(), || view! { <SignIn/> });
    assert!(input(&plain, "identifier").contains("autofocus"), "{plain}");
    assert!(!plain.contains("<style") && !plain.contains("vst-logoBox") && plain.contains("\"vst-card\""), "{plain}");
}

#[test]
fn the_look_of_one_component_is_no_other_s() {
    let mut page = page();
    page.settings.providers = vec![ProviderInfo { key: "google".into(), name: "Google".into() }];
    let own = Look { social_buttons_at_bottom: true, social_buttons_as_icons: Some(true), ..Look::default() };
    page.settings.component_looks = vec![("signIn".into(), own)];
    let order = |html: &str| html.find("vst-socialButtonsRoot") < html.find("vst-formField");
    let sign_in = render("/sign-in", page.clone(), || view! { <SignIn/> });
    assert!(!order(&sign_in) && sign_in.contains("vst-socialButtonsIconButton"), "{sign_in}");
    let sign_up = render("/sign-up", page, || view! { <SignUp/> });
    assert!(order(&sign_up) && sign_up.contains("vst-socialButtonsBlockButton"), "{sign_up}");
}

#[test]
fn fields_that_may_stay_empty_can_be_left_out() {
    let mut page = page();
    page.settings.first_name = FieldRule::Optional;
    page.settings.last_name = FieldRule::Required;
    page.settings.username = FieldRule::Optional;
    page.settings.look.optional_fields_hidden = true;
    let html = render("/sign-up", page.clone(), || view! { <SignUp/> });
    assert!(input(&html, "first_name").is_empty() && input(&html, "username").is_empty(), "{html}");
    assert!(!input(&html, "last_name").is_empty() && !input(&html, "email_address").is_empty(), "{html}");
    // Something has to say who one is.
    page.settings.email_address = FieldRule::Optional;
    let html = render("/sign-up", page, || view! { <SignUp/> });
    assert!(!input(&html, "username").is_empty() && !input(&html, "email_address").is_empty(), "{html}");
}

/// Somebody with a key, as the page that shows it knows them.
fn with_keys() -> PageState {
    let key = ApiKey {
        id: "ak_1".into(),
        name: "Nightly <backup>".into(),
        description: Some("Copies notes".into()),
        subject: "user_1".into(),
        last_used_at: None,
        expires_at: None,
        expired: false,
        created_at: 0,
        updated_at: 0,
    };
    let keys = ListPage { data: vec![key], total_count: 1, number: 1, query: String::new() };
    let mut page = signed_in();
    page.settings.user_api_keys = true;
    page.api_keys = Some(ApiKeysPage { organization_id: None, keys, manages: true });
    page
}

#[test]
fn keys_are_shown_to_whose_they_are() {
    let html = render("/keys", with_keys(), || view! { <ApiKeys/> });
    assert!(html.contains("action=\"/vestibule/api/api_key/revoke\"") && html.contains("value=\"ak_1\""), "{html}");
    assert!(html.contains("Nightly &lt;backup&gt;") && !html.contains("<backup>"), "{html}");
    assert!(html.contains("Copies notes") && !html.contains("vst-apiKeysCopyModalInput"), "{html}");
    assert!(!input(&html, "name").is_empty() && input(&html, "description").is_empty(), "{html}");
    let html = render("/keys", with_keys(), || view! { <ApiKeys show_description=true/> });
    assert!(!input(&html, "description").is_empty(), "{html}");

    let mut page = with_keys();
    page.settings.user_api_keys = false;
    assert!(!render("/keys", page, || view! { <ApiKeys/> }).contains("backup"));
    let mut page = with_keys();
    page.client = Client::default();
    assert!(!render("/keys", page, || view! { <ApiKeys/> }).contains("backup"));
    // Those of an organization are not shown as one's own.
    let mut page = with_keys();
    if let Some(shown) = &mut page.api_keys {
        shown.organization_id = Some("org_1".into());
    }
    assert!(!render("/keys", page, || view! { <ApiKeys/> }).contains("backup"));
}

#[test]
fn a_new_key_is_in_a_field_that_cannot_be_changed() {
    let made = MadeApiKey { id: "ak_1".into(), name: "Backup".into(), secret: "ak_secret".into() };
    assert!(!format!("{made:?}").contains("ak_secret"), "it does not print itself");
    let flash = Flash { form: "api_key/create".into(), api_key: Some(made), ..Flash::default() };
    let html = render("/keys", PageState { flash: Some(flash), ..with_keys() }, || view! { <ApiKeys/> });
    let field = html.split("<input").find(|tag| tag.contains("vst-apiKeysCopyModalInput")).unwrap_or_default();
    let field = field.split('>').next().unwrap_or_default();
    assert!(field.contains("value=\"ak_secret\"") && field.contains("readonly"), "{html}");
    assert_eq!(html.matches("ak_secret").count(), 1, "{html}");
}
