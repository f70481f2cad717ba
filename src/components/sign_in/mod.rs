mod attempt;
mod choose;
mod choose_account;
mod code;
mod link;
mod new_password;
mod passkey;
mod password;
mod second_factor;
mod start;
mod ticket;

use leptos::prelude::*;

use self::choose::Choose;
pub(super) use self::choose_account::ChooseAccount;
use self::code::CodeStep;
use self::link::LinkStep;
use self::new_password::NewPassword;
use self::password::PasswordStep;
use self::second_factor::SecondFactorStep;
use self::start::Start;
use self::ticket::TicketStep;
use super::drawn::{Drawn, Section};
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{
    AlreadySignedIn, AuthState, Erase, InitialValues, InvitationCard, OtherFlow, Root, SETUP_MFA, SignInFlow,
    SignInStepAt as Step, live, with_redirect,
};
use crate::locale::words;

/// The sign-in card: who one is, and the steps that prove it. Each step has an address below the page's
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
    /// The page of the sign-up. Left out for the one in the settings.
    #[prop(optional, into)]
    sign_up_url: Option<String>,
    /// Where to go from there when that is done, whatever the address says.
    #[prop(optional, into)]
    sign_up_force_redirect_url: Option<String>,
    /// Where to go from there when that is done, if the address has no `redirect_url`.
    #[prop(optional, into)]
    sign_up_fallback_redirect_url: Option<String>,
    /// What the fields hold at first.
    #[prop(optional)]
    initial_values: InitialValues,
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// What the ids of the fields begin with: for a page with more than one of these cards.
    #[prop(default = "vst-sign-in".into(), into)]
    id: String,
) -> impl IntoView {
    let state = AuthState::current();
    let root = Root::new(Component::SignIn, appearance);
    let flow = SignInFlow::new(force_redirect_url, fallback_redirect_url, id.clone());
    let (step, redirect_url) = (flow.step, flow.redirect_url);
    OtherFlow::new("sign_up", sign_up_url, sign_up_force_redirect_url, sign_up_fallback_redirect_url).provide();
    let paths = state.settings.with_value(|settings| settings.paths.clone());
    let setup_mfa = StoredValue::new(format!("{}/{SETUP_MFA}", paths.sign_in));
    let view = move || {
        root.enter();
        match step.get() {
            Step::Start => view! { <Start id=id.clone() redirect_url initial_values=initial_values.clone()/> }.erase(),
            Step::Password => view! { <PasswordStep id=id.clone() redirect_url/> }.erase(),
            Step::Code(strategy) => view! { <CodeStep id=id.clone() redirect_url strategy/> }.erase(),
            Step::Link => view! { <LinkStep id=id.clone() redirect_url/> }.erase(),
            Step::Choose { forgotten } => view! { <Choose id=id.clone() redirect_url forgotten/> }.erase(),
            Step::SecondFactor { .. } => view! { <SecondFactorStep id=id.clone() redirect_url/> }.erase(),
            Step::Task(_) => {
                // Whatever is done there leads back there, and on from there: whichever step the address names.
                let at = Signal::derive(move || redirect_url.with(|url| with_redirect(&setup_mfa.get_value(), url)));
                view! { <Drawn section=Section::Task id=id.clone() at/> }.erase()
            }
            Step::NewPassword => view! { <NewPassword id=id.clone() redirect_url/> }.erase(),
            Step::ChooseAccount => view! { <ChooseAccount redirect_url page=paths.sign_in.clone()/> }.erase(),
            Step::Ticket { good } => view! { <TicketStep redirect_url good/> }.erase(),
            Step::Invitation => {
                view! { <InvitationCard id=id.clone() redirect_url otherwise=paths.after_sign_in.clone()/> }.erase()
            }
            Step::AlreadySignedIn => {
                view! { <AlreadySignedIn redirect_url otherwise=paths.after_sign_in.clone()/> }.erase()
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
