use leptos::prelude::*;

use super::{Erase, FormState};
use crate::model::Field;

/// A box that is ticked or not. Without a tick the field is not sent at all.
#[component]
pub fn Checkbox(form: FormState, field: Field, label: &'static str, #[prop(optional)] checked: bool) -> impl IntoView {
    view! {
        <label class="vst-formFieldCheckboxLabel" for=form.field_id(field)>
            <input
                type="checkbox"
                class="vst-formFieldCheckboxInput"
                id=form.field_id(field)
                name=field.name()
                value="true"
                checked=checked
            />
            <span>{label}</span>
        </label>
    }
    .erase()
}
