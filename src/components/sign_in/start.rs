use leptos::prelude::*;

use super::passkey::PasskeyButton;
use crate::api::OauthSignIn;
use crate::elements::{
    Card, CardForm, FooterAction, FormState, InitialValues, OtherFlow, PasswordField, SignInStepAt, SubmitButton,
    TextField, identifier, last_used, social_buttons,
};
use crate::locale;
use crate::model::{Field, PublicSettings, SignUpMode, Strategy};

/// Who one is. Where a password is the only proof, it stands in the same form.
#[component]
pub fn Start(id: String, redirect_url: Signal<String>, initial_values: InitialValues) -> impl IntoView {
    let form = SignInStepAt::Start.form(&id);
    let with_passkeys = form.state.settings.with_value(PublicSettings::passkeys);
    let by_provider = FormState::new::<OauthSignIn>(&id, &[], &[]);
    let state = form.state;
    let known = state.client.with_untracked(|client| client.sign_in.as_ref().and_then(|it| it.identifier.clone()));
    let known = known.or_else(|| initial_values.identifier());
    let (title, with_password, sign_up, mode) = state.settings.with_value(|settings| {
        let title = match settings.with_sign_up {
            true => locale::sign_in::title_with_sign_up(&settings.app_name),
            false => locale::sign_in::title(&settings.app_name),
        };
        let with_password = settings.asks_for_password_at_once();
        let sign_up = match settings.mode {
            SignUpMode::Waitlist => settings.paths.waitlist_page(),
            _ => &settings.paths.sign_up,
        };
        (title, with_password, sign_up.to_owned(), settings.mode)
    });
    // Where there is one way only, it is the last one that was used, too.
    let has_others = with_passkeys || state.settings.with_value(|settings| !settings.providers.is_empty());
    let is_typed = |last: &str| Strategy::parse(last).is_some_and(|strategy| !strategy.is_discoverable());
    let last_used = has_others && last_used().as_deref().is_some_and(is_typed);
    let password = with_password.then(|| view! { <PasswordField form autocomplete="current-password" required=true/> });
    let (label, kind) = state.settings.with_value(identifier);
    let with_sign_up = state.settings.with_value(|settings| settings.with_sign_up);
    let subtitle = if with_sign_up { locale::sign_in::subtitle_with_sign_up() } else { locale::sign_in::subtitle() };
    let organization = state.client.with_untracked(|client| {
        client.ticket.as_ref().and_then(|ticket| ticket.invites_to().map(locale::ticket::organization_title))
    });
    let (title, subtitle) = match organization {
        Some(title) => (title, locale::ticket::organization_sign_in_subtitle()),
        None => (title, subtitle),
    };
    let footer_action = (!with_sign_up && mode != SignUpMode::Restricted).then(|| FooterAction {
        text: locale::sign_in::no_account(),
        link: if mode == SignUpMode::Waitlist { locale::waitlist::title() } else { locale::sign_in::sign_up() },
        href: OtherFlow::link(sign_up, redirect_url),
        rel: state.settings.with_value(PublicSettings::sign_up_rel),
    });
    let (above, below) = social_buttons(by_provider, redirect_url);
    view! {
        <Card title subtitle footer_action>
            {above}
            <CardForm form redirect_url>
                <TextField
                    form
                    field=Field::Identifier
                    label
                    kind
                    autocomplete=if with_passkeys { "username webauthn" } else { "username" }
                    required=true
                    autofocus=true
                    last_used
                    value=known
                />
                {password}
                <SubmitButton form label=locale::action::continue_()/>
            </CardForm>
            {below}
            {with_passkeys.then(|| view! { <PasskeyButton id redirect_url/> })}
        </Card>
    }
}
