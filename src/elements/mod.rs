//! The parts that the components are made of. What stands on a page twice is one of these.

pub mod platform;

mod account_button;
mod alert;
mod already_signed_in;
mod auth_state;
mod avatar;
mod bot_check;
mod card;
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
mod form;
mod form_state;
mod icon;
mod identity_preview;
mod known;
mod last_used;
mod legal_consent;
mod link_step;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod live_password;
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
mod reverification;
mod root;
mod session_input;
mod sign_out_form;
mod social_buttons;
mod strategy_input;
mod submit_button;
mod user_preview;

pub use account_button::AccountButton;
pub use alert::Alert;
pub use already_signed_in::AlreadySignedIn;
pub use auth_state::AuthState;
pub use avatar::Avatar;
pub use bot_check::BotCheck;
pub use card::{Card, FooterAction};
pub use checkbox::Checkbox;
pub use code_field::CodeField;
pub use code_step::CodeStep;
pub use content::Content;
pub use divider::Divider;
pub use entrance::{InitialValues, OtherFlow};
pub use erase::Erase;
pub use field::{FieldAction, FieldError, FieldLabel, RuledField, TextField};
pub use form::Form;
pub use form_state::{FormState, form_name};
pub use icon::{Icon, IconName};
pub use identity_preview::IdentityPreview;
pub use last_used::{LastUsedBadge, last_used};
pub use legal_consent::LegalConsent;
pub use link_step::LinkStep;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub use live_password::LivePassword;
#[cfg(any(feature = "site", not(all(feature = "hydrate", not(feature = "ssr")))))]
pub use moment::Moment;
pub use notice_card::NoticeCard;
pub use passkey_form::PasskeyForm;
pub use password_field::PasswordField;
pub use password_strength::PasswordAdvice;
pub use phone_field::PhoneField;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use profile_section::{Badge, ProfileAction, ProfileButton, ProfileItem, ProfileSection};
pub use reactive::{effect, live, memo};
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use redirect_url::redirect_url_of;
pub use redirect_url::{encode, is_within, last_step, local_path, use_redirect_url, with_redirect};
pub use resend_link::ResendLink;
pub use reverification::{ReverificationError, with_reverification};
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use root::dress_alone;
pub use root::{Root, with_look};
pub use session_input::SessionInput;
pub use sign_out_form::{SignOutForm, SigningOut};
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use social_buttons::ProviderIcon;
pub use social_buttons::social_buttons;
pub use strategy_input::StrategyInput;
pub use submit_button::SubmitButton;
pub use user_preview::UserPreview;
