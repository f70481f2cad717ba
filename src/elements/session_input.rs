use leptos::prelude::*;

use super::Erase;
use crate::model::Field;

/// Which of the browser's sessions a form is about.
#[component]
pub fn SessionInput(id: String) -> impl IntoView {
    view! { <input type="hidden" name=Field::SessionId.name() value=id/> }.erase()
}
