use leptos::prelude::*;

use super::{Place, Shown, State};
use crate::components::SignIn;
use crate::model::ErrorCode::{
    FormCodeIncorrect, FormParamFormatInvalid, FormPasswordLengthTooShort, FormPasswordOrIdentifierIncorrect,
    FormPasswordPwned, OauthAccessDenied, SecondFactorFailed, TooManyRequests, UserLocked, VerificationExpired,
};
use crate::model::{
    BackupCodes, Field, Flash, Notice, OrganizationChoices, SessionStatus, SessionTask, SignInStatus, SignUpMode,
    Strategy, TicketUse,
};
use crate::server::sample_setup;
use crate::site::playground::cast::{PROVIDERS, ada, error, grace, long_name, organizations, wrong};

/// More than a password alone, so that one says first who one is.
const SEVERAL: &[Strategy] = &[
    Strategy::Password,
    Strategy::EmailCode,
    Strategy::EmailLink,
    Strategy::PhoneCode,
    Strategy::Passkey,
    Strategy::ResetPasswordEmailCode,
];

pub const SIGN_IN: Shown = Shown {
    name: "sign-in",
    title: "<SignIn/>",
    imports: "SignIn",
    code: "<SignIn/>",
    view: || view! { <SignIn/> }.into_any(),
    place: Place::Card,
    states: STATES,
};

