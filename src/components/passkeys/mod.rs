#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod item;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod section;

use leptos::prelude::*;

#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::section::PasskeySection;
use super::drawn::{Drawn, Section};
use crate::elements::{AuthState, Erase, live};

/// The passkeys of the person who is signed in: each with its name, which can be changed, and a way to remove it; and a
/// button that adds one, where the settings have passkeys switched on. It shows nothing when nobody is signed in.
///
/// **Without JavaScript** passkeys are renamed and removed; adding one needs it, and says so.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::Passkeys;
///
/// #[component]
/// fn Security() -> impl IntoView {
///     view! {
///         <main>
///             <h1>"Security"</h1>
///             <Passkeys/>
///         </main>
///     }
/// }
/// ```
#[component]
pub fn Passkeys(
    /// What the ids of the fields begin with.
    #[prop(default = "vst-passkeys".into(), into)]
    id: String,
) -> impl IntoView {
    let signed_in = AuthState::current().signed_in;
    live(move || {
        let id = id.clone();
        signed_in.get().then(|| view! { <Drawn section=Section::Passkeys id/> }.erase())
    })
}
