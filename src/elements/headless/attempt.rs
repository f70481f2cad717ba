use leptos::prelude::*;

use crate::elements::{AuthState, with_redirect};
use crate::model::{SecondFactor, Strategy, Verification};

/// The step that asks who one is, where others are signed in already.
const ADD_ACCOUNT: &str = "/add-account";

/// The sign-in that is under way, as its steps show it.
#[derive(Clone)]
pub struct Attempt {
    /// Who the person said they are.
    pub identifier: String,
    /// What could give the first proof.
    pub strategies: Vec<Strategy>,
    /// What could give the second one.
    pub second_factors: Vec<SecondFactor>,
    /// What is asked for as the second one.
    pub second_factor: Option<SecondFactor>,
    sign_in: String,
    redirect_url: Signal<String>,
}

impl Attempt {
    /// As it stands when a step is made.
    pub fn under_way(redirect_url: Signal<String>) -> Self {
        let state = AuthState::current();
        let known = state.client.with_untracked(|client| client.sign_in.clone());
        let (identifier, strategies, second_factors, second_factor) = known
            .map(|it| (it.identifier, it.supported_first_factors, it.supported_second_factors, it.second_factor))
            .unwrap_or_default();
        let sign_in = state.settings.with_value(|settings| settings.paths.sign_in.clone());
        let identifier = identifier.unwrap_or_default();
        Self { identifier, strategies, second_factors, second_factor, sign_in, redirect_url }
    }

    /// Whether there is help for whoever has forgotten a password.
    pub fn can_reset(&self) -> bool {
        self.strategies.iter().any(|strategy| strategy.is_reset())
    }

    /// Whether anything else could give the first proof. What replaces a forgotten password has a link of its own.
    pub fn has_others(&self, besides: Option<Strategy>) -> bool {
        self.strategies.iter().any(|strategy| Some(*strategy) != besides && !strategy.is_reset())
    }

    /// What was sent to prove it, as far as it has come.
    pub fn proof(&self) -> Signal<Option<Verification>> {
        let client = AuthState::current().client;
        Signal::derive(move || {
            client.with(|client| client.sign_in.as_ref().and_then(|it| it.first_factor_verification.clone()))
        })
    }

    /// What was sent as the second proof, as far as it has come.
    pub fn second_proof(&self) -> Signal<Option<Verification>> {
        let client = AuthState::current().client;
        Signal::derive(move || {
            client.with(|client| client.sign_in.as_ref().and_then(|it| it.second_factor_verification.clone()))
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
