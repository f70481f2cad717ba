use leptos::prelude::*;

use crate::elements::Erase;

/// The lines of the mark: an open door, in a square of 32. The same as in `public/logo.svg`.
pub const MARK: &str = "M4 30V14a12 12 0 0 1 24 0v16h-2.600L20 24.500v-10a4 4 0 0 0-8 0v10L6.600 30Z";

/// The mark.
#[component]
pub fn Mark(class: &'static str) -> impl IntoView {
    view! {
        <svg class=class viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
            <path d=MARK></path>
        </svg>
    }
    .erase()
}
