use leptos::prelude::*;

use crate::elements::{AuthState, effect, platform, with_redirect};

/// Sends the visitor to the sign-in page, and from there back to the page that they wanted.
///
/// **On the server** the request is answered with a redirect (302), which works **without JavaScript**. **In the
/// browser** the page is left when this is shown: when the session of a page that needs one ends, for example.
#[component]
pub fn RedirectToSignIn() -> impl IntoView {
    let state = AuthState::current();
    if let Some(to) = target(state) {
        platform::answer_with_redirect(&to);
    }
    effect(move || {
        // Whoever signs out goes where that leads, and not here because the page needs a session.
        if state.leaving().is_some_and(|to| to != platform::current_path()) {
            return;
        }
        if let Some(to) = target(state) {
            platform::navigate(&to);
        }
    });
}

/// The sign-in page, with the way back here; `None` on that page itself.
fn target(state: AuthState) -> Option<String> {
    let here = platform::current_path();
    state.settings.with_value(|settings| {
        let page = settings.paths.sign_in.as_str();
        let path = here.split('?').next().unwrap_or_default();
        let is_here = path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        (!is_here).then(|| with_redirect(page, &here))
    })
}
