use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

use super::headless::{InputOptions, Typed, field_element, input_element, password_kind, show_password_button};
use super::{Erase, FieldAction, FieldErrorText, FieldLabel, FormState, Icon, IconName, PasswordAdvice, live};
use crate::locale;
use crate::model::Field;

/// A field for a password. Where the browser's half runs, a button shows what was typed. It lies over the end of the
/// input, so nothing moves when it appears.
#[component]
pub fn PasswordField(
    form: FormState,
    #[prop(default = Field::Password)] field: Field,
    autocomplete: &'static str,
    required: bool,
    #[prop(optional)] autofocus: bool,
    /// What helps whoever does not know it.
    #[prop(optional_no_strip)]
    action: Option<FieldAction>,
    /// For a new password: tells how good it is while it is typed.
    #[prop(optional)]
    advice: Option<PasswordAdvice>,
) -> impl IntoView {
    let label = match field {
        Field::NewPassword => locale::field::new_password(),
        Field::CurrentPassword => locale::field::current_password(),
        _ => locale::field::password(),
    };
    let shown = RwSignal::new(false);
    let hint = advice.map(|_| form.field_id(field) + "-advice");
    let options = InputOptions {
        kind: password_kind(form, shown),
        autocomplete,
        is_literal: true,
        required,
        autofocus,
        hint: hint.clone(),
        typed: advice.map(|advice| {
            let mut advise = advice.on_change();
            Box::new(move |input: HtmlInputElement| advise(input.value())) as Typed
        }),
        ..InputOptions::new("vst-formFieldInput")
    };
    let content = view! {
        <FieldLabel form field label required action/>
        <div class="vst-formFieldInputGroup">
            {input_element(form, field, options)} <ShowPasswordButton shown controls=form.field_id(field)/>
        </div>
        <FieldErrorText form field/>
        {advice.zip(hint).map(|(advice, id)| advice.view(field, id))}
    };
    field_element(form, field, "vst-formField".to_owned(), content.erase())
}

/// The button that shows what was typed into a password's input.
#[component]
pub fn ShowPasswordButton(
    shown: RwSignal<bool>,
    /// The id of the input.
    controls: String,
) -> impl IntoView {
    let icon = move || {
        let name = if shown.get() { IconName::EyeOff } else { IconName::Eye };
        view! { <Icon name class="vst-formFieldInputShowPasswordIcon"/> }
    };
    show_password_button(controls, shown, "vst-formFieldInputShowPasswordButton".to_owned(), true, move || live(icon))
}
