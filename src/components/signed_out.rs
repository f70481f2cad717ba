use leptos::prelude::*;

use crate::elements::AuthState;

/// Shows its children to a visitor who is not signed in.
///
/// The server leaves them out of the HTML for everyone else; without JavaScript that is all. In the browser they come
/// and go with the session, without loading the page.
#[component]
pub fn SignedOut(
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    let signed_in = AuthState::current().signed_in;
    move || (!signed_in.get()).then(|| children())
}
