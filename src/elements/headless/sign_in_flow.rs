//! Where a sign-in stands, which the drop-in card and a sign-in of one's own markup decide alike.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::SignInStepName;
use super::attempt::Attempt;
use super::scope::{StepKind, StepScope};
use crate::api::{
    AttemptFirstFactor, AttemptSecondFactor, CreateSignIn, OauthSignIn, PasskeySecondFactor, PasskeySignIn,
    PrepareFirstFactor, PrepareSecondFactor, ResetPassword,
};
use crate::elements::{ADD_ACCOUNT, AuthState, FormState, form_name, last_step, memo, use_redirect_url};
use crate::model::{Client, Field, Notice, SessionTask, SignIn as Attempted, SignInStatus, Strategy, TicketUse};

/// The step at which whoever is held up sets up a second factor.
pub const SETUP_MFA: &str = "setup-mfa";

/// A step of a sign-in, with all that makes it another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Start,
    Password,
    Code(Strategy),
    Link,
    Choose { forgotten: bool },
    SecondFactor { strategy: Strategy, number: usize },
    NewPassword,
    Task(SessionTask),
    ChooseAccount,
    Ticket { good: bool },
    Invitation,
    AlreadySignedIn,
}

impl Step {
    /// The step that an address names, if the sign-in under way stands there.
    fn at(name: &str, attempt: Option<&Attempted>) -> Self {
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

    /// Which of the steps that markup can name it is.
    pub const fn name(self) -> SignInStepName {
        match self {
            Self::Start => SignInStepName::Start,
            Self::Password | Self::Code(_) | Self::Link => SignInStepName::Verifications,
            Self::Choose { forgotten: false } => SignInStepName::ChooseStrategy,
            Self::Choose { forgotten: true } => SignInStepName::ForgotPassword,
            Self::SecondFactor { .. } => SignInStepName::SecondFactor,
            Self::NewPassword => SignInStepName::ResetPassword,
            Self::Task(SessionTask::SetupMfa) => SignInStepName::SetupMfa,
            Self::Task(SessionTask::ChooseOrganization) => SignInStepName::ChooseOrganization,
            Self::ChooseAccount => SignInStepName::ChooseAccount,
            Self::Ticket { .. } => SignInStepName::Ticket,
            Self::Invitation => SignInStepName::Invitation,
            Self::AlreadySignedIn => SignInStepName::AlreadySignedIn,
        }
    }

    /// What is proven in it.
    const fn strategy(self) -> Option<Strategy> {
        match self {
            Self::Password => Some(Strategy::Password),
            Self::Code(strategy) | Self::SecondFactor { strategy, .. } => Some(strategy),
            Self::Link => Some(Strategy::EmailLink),
            _ => None,
        }
    }

    /// The form that it is there for. `id` begins the ids of its fields.
    pub fn form(self, id: &str) -> FormState {
        match self {
            Self::Password => {
                let earlier = [form_name::<CreateSignIn>(), form_name::<PrepareFirstFactor>()];
                FormState::new::<AttemptFirstFactor>(id, &[Field::Password], &earlier)
            }
            Self::Code(_) => FormState::new::<AttemptFirstFactor>(id, &[Field::Code], &[]),
            Self::Link => FormState::new::<AttemptFirstFactor>(id, &[], &[]),
            Self::SecondFactor { .. } => FormState::new::<AttemptSecondFactor>(id, &[Field::Code], &[]),
            Self::NewPassword => FormState::new::<ResetPassword>(id, &[Field::NewPassword], &[]),
            Self::Choose { .. } => FormState::new::<PrepareFirstFactor>(id, &[], &[]),
            _ => FormState::new::<CreateSignIn>(id, &[Field::Identifier, Field::Password], &later()),
        }
    }

    /// The form that asks for another code or link, where one was sent.
    pub fn resend(self, id: &str) -> Option<FormState> {
        match self {
            Self::Code(_) => Some(FormState::new::<PrepareFirstFactor>(id, &[], &[]).with_success(Notice::CodeSent)),
            Self::Link => Some(FormState::new::<PrepareFirstFactor>(id, &[], &[]).with_success(Notice::LinkSent)),
            Self::SecondFactor { strategy: Strategy::PhoneCode, .. } => {
                Some(FormState::new::<PrepareSecondFactor>(id, &[], &[]).with_success(Notice::CodeSent))
            }
            _ => None,
        }
    }
}

/// The forms of later steps, which can lead back to the first one.
fn later() -> [&'static str; 5] {
    [
        form_name::<AttemptFirstFactor>(),
        form_name::<PrepareFirstFactor>(),
        form_name::<AttemptSecondFactor>(),
        form_name::<PrepareSecondFactor>(),
        form_name::<ResetPassword>(),
    ]
}

/// Whether the first step has something to say about what was sent from it or from a later one.
fn has_news(state: AuthState) -> bool {
    let own = [form_name::<CreateSignIn>(), form_name::<OauthSignIn>(), form_name::<PasskeySignIn>()];
    state.flash(&[own.as_slice(), &later()].concat()).is_some()
}

/// Whether the first factor is no longer waited for, because it was proven.
fn has_gone_on(client: &Client) -> bool {
    match &client.sign_in {
        Some(attempt) => attempt.status == SignInStatus::NeedsSecondFactor,
        None => !client.sessions.is_empty() || client.sign_up.is_some(),
    }
}

/// Whether a browser keeps a ticket that is for a sign-in: `Some(true)` if it is good.
fn held_ticket(client: &Client) -> Option<bool> {
    match client.ticket.as_ref()?.good_for {
        TicketUse::SignIn => Some(true),
        TicketUse::SignInOver | TicketUse::Nothing => Some(false),
        _ => None,
    }
}

/// Whether someone is signed in here who has opened the link of an invitation to an organization.
pub fn is_invited(client: &Client) -> bool {
    client.session().is_some() && client.ticket.as_ref().is_some_and(|ticket| ticket.invites_to().is_some())
}

/// A sign-in on a page of its own. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct SignInFlow {
    pub step: Memo<Step>,
    pub redirect_url: Signal<String>,
    pub id: StoredValue<String>,
}

