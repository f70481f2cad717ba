use leptos::prelude::*;

use crate::elements::{AuthState, effect, is_within, platform};
use crate::model::Paths;
use crate::model::fill;

/// Sends the visitor to the page with the sign-up.
///
/// **On the server** the request is answered with a redirect (302), which works **without JavaScript**. **In the browser** the
/// page is left when this is shown.
#[component]
pub fn RedirectToSignUp() -> impl IntoView {
    lead(|paths| &paths.sign_up);
}

/// Sends the visitor to the page with the account, where `paths.user_profile` says where that is. Likewise.
#[component]
pub fn RedirectToUserProfile() -> impl IntoView {
    lead(|paths| &paths.user_profile);
}

/// Sends the visitor to the page with the organization in which they act, where `paths.organization_profile` says where that is.
/// Likewise.
#[component]
pub fn RedirectToOrganizationProfile() -> impl IntoView {
    lead(|paths| &paths.organization_profile);
}

/// Sends the visitor to the page on which one makes an organization, where `paths.create_organization` says where that is. Likewise.
#[component]
pub fn RedirectToCreateOrganization() -> impl IntoView {
    lead(|paths| &paths.create_organization);
}

fn lead(page: fn(&Paths) -> &String) {
    let state = AuthState::current();
    let (to, loads) =
        state.settings.with_value(|settings| (page(&settings.paths).clone(), settings.page_rel().is_some()));
    let organization = state.session.with_untracked(|session| session.as_ref().and_then(|it| it.organization.clone()));
    let to = organization.map_or_else(|| to.clone(), |it| fill(&to, &it.id, it.slug.as_deref()));
    let here = platform::current_path();
    // A pattern leads nowhere while nobody acts in an organization.
    if to.is_empty() || to.contains(':') || is_within(&here, &to) {
        return;
    }
    platform::answer_with_redirect(&to);
    effect(move || match loads {
        true => platform::load(&to),
        false => platform::navigate(&to),
    });
}
