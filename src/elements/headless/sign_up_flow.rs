//! Where a sign-up stands, which the drop-in card and a sign-up of one's own markup decide alike.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::SignUpStepName;
use super::scope::{StepKind, StepScope};
use super::sign_in_flow::is_invited;
use crate::api::{AttemptVerification, CreateSignUp, OauthSignUp, PrepareVerification, UpdateSignUp};
use crate::elements::{ADD_ACCOUNT, AuthState, FormState, form_name, last_step, memo, use_redirect_url};
use crate::model::{Client, Field, Notice, SignUp, SignUpMode, SignUpStatus, Strategy, TicketUse, Verification};

const FIELDS: &[Field] = &[
    Field::FirstName,
    Field::LastName,
    Field::Username,
    Field::EmailAddress,
    Field::PhoneNumber,
    Field::PhoneCountry,
    Field::Password,
    Field::LegalAccepted,
];
/// The same where the address is fixed, because it was invited or has been proven: what is wrong with it is said above the
/// fields.
const FIXED: &[Field] = &[
    Field::FirstName,
    Field::LastName,
    Field::Username,
    Field::PhoneNumber,
    Field::PhoneCountry,
    Field::Password,
    Field::LegalAccepted,
];
/// The same for what a provider did not know.
const MISSING: &[Field] = &[
    Field::FirstName,
    Field::LastName,
    Field::Username,
    Field::EmailAddress,
    Field::PhoneNumber,
    Field::PhoneCountry,
    Field::LegalAccepted,
];

/// Why there is no form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Only who has an invitation may sign up.
    Restricted,
    /// The invitation is not good.
    Over,
    /// The address that was invited has an account.
    HasAccount,
}

/// A step of a sign-up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SignUpStepAt {
    Start,
    Missing,
    Verify,
    Closed(Why),
    Waitlist,
    Invitation,
    ChooseAccount,
    AlreadySignedIn,
}

impl SignUpStepAt {
    /// Which of the steps that markup can name it is.
    pub const fn name(self) -> SignUpStepName {
        match self {
            Self::Start => SignUpStepName::Start,
            Self::Missing => SignUpStepName::Continue,
            Self::Verify => SignUpStepName::Verifications,
            Self::Closed(_) => SignUpStepName::Restricted,
            Self::Waitlist => SignUpStepName::Waitlist,
            Self::Invitation => SignUpStepName::Invitation,
            Self::ChooseAccount => SignUpStepName::ChooseAccount,
            Self::AlreadySignedIn => SignUpStepName::AlreadySignedIn,
        }
    }

    /// The form that it is there for. `id` begins the ids of its fields.
    pub fn form(self, id: &str) -> FormState {
        match self {
            Self::Verify => FormState::new::<AttemptVerification>(id, &[Field::Code], &[]),
            Self::Missing => FormState::new::<UpdateSignUp>(id, MISSING, &[form_name::<OauthSignUp>()]),
            _ => {
                let fields = if fixed_address().is_some() { FIXED } else { FIELDS };
                FormState::new::<CreateSignUp>(id, fields, &later())
            }
        }
    }
}

/// The forms of later steps, which can lead back to the first one.
fn later() -> [&'static str; 2] {
    [form_name::<AttemptVerification>(), form_name::<PrepareVerification>()]
}

/// Whether the first step has something to say about what was sent from it or from a later one.
fn has_news(state: AuthState) -> bool {
    let own = [form_name::<CreateSignUp>(), form_name::<OauthSignUp>()];
    state.flash(&[own, later()].concat()).is_some()
}

/// The address of the first step. Whoever is signed in already adds an account there.
pub fn start_page(client: &Client, sign_up: &str) -> String {
    match client.sessions.is_empty() {
        true => sign_up.to_owned(),
        false => format!("{sign_up}/{ADD_ACCOUNT}"),
    }
}

/// Whether a browser goes on with what nobody else could have begun there: an invitation, or an address that was proven where
/// one signs in.
fn goes_on(client: &Client) -> bool {
    let has_proven = |it: &SignUp| it.email_address.is_some() && !it.unverified_fields.contains(&Field::EmailAddress);
    client.ticket.is_some() || client.sign_up.as_ref().is_some_and(has_proven)
}

