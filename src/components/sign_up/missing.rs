use leptos::prelude::*;

use crate::elements::{
    Card, CardForm, FooterAction, LegalConsent, OtherFlow, PhoneField, RuledField, SignUpStepAt, SubmitButton,
    TextField,
};
use crate::locale;
use crate::model::{Field, FieldRule};

/// What is missing of a sign-up that a provider began.
#[component]
pub fn Missing(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = SignUpStepAt::Missing.form(&id);
    let settings = form.state.settings.get_value();
    let sign_in = settings.paths.sign_in;
    let footer_action = Some(FooterAction {
        text: locale::sign_up::have_account(),
        link: locale::sign_up::sign_in(),
        href: OtherFlow::link(sign_in, redirect_url),
        rel: None,
    });
    let known = form.state.client.with_untracked(|client| client.sign_up.clone());
    let missing = known.as_ref().map(|known| known.missing_fields.clone()).unwrap_or_default();
    let lacks = |field: Field| missing.contains(&field);
    // What the provider has proven is not asked for again.
    let asks_email = lacks(Field::EmailAddress)
        || known.as_ref().is_none_or(|known| known.unverified_fields.contains(&Field::EmailAddress));
    let (first_name, last_name, username, email_address) =
        known.map(|it| (it.first_name, it.last_name, it.username, it.email_address)).unwrap_or_default();
    let ask = |rule: FieldRule, field: Field| if lacks(field) { rule } else { FieldRule::Off };
    let accepted = !lacks(Field::LegalAccepted);
    let names = (ask(settings.first_name, Field::FirstName), ask(settings.last_name, Field::LastName));
    let named = names.0 != FieldRule::Off || names.1 != FieldRule::Off;
    let with_username = ask(settings.username, Field::Username);
    let names = named.then(|| {
        view! {
            <div class="vst-formFieldRow">
                <RuledField
                    form
                    rule=names.0
                    field=Field::FirstName
                    label=locale::field::first_name()
                    autocomplete="given-name"
                    autofocus=true
                    value=first_name
                />
                <RuledField
                    form
                    rule=names.1
                    field=Field::LastName
                    label=locale::field::last_name()
                    autocomplete="family-name"
                    autofocus=names.0 == FieldRule::Off
                    value=last_name
                />
            </div>
        }
    });
    let phone = lacks(Field::PhoneNumber).then(|| {
        let autofocus = !named && with_username == FieldRule::Off && !asks_email;
        view! { <PhoneField form required=true autofocus value=None/> }
    });
    view! {
        <Card title=locale::oauth::continue_title() subtitle=locale::oauth::continue_subtitle() footer_action>
            <CardForm form redirect_url>
                {names}
                <RuledField
                    form
                    rule=with_username
                    field=Field::Username
                    label=locale::field::username()
                    autocomplete="username"
                    autofocus=!named
                    value=username
                />
                {asks_email
                    .then(|| {
                        view! {
                            <TextField
                                form
                                field=Field::EmailAddress
                                label=locale::field::email_address()
                                kind="email"
                                autocomplete="email"
                                required=true
                                autofocus=!named && with_username == FieldRule::Off
                                value=email_address
                            />
                        }
                    })}
                {phone}
                <LegalConsent form given=accepted/>
                <SubmitButton form label=locale::action::continue_()/>
            </CardForm>
        </Card>
    }
}
