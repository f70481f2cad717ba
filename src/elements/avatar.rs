use leptos::prelude::*;

use super::Erase;

use crate::model::User;

/// The picture that stands for a person: the one that they have uploaded, or the initials, on a colour that is the same
/// everywhere. The initials stand behind the picture too: where that cannot be loaded, they are what is seen.
#[component]
pub fn Avatar(
    user: User,
    /// `vst-avatarBox`, and what else says where it stands.
    #[prop(default = "vst-avatarBox")]
    class: &'static str,
) -> impl IntoView {
    let image = user.image_url.as_ref().map(|src| view! { <img class="vst-avatarImage" src=src.clone() alt=""/> });
    view! {
        <span class=class data-hue=user.avatar_hue().to_string() aria-hidden="true">
            <span class="vst-avatarInitials">{user.initials()}</span>
            {image}
        </span>
    }
    .erase()
}
