mod closed;
mod missing;
mod start;
mod verify;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use self::closed::{Closed, Why, admits};
use self::missing::Missing;
use self::start::Start;
use self::verify::Verify;
use super::waitlist::Join;
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{
    AlreadySignedIn, AuthState, Erase, InitialValues, OtherFlow, Root, last_step, live, memo, use_redirect_url,
};
use crate::locale::words;
use crate::model::{SignUp as Attempt, SignUpStatus};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Missing,
    Verify,
    Closed(Why),
    Waitlist,
    AlreadySignedIn,
}

/// The sign-up card: the details that the settings ask for, or a provider that knows them, then the codes that were sent to
/// the e-mail address and to the phone number. What a provider does not know is asked for in between. Whoever comes by an
/// invitation has the address already; where one is needed, whoever has none is told so, or finds the waitlist. Each step
/// has an address below the page's own, so the page stands on a route that takes one more segment.
///
/// **On the server** the step that the address names is rendered, with what was typed before and what was wrong with
/// it. **Without JavaScript** its forms are posted and the server leads to the next page. **In the browser** they are
/// sent in the background, errors appear beside their fields, and the password is judged while it is typed.
///
/// ```
/// use leptos::prelude::*;
/// use leptos_router::components::{Route, Router, Routes};
/// use leptos_router::path;
/// use vestibule::components::SignUp;
///
/// #[component]
/// fn Pages() -> impl IntoView {
///     view! {
///         <Router>
///             <Routes fallback=|| "Not found">
///                 <Route
///                     path=path!("/sign-up/:step?")
///                     view=|| view! { <SignUp fallback_redirect_url="/welcome"/> }
///                 />
///             </Routes>
///         </Router>
///     }
/// }
/// ```
#[component]
pub fn SignUp(
    /// Where to go when it is done, whatever the address says.
    #[prop(optional, into)]
    force_redirect_url: Option<String>,
    /// Where to go when it is done, if the address has no `redirect_url`. Left out for where the settings say.
    #[prop(optional, into)]
    fallback_redirect_url: Option<String>,
    /// What the account gets as its `unsafe_metadata`: an object in JSON. Whoever signs up can send something else.
    #[prop(optional, into)]
    unsafe_metadata: Option<String>,
    /// The page of the sign-in. Left out for the one in the settings.
    #[prop(optional, into)]
    sign_in_url: Option<String>,
    /// Where to go from there when that is done, whatever the address says.
    #[prop(optional, into)]
    sign_in_force_redirect_url: Option<String>,
    /// Where to go from there when that is done, if the address has no `redirect_url`.
    #[prop(optional, into)]
    sign_in_fallback_redirect_url: Option<String>,
    /// What the fields hold at first.
    #[prop(optional)]
    initial_values: InitialValues,
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// What the ids of the fields begin with: for a page with more than one of these cards.
    #[prop(default = "vst-sign-up".into(), into)]
    id: String,
) -> impl IntoView {
    let state = AuthState::current();
    let root = Root::new(Component::SignUp, appearance);
    let redirect_url = use_redirect_url("sign_up", force_redirect_url, fallback_redirect_url);
    OtherFlow::new("sign_in", sign_in_url, sign_in_force_redirect_url, sign_in_fallback_redirect_url).provide();
    let path = use_location().pathname;
    let (paths, mode, several) =
        state.settings.with_value(|settings| (settings.paths.clone(), settings.mode, settings.multi_session));
    let page = paths.sign_up;
    let waits_for_link = StoredValue::new(false);
    let step = memo(move |shown: Option<&Step>| {
        let signed_in = state.signed_in.get();
        if let Some(shown) = shown
            && signed_in
            && state.is_leaving(&page)
        {
            // Just signed in here and about to leave: nothing changes any more.
            return *shown;
        }
        let is_there = path.with(|path| last_step(path, &page) == "verify-email-address");
        let waits = shown == Some(&Step::Verify) && is_there && waits_for_link.get_value();
        if waits && signed_in && state.client.with(|client| client.sign_up.is_none()) {
            // The link was opened in this browser: the step that waits for it asks what came of that, and leads there.
            return Step::Verify;
        }
        if signed_in && !several {
            return Step::AlreadySignedIn;
        }
        let (under_way, by_provider) = state.client.with(|client| {
            let sign_up = client.sign_up.as_ref().filter(|it| it.status == SignUpStatus::MissingRequirements);
            waits_for_link.set_value(sign_up.is_some_and(Attempt::waits_for_link));
            (sign_up.is_some(), sign_up.is_some_and(|sign_up| sign_up.external_account.is_some()))
        });
        path.with(|path| match last_step(path, &page) {
            "verify-email-address" | "verify-phone-number" if under_way => Step::Verify,
            "continue" if by_provider => Step::Missing,
            _ => match state.client.with(|client| admits(client, mode)) {
                Ok(true) => Step::Start,
                Ok(false) => Step::Waitlist,
                Err(why) => Step::Closed(why),
            },
        })
    });
    let view = move || {
        root.enter();
        match step.get() {
            Step::Start => {
                let (unsafe_metadata, initial_values) = (unsafe_metadata.clone(), initial_values.clone());
                view! { <Start id=id.clone() redirect_url unsafe_metadata initial_values/> }.erase()
            }
            Step::Missing => view! { <Missing id=id.clone() redirect_url/> }.erase(),
            Step::Verify => view! { <Verify id=id.clone() redirect_url/> }.erase(),
            Step::Closed(why) => view! { <Closed why redirect_url/> }.erase(),
            Step::Waitlist => view! { <Join id=id.clone() redirect_url/> }.erase(),
            Step::AlreadySignedIn => {
                view! { <AlreadySignedIn redirect_url otherwise=paths.after_sign_up.clone()/> }.erase()
            }
        }
    };
    let all = view! {
        <div
            class=root.class("vst-rootBox")
            lang=words::tag()
            dir=words::direction()
            data-vst-elements=root.element_classes()
        >
            {root.style()}
            {live(view)}
        </div>
    };
    root.dress(all.erase())
}
