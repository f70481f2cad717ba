use leptos::prelude::*;

use crate::api::{AttemptVerification, CreateSignUp, OauthSignUp, PrepareVerification};
use crate::elements::{
    BotCheck, Card, FooterAction, Form, FormState, PasswordAdvice, PasswordField, PhoneField, RuledField,
    SocialButtons, SubmitButton, TextField, form_name, with_redirect,
};
use crate::locale;
use crate::model::{Field, FieldRule};

const FIELDS: &[Field] = &[
    Field::FirstName,
    Field::LastName,
    Field::Username,
    Field::EmailAddress,
    Field::PhoneNumber,
    Field::PhoneCountry,
    Field::Password,
];
/// What must not stand in the password.
const ABOUT: &[Field] = &[Field::EmailAddress, Field::Username, Field::FirstName, Field::LastName];

/// The details of the account.
#[component]
pub fn Start(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let later = [form_name::<AttemptVerification>(), form_name::<PrepareVerification>()];
    let form = FormState::new::<CreateSignUp>(&id, FIELDS, &later);
    let by_provider = FormState::new::<OauthSignUp>(&id, &[], &[]);
    let settings = form.state.settings.get_value();
    let known = form.state.client.with_untracked(|client| client.sign_up.clone());
    let sign_in = settings.paths.sign_in;
    let footer_action = FooterAction {
        text: locale::sign_up::HAVE_ACCOUNT,
        link: locale::sign_up::SIGN_IN,
        href: Signal::derive(move || redirect_url.with(|url| with_redirect(&sign_in, url))),
    };
    let named = settings.first_name != FieldRule::Off || settings.last_name != FieldRule::Off;
    let with_username = settings.username != FieldRule::Off;
    // A password that was given is kept by the server, and never sent back.
    let has_password = known.as_ref().is_some_and(|known| known.has_password);
    let (first_name, last_name, username, email_address, phone_number) = known
        .map(|it| (it.first_name, it.last_name, it.username, it.email_address, it.phone_number_formatted))
        .unwrap_or_default();
    let names = named.then(|| {
        view! {
            <div class="vst-formFieldRow">
                <RuledField
                    form
                    rule=settings.first_name
                    field=Field::FirstName
                    label=locale::field::FIRST_NAME
                    autocomplete="given-name"
                    autofocus=true
                    value=first_name
                />
                <RuledField
                    form
                    rule=settings.last_name
                    field=Field::LastName
                    label=locale::field::LAST_NAME
                    autocomplete="family-name"
                    autofocus=settings.first_name == FieldRule::Off
                    value=last_name
                />
            </div>
        }
    });
    let phone = (settings.phone_number != FieldRule::Off).then(|| {
        let required = settings.phone_number == FieldRule::Required;
        view! { <PhoneField form required autofocus=false value=phone_number/> }
    });
    let password = (settings.password != FieldRule::Off).then(|| {
        view! {
            <PasswordField
                form
                autocomplete="new-password"
                required=!has_password
                advice=PasswordAdvice::new(form, ABOUT)
            />
        }
    });
    view! {
        <Card title=locale::sign_up::TITLE subtitle=locale::sign_up::SUBTITLE footer_action>
            <SocialButtons form=by_provider redirect_url/>
            <Form form redirect_url>
                {names}
                <RuledField
                    form
                    rule=settings.username
                    field=Field::Username
                    label=locale::field::USERNAME
                    autocomplete="username"
                    autofocus=!named
                    value=username
                />
                <TextField
                    form
                    field=Field::EmailAddress
                    label=locale::field::EMAIL_ADDRESS
                    kind="email"
                    autocomplete="email"
                    required=true
                    autofocus=!named && !with_username
                    value=email_address
                />
                {phone}
                {password}
                <BotCheck form/>
                <SubmitButton form label=locale::action::CONTINUE/>
            </Form>
        </Card>
    }
}
