use leptos::prelude::*;

use super::{Place, Shown, State};
use crate::components::{SignUp, Waitlist};
use crate::model::ErrorCode::{
    FormCodeIncorrect, FormEmailAddressBlocked, FormIdentifierExists, FormParamFormatInvalid, FormParamMissing,
    FormPasswordNotStrongEnough, FormUsernameInvalidCharacter,
};
use crate::model::{
    ApiError, Field, FieldRule, Legal, Notice, PageState, PasswordSuggestion, PasswordWarning, SignUpMode, TicketUse,
};
use crate::site::playground::cast::{PROVIDERS, ada, wrong};

pub const SIGN_UP: Shown = Shown {
    name: "sign-up",
    title: "<SignUp/>",
    imports: "SignUp",
    code: "<SignUp/>",
    view: || view! { <SignUp/> }.into_any(),
    place: Place::Card,
    states: &[
        State::new("start", "Start", "/sign-up", |_| {}),
        State::new("providers", "Start, two providers", "/sign-up", |page| page.offer_providers(&PROVIDERS[..2])),
        State::new("all-fields", "Start, every field", "/sign-up", every_field),
        State::new("optional-fields", "Start, fields that may stay empty", "/sign-up", |page| {
            let settings = &mut page.settings;
            (settings.first_name, settings.last_name) = (FieldRule::Optional, FieldRule::Optional);
            settings.username = FieldRule::Optional;
        }),
        State::new("without-password", "Start, without a password", "/sign-up", |page| {
            page.settings.password = FieldRule::Off;
        }),
        State::new("legal-consent", "Start, consent to the terms", "/sign-up", consent),
        State::new("errors", "Start, everything wrong", "/sign-up", |page| {
            every_field(page);
            consent(page);
            let form = "sign_up/create";
            let typed = [
                (Field::FirstName, "Ada"),
                (Field::Username, "ada lovelace"),
                (Field::EmailAddress, "ada@"),
                (Field::PhoneNumber, "12"),
            ];
            page.refuse(form, wrong(Field::LastName, FormParamMissing), &typed);
            page.refuse(form, wrong(Field::Username, FormUsernameInvalidCharacter), &typed);
            page.refuse(form, wrong(Field::EmailAddress, FormParamFormatInvalid), &typed);
            page.refuse(form, wrong(Field::PhoneNumber, FormParamFormatInvalid), &typed);
            page.refuse(form, weak_password(), &typed);
            page.refuse(form, wrong(Field::LegalAccepted, FormParamMissing), &typed);
        }),
        State::new("blocked-address", "Start, an address that is not taken", "/sign-up", |page| {
            let typed = [(Field::EmailAddress, "ada@throwaway.example")];
            page.refuse("sign_up/create", wrong(Field::EmailAddress, FormEmailAddressBlocked), &typed);
        }),
        State::new("taken-username", "Start, a username that is taken", "/sign-up", |page| {
            page.settings.username = FieldRule::Required;
            let typed = [(Field::Username, "ada"), (Field::EmailAddress, "ada@example.com")];
            page.refuse("sign_up/create", wrong(Field::Username, FormIdentifierExists), &typed);
        }),
        State::new("invited", "Start, invited", "/sign-up", |page| page.hold_ticket(TicketUse::SignUp)),
        State::new("verify-code", "Code by mail", "/sign-up/verify-email-address", |page| {
            page.begin_sign_up(&[], &[Field::EmailAddress], "email_code");
        }),
        State::new("wrong-code", "Code by mail, wrong", "/sign-up/verify-email-address", |page| {
            page.begin_sign_up(&[], &[Field::EmailAddress], "email_code");
            page.refuse("sign_up/attempt_verification", wrong(Field::Code, FormCodeIncorrect), &[]);
        }),
        State::new("code-sent", "Code by mail, sent again", "/sign-up/verify-email-address", |page| {
            page.begin_sign_up(&[], &[Field::EmailAddress], "email_code");
            page.note("sign_up/prepare_verification", Notice::CodeSent);
        }),
        State::new("verify-link", "Link by mail", "/sign-up/verify-email-address", |page| {
            page.begin_sign_up(&[], &[Field::EmailAddress], "email_link");
        }),
        State::new("verify-phone", "Code by text message", "/sign-up/verify-phone-number", |page| {
            page.begin_sign_up(&[], &[Field::PhoneNumber], "email_code");
        }),
        State::new("missing-fields", "What a provider does not know", "/sign-up/continue", |page| {
            every_field(page);
            consent(page);
            let missing = [Field::LastName, Field::Username, Field::PhoneNumber, Field::LegalAccepted];
            page.begin_sign_up(&missing, &[], "email_code").external_account = Some("github".into());
        }),
        State::new("restricted", "By invitation only", "/sign-up", |page| {
            page.settings.mode = SignUpMode::Restricted;
        }),
        State::new("waitlist", "A waitlist in its place", "/sign-up", |page| {
            page.settings.mode = SignUpMode::Waitlist;
        }),
        State::new("invitation-over", "An invitation that is no longer good", "/sign-up", |page| {
            page.hold_ticket(TicketUse::SignUpOver);
        }),
        State::new("has-account", "Invited, with an account already", "/sign-up", |page| {
            page.hold_ticket(TicketUse::HasAccount);
        }),
        State::new("choose-account", "Choose an account", "/sign-up", |page| {
            page.settings.multi_session = true;
            page.sign_in(ada());
        }),
        State::new("already-signed-in", "Already signed in", "/sign-up", |page| {
            page.sign_in(ada());
        }),
    ],
};

pub const WAITLIST: Shown = Shown {
    name: "waitlist",
    title: "<Waitlist/>",
    imports: "Waitlist",
    code: "<Waitlist/>",
    view: || view! { <Waitlist/> }.into_any(),
    place: Place::Card,
    states: &[
        State::new("start", "Start", "/waitlist", |page| page.settings.mode = SignUpMode::Waitlist),
        State::new("wrong-address", "Start, no address", "/waitlist", |page| {
            page.settings.mode = SignUpMode::Waitlist;
            let typed = [(Field::EmailAddress, "ada@")];
            page.refuse("waitlist/join", wrong(Field::EmailAddress, FormParamFormatInvalid), &typed);
        }),
        State::new("joined", "On the list", "/waitlist", |page| {
            page.settings.mode = SignUpMode::Waitlist;
            page.note("waitlist/join", Notice::WaitlistJoined);
        }),
        State::new("closed", "No waitlist", "/waitlist", |_| {}),
    ],
};

fn every_field(page: &mut PageState) {
    let settings = &mut page.settings;
    for rule in [
        &mut settings.first_name,
        &mut settings.last_name,
        &mut settings.username,
        &mut settings.email_address,
        &mut settings.phone_number,
        &mut settings.password,
    ] {
        *rule = FieldRule::Required;
    }
}

fn consent(page: &mut PageState) {
    page.settings.legal = Legal { terms_url: "/terms".into(), privacy_url: "/privacy".into(), consent: true };
}

fn weak_password() -> ApiError {
    let mut error = wrong(Field::Password, FormPasswordNotStrongEnough);
    error.meta.warning = Some(PasswordWarning::Common);
    error.meta.suggestions = vec![PasswordSuggestion::AnotherWord];
    error
}
