use leptos::prelude::*;

use super::field::input_with_focus;
use super::{Erase, FieldAction, FieldError, FieldLabel, FormState, Icon, IconName, PasswordAdvice, effect, live};
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
    let error = form.error(field);
    let shown = RwSignal::new(false);
    let mut advise = advice.map(PasswordAdvice::on_change);
    let advice_id = advice.map(|_| form.field_id(field) + "-advice");
    let described_by = {
        let advice_id = advice_id.clone();
        Signal::derive(move || {
            let error_id = error.with(Option::is_some).then(|| form.error_id(field));
            let ids: Vec<String> = [advice_id.clone(), error_id].into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    };
    let kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    // A password manager offers to keep only what is hidden when the form is sent.
    effect(move || {
        if form.pending.get() {
            shown.set(false);
        }
    });
    view! {
        <div class="vst-formField" data-error=form.while_wrong(field, "")>
            <FieldLabel form field label required action/>
            <div class="vst-formFieldInputGroup">
                <input
                    class="vst-formFieldInput"
                    id=form.field_id(field)
                    name=field.name()
                    type=kind
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    autofocus=form.has_first_focus(field, autofocus)
                    aria-invalid=form.while_wrong(field, "true")
                    aria-describedby=described_by
                    node_ref=input_with_focus(form, field, autofocus)
                    on:input=move |event| {
                        form.changed(field);
                        if let Some(advise) = &mut advise {
                            advise(event_target_value(&event));
                        }
                    }
                />
                <ShowPasswordButton shown controls=form.field_id(field)/>
            </div>
            <FieldError form field/>
            {advice.zip(advice_id).map(|(advice, id)| advice.view(field, id))}
        </div>
    }
    .erase()
}

#[component]
pub fn ShowPasswordButton(
    shown: RwSignal<bool>,
    /// The id of the input.
    controls: String,
) -> impl IntoView {
    // It does nothing without JavaScript, so it is not in the first HTML.
    let works = RwSignal::new(false);
    effect(move || works.set(true));
    let label = move || if shown.get() { locale::field::hide_password() } else { locale::field::show_password() };
    let label = Signal::derive(label);
    let icon = move || {
        let name = if shown.get() { IconName::EyeOff } else { IconName::Eye };
        view! { <Icon name class="vst-formFieldInputShowPasswordIcon"/> }
    };
    live(move || {
        let controls = controls.clone();
        works.get().then(|| {
            view! {
                <button
                    type="button"
                    class="vst-formFieldInputShowPasswordButton"
                    aria-label=label
                    aria-controls=controls
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {live(icon)}
                </button>
            }
        })
    })
}
