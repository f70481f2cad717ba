mod first_factor;
mod start;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use self::first_factor::FirstFactor;
use self::start::Start;
use crate::elements::{AlreadySignedIn, AuthState, Erase, last_step, use_redirect_url};
use crate::model::SignInStatus;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    FirstFactor,
    AlreadySignedIn,
}

/// The sign-in card: identifier and password, and the steps that follow. Each step has an address below the page's
/// own, so the page stands on a route that takes one more segment.
///
/// **On the server** the step that the address names is rendered, with what was typed before and what was wrong with
/// it. **Without JavaScript** its forms are posted and the server leads to the next page. **In the browser** they are
/// sent in the background, errors appear beside their fields, and a sign-in changes the whole app at once.
///
/// ```
/// use leptos::prelude::*;
/// use leptos_router::components::{Route, Router, Routes};
/// use leptos_router::path;
/// use vestibule::components::SignIn;
///
/// #[component]
/// fn Pages() -> impl IntoView {
///     view! {
///         <Router>
///             <Routes fallback=|| "Not found">
///                 <Route
///                     path=path!("/sign-in/:step?")
///                     view=|| view! { <SignIn fallback_redirect_url="/dashboard"/> }
///                 />
///             </Routes>
///         </Router>
///     }
/// }
/// ```
#[component]
pub fn SignIn(
    /// Where to go when it is done, whatever the address says.
    #[prop(optional, into)]
    force_redirect_url: Option<String>,
    /// Where to go when it is done, if the address has no `redirect_url`. Left out for where the settings say.
    #[prop(optional, into)]
    fallback_redirect_url: Option<String>,
    /// What the ids of the fields begin with: for a page with more than one of these cards.
    #[prop(default = "vst-sign-in".into(), into)]
    id: String,
) -> impl IntoView {
    let state = AuthState::current();
    let redirect_url = use_redirect_url(force_redirect_url, fallback_redirect_url);
    let path = use_location().pathname;
    let paths = state.settings.with_value(|settings| settings.paths.clone());
    let page = paths.sign_in;
    let step = Memo::new(move |shown: Option<&Step>| {
        if state.signed_in.get() {
            // Just signed in here and about to leave: nothing changes any more.
            return shown.copied().filter(|_| state.leaving().is_some()).unwrap_or(Step::AlreadySignedIn);
        }
        let under_way = state.client.with(|client| {
            client.sign_in.as_ref().is_some_and(|sign_in| sign_in.status == SignInStatus::NeedsFirstFactor)
        });
        match path.with(|path| last_step(path, &page) == "factor-one") && under_way {
            true => Step::FirstFactor,
            false => Step::Start,
        }
    });
    let view = move || match step.get() {
        Step::Start => view! { <Start id=id.clone() redirect_url/> }.erase(),
        Step::FirstFactor => view! { <FirstFactor id=id.clone() redirect_url/> }.erase(),
        Step::AlreadySignedIn => {
            view! { <AlreadySignedIn redirect_url otherwise=paths.after_sign_in.clone()/> }.erase()
        }
    };
    view! { <div class="vst-rootBox">{view}</div> }.erase()
}
