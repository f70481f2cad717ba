use leptos::prelude::*;

use super::{Place, Shown, State};
use crate::components::{
    Passkeys, SecondFactors, SignInButton, SignOutButton, SignUpButton, UserButton, UserButtonItem, UserProfile,
};
use crate::model::ErrorCode::{FormIdentifierExists, FormParamFormatInvalid, FormPasswordIncorrect};
use crate::model::{BackupCodes, Field, FieldRule, Flash, Notice, PageState, Strategy, User};
use crate::server::sample_setup;
use crate::site::playground::cast::{
    PROVIDERS, ada, api_keys, grace, long_name, many_devices, nameless, well_known, whoever_helps, wrong,
};

const MENU: &str = "vst-userButtonBox";
/// What opens a form in the account.
const FORMS: &str = "vst-profileSectionAction";

pub const USER_BUTTON: Shown = Shown {
    name: "user-button",
    title: "<UserButton/>",
    imports: "UserButton",
    code: "<UserButton/>",
    view: || view! { <UserButton/> }.into_any(),
    place: Place::Bar,
    states: &[
        State::new("closed", "Closed", "/", |page| signed_in(page, ada())),
        State::new("open", "Open", "/", |page| signed_in(page, ada())).open(MENU),
        State::new("show-name", "With the name", "/", |page| signed_in(page, ada()))
            .written("<UserButton show_name=true/>", || view! { <UserButton show_name=true/> }.into_any()),
        State::new("picture", "With a picture, open", "/", |page| {
            signed_in(page, User { image_url: Some("/logo.svg".into()), has_image: true, ..ada() });
        })
        .open(MENU),
        State::new("nameless", "Without a name, open", "/", |page| signed_in(page, nameless())).open(MENU),
        State::new("long-name", "With a long name, open", "/", |page| signed_in(page, long_name()))
            .open(MENU)
            .written("<UserButton show_name=true/>", || view! { <UserButton show_name=true/> }.into_any()),
        State::new("several-sessions", "With several sessions, open", "/", |page| {
            page.settings.multi_session = true;
            signed_in(page, long_name());
            signed_in(page, grace());
            signed_in(page, ada());
        })
        .open(MENU),
        State::new("in-place", "With somebody in the user's place", "/", |page| {
            signed_in(page, ada());
            page.client.sessions[0].actor = Some(whoever_helps());
        }),
        State::new("items", "With links of the app's own, open", "/", |page| signed_in(page, ada()))
            .open(MENU)
            .written("<UserButton items=vec![UserButtonItem::link(\"Help\", \"/help\")]/>", || {
                view! { <UserButton items=vec![UserButtonItem::link("Help", "/help")]/> }.into_any()
            }),
    ],
};

pub const USER_PROFILE: Shown = Shown {
    name: "user-profile",
    title: "<UserProfile/>",
    imports: "UserProfile",
    code: "<UserProfile/>",
    view: || view! { <UserProfile/> }.into_any(),
    place: Place::Page,
    states: &[
        State::new("account", "Account", "/user", |page| signed_in(page, well_known())),
        State::new("empty-account", "Account, with little in it", "/user", |page| signed_in(page, nameless())),
        State::new("long-account", "Account, with long names", "/user", |page| signed_in(page, long_name())),
        State::new("open-account", "Account, every form open", "/user", |page| signed_in(page, well_known()))
            .open(FORMS),
        State::new("wrong-name", "Account, a username that is taken", "/user", |page| {
            signed_in(page, ada());
            let typed = [(Field::Username, "grace")];
            page.refuse("user/update_username", wrong(Field::Username, FormIdentifierExists), &typed);
        }),
        State::new("wrong-address", "Account, no address", "/user", |page| {
            signed_in(page, ada());
            let typed = [(Field::EmailAddress, "ada@")];
            page.refuse("email_address/create", wrong(Field::EmailAddress, FormParamFormatInvalid), &typed);
        }),
        State::new("security", "Security", "/user/security", |page| {
            signed_in(page, well_known());
            let own = page.client.last_active_session_id.clone().unwrap_or_default();
            page.sessions = Some(many_devices(&own));
        }),
        State::new("empty-security", "Security, with little in it", "/user/security", |page| {
            signed_in(page, User { password_enabled: false, ..nameless() });
        }),
        State::new("open-security", "Security, every form open", "/user/security", |page| {
            signed_in(page, well_known());
        })
        .open(FORMS),
        State::new("wrong-password", "Security, wrong password", "/user/security", |page| {
            signed_in(page, ada());
            page.refuse("user/update_password", wrong(Field::CurrentPassword, FormPasswordIncorrect), &[]);
        }),
        State::new("api-keys", "API keys", "/user/api-keys", |page| {
            signed_in(page, ada());
            page.settings.user_api_keys = true;
            page.api_keys = Some(api_keys(false, 3));
        }),
        State::new("reverified", "Security, proven once more", "/user/security", |page| {
            signed_in(page, ada());
            page.note("user/delete", Notice::Reverified);
        }),
    ],
};

