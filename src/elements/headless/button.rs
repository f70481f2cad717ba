use leptos::prelude::*;

use super::scope::{content_or, current_form};
use crate::elements::{Erase, FormState, RepeatedContent, live};
use crate::locale;

/// The button that sends the form around it. While the form is on its way it has `data-loading` and `aria-disabled`; it is not
/// disabled, so that it keeps the focus.
#[component]
pub fn Submit(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands on it.
    #[prop(optional)]
    children: Option<RepeatedContent>,
) -> impl IntoView {
    let content = content_or(children.as_ref(), || locale::action::continue_().to_owned());
    submit_element(current_form(), class, content)
}

/// A button that sends a form.
pub fn submit_element(form: FormState, class: String, content: AnyView) -> AnyView {
    view! {
        <button
            type="submit"
            class=class
            aria-disabled=form.while_pending("true")
            data-loading=form.while_pending("")
        >
            {content}
        </button>
    }
    .erase()
}

/// What is shown while the form around it is on its way. In a step, but outside of its forms, that is the form of the step.
#[component]
pub fn Loading(
    /// What is shown meanwhile.
    children: RepeatedContent,
) -> impl IntoView {
    let pending = current_form().pending;
    live(move || pending.get().then(|| children.render()))
}
