use leptos::prelude::*;

use super::{Erase, Icon, IconName};
use crate::locale;

/// Who this step is about, with a link back to where that can be changed, if it can.
#[component]
pub fn IdentityRow(
    identifier: String,
    /// Where it can be changed.
    #[prop(optional, into)]
    href: Option<Signal<String>>,
) -> impl IntoView {
    view! {
        <div class="vst-identityPreview">
            <span class="vst-identityPreviewText">{identifier.clone()}</span>
            {href
                .map(|href| {
                    view! {
                        <a
                            class="vst-identityPreviewEditButton"
                            href=href
                            aria-label=locale::action::edit_named(&identifier)
                            title=locale::action::edit()
                        >
                            <Icon name=IconName::Pencil class="vst-identityPreviewEditButtonIcon"/>
                        </a>
                    }
                })}
        </div>
    }
    .erase()
}
