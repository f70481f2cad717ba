//! Fields of the forms about organizations.

use leptos::prelude::*;

use crate::elements::{Erase, FieldErrorText, FieldLabel, FormState, InputOptions, field_element, input_element};
use crate::locale::{self, organization_profile, organizations as text};
use crate::model::{Field, OrganizationRole};

/// The field for a slug. What is known already is overwritten by what was typed.
pub fn slug_field(form: FormState, known: Option<String>, required: bool) -> AnyView {
    let options = options(form, Field::Slug, "text", known, required);
    // Only a new one is made of the name where none is typed.
    hinted_field(form, Field::Slug, text::slug(), options, (!required).then(text::slug_hint))
}

/// What an input is given.
pub fn options(
    form: FormState,
    field: Field,
    kind: &'static str,
    known: Option<String>,
    required: bool,
) -> InputOptions {
    InputOptions {
        kind: Signal::stored(kind),
        value: Some(form.value(field).or(known).unwrap_or_default()),
        autocomplete: "off",
        is_literal: true,
        required,
        ..InputOptions::new("vst-formFieldInput")
    }
}

/// A field with what helps with it, if anything does, below, which a screen reader tells with it.
pub fn hinted_field(
    form: FormState,
    field: Field,
    label: &'static str,
    options: InputOptions,
    hint: Option<&'static str>,
) -> AnyView {
    let hint = hint.map(|text| (form.field_id(field) + "-hint", text));
    let options = InputOptions { hint: hint.as_ref().map(|(id, _)| id.clone()), ..options };
    let hint = hint.map(|(id, text)| {
        view! {
            <p class="vst-formFieldHintText" id=id>
                {text}
            </p>
        }
    });
    let content = view! {
        <FieldLabel form field label required=options.required/>
        <div class="vst-formFieldInputGroup">{input_element(form, field, options)}</div>
        {hint}
        <FieldErrorText form field/>
    };
    field_element(form, field, "vst-formField".to_owned(), content.erase())
}

/// A choice of roles.
pub fn role_select(form: FormState, roles: &[OrganizationRole], chosen: &str) -> AnyView {
    let options = roles.iter().map(|role| (role.key.clone(), locale::role_named(&role.key, role.name.clone())));
    select_field(form, Field::Role, organization_profile::role(), options.collect(), chosen)
}

/// A field in which one of several things is chosen: values, and what they are called.
pub fn select_field(
    form: FormState,
    field: Field,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: &str,
) -> AnyView {
    let chosen = form.value(field).unwrap_or_else(|| chosen.to_owned());
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! {
                <option value=value selected=selected>
                    {label}
                </option>
            }
        })
        .collect();
    let content = view! {
        <FieldLabel form field label required=true/>
        <select
            class="vst-formFieldInput vst-selectButton"
            id=form.field_id(field)
            name=field.name()
            aria-invalid=form.while_wrong(field, "true")
            aria-describedby=form.described_by(field, None)
        >
            {options}
        </select>
        <FieldErrorText form field/>
    };
    field_element(form, field, "vst-formField".to_owned(), content.erase())
}
