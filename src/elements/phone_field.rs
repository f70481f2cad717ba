use leptos::prelude::*;

use super::headless::{InputOptions, field_element, input_element};
use super::{Erase, FieldErrorText, FieldLabel, FormState, platform};
use crate::locale;
use crate::model::Field;

/// A field for a phone number, and a list of countries beside it. The server alone knows the list: it is in the page that
/// was loaded. In a step that the browser makes there is none; there a number begins with its `+`, or is one of the
/// settings' own country, as it is everywhere without a list.
#[component]
pub fn PhoneField(
    form: FormState,
    required: bool,
    autofocus: bool,
    /// What is known already; what was typed counts more.
    value: Option<String>,
) -> impl IntoView {
    let field = Field::PhoneNumber;
    let country = form.value(Field::PhoneCountry).unwrap_or_default();
    let options = InputOptions {
        kind: Signal::stored("tel"),
        value: Some(form.value(field).or(value).unwrap_or_default()),
        autocomplete: "tel",
        required,
        autofocus,
        ..InputOptions::new("vst-formFieldInput")
    };
    let content = view! {
        <FieldLabel form field label=locale::field::phone_number() required/>
        <div class="vst-phoneInputBox">
            <select
                class="vst-phoneCountrySelect"
                name=Field::PhoneCountry.name()
                aria-label=locale::field::phone_country()
                autocomplete="country"
                inner_html=platform::country_options(&country)
            ></select>
            {input_element(form, field, options)}
        </div>
        <FieldErrorText form field/>
    };
    field_element(form, field, "vst-formField".to_owned(), content.erase())
}