pub const SECOND_FACTORS: Shown = Shown {
    name: "second-factors",
    title: "<SecondFactors/>",
    imports: "SecondFactors",
    code: "<SecondFactors/>",
    view: || view! { <SecondFactors/> }.into_any(),
    place: Place::Page,
    states: &[
        State::new("none", "None", "/", |page| signed_in(page, ada())),
        State::new("setup", "An authenticator app is being set up", "/", |page| {
            signed_in(page, ada());
            page.client.totp_setup = sample_setup(&page.settings.app_name, "ada@example.com");
        }),
        State::new("all", "All of them", "/", |page| signed_in(page, well_known())),
        State::new("phone", "A phone number alone", "/", |page| {
            signed_in(page, User { totp_enabled: false, ..well_known() });
        }),
        State::new("backup-codes", "New backup codes", "/", |page| {
            signed_in(page, well_known());
            let codes = Some(BackupCodes((0..10).map(|number| format!("k{number}fh-7mw{number}")).collect()));
            page.flash = Some(Flash { form: "backup_code/create".into(), backup_codes: codes, ..Flash::default() });
        }),
    ],
};

pub const PASSKEYS: Shown = Shown {
    name: "passkeys",
    title: "<Passkeys/>",
    imports: "Passkeys",
    code: "<Passkeys/>",
    view: || view! { <Passkeys/> }.into_any(),
    place: Place::Page,
    states: &[
        State::new("none", "None", "/", |page| signed_in(page, ada())),
        State::new("two", "Two", "/", |page| signed_in(page, well_known())),
        State::new("open", "Two, every form open", "/", |page| signed_in(page, well_known())).open(FORMS),
    ],
};

pub const SIGN_IN_BUTTON: Shown = Shown {
    name: "sign-in-button",
    title: "<SignInButton/>",
    imports: "SignInButton",
    code: "<SignInButton/>",
    view: || view! { <SignInButton/> }.into_any(),
    place: Place::Card,
    states: &[State::new("button", "Button", "/", |_| {})],
};

pub const SIGN_UP_BUTTON: Shown = Shown {
    name: "sign-up-button",
    title: "<SignUpButton/>",
    imports: "SignUpButton",
    code: "<SignUpButton/>",
    view: || view! { <SignUpButton/> }.into_any(),
    place: Place::Card,
    states: &[State::new("button", "Button", "/", |_| {})],
};

pub const SIGN_OUT_BUTTON: Shown = Shown {
    name: "sign-out-button",
    title: "<SignOutButton/>",
    imports: "SignOutButton",
    code: "<SignOutButton/>",
    view: || view! { <SignOutButton/> }.into_any(),
    place: Place::Card,
    states: &[
        State::new("button", "Here", "/", |page| signed_in(page, ada())),
        State::new("everywhere", "Everywhere", "/", |page| signed_in(page, ada()))
            .written("<SignOutButton everywhere=true/>", || view! { <SignOutButton everywhere=true/> }.into_any()),
    ],
};

/// Signs somebody in where everything is offered that an account can have.
pub fn signed_in(page: &mut PageState, user: User) {
    let settings = &mut page.settings;
    settings.first_factors = vec![Strategy::Password, Strategy::EmailCode, Strategy::Passkey];
    (settings.first_name, settings.last_name) = (FieldRule::Optional, FieldRule::Optional);
    (settings.username, settings.phone_number) = (FieldRule::Optional, FieldRule::Optional);
    settings.mfa.phone_code = true;
    page.offer_providers(&PROVIDERS[..3]);
    page.sign_in(user);
}
