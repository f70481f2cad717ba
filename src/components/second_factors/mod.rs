mod backup_codes;
mod item;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod section;
mod setup_mfa;
mod totp_setup;

use leptos::prelude::*;

pub use self::backup_codes::BackupCodeList;
use self::item::Button;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::section::SecondFactorSection;
pub use self::setup_mfa::SetupMfa;
use self::totp_setup::TotpSetupForm;
use super::drawn::{Drawn, Section};
use crate::api::{CreateTotp, SetReservedForSecondFactor};
use crate::elements::{AuthState, Erase, FormState, memo};
use crate::locale::second_factors as text;
use crate::model::{Field, User};

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
    move || {
        let id = id.clone();
        signed_in.get().then(|| view! { <Drawn section=Section::SecondFactors id/> }.erase())
    }
}

/// What can be set up.
#[component]
pub fn Offers(id: String, user: User, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let mfa = state.settings.with_value(|settings| settings.mfa.clone());
    let phones: Vec<_> = user
        .phone_numbers
        .into_iter()
        .filter(|number| mfa.phone_code && !number.reserved_for_second_factor)
        .map(|number| {
            let id = format!("{id}-{}", number.id);
            let form = FormState::new::<SetReservedForSecondFactor>(&id, &[], &[]);
            let form = form.about(Field::PhoneNumberId, &number.id);
            let label = text::use_phone(&number.formatted);
            view! { <Button form redirect_url label phone=Some(number.id)/> }
        })
        .collect();
    let totp = (mfa.totp && !user.totp_enabled).then(|| {
        let setup = memo(move |_| state.client.with(|client| client.totp_setup.clone()));
        let id = id.clone();
        move || match setup.get() {
            Some(setup) => view! { <TotpSetupForm id=id.clone() setup redirect_url/> }.erase(),
            None => {
                let form = FormState::new::<CreateTotp>(&id, &[], &[]);
                view! { <Button form redirect_url label=text::ADD_TOTP.to_owned()/> }.erase()
            }
        }
    });
    view! { <div class="vst-secondFactorOffers">{totp} {phones}</div> }.erase()
}
