mod closed;
mod missing;
mod start;
mod verify;

use leptos::prelude::*;

use self::closed::Closed;
use self::missing::Missing;
use self::start::Start;
use self::verify::Verify;
use super::sign_in::ChooseAccount;
use super::waitlist::Join;
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{
    AlreadySignedIn, AuthState, Erase, InitialValues, InvitationCard, OtherFlow, Root, SignUpFlow,
    SignUpStepAt as Step, live,
};
use crate::locale::words;

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
    let flow = SignUpFlow::new(force_redirect_url, fallback_redirect_url, id.clone());
    let (step, redirect_url) = (flow.step, flow.redirect_url);
    OtherFlow::new("sign_in", sign_in_url, sign_in_force_redirect_url, sign_in_fallback_redirect_url).provide();
    let (sign_up, after_sign_up) =
        state.settings.with_value(|settings| (settings.paths.sign_up.clone(), settings.paths.after_sign_up.clone()));
    let view = move || {
        root.enter();
        match step.get() {
            Step::Start => {
                let (unsafe_metadata, initial_values) = (unsafe_metadata.clone(), initial_values.clone());
                view! { <Start id=id.clone() redirect_url unsafe_metadata initial_values/> }.erase()
            }
            Step::Missing => view! { <Missing id=id.clone() redirect_url/> }.erase(),
            Step::Verify => view! { <Verify id=id.clone() redirect_url of_phone=flow.of_phone/> }.erase(),
            Step::Closed(why) => view! { <Closed why redirect_url/> }.erase(),
            Step::Waitlist => view! { <Join id=id.clone() redirect_url/> }.erase(),
            Step::Invitation => {
                view! { <InvitationCard id=id.clone() redirect_url otherwise=after_sign_up.clone()/> }.erase()
            }
            Step::ChooseAccount => view! { <ChooseAccount redirect_url page=sign_up.clone()/> }.erase(),
            Step::AlreadySignedIn => view! { <AlreadySignedIn redirect_url otherwise=after_sign_up.clone()/> }.erase(),
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
