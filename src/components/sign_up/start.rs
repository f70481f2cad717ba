use leptos::prelude::*;

use crate::api::OauthSignUp;
use crate::elements::{
    AuthState, BotCheck, Card, CardForm, Erase, FooterAction, FormState, IdentityRow, InitialValues, LegalConsent,
    OtherFlow, PasswordAdvice, PasswordField, PhoneField, RuledField, SignUpStepAt, SubmitButton, invited, proven,
    social_buttons, with_look, with_redirect,
};
use crate::locale;
use crate::model::{Field, FieldRule};

/// What must not stand in the password.
const ABOUT: &[Field] = &[Field::EmailAddress, Field::Username, Field::FirstName, Field::LastName];

/// The details of the account.
#[component]
pub fn Start(
    id: String,
    redirect_url: Signal<String>,
    unsafe_metadata: Option<String>,
    initial_values: InitialValues,
) -> impl IntoView {
    let invited = AuthState::current().client.with_untracked(invited);
    let state = AuthState::current();
    let mut settings = state.settings.get_value();
    if with_look(|look| look.optional_fields_hidden) {
        settings.hide_optional_fields();
    }
    let known = state.client.with_untracked(|client| client.sign_up.clone());
    // Whoever has proven the address on the sign-in page goes back there to change it.
    let proven = proven();
    let is_fixed = invited.is_some() || proven.is_some();
    let form = SignUpStepAt::Start.form(&id);
    let by_provider = FormState::new::<OauthSignUp>(&id, &[], &[]);
    let sign_in = settings.paths.sign_in;
    let start = sign_in.clone();
    let footer_action = Some(FooterAction {
        text: locale::sign_up::have_account(),
        link: locale::sign_up::sign_in(),
        href: OtherFlow::link(sign_in, redirect_url),
        rel: None,
    });
    let named = settings.first_name != FieldRule::Off || settings.last_name != FieldRule::Off;
    let with_username = settings.username != FieldRule::Off;
    // A password that was given is kept by the server, and never sent back.
    let has_password = known.as_ref().is_some_and(|known| known.has_password);
    let accepted = known.as_ref().is_some_and(|known| !known.missing_fields.contains(&Field::LegalAccepted));
    let (first_name, last_name, username, email_address, phone_number) = known
        .map(|it| (it.first_name, it.last_name, it.username, it.email_address, it.phone_number_formatted))
        .unwrap_or_else(|| {
            let it = initial_values;
            (it.first_name, it.last_name, it.username, it.email_address, it.phone_number)
        });
    let names = named.then(|| {
        view! {
            <div class="vst-formFieldRow">
                <RuledField
                    form
                    rule=settings.first_name
                    field=Field::FirstName
                    label=locale::field::first_name()
                    autocomplete="given-name"
                    autofocus=true
                    value=first_name
                />
                <RuledField
                    form
                    rule=settings.last_name
                    field=Field::LastName
                    label=locale::field::last_name()
                    autocomplete="family-name"
                    autofocus=settings.first_name == FieldRule::Off
                    value=last_name
                />
            </div>
        }
    });
    let comes_first = !named && !with_username;
    let phone = (settings.phone_number != FieldRule::Off).then(|| {
        let required = settings.phone_number == FieldRule::Required;
        let autofocus = comes_first && !is_fixed && settings.email_address == FieldRule::Off;
        view! { <PhoneField form required autofocus value=phone_number/> }
    });
    let password = (settings.password != FieldRule::Off).then(|| {
        view! {
            <PasswordField
                form
                autofocus=comes_first && is_fixed
                autocomplete="new-password"
                required=settings.password == FieldRule::Required && !has_password
                advice=PasswordAdvice::new(form, ABOUT)
            />
        }
    });
    let organization = state.client.with_untracked(|client| {
        client.ticket.as_ref().and_then(|ticket| ticket.invites_to().map(locale::ticket::organization_title))
    });
    let (title, subtitle) = match (organization, &invited) {
        (Some(title), _) => (title, locale::ticket::organization_sign_up_subtitle().to_owned()),
        (None, Some(_)) => (locale::sign_up::title().to_owned(), locale::ticket::invited_subtitle(&settings.app_name)),
        (None, None) => (locale::sign_up::title().to_owned(), locale::sign_up::subtitle().to_owned()),
    };
    // Whoever has proven an address goes on with it.
    let has_address = proven.is_some();
    // Whose the account will be is said before anything is asked for.
    let edit = Signal::derive(move || redirect_url.with(|url| with_redirect(&start, url)));
    let kept = proven.clone();
    let identity = match (invited, proven) {
        (Some(identifier), _) => Some(view! { <IdentityRow identifier/> }.erase()),
        (None, Some(identifier)) => Some(view! { <IdentityRow identifier href=edit/> }.erase()),
        (None, None) => None,
    };
    let kept = kept.map(|kept| view! { <input type="hidden" name=Field::EmailAddress.name() value=kept/> });
    let email = identity.is_none().then(|| {
        view! {
            <RuledField
                form
                rule=settings.email_address
                field=Field::EmailAddress
                label=locale::field::email_address()
                kind="email"
                autocomplete="email"
                autofocus=comes_first
                value=email_address
            />
        }
    });
    let (above, below) = if has_address { (None, None) } else { social_buttons(by_provider, redirect_url) };
    view! {
        <Card title subtitle footer_action>
            {identity}
            {above}
            <CardForm form redirect_url>
                {names}
                <RuledField
                    form
                    rule=settings.username
                    field=Field::Username
                    label=locale::field::username()
                    autocomplete="username"
                    autofocus=!named
                    value=username
                />
                {email}
                {kept}
                {unsafe_metadata.map(|json| view! { <input type="hidden" name=Field::UnsafeMetadata.name() value=json/> })}
                {phone}
                {password}
                <LegalConsent form given=accepted/>
                <BotCheck form/>
                <SubmitButton form label=locale::action::continue_()/>
            </CardForm>
            {below}
        </Card>
    }
}
