use leptos::html;
use leptos::prelude::*;

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
            <label class="vst-formFieldLabel" for=form.field_id(field)>
                {label}
            </label>
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
pub fn FieldError(
    form: FormState,
    field: Field,
    #[prop(default = "vst-formFieldErrorText")] class: &'static str,
) -> impl IntoView {
    let error = form.error(field);
    live(move || error.get().map(|text| view! { <p class=class id=form.error_id(field)>{text}</p> }))
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
    // A name begins with a capital; an identifier is taken letter by letter.
    let literal = matches!(field, Field::Identifier | Field::EmailAddress | Field::Username);
    view! {
        <div class="vst-formField" data-error=form.while_wrong(field, "")>
            <FieldLabel form field label required last_used/>
            <div class="vst-formFieldInputGroup">
                <input
                    class="vst-formFieldInput"
                    id=form.field_id(field)
                    name=field.name()
                    type=kind
                    value=form.value(field).or(value).unwrap_or_default()
                    autocomplete=autocomplete
                    autocapitalize=literal.then_some("none")
                    spellcheck=literal.then_some("false")
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

/// A handle on an input. In a step that the browser makes, the first one gets the focus: `autofocus` works only on
/// the page that was loaded.
pub fn input_with_focus(form: FormState, field: Field, autofocus: bool) -> NodeRef<html::Input> {
    let input = NodeRef::<html::Input>::new();
    if form.state.is_hydrated() && form.has_first_focus(field, autofocus) {
        input.on_load(|input| {
            request_animation_frame(move || {
                // Without the focus the page is still all there.
                let _ = input.focus();
            });
        });
    }
    input
}