const STATES: &[State] = &[
    State::new("start", "Start, with the password", "/sign-in", |_| {}),
    State::new("identifier", "Start, who one is first", "/sign-in", |page| page.offer(SEVERAL)),
    State::new("providers", "Start, two providers", "/sign-in", |page| page.offer_providers(&PROVIDERS[..2])),
    State::new("provider-icons", "Start, five providers", "/sign-in", |page| page.offer_providers(PROVIDERS)),
    State::new("last-used", "Start, a provider was used last", "/sign-in", |page| {
        page.offer_providers(&PROVIDERS[..2]);
        page.client.last_authentication_strategy = Some("oauth_github".into());
    }),
    State::new("passkey", "Start, with a passkey", "/sign-in", |page| {
        page.offer(SEVERAL);
        page.client.last_authentication_strategy = Some("passkey".into());
    }),
    State::new("with-sign-up", "Start, sign-up in the same place", "/sign-in", |page| {
        page.offer(SEVERAL);
        page.settings.with_sign_up = true;
    }),
    State::new("wrong-identifier", "Start, no identifier", "/sign-in", |page| {
        page.offer(SEVERAL);
        page.refuse("sign_in/create", wrong(Field::Identifier, FormParamFormatInvalid), &[(Field::Identifier, "ada@")]);
    }),
    State::new("wrong-credentials", "Start, wrong password", "/sign-in", |page| {
        let typed = [(Field::Identifier, "ada@example.com")];
        page.refuse("sign_in/create", wrong(Field::Password, FormPasswordOrIdentifierIncorrect), &typed);
    }),
    State::new("locked", "Start, locked", "/sign-in", |page| {
        let typed = [(Field::Identifier, "ada@example.com")];
        page.refuse("sign_in/create", error(UserLocked).with_retry_after_ms(45_000), &typed);
    }),
    State::new("provider-refused", "Start, the provider said no", "/sign-in", |page| {
        page.offer_providers(&PROVIDERS[..2]);
        page.refuse("sign_in/oauth", error(OauthAccessDenied), &[]);
    }),
    State::new("password", "Password", "/sign-in/factor-one", |page| {
        page.begin_sign_in(Strategy::Password, SEVERAL);
    }),
    State::new("wrong-password", "Password, wrong", "/sign-in/factor-one", |page| {
        page.begin_sign_in(Strategy::Password, SEVERAL);
        page.refuse("sign_in/attempt_first_factor", wrong(Field::Password, FormPasswordOrIdentifierIncorrect), &[]);
    }),
    State::new("code", "Code by mail", "/sign-in/factor-one", |page| {
        page.begin_sign_in(Strategy::EmailCode, SEVERAL);
    }),
    State::new("wrong-code", "Code by mail, wrong", "/sign-in/factor-one", |page| {
        page.begin_sign_in(Strategy::EmailCode, SEVERAL);
        page.refuse("sign_in/attempt_first_factor", wrong(Field::Code, FormCodeIncorrect), &[]);
    }),
    State::new("expired-code", "Code by mail, too late", "/sign-in/factor-one", |page| {
        page.begin_sign_in(Strategy::EmailCode, SEVERAL);
        page.refuse("sign_in/attempt_first_factor", wrong(Field::Code, VerificationExpired), &[]);
    }),
    State::new("code-sent", "Code by mail, sent again", "/sign-in/factor-one", |page| {
        page.begin_sign_in(Strategy::EmailCode, SEVERAL);
        page.note("sign_in/prepare_first_factor", Notice::CodeSent);
    }),
    State::new("phone-code", "Code by text message", "/sign-in/factor-one", |page| {
        page.begin_sign_in(Strategy::PhoneCode, SEVERAL);
    }),
    State::new("link", "Link by mail", "/sign-in/factor-one", |page| {
        page.begin_sign_in(Strategy::EmailLink, SEVERAL);
    }),
    State::new("choose", "Another method", "/sign-in/choose", |page| {
        page.begin_sign_in(Strategy::Password, &SEVERAL[1..]);
    }),
    State::new("forgot-password", "Forgotten password", "/sign-in/forgot-password", |page| {
        page.begin_sign_in(Strategy::Password, &SEVERAL[1..]);
    }),
    State::new("reset-code", "Forgotten password, code", "/sign-in/factor-one", |page| {
        page.begin_sign_in(Strategy::ResetPasswordEmailCode, SEVERAL);
    }),
    State::new("new-password", "New password", "/sign-in/reset-password", |page| {
        page.begin_sign_in(Strategy::ResetPasswordEmailCode, &[]).status = SignInStatus::NeedsNewPassword;
    }),
    State::new("short-password", "New password, too short", "/sign-in/reset-password", |page| {
        page.begin_sign_in(Strategy::ResetPasswordEmailCode, &[]).status = SignInStatus::NeedsNewPassword;
        let short = wrong(Field::NewPassword, FormPasswordLengthTooShort).with_limit(10);
        page.refuse("sign_in/reset_password", short, &[]);
    }),
    State::new("stolen-password", "New password, in a list of stolen ones", "/sign-in/reset-password", |page| {
        page.begin_sign_in(Strategy::ResetPasswordEmailCode, &[]).status = SignInStatus::NeedsNewPassword;
        page.refuse("sign_in/reset_password", wrong(Field::NewPassword, FormPasswordPwned), &[]);
    }),
    State::new("totp", "Second step, authenticator app", "/sign-in/factor-two", |page| {
        page.begin_second_factor(Strategy::Totp);
    }),
    State::new("wrong-totp", "Second step, wrong code", "/sign-in/factor-two", |page| {
        page.begin_second_factor(Strategy::Totp);
        page.refuse("sign_in/attempt_second_factor", wrong(Field::Code, FormCodeIncorrect), &[]);
    }),
    State::new("second-phone-code", "Second step, text message", "/sign-in/factor-two", |page| {
        page.begin_second_factor(Strategy::PhoneCode);
    }),
    State::new("backup-code", "Second step, backup code", "/sign-in/factor-two", |page| {
        page.begin_second_factor(Strategy::BackupCode);
    }),
    State::new("second-methods", "Second step, other methods", "/sign-in/factor-two", |page| {
        page.begin_second_factor(Strategy::Totp);
    })
    .open("vst-otherMethods"),
    State::new("second-failed", "Second step, begun again", "/sign-in", |page| {
        page.refuse("sign_in/attempt_second_factor", error(SecondFactorFailed), &[]);
    }),
    State::new("choose-account", "Choose an account", "/sign-in", |page| {
        page.settings.multi_session = true;
        page.sign_in(long_name());
        page.sign_in(grace());
        page.sign_in(ada());
    }),
    State::new("add-account", "One more account", "/sign-in/add-account", |page| {
        page.settings.multi_session = true;
        page.sign_in(ada());
    }),
    State::new("already-signed-in", "Already signed in", "/sign-in", |page| {
        page.sign_in(ada());
    }),
    State::new("ticket", "By a link that was made", "/sign-in", |page| page.hold_ticket(TicketUse::SignIn)),
    State::new("ticket-over", "By a link that is no longer good", "/sign-in", |page| {
        page.hold_ticket(TicketUse::SignInOver);
    }),
    State::new("setup-mfa", "Second step to be set up", "/sign-in/setup-mfa", |page| {
        page.settings.mfa.required = true;
        let session = page.sign_in(ada());
        session.status = SessionStatus::Pending;
        session.tasks = vec![SessionTask::SetupMfa];
    }),
    State::new("setup-totp", "Second step to be set up, authenticator app", "/sign-in/setup-mfa", |page| {
        page.settings.mfa.required = true;
        let session = page.sign_in(ada());
        session.status = SessionStatus::Pending;
        session.tasks = vec![SessionTask::SetupMfa];
        page.client.totp_setup = sample_setup(&page.settings.app_name, "ada@example.com");
    }),
    State::new("setup-done", "Second step set up, backup codes", "/sign-in/setup-mfa", |page| {
        let user = &mut page.sign_in(ada()).user;
        (user.two_factor_enabled, user.totp_enabled, user.backup_code_enabled) = (true, true, true);
        let codes = (0..10).map(|number| format!("k{number}fh-7mw{number}")).collect();
        page.flash =
            Some(Flash { form: "totp/verify".into(), backup_codes: Some(BackupCodes(codes)), ..Flash::default() });
    }),
    State::new("choose-organization", "An organization to be chosen", "/sign-in/choose-organization", |page| {
        let session = page.sign_in(ada());
        session.status = SessionStatus::Pending;
        session.tasks = vec![SessionTask::ChooseOrganization];
        page.organizations = Some(organizations());
    }),
    State::new("no-organization", "No organization to be chosen", "/sign-in/choose-organization", |page| {
        let session = page.sign_in(ada());
        session.status = SessionStatus::Pending;
        session.tasks = vec![SessionTask::ChooseOrganization];
        page.organizations = Some(OrganizationChoices { may_create: true, ..OrganizationChoices::default() });
    }),
    State::new("too-many", "Too many requests", "/sign-in", |page| {
        page.refuse("sign_in/create", error(TooManyRequests).with_retry_after_ms(30_000), &[]);
    }),
    State::new("closed", "No sign-up for others", "/sign-in", |page| {
        page.settings.mode = SignUpMode::Restricted;
    }),
];
