use leptos::prelude::*;

use super::headless::form_element;
use super::{Alert, Content, Erase, FormState, live};

/// A form that works with and without JavaScript. What is wrong with the form as a whole stands above its fields.
#[component]
pub fn CardForm(
    form: FormState,
    /// Where to go when all is done.
    #[prop(into)]
    redirect_url: Signal<String>,
    #[prop(default = "vst-form")] class: &'static str,
    children: Content,
) -> impl IntoView {
    let error = form.global_error();
    let content = view! {
        {live(move || error.get().map(|text| view! { <Alert text/> }))}
        {children.render()}
    };
    form_element(form, redirect_url, class.to_owned(), content.erase())
}
