//! The parts that have behaviour and no look: what the drop-in components are made of, and what an app makes a sign-in of its
//! own markup of. A part for apps finds by context what it stands in; the functions beside it take that, and are what our own
//! parts use.

mod attempt;
mod button;
mod field;
mod form;
mod input;
mod passkey;
mod provider;
mod resend;
mod scope;
mod sign_in;
mod sign_in_flow;
mod sign_up;
mod sign_up_flow;
mod strategy;
#[cfg(all(test, feature = "ssr"))]
mod tests;

pub(crate) use attempt::Attempt;
pub(crate) use button::submit_element;
pub use button::{Loading, Submit};
pub use field::{Field, FieldError, Label};
pub(crate) use field::{error_line, field_element, identifier, label_element};
pub(crate) use form::form_element;
pub use form::{Form, GlobalError};
pub use input::{Input, ShowPassword};
pub(crate) use input::{
    InputOptions, Typed, code_typed, input_element, password_kind, show_password_button, username_hint,
};
pub use passkey::PasskeyButton;
pub(crate) use passkey::passkey_parts;
pub use provider::{ProviderButton, providers};
pub(crate) use provider::{provider_element, providers_form};
pub use resend::{Resend, ResendCountdown, ResendStatus};
pub(crate) use resend::{Wait, empties_field, goes_on_when_opened, notice_text, resend_element};
pub use sign_in::{IdentityPreview, SignInLink, SignInRoot, SignInStep, SignInStepName, Strategy};
pub(crate) use sign_in_flow::{SETUP_MFA, SignInFlow, Step};
pub(crate) use sign_up::captcha;
pub use sign_up::{Captcha, SignUpLink, SignUpRoot, SignUpStep, SignUpStepName};
pub(crate) use sign_up_flow::{
    SignUpFlow, SignUpStepAt, Why, identifier_to_prove, invited, proof as sign_up_proof, proven, resend_form,
    start_page as sign_up_start_page,
};
pub use strategy::SupportedStrategy;
pub(crate) use strategy::{offer_inputs, offer_text};
