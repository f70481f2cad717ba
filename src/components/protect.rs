use leptos::children::ViewFn;
use leptos::prelude::*;

use crate::elements::AuthState;

/// Shows its children to someone who may see them, and the fallback to everyone else. Today that is anyone who is
/// signed in.
///
/// The server does not even make the children for someone who may not see them; without JavaScript that is all. In the
/// browser they give way to the fallback as soon as the session ends, in this tab or in another. A server function
/// that the children call checks for itself who calls it.
///
/// On a route give it `ssr=SsrMode::Async` when the fallback is [`RedirectToSignIn`](super::RedirectToSignIn): then
/// the redirect is answered before anything of the page is sent.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::{Protect, RedirectToSignIn};
///
/// #[component]
/// fn Notes() -> impl IntoView {
///     view! {
///         <Protect fallback=|| view! { <RedirectToSignIn/> }>
///             <h1>"My notes"</h1>
///         </Protect>
///     }
/// }
/// ```
#[component]
pub fn Protect(
    /// What to show to everyone else; nothing, if it is left out.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    let signed_in = AuthState::current().signed_in;
    move || match signed_in.get() {
        true => children(),
        false => fallback.run(),
    }
}
