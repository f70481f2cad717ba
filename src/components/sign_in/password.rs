use leptos::prelude::*;

use super::attempt::OtherMethods;
use crate::elements::{
    Attempt, Card, CardForm, FieldAction, IdentityRow, PasswordField, SignInStepAt, SubmitButton, username_hint,
};
use crate::locale;
use crate::model::Strategy;

/// The password alone, for whoever has said who they are.
#[component]
pub fn PasswordStep(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = SignInStepAt::Password.form(&id);
    let attempt = Attempt::under_way(redirect_url);
    let identifier = attempt.identifier.clone();
    let forgot = attempt
        .can_reset()
        .then(|| FieldAction { label: locale::sign_in::forgot_password(), href: attempt.page("/forgot-password") });
    view! {
        <Card title=locale::sign_in::password_title() subtitle=locale::sign_in::password_subtitle()>
            <IdentityRow identifier=identifier.clone() href=attempt.start()/>
            <CardForm form redirect_url>
                // A password manager looks for the name that belongs to the password.
                {username_hint(identifier)}
                <PasswordField form autocomplete="current-password" required=true autofocus=true action=forgot/>
                <SubmitButton form label=locale::action::continue_()/>
            </CardForm>
            <OtherMethods attempt besides=Strategy::Password/>
        </Card>
    }
}
