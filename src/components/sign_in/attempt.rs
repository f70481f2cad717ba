use leptos::prelude::*;

use super::passkey::PasskeyButton;
use crate::api::PrepareFirstFactor;
use crate::elements::{
    AuthState, Erase, Form, FormState, Icon, IconName, LastUsedBadge, StrategyInput, last_used, with_redirect,
};
use crate::locale;
use crate::model::{Strategy, Verification};

/// The step that asks who one is, where others are signed in already.
const ADD_ACCOUNT: &str = "/add-account";

/// The sign-in that is under way, as its steps show it.
#[derive(Clone)]
pub struct Attempt {
    /// Who the person said they are.
    pub identifier: String,
    strategies: Vec<Strategy>,
    sign_in: String,
    redirect_url: Signal<String>,
}

impl Attempt {
    /// As it stands when a step is made.
    pub fn under_way(redirect_url: Signal<String>) -> Self {
        let state = AuthState::current();
        let known = state.client.with_untracked(|client| {
            client.sign_in.as_ref().map(|it| (it.identifier.clone(), it.supported_first_factors.clone()))
        });
        let (identifier, strategies) = known.unwrap_or_default();
        let sign_in = state.settings.with_value(|settings| settings.paths.sign_in.clone());
        Self { identifier: identifier.unwrap_or_default(), strategies, sign_in, redirect_url }
    }

    /// Whether there is help for whoever has forgotten a password.
    pub fn can_reset(&self) -> bool {
        self.strategies.iter().any(|strategy| strategy.is_reset())
    }

    /// What was sent to prove it, as far as it has come.
    pub fn proof(&self) -> Signal<Option<Verification>> {
        let client = AuthState::current().client;
        Signal::derive(move || {
            client.with(|client| client.sign_in.as_ref().and_then(|it| it.first_factor_verification.clone()))
        })
    }

    /// The address of the step that asks who one is. Whoever is signed in already adds an account there.
    pub fn start(&self) -> Signal<String> {
        let adds = AuthState::current().client.with_untracked(|client| !client.sessions.is_empty());
        self.page(if adds { ADD_ACCOUNT } else { "" })
    }

    /// The address of one of its steps.
    pub fn page(&self, step: &str) -> Signal<String> {
        let (page, redirect_url) = (format!("{}{step}", self.sign_in), self.redirect_url);
        Signal::derive(move || redirect_url.with(|url| with_redirect(&page, url)))
    }
}

/// The link to what else could prove it, if anything could. What replaces a forgotten password has a link of its own.
#[component]
pub fn OtherMethods(attempt: Attempt, besides: Strategy) -> impl IntoView {
    let others = attempt.strategies.iter().any(|strategy| *strategy != besides && !strategy.is_reset());
    let href = attempt.page("/choose");
    others
        .then(|| {
            view! {
                <a class="vst-alternativeMethodsLink" href=href>
                    {locale::sign_in::use_another_method()}
                </a>
            }
        })
        .erase()
}

/// A button for each strategy that could prove it. Each is a form of its own.
#[component]
pub fn MethodButtons(id: String, attempt: Attempt, redirect_url: Signal<String>, reset: bool) -> impl IntoView {
    let shown = attempt.strategies.into_iter().filter(move |strategy| strategy.is_reset() == reset);
    let last = last_used();
    let buttons = shown.map(|strategy| {
        if strategy == Strategy::Passkey {
            return view! { <PasskeyButton id=id.clone() redirect_url/> }.erase();
        }
        let is_last = last.as_deref() == Some(strategy.as_str());
        let form = FormState::new::<PrepareFirstFactor>(&id, &[], &[]);
        view! {
            <Form form redirect_url>
                <StrategyInput strategy=Some(strategy)/>
                <button
                    type="submit"
                    class="vst-alternativeMethodsBlockButton"
                    aria-disabled=form.while_pending("true")
                    data-loading=form.while_pending("")
                >
                    <span class="vst-alternativeMethodsBlockButtonText">{locale::method(strategy)}</span>
                    <LastUsedBadge shown=is_last/>
                    <Icon name=IconName::Arrow class="vst-alternativeMethodsBlockButtonArrow"/>
                </button>
            </Form>
        }
        .erase()
    });
    view! { <div class="vst-alternativeMethods">{buttons.collect_view()}</div> }.erase()
}
