//! The parts of a sign-in, without any look: for a sign-in of one's own markup.
//!
//! [`SignInRoot`] stands on the route of the sign-in and knows at which step it is; [`SignInStep`] shows what it holds at one of
//! them. In a step stand a [`Form`](fn@Form), which knows where it is sent, with a [`Field`](fn@Field) for each thing to be typed;
//! buttons that go on otherwise; and whatever else an app puts there. Every part renders one element with all that belongs to
//! its behaviour (names, ids, `autocomplete`, `aria-` attributes, `data-error`, `data-loading`) and with the classes and
//! attributes that it is given. None has a class of its own. All of it works without JavaScript.
//!
//! [`components`](crate::components) are made of the same parts. `docs/elements.md` has all of them, and an example.

pub(crate) mod platform;

mod account_button;
mod alert;
mod already_signed_in;
mod auth_state;
mod avatar;
mod bot_check;
mod card;
mod card_form;
mod checkbox;
mod code_field;
mod code_step;
mod content;
mod divider;
#[cfg(feature = "ssr")]
mod dressed;
mod entrance;
mod erase;
mod field;
mod form_state;
mod headless;
mod icon;
mod identity_row;
mod invitation_card;
mod known;
mod last_used;
mod legal_consent;
mod link_step;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod live_password;
mod mailbox_hint;
mod modal;
#[cfg(any(feature = "site", not(all(feature = "hydrate", not(feature = "ssr")))))]
mod moment;
mod notice_card;
mod passkey_form;
mod password_field;
mod password_strength;
mod phone_field;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod profile_section;
mod reactive;
mod redirect_url;
mod resend_link;
pub(crate) mod reverification;
mod root;
mod session_input;
mod sign_out_form;
mod social_buttons;
mod strategy_input;
mod submit_button;
mod user_preview;

pub(crate) use account_button::AccountButton;
pub(crate) use alert::Alert;
pub(crate) use already_signed_in::AlreadySignedIn;
pub(crate) use auth_state::AuthState;
pub(crate) use avatar::Avatar;
pub(crate) use bot_check::BotCheck;
pub(crate) use card::{Card, FooterAction};
pub(crate) use card_form::CardForm;
pub(crate) use checkbox::Checkbox;
pub(crate) use code_field::CodeField;
pub(crate) use code_step::CodeStep;
pub use content::{Content, RepeatedContent};
pub(crate) use divider::Divider;
pub use entrance::InitialValues;
pub(crate) use entrance::OtherFlow;
pub(crate) use erase::Erase;
pub(crate) use field::{FieldAction, FieldErrorText, FieldLabel, RuledField, TextField};
pub(crate) use form_state::{FormState, form_name};
pub(crate) use headless::{
    Attempt, SETUP_MFA, SignInFlow, SignUpFlow, SignUpStepAt, Step as SignInStepAt, Why, identifier,
    identifier_to_prove, invited, offer_inputs, offer_text, proven, resend_form, sign_up_proof, sign_up_start_page,
    submit_element, username_hint,
};
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub(crate) use headless::{InputOptions, field_element, input_element};
// Beside the parts of the same names, which are functions.
pub use crate::model::{Field, Strategy};
pub use headless::{
    Captcha, Field, FieldError, Form, GlobalError, IdentityPreview, Input, Label, Loading, PasskeyButton,
    ProviderButton, Resend, ResendCountdown, ResendStatus, ShowPassword, SignInLink, SignInRoot, SignInStep,
    SignInStepName, SignUpLink, SignUpRoot, SignUpStep, SignUpStepName, Strategy, Submit, SupportedStrategy, providers,
};
pub(crate) use icon::{Icon, IconName};
pub(crate) use identity_row::IdentityRow;
pub(crate) use invitation_card::{ADD_ACCOUNT, InvitationCard};
pub(crate) use last_used::{LastUsedBadge, last_used};
pub(crate) use legal_consent::LegalConsent;
pub(crate) use link_step::LinkStep;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub(crate) use live_password::LivePassword;
pub(crate) use mailbox_hint::mailbox_hint;
pub(crate) use modal::modal;
#[cfg(any(feature = "site", not(all(feature = "hydrate", not(feature = "ssr")))))]
pub(crate) use moment::{Moment, MomentScript};
pub(crate) use notice_card::NoticeCard;
pub(crate) use passkey_form::PasskeyForm;
pub(crate) use password_field::PasswordField;
pub(crate) use password_strength::PasswordAdvice;
pub(crate) use phone_field::PhoneField;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub(crate) use profile_section::{Badge, ProfileAction, ProfileButton, ProfileItem, ProfileSection};
pub(crate) use reactive::{effect, live, memo};
pub(crate) use redirect_url::{encode, is_within, last_step, local_path, use_redirect_url, with_redirect};
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub(crate) use redirect_url::{query_pairs, redirect_url_of};
pub(crate) use resend_link::ResendLink;
pub(crate) use reverification::with_reverification;
pub(crate) use root::{Root, dress_alone, with_look};
pub(crate) use session_input::SessionInput;
pub(crate) use sign_out_form::{SignOutForm, SigningOut};
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub(crate) use social_buttons::ProviderIcon;
pub(crate) use social_buttons::social_buttons;
pub(crate) use strategy_input::StrategyInput;
pub(crate) use submit_button::SubmitButton;
pub(crate) use user_preview::UserPreview;
