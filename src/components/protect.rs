use leptos::children::ViewFn;
use leptos::prelude::*;

use crate::elements::{AuthState, memo};
use crate::model::Has;

/// Shows its children to someone who may see them, and the fallback to everyone else: to anyone who is signed in, or with
/// `has` to those of whom that holds.
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
    /// What has to hold of whoever is signed in.
    #[prop(optional, into)]
    has: Option<Has>,
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    let AuthState { session, signed_in, .. } = AuthState::current();
    let holds =
        has.map(|has| memo(move |_| session.with(|session| session.as_ref().is_some_and(|session| session.has(&has)))));
    // That nobody is signed in any more is heard here first: the children are gone before they ask for anything in vain.
    move || match signed_in.get() && holds.is_none_or(|holds| holds.get()) {
        true => children(),
        false => fallback.run(),
    }
}
