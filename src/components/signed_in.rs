use leptos::prelude::*;

use crate::elements::AuthState;

/// Shows its children to someone who is signed in.
///
/// The server leaves them out of the HTML for everyone else; without JavaScript that is all. In the browser they come
/// and go with the session, without loading the page. It hides what is not for everyone, it does not guard it: what
/// must be guarded is checked by the server, where it is given out.
#[component]
pub fn SignedIn(
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    let signed_in = AuthState::current().signed_in;
    move || signed_in.get().then(|| children())
}
