use leptos::prelude::*;

use super::attempt::{Attempt, OtherMethods};
use crate::api::{AttemptFirstFactor, CreateSignIn, PrepareFirstFactor};
use crate::elements::{Card, FieldAction, Form, FormState, IdentityPreview, PasswordField, SubmitButton, form_name};
use crate::locale;
use crate::model::{Field, Strategy};

/// The password alone, for whoever has said who they are.
#[component]
pub fn PasswordStep(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let earlier = [form_name::<CreateSignIn>(), form_name::<PrepareFirstFactor>()];
    let form = FormState::new::<AttemptFirstFactor>(&id, &[Field::Password], &earlier);
    let attempt = Attempt::under_way(redirect_url);
    let identifier = attempt.identifier.clone();
    let forgot = attempt
        .can_reset()
        .then(|| FieldAction { label: locale::sign_in::forgot_password(), href: attempt.page("/forgot-password") });
    view! {
        <Card title=locale::sign_in::password_title() subtitle=locale::sign_in::password_subtitle()>
            <IdentityPreview identifier=identifier.clone() href=attempt.start()/>
            <Form form redirect_url>
                // A password manager looks for the name that belongs to the password.
                <input type="text" autocomplete="username" value=identifier readonly=true hidden=true/>
                <PasswordField form autocomplete="current-password" required=true autofocus=true action=forgot/>
                <SubmitButton form label=locale::action::continue_()/>
            </Form>
            <OtherMethods attempt besides=Strategy::Password/>
        </Card>
    }
}
