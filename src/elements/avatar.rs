use leptos::prelude::*;

use super::Erase;

use crate::model::User;

/// The picture that stands for a person: the initials, on a colour that is the same everywhere.
#[component]
pub fn Avatar(
    user: User,
    /// `vst-avatarBox`, and what else says where it stands.
    #[prop(default = "vst-avatarBox")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <span class=class data-hue=user.avatar_hue().to_string() aria-hidden="true">
            <span class="vst-avatarInitials">{user.initials()}</span>
        </span>
    }
    .erase()
}
