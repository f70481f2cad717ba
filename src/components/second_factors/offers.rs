use leptos::prelude::*;

use super::item::Button;
use super::totp_setup::TotpSetupForm;
use crate::api::{CreateTotp, SetReservedForSecondFactor};
use crate::elements::{AuthState, Erase, FormState, memo};
use crate::locale::second_factors as text;
use crate::model::{Field, User};

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
                view! { <Button form redirect_url label=text::add_totp().to_owned()/> }.erase()
            }
        }
    });
    view! { <div class="vst-secondFactorOffers">{totp} {phones}</div> }.erase()
}