/// The address that was invited.
pub fn invited(client: &Client) -> Option<String> {
    let ticket = client.ticket.as_ref().filter(|ticket| ticket.good_for == TicketUse::SignUp);
    ticket.map(|ticket| ticket.identifier.clone())
}

/// The address with which someone goes on who has proven it where they wanted to sign in, and was not invited.
pub fn proven() -> Option<String> {
    let state = AuthState::current();
    if !state.settings.with_value(|settings| settings.with_sign_up) {
        return None;
    }
    state.client.with_untracked(|client| {
        let known = client.sign_up.as_ref().filter(|it| !it.unverified_fields.contains(&Field::EmailAddress));
        known.filter(|_| invited(client).is_none()).and_then(|known| known.email_address.clone())
    })
}

/// The address that the account will have, whatever is typed.
fn fixed_address() -> Option<String> {
    AuthState::current().client.with_untracked(invited).or_else(proven)
}

/// The form that asks for another code or link.
pub fn resend_form(id: &str, is_link: bool) -> FormState {
    let notice = if is_link { Notice::LinkSent } else { Notice::CodeSent };
    FormState::new::<PrepareVerification>(id, &[], &[]).with_success(notice)
}

/// Whether the phone number comes next: the address has been proven.
pub fn waits_for_phone(sign_up: &SignUp) -> bool {
    !sign_up.unverified_fields.contains(&Field::EmailAddress)
}

/// What was sent to the address or to the number, as far as it has come.
pub fn proof(of_phone: bool) -> Signal<Option<Verification>> {
    let client = AuthState::current().client;
    let of = move |it: &SignUp| {
        let proof = if of_phone { &it.phone_number_verification } else { &it.email_address_verification };
        proof.clone()
    };
    Signal::derive(move || client.with(|client| client.sign_up.as_ref().and_then(of)))
}

/// What is being proven.
pub fn identifier_to_prove(of_phone: bool) -> String {
    let of = |it: &SignUp| if of_phone { it.phone_number_formatted.clone() } else { it.email_address.clone() };
    AuthState::current().client.with_untracked(|client| client.sign_up.as_ref().and_then(of)).unwrap_or_default()
}

/// What stands in the form's place: nothing does if the mode lets everyone in, or an invitation lets this browser in.
/// `Ok(false)` means the waitlist.
fn admits(client: &Client, mode: SignUpMode) -> Result<bool, Why> {
    match (client.ticket.as_ref().map(|ticket| ticket.good_for), mode) {
        (Some(TicketUse::SignUp), _) => Ok(true),
        (Some(TicketUse::SignUpOver | TicketUse::Nothing), _) => Err(Why::Over),
        (Some(TicketUse::HasAccount | TicketUse::Join), _) => Err(Why::HasAccount),
        (_, SignUpMode::Public) => Ok(true),
        (_, SignUpMode::Restricted) => Err(Why::Restricted),
        (_, SignUpMode::Waitlist) => Ok(false),
    }
}

/// A sign-up on a page of its own. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct SignUpFlow {
    pub step: Memo<SignUpStepAt>,
    pub redirect_url: Signal<String>,
    /// Whether it is the phone number that is proven.
    pub of_phone: Memo<bool>,
    id: StoredValue<String>,
}

impl SignUpFlow {
    /// On the page that the settings say. `force` and `fallback` are where to go when it is done; `id` begins the ids of its
    /// fields.
    pub fn new(force: Option<String>, fallback: Option<String>, id: String) -> Self {
        let client = AuthState::current().client;
        // Nothing is left once the account is there; until the page is left it stays as it is.
        let of_phone = memo(move |before: Option<&bool>| {
            let left = client.with(|client| client.sign_up.as_ref().map(waits_for_phone));
            left.or(before.copied()).unwrap_or_default()
        });
        let redirect_url = use_redirect_url("sign_up", force, fallback);
        Self { step: current_step(), redirect_url, of_phone, id: StoredValue::new(id) }
    }

