use leptos::prelude::*;

use super::{Alert, Content, Erase, FormState, live};
use crate::model::Field;

/// A form that works with and without JavaScript: it posts to its server function, and where the browser's half runs,
/// that sends it instead. What is wrong with the form as a whole stands above its fields.
#[component]
pub fn Form(
    form: FormState,
    /// Where to go when all is done.
    #[prop(into)]
    redirect_url: Signal<String>,
    #[prop(default = "vst-form")] class: &'static str,
    children: Content,
) -> impl IntoView {
    let error = form.global_error();
    view! {
        <form
            class=class
            method="post"
            action=form.action
            novalidate=true
            node_ref=form.node
            on:submit=move |event| form.send(event)
        >
            <input type="hidden" name=Field::RedirectUrl.name() value=redirect_url/>
            {live(move || error.get().map(|text| view! { <Alert text/> }))}
            {children.render()}
        </form>
    }
    .erase()
}
