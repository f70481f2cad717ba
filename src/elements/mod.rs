//! The parts that the components are made of. What stands on a page twice is one of these.

pub mod platform;

mod alert;
mod already_signed_in;
mod auth_state;
mod avatar;
mod card;
mod checkbox;
mod code_field;
mod code_step;
mod content;
mod field;
mod form;
mod form_state;
mod icon;
mod identity_preview;
mod link_step;
mod password_field;
mod password_strength;
mod redirect_url;
mod resend_link;
mod sign_out_form;
mod strategy_input;
mod submit_button;

pub use alert::Alert;
pub use already_signed_in::AlreadySignedIn;
pub use auth_state::AuthState;
pub use avatar::Avatar;
pub use card::{Card, FooterAction};
pub use checkbox::Checkbox;
pub use code_field::CodeField;
pub use code_step::CodeStep;
pub use content::{Content, Erase};
pub use field::{FieldAction, FieldError, FieldLabel, TextField};
pub use form::Form;
pub use form_state::{FormState, form_name};
pub use icon::{Icon, IconName};
pub use identity_preview::IdentityPreview;
pub use link_step::LinkStep;
pub use password_field::PasswordField;
pub use password_strength::PasswordAdvice;
pub use redirect_url::{last_step, local_path, use_redirect_url, with_redirect};
pub use resend_link::ResendLink;
pub use sign_out_form::SignOutForm;
pub use strategy_input::StrategyInput;
pub use submit_button::SubmitButton;
