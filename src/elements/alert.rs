use leptos::prelude::*;

use super::{Erase, Icon, IconName};

/// What is wrong with a whole form.
#[component]
pub fn Alert(text: String) -> impl IntoView {
    view! {
        <div class="vst-alert" data-color="danger" role="alert">
            <Icon name=IconName::Warning class="vst-alertIcon"/>
            <p class="vst-alertText">{text}</p>
        </div>
    }
    .erase()
}
