use leptos::prelude::*;

use super::headless::{InputOptions, error_line, field_element, input_element, label_element};
use super::{Erase, FormState, LastUsedBadge, live};
use crate::locale;
use crate::model::{Field, FieldRule};

/// A link beside the label of a field.
#[derive(Clone)]
pub struct FieldAction {
    pub label: &'static str,
    pub href: Signal<String>,
}

/// The line above an input: what belongs into it, that it may stay empty if it may, and what helps with it.
#[component]
pub fn FieldLabel(
    form: FormState,
    field: Field,
    label: &'static str,
    required: bool,
    #[prop(optional_no_strip)] action: Option<FieldAction>,
    #[prop(optional)] last_used: bool,
) -> impl IntoView {
    view! {
        <div class="vst-formFieldLabelRow">
            {label_element(form, field, "vst-formFieldLabel".to_owned(), label.erase())}
            <LastUsedBadge shown=last_used/>
            {(!required).then(|| view! { <span class="vst-formFieldHintText">{locale::field::optional()}</span> })}
            {action
                .map(|FieldAction { label, href }| {
                    view! {
                        <a class="vst-formFieldAction" href=href>
                            {label}
                        </a>
                    }
                })}
        </div>
    }
}

/// The line below an input: what is wrong with it.
#[component]
pub fn FieldErrorText(
    form: FormState,
    field: Field,
    #[prop(default = "vst-formFieldErrorText")] class: &'static str,
) -> impl IntoView {
    let error = form.error(field);
    live(move || error.get().map(|text| error_line(form, field, class, text)))
}

/// A field for one line of text.
#[component]
pub fn TextField(
    form: FormState,
    field: Field,
    label: &'static str,
    autocomplete: &'static str,
    #[prop(default = "text")] kind: &'static str,
    required: bool,
    #[prop(optional)] autofocus: bool,
    /// Whether one last came in by this way.
    #[prop(optional)]
    last_used: bool,
    /// What is known already; what was typed counts more.
    #[prop(optional_no_strip)]
    value: Option<String>,
) -> impl IntoView {
    let options = InputOptions {
        kind: Signal::stored(kind),
        value: Some(form.value(field).or(value).unwrap_or_default()),
        autocomplete,
        is_literal: matches!(field, Field::Identifier | Field::EmailAddress | Field::Username),
        required,
        autofocus,
        ..InputOptions::new("vst-formFieldInput")
    };
    let content = view! {
        <FieldLabel form field label required last_used/>
        <div class="vst-formFieldInputGroup">{input_element(form, field, options)}</div>
        <FieldErrorText form field/>
    };
    field_element(form, field, "vst-formField".to_owned(), content.erase())
}

/// A field that the settings may ask for or not.
#[component]
pub fn RuledField(
    form: FormState,
    rule: FieldRule,
    field: Field,
    label: &'static str,
    autocomplete: &'static str,
    #[prop(default = "text")] kind: &'static str,
    autofocus: bool,
    value: Option<String>,
) -> impl IntoView {
    let required = rule == FieldRule::Required;
    (rule != FieldRule::Off).then(|| view! { <TextField form field label autocomplete kind required autofocus value/> })
}
