//! The drop-in components, and the hooks that read what they know.
//!
//! Put [`AuthProvider`] around the app, [`SignIn`] and [`SignUp`] on a route each, and use the rest wherever it is
//! needed. All of it works without JavaScript; where the browser's half of the app runs, it answers without loading a
//! page.
//!
//! Names of classes are `vst-` and Clerk's element keys (`vst-card`, `vst-formFieldInput`, …); states are `data-`
//! attributes. Colours, sizes and fonts are custom properties that begin with `--vst-`.

mod api_keys;
mod auth_provider;
mod create_organization;
pub(crate) mod drawn;
#[cfg(any(all(test, feature = "ssr"), all(feature = "hydrate", not(feature = "ssr"))))]
mod held_tokens;
mod hooks;
mod impersonation_bar;
mod organization_card;
mod organization_list;
mod organization_profile;
mod organization_switcher;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod organizations;
mod passkeys;
mod profile;
mod protect;
mod redirect_to;
mod redirect_to_sign_in;
mod second_factors;
mod sign_in;
mod sign_in_button;
mod sign_out_button;
mod sign_up;
mod sign_up_button;
mod signed_in;
mod signed_out;
#[cfg(feature = "ssr")]
pub(crate) mod staged;
#[cfg(feature = "ssr")]
pub(crate) mod still;
#[cfg(all(test, feature = "ssr"))]
mod tests;
mod use_organization;
mod user_button;
mod user_profile;
mod waitlist;

pub use crate::elements::InitialValues;
pub use crate::elements::reverification::ReverificationError;
pub use api_keys::ApiKeys;
pub use auth_provider::AuthProvider;
pub use create_organization::CreateOrganization;
pub use hooks::{UseAuth, use_auth, use_reverification, use_session, use_session_list, use_user};
pub use organization_list::OrganizationList;
pub use organization_profile::{OrganizationProfile, OrganizationProfilePage};
pub use organization_switcher::OrganizationSwitcher;
pub use passkeys::Passkeys;
pub use protect::Protect;
pub use redirect_to::{
    RedirectToCreateOrganization, RedirectToOrganizationProfile, RedirectToSignUp, RedirectToUserProfile,
};
pub use redirect_to_sign_in::RedirectToSignIn;
pub use second_factors::SecondFactors;
pub use sign_in::SignIn;
pub use sign_in_button::SignInButton;
pub use sign_out_button::SignOutButton;
pub use sign_up::SignUp;
pub use sign_up_button::SignUpButton;
pub use signed_in::SignedIn;
pub use signed_out::SignedOut;
pub use use_organization::{UseOrganization, UseOrganizationList, use_organization, use_organization_list};
pub use user_button::{UserButton, UserButtonItem};
pub use user_profile::{UserProfile, UserProfilePage};
pub use waitlist::Waitlist;