    /// What the parts of a step know.
    pub fn scope(self, step: SignUpStepAt) -> StepScope {
        let id = self.id.get_value();
        let form = step.form(&id);
        let is_proof = step == SignUpStepAt::Verify;
        let of_phone = is_proof && self.of_phone.get();
        let proof = proof(of_phone);
        let sent = || proof.with_untracked(|proof| proof.as_ref().and_then(|proof| Strategy::parse(&proof.strategy)));
        let strategy = is_proof.then(|| sent().unwrap_or(Strategy::EmailCode));
        let told = form.errors.with_untracked(|errors| !errors.is_empty());
        let others: &[&str] = match told {
            true => &[],
            false => &[form_name::<OauthSignUp>(), form_name::<PrepareVerification>()],
        };
        let others = FormState::telling_of(form.state, others);
        let resend = strategy.map(|strategy| resend_form(&id, strategy.is_link()).with_errors(others));
        let identifier = if is_proof { identifier_to_prove(of_phone) } else { fixed_address().unwrap_or_default() };
        StepScope {
            form,
            kind: StepKind::SignUp,
            others,
            redirect_url: self.redirect_url,
            id: self.id,
            strategy,
            resend,
            proof,
            identifier: StoredValue::new(identifier),
        }
    }
}

fn current_step() -> Memo<SignUpStepAt> {
    let state = AuthState::current();
    let path = use_location().pathname;
    let (page, mode, several) =
        state.settings.with_value(|settings| (settings.paths.sign_up.clone(), settings.mode, settings.multi_session));
    let waits_for_link = StoredValue::new(false);
    // Where the first step has told something. It stays there for as long as the address does.
    let told_at = StoredValue::new(has_news(state).then(|| path.get_untracked()));
    memo(move |shown: Option<&SignUpStepAt>| {
        let signed_in = state.signed_in.get();
        if let Some(shown) = shown
            && signed_in
            && state.is_leaving(&page)
        {
            // Just signed in here and about to leave: nothing changes any more.
            return *shown;
        }
        let is_there = path.with(|path| last_step(path, &page) == "verify-email-address");
        let waits = shown == Some(&SignUpStepAt::Verify) && is_there && waits_for_link.get_value();
        if waits && signed_in && state.client.with(|client| client.sign_up.is_none()) {
            // The link was opened in this browser: the step that waits for it asks what came of that, and leads there.
            return SignUpStepAt::Verify;
        }
        let is_invited = state.client.with(is_invited);
        if signed_in && !several {
            return if is_invited { SignUpStepAt::Invitation } else { SignUpStepAt::AlreadySignedIn };
        }
        let (under_way, by_provider) = state.client.with(|client| {
            let sign_up = client.sign_up.as_ref().filter(|it| it.status == SignUpStatus::MissingRequirements);
            waits_for_link.set_value(sign_up.is_some_and(SignUp::waits_for_link));
            (sign_up.is_some(), sign_up.is_some_and(|sign_up| sign_up.external_account.is_some()))
        });
        let (held, goes_on) = state.client.with(|client| (!client.sessions.is_empty(), goes_on(client)));
        path.with(|path| {
            let name = last_step(path, &page);
            // What is wrong with the form is said where it stands.
            let is_told = told_at.with_value(|told_at| told_at.as_ref() == Some(path));
            let adds = name == ADD_ACCOUNT || is_told;
            match name {
                "verify-email-address" | "verify-phone-number" if under_way => SignUpStepAt::Verify,
                "continue" if by_provider => SignUpStepAt::Missing,
                _ if is_invited && !adds => SignUpStepAt::Invitation,
                _ => match state.client.with(|client| admits(client, mode)) {
                    Ok(false) => SignUpStepAt::Waitlist,
                    Ok(true) | Err(Why::Restricted) if several && held && !adds && !goes_on => {
                        SignUpStepAt::ChooseAccount
                    }
                    Ok(true) => SignUpStepAt::Start,
                    Err(why) => SignUpStepAt::Closed(why),
                },
            }
        })
    })
}
