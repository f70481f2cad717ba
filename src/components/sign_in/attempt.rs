use leptos::prelude::*;

use super::passkey::PasskeyButton;
use crate::api::PrepareFirstFactor;
use crate::elements::{AuthState, Erase, Form, FormState, Icon, IconName, StrategyInput, with_redirect};
use crate::locale;
use crate::model::{Strategy, Verification};

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

    /// Whether a strategy can prove it.
    pub fn offers(&self, strategy: Strategy) -> bool {
        self.strategies.contains(&strategy)
    }

    /// What was sent to prove it, as far as it has come.
    pub fn proof(&self) -> Signal<Option<Verification>> {
        let client = AuthState::current().client;
        Signal::derive(move || {
            client.with(|client| client.sign_in.as_ref().and_then(|it| it.first_factor_verification.clone()))
        })
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
                <a class="vst-alternativeMethodsLink" href=move || href.get()>
                    {locale::sign_in::USE_ANOTHER_METHOD}
                </a>
            }
        })
        .erase()
}

/// A button for each strategy that could prove it. Each is a form of its own.
#[component]
pub fn MethodButtons(id: String, attempt: Attempt, redirect_url: Signal<String>, reset: bool) -> impl IntoView {
    let shown = attempt.strategies.into_iter().filter(move |strategy| strategy.is_reset() == reset);
    let buttons = shown.map(|strategy| {
        if strategy == Strategy::Passkey {
            return view! { <PasskeyButton id=id.clone() redirect_url/> }.erase();
        }
        let form = FormState::new::<PrepareFirstFactor>(&id, &[], &[]);
        view! {
            <Form form redirect_url>
                <StrategyInput strategy=Some(strategy)/>
                <button
                    type="submit"
                    class="vst-alternativeMethodsBlockButton"
                    aria-disabled=move || form.pending.get().then_some("true")
                    data-loading=move || form.pending.get().then_some("")
                >
                    <span class="vst-alternativeMethodsBlockButtonText">{locale::sign_in::method(strategy)}</span>
                    <Icon name=IconName::Arrow class="vst-alternativeMethodsBlockButtonArrow"/>
                </button>
            </Form>
        }
        .erase()
    });
    view! { <div class="vst-alternativeMethods">{buttons.collect_view()}</div> }.erase()
}
