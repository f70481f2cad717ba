use leptos::prelude::*;

use super::Erase;

/// A line between two ways, with a word on it.
#[component]
pub fn Divider(text: &'static str) -> impl IntoView {
    view! {
        <div class="vst-dividerRow">
            <span class="vst-dividerLine"></span>
            <span class="vst-dividerText">{text}</span>
            <span class="vst-dividerLine"></span>
        </div>
    }
    .erase()
}
