use leptos::prelude::*;

use crate::api::{AttemptFirstFactor, CreateSignIn, OauthSignIn, PrepareFirstFactor, ResetPassword};
use crate::elements::{
    Card, FooterAction, Form, FormState, PasswordField, SocialButtons, SubmitButton, TextField, form_name,
    with_redirect,
};
use crate::locale;
use crate::model::{Field, FieldRule, SignUpMode};

/// Who one is. Where a password is the only proof, it stands in the same form.
#[component]
pub fn Start(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let fields = &[Field::Identifier, Field::Password];
    let later = [form_name::<AttemptFirstFactor>(), form_name::<PrepareFirstFactor>(), form_name::<ResetPassword>()];
    let form = FormState::new::<CreateSignIn>(&id, fields, &later);
    let by_provider = FormState::new::<OauthSignIn>(&id, &[], &[]);
    let state = form.state;
    let known = state.client.with_untracked(|client| client.sign_in.as_ref().and_then(|it| it.identifier.clone()));
    let (title, known_by, with_password, sign_up, mode) = state.settings.with_value(|settings| {
        let title = locale::sign_in::title(&settings.app_name);
        let with_password = settings.asks_for_password_at_once();
        let known_by = (settings.phone_number != FieldRule::Off, settings.username != FieldRule::Off);
        let sign_up = match settings.mode {
            SignUpMode::Waitlist => settings.paths.waitlist_page(),
            _ => &settings.paths.sign_up,
        };
        (title, known_by, with_password, sign_up.to_owned(), settings.mode)
    });
    let password = with_password.then(|| view! { <PasswordField form autocomplete="current-password" required=true/> });
    let (label, kind) = match known_by {
        (false, false) => (locale::field::EMAIL_ADDRESS, "email"),
        (true, false) => (locale::field::EMAIL_OR_PHONE, "text"),
        (false, true) => (locale::field::EMAIL_OR_USERNAME, "text"),
        (true, true) => (locale::field::EMAIL_PHONE_OR_USERNAME, "text"),
    };
    let footer_action = (mode != SignUpMode::Restricted).then(|| FooterAction {
        text: locale::sign_in::NO_ACCOUNT,
        link: if mode == SignUpMode::Waitlist { locale::waitlist::TITLE } else { locale::sign_in::SIGN_UP },
        href: Signal::derive(move || redirect_url.with(|url| with_redirect(&sign_up, url))),
    });
    view! {
        <Card title subtitle=locale::sign_in::SUBTITLE footer_action>
            <SocialButtons form=by_provider redirect_url/>
            <Form form redirect_url>
                <TextField
                    form
                    field=Field::Identifier
                    label
                    kind
                    autocomplete="username"
                    required=true
                    autofocus=true
                    value=known
                />
                {password}
                <SubmitButton form label=locale::action::CONTINUE/>
            </Form>
        </Card>
    }
}
