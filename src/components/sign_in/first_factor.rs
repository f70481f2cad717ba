use leptos::prelude::*;

use crate::api::AttemptFirstFactor;
use crate::elements::{Card, Form, FormState, IdentityPreview, PasswordField, SubmitButton, with_redirect};
use crate::locale;
use crate::model::Field;

/// The password alone, for whoever has said who they are.
#[component]
pub fn FirstFactor(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = FormState::new::<AttemptFirstFactor>(&id, &[Field::Password], &[]);
    let state = form.state;
    let identifier = state.client.with_untracked(|client| client.sign_in.as_ref().and_then(|it| it.identifier.clone()));
    let sign_in = state.settings.with_value(|settings| settings.paths.sign_in.clone());
    let back = Signal::derive(move || redirect_url.with(|url| with_redirect(&sign_in, url)));
    view! {
        <Card title=locale::sign_in::PASSWORD_TITLE subtitle=locale::sign_in::PASSWORD_SUBTITLE>
            <IdentityPreview identifier=identifier.clone().unwrap_or_default() href=back/>
            <Form form redirect_url>
                // A password manager looks for the name that belongs to the password.
                <input type="text" autocomplete="username" value=identifier readonly=true hidden=true/>
                <PasswordField form autocomplete="current-password" required=true autofocus=true/>
                <SubmitButton form label=locale::action::CONTINUE/>
            </Form>
        </Card>
    }
}
