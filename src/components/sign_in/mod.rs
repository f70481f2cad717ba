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
use leptos_router::hooks::use_location;

use self::choose::Choose;
use self::choose_account::ChooseAccount;
use self::code::CodeStep;
use self::link::LinkStep;
use self::new_password::NewPassword;
use self::password::PasswordStep;
use self::second_factor::SecondFactorStep;
use self::start::Start;
use self::ticket::{TicketStep, held as held_ticket};
use super::drawn::{Drawn, Section};
use crate::api::{CreateSignIn, OauthSignIn, PasskeySignIn};
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{
    AlreadySignedIn, AuthState, Erase, InitialValues, OtherFlow, Root, form_name, last_step, live, memo,
    use_redirect_url, with_redirect,
};
use crate::locale::words;
use crate::model::{Client, SignIn as Attempt, SignInStatus, Strategy};

/// The step at which whoever is held up sets up a second factor.
const SETUP_MFA: &str = "setup-mfa";

/// Whether the first step has something to say about what was sent from it or from a later one.
fn has_news(state: AuthState) -> bool {
    let own = [form_name::<CreateSignIn>(), form_name::<OauthSignIn>(), form_name::<PasskeySignIn>()];
    state.flash(&[own.as_slice(), &start::later()].concat()).is_some()
}

/// Whether the first factor is no longer waited for, because it was proven.
fn has_gone_on(client: &Client) -> bool {
    match &client.sign_in {
        Some(attempt) => attempt.status == SignInStatus::NeedsSecondFactor,
        None => !client.sessions.is_empty() || client.sign_up.is_some(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Password,
    Code(Strategy),
    Link,
    Choose { forgotten: bool },
    SecondFactor { strategy: Strategy, number: usize },
    NewPassword,
    SetupMfa,
    ChooseAccount,
    Ticket { good: bool },
    AlreadySignedIn,
}

impl Step {
    /// The step that an address names, if the sign-in under way stands there.
    fn at(name: &str, attempt: Option<&Attempt>) -> Self {
        if name == "factor-two"
            && let Some(attempt) = attempt.filter(|attempt| attempt.status == SignInStatus::NeedsSecondFactor)
        {
            let asked = attempt.second_factor.as_ref();
            let number = attempt.supported_second_factors.iter().position(|offer| Some(offer) == asked);
            let strategy = asked.map_or(Strategy::Totp, |asked| asked.strategy);
            return Self::SecondFactor { strategy, number: number.unwrap_or_default() };
        }
        match (name, attempt.map(|attempt| (attempt.status, attempt.first_factor))) {
            ("factor-one", Some((SignInStatus::NeedsFirstFactor, Some(strategy)))) if strategy.is_code() => {
                Self::Code(strategy)
            }
            ("factor-one", Some((SignInStatus::NeedsFirstFactor, Some(strategy)))) if strategy.is_link() => Self::Link,
            ("factor-one", Some((SignInStatus::NeedsFirstFactor, _))) => Self::Password,
            ("choose", Some((SignInStatus::NeedsFirstFactor, _))) => Self::Choose { forgotten: false },
            ("forgot-password", Some((SignInStatus::NeedsFirstFactor, _))) => Self::Choose { forgotten: true },
            ("reset-password", Some((SignInStatus::NeedsNewPassword, _))) => Self::NewPassword,
            _ => Self::Start,
        }
    }
}

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
    let redirect_url = use_redirect_url("sign_in", force_redirect_url, fallback_redirect_url);
    OtherFlow::new("sign_up", sign_up_url, sign_up_force_redirect_url, sign_up_fallback_redirect_url).provide();
    let path = use_location().pathname;
    let (paths, several) = state.settings.with_value(|settings| (settings.paths.clone(), settings.multi_session));
    let page = paths.sign_in;
    let setup_mfa = StoredValue::new(format!("{page}/{SETUP_MFA}"));
    // Where the first step has told something. It stays there for as long as the address does.
    let told_at = StoredValue::new(has_news(state).then(|| path.get_untracked()));
    let step = memo(move |shown: Option<&Step>| {
        let held = state.client.with(|client| !client.sessions.is_empty());
        if let Some(shown) = shown
            && held
            && state.is_leaving(&page)
        {
            // Just signed in here and about to leave: nothing changes any more.
            return *shown;
        }
        let at = path.with(|path| last_step(path, &page).to_owned());
        if shown == Some(&Step::Link) && at == "factor-one" && state.client.with(has_gone_on) {
            // It was opened in this browser: the step that waits for it asks what came of that, and leads there.
            return Step::Link;
        }
        // Whoever is held up comes to what that ends with, whichever step the address names; and stays there when it is
        // done, because there is something to be kept.
        let is_task = path.with(|path| last_step(path, &page) == SETUP_MFA) && state.signed_in.get();
        if is_task || state.client.with(|client| client.task().is_some()) {
            return Step::SetupMfa;
        }
        if state.signed_in.get() && !several {
            return Step::AlreadySignedIn;
        }
        path.with(|path| {
            let name = last_step(path, &page);
            let (step, ticket) =
                state.client.with(|client| (Step::at(name, client.sign_in.as_ref()), held_ticket(client)));
            match (step, ticket) {
                (Step::Start, Some(good)) => Step::Ticket { good },
                (Step::Start, None) if several && held && name != "add-account" => {
                    if has_news(state) {
                        told_at.set_value(Some(path.clone()));
                    }
                    let is_told = told_at.with_value(|told_at| told_at.as_ref() == Some(path));
                    if is_told { Step::Start } else { Step::ChooseAccount }
                }
                (step, _) => step,
            }
        })
    });
    let view = move || {
        root.enter();
        match step.get() {
            Step::Start => view! { <Start id=id.clone() redirect_url initial_values=initial_values.clone()/> }.erase(),
            Step::Password => view! { <PasswordStep id=id.clone() redirect_url/> }.erase(),
            Step::Code(strategy) => view! { <CodeStep id=id.clone() redirect_url strategy/> }.erase(),
            Step::Link => view! { <LinkStep id=id.clone() redirect_url/> }.erase(),
            Step::Choose { forgotten } => view! { <Choose id=id.clone() redirect_url forgotten/> }.erase(),
            Step::SecondFactor { .. } => view! { <SecondFactorStep id=id.clone() redirect_url/> }.erase(),
            Step::SetupMfa => {
                // Whatever is done there leads back there, and on from there: whichever step the address names.
                let at = Signal::derive(move || redirect_url.with(|url| with_redirect(&setup_mfa.get_value(), url)));
                view! { <Drawn section=Section::SetupMfa id=id.clone() at/> }.erase()
            }
            Step::NewPassword => view! { <NewPassword id=id.clone() redirect_url/> }.erase(),
            Step::ChooseAccount => view! { <ChooseAccount redirect_url/> }.erase(),
            Step::Ticket { good } => view! { <TicketStep redirect_url good/> }.erase(),
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
