use leptos::prelude::*;

use super::field::input_with_focus;
use super::{Erase, FieldError, FieldLabel, FormState, platform};
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
    view! {
        <div class="vst-formField" data-error=form.while_wrong(field, "")>
            <FieldLabel form field label=locale::field::phone_number() required/>
            <div class="vst-phoneInputBox">
                <select
                    class="vst-phoneCountrySelect"
                    name=Field::PhoneCountry.name()
                    aria-label=locale::field::phone_country()
                    autocomplete="country"
                    inner_html=platform::country_options(&country)
                ></select>
                <input
                    class="vst-formFieldInput"
                    id=form.field_id(field)
                    name=field.name()
                    type="tel"
                    value=form.value(field).or(value).unwrap_or_default()
                    autocomplete="tel"
                    required=required
                    autofocus=form.has_first_focus(field, autofocus)
                    aria-invalid=form.while_wrong(field, "true")
                    aria-describedby=form.described_by(field)
                    node_ref=input_with_focus(form, field, autofocus)
                    on:input=move |_| form.changed(field)
                />
            </div>
            <FieldError form field/>
        </div>
    }
    .erase()
}
