#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod backup_codes;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod item;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod offers;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod section;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod setup_mfa;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod totp_setup;

use leptos::prelude::*;

#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::section::SecondFactorSection;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::setup_mfa::SetupMfa;
use super::drawn::{Drawn, Section};
use crate::elements::{AuthState, Erase, live};

/// The second steps of signing in that the person who is signed in has set up, and those that can be added: an
/// authenticator app, a phone number, backup codes. It shows nothing when nobody is signed in, or when the settings have all
/// of it switched off and there is nothing left to remove.
///
/// **Without JavaScript** all of it works; backup codes are copied from the page by hand. **In the browser** they can be
/// copied, downloaded and printed.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::SecondFactors;
///
/// #[component]
/// fn Security() -> impl IntoView {
///     view! {
///         <main>
///             <h1>"Security"</h1>
///             <SecondFactors/>
///         </main>
///     }
/// }
/// ```
#[component]
pub fn SecondFactors(
    /// What the ids of the fields begin with.
    #[prop(default = "vst-second-factors".into(), into)]
    id: String,
) -> impl IntoView {
    let signed_in = AuthState::current().signed_in;
    live(move || {
        let id = id.clone();
        signed_in.get().then(|| view! { <Drawn section=Section::SecondFactors id/> }.erase())
    })
}
