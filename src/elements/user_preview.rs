use leptos::prelude::*;

use super::{Avatar, Erase};
use crate::model::User;

/// Who someone is: the name, and below it what they sign in with.
#[component]
pub fn UserPreview(user: User) -> impl IntoView {
    let name = user.display_name();
    let address = user.primary_email_address().map(str::to_owned).filter(|address| *address != name);
    // Spans, because it stands in buttons too.
    view! {
        <span class="vst-userPreview">
            <span class="vst-userPreviewAvatarContainer">
                <Avatar user/>
            </span>
            <span class="vst-userPreviewTextContainer">
                <span class="vst-userPreviewMainIdentifier"><bdi>{name}</bdi></span>
                {address.map(|address| view! { <span class="vst-userPreviewSecondaryIdentifier">{address}</span> })}
            </span>
        </span>
    }
    .erase()
}
