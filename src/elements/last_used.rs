use leptos::prelude::*;

use super::{AuthState, Erase};
use crate::locale;

/// The strategy by which someone last came in on this browser, when the page was made: a mark does not jump from one button to
/// another while a person leaves.
pub fn last_used() -> Option<String> {
    AuthState::current().client.with_untracked(|client| client.last_authentication_strategy.clone())
}

/// The mark of the way in that was used last.
#[component]
pub fn LastUsedBadge(
    /// Whether it is this one.
    shown: bool,
) -> impl IntoView {
    shown
        .then(|| view! { <span class="vst-lastAuthenticationStrategyBadge">{locale::sign_in::last_used()}</span> })
        .erase()
}
