use leptos::prelude::*;

use super::Erase;

/// Which of the browser's sessions a form is about.
#[component]
pub fn SessionInput(id: String) -> impl IntoView {
    view! { <input type="hidden" name="session_id" value=id/> }.erase()
}
