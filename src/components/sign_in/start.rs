use leptos::prelude::*;

use crate::api::{AttemptFirstFactor, CreateSignIn};
use crate::elements::{
    Card, FooterAction, Form, FormState, PasswordField, SubmitButton, TextField, form_name, with_redirect,
};
use crate::locale;
use crate::model::{Field, FieldRule};

/// Who one is, and the password in the same form, so that a password manager fills in both.
#[component]
pub fn Start(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let fields = &[Field::Identifier, Field::Password];
    let form = FormState::new::<CreateSignIn>(&id, fields, &[form_name::<AttemptFirstFactor>()]);
    let state = form.state;
    let known = state.client.with_untracked(|client| client.sign_in.as_ref().and_then(|it| it.identifier.clone()));
    let (title, with_username, sign_up) = state.settings.with_value(|settings| {
        let title = locale::sign_in::title(&settings.app_name);
        (title, settings.username != FieldRule::Off, settings.paths.sign_up.clone())
    });
    let (label, kind) = match with_username {
        true => (locale::field::EMAIL_OR_USERNAME, "text"),
        false => (locale::field::EMAIL_ADDRESS, "email"),
    };
    let footer_action = FooterAction {
        text: locale::sign_in::NO_ACCOUNT,
        link: locale::sign_in::SIGN_UP,
        href: Signal::derive(move || redirect_url.with(|url| with_redirect(&sign_up, url))),
    };
    view! {
        <Card title subtitle=locale::sign_in::SUBTITLE footer_action>
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
                <PasswordField form autocomplete="current-password" required=true/>
                <SubmitButton form label=locale::action::CONTINUE/>
            </Form>
        </Card>
    }
}
