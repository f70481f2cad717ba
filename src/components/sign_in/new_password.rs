use leptos::prelude::*;

use crate::elements::{
    Attempt, Card, CardForm, Checkbox, IdentityRow, PasswordAdvice, PasswordField, SignInStepAt, SubmitButton,
    username_hint,
};
use crate::locale;
use crate::model::Field;

/// A new password in the place of a forgotten one.
#[component]
pub fn NewPassword(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = SignInStepAt::NewPassword.form(&id);
    let attempt = Attempt::under_way(redirect_url);
    let identifier = attempt.identifier.clone();
    view! {
        <Card title=locale::sign_in::new_password_title() subtitle=locale::sign_in::new_password_subtitle()>
            <IdentityRow identifier=identifier.clone() href=attempt.start()/>
            <CardForm form redirect_url>
                // A password manager keeps the new one under the name that belongs to it.
                {username_hint(identifier)}
                <PasswordField
                    form
                    field=Field::NewPassword
                    autocomplete="new-password"
                    required=true
                    autofocus=true
                    advice=PasswordAdvice::new(form, &[])
                />
                <Checkbox
                    form
                    field=Field::SignOutOfOtherSessions
                    checked=true
                >
                    {locale::sign_in::sign_out_of_other_sessions()}
                </Checkbox>
                <SubmitButton form label=locale::sign_in::reset_password()/>
            </CardForm>
        </Card>
    }
}