impl SignInFlow {
    /// On the page that the settings say. `force` and `fallback` are where to go when it is done; `id` begins the ids of its
    /// fields.
    pub fn new(force: Option<String>, fallback: Option<String>, id: String) -> Self {
        let redirect_url = use_redirect_url("sign_in", force, fallback);
        Self { step: current_step(), redirect_url, id: StoredValue::new(id) }
    }

    /// What the parts of a step know.
    pub fn scope(self, step: Step) -> StepScope {
        let id = self.id.get_value();
        let form = step.form(&id);
        let attempt = Attempt::under_way(self.redirect_url);
        let is_second = matches!(step, Step::SecondFactor { .. });
        let number = attempt.second_factor.as_ref().filter(|_| is_second).and_then(|it| it.safe_identifier.clone());
        // What the form of the step tells is told once.
        let others: &[&str] = match form.errors.with_untracked(|errors| errors.is_empty()) {
            true => &[
                form_name::<OauthSignIn>(),
                form_name::<PasskeySignIn>(),
                form_name::<PasskeySecondFactor>(),
                form_name::<PrepareFirstFactor>(),
                form_name::<PrepareSecondFactor>(),
            ],
            false => &[],
        };
        let others = FormState::telling_of(form.state, others);
        let resend = step.resend(&id).map(|resend| resend.with_errors(others));
        StepScope {
            form,
            kind: StepKind::SignIn(step.name()),
            others,
            redirect_url: self.redirect_url,
            id: self.id,
            strategy: step.strategy(),
            resend,
            proof: if is_second { attempt.second_proof() } else { attempt.proof() },
            identifier: StoredValue::new(number.unwrap_or_else(|| attempt.identifier.clone())),
        }
    }
}

fn current_step() -> Memo<Step> {
    let state = AuthState::current();
    let path = use_location().pathname;
    let (page, several) =
        state.settings.with_value(|settings| (settings.paths.sign_in.clone(), settings.multi_session));
    // Where the first step has told something. It stays there for as long as the address does.
    let told_at = StoredValue::new(has_news(state).then(|| path.get_untracked()));
    memo(move |shown: Option<&Step>| {
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
        if let Some(task) = state.client.with(Client::task) {
            return Step::Task(task);
        }
        if path.with(|path| last_step(path, &page) == SETUP_MFA) && state.signed_in.get() {
            return Step::Task(SessionTask::SetupMfa);
        }
        let is_invited = state.client.with(is_invited);
        if state.signed_in.get() && !several {
            return if is_invited { Step::Invitation } else { Step::AlreadySignedIn };
        }
        path.with(|path| {
            let name = last_step(path, &page);
            let (step, ticket) =
                state.client.with(|client| (Step::at(name, client.sign_in.as_ref()), held_ticket(client)));
            match (step, ticket) {
                (Step::Start, Some(good)) => Step::Ticket { good },
                (Step::Start, None) if several && held && name != ADD_ACCOUNT => {
                    if has_news(state) {
                        told_at.set_value(Some(path.clone()));
                    }
                    let is_told = told_at.with_value(|told_at| told_at.as_ref() == Some(path));
                    match is_told {
                        true => Step::Start,
                        false if is_invited => Step::Invitation,
                        false => Step::ChooseAccount,
                    }
                }
                (step, _) => step,
            }
        })
    })
}
