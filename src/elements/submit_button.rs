use leptos::prelude::*;

use super::headless::submit_element;
use super::{Erase, FormState, Icon, IconName, live};

/// The button that sends a form. It keeps the focus while the form is on its way: it is marked as disabled, not
/// disabled.
#[component]
pub fn SubmitButton(form: FormState, label: &'static str) -> impl IntoView {
    let pending = form.pending;
    let icon = live(move || match pending.get() {
        true => view! { <span class="vst-spinner" aria-hidden="true"></span> }.erase(),
        false => view! { <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/> }.erase(),
    });
    let content = view! {
        <span>{label}</span>
        {icon}
    };
    submit_element(form, "vst-formButtonPrimary".to_owned(), content.erase())
}
