use leptos::prelude::*;

use super::{Content, Erase, FieldErrorText, FormState};
use crate::model::Field;

/// A box that is ticked or not. Without a tick the field is not sent at all.
#[component]
pub fn Checkbox(
    form: FormState,
    field: Field,
    /// Whether it is ticked before anyone has touched it.
    #[prop(optional)]
    checked: bool,
    /// Whether the form is refused without a tick.
    #[prop(optional)]
    required: bool,
    /// What the tick says.
    children: Content,
) -> impl IntoView {
    view! {
        <div class="vst-formField" data-error=form.while_wrong(field, "")>
            <label class="vst-formFieldCheckboxLabel" for=form.field_id(field)>
                <input
                    type="checkbox"
                    class="vst-formFieldCheckboxInput"
                    id=form.field_id(field)
                    name=field.name()
                    value="true"
                    checked=checked || form.value(field).is_some()
                    required=required
                    aria-invalid=form.while_wrong(field, "true")
                    aria-describedby=form.described_by(field, None)
                    on:change=move |_| form.changed(field)
                />
                <span>{children.render()}</span>
            </label>
            <FieldErrorText form field/>
        </div>
    }
    .erase()
}
