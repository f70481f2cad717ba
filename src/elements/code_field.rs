use leptos::prelude::*;

use super::headless::{InputOptions, code_typed, field_element, input_element};
use super::{Erase, FieldErrorText, FieldLabel, FormState};
use crate::locale;
use crate::model::Field;

/// A field for a code: one input, so that it can be pasted, filled in by the system, and read out. Where the browser's
/// half runs, what is not a digit falls away, and the last digit sends the form.
#[component]
pub fn CodeField(form: FormState) -> impl IntoView {
    let field = Field::Code;
    let options = InputOptions {
        inputmode: Some("numeric"),
        autocomplete: "one-time-code",
        placeholder: Some(locale::field::code_placeholder()),
        is_literal: true,
        required: true,
        autofocus: true,
        typed: Some(code_typed(form)),
        ..InputOptions::new("vst-otpCodeFieldInput")
    };
    let content = view! {
        <FieldLabel form field label=locale::field::code() required=true/>
        {input_element(form, field, options)}
        <FieldErrorText form field class="vst-otpCodeFieldErrorText"/>
    };
    field_element(form, field, "vst-otpCodeField".to_owned(), content.erase())
}
