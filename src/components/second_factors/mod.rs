mod backup_codes;
mod item;
mod setup_mfa;
mod totp_setup;

use leptos::prelude::*;

pub use self::backup_codes::BackupCodeList;
use self::item::{Button, Item};
pub use self::setup_mfa::SetupMfa;
use self::totp_setup::TotpSetupForm;
use crate::api::{CreateBackupCodes, CreateTotp, DisableTotp, SetReservedForSecondFactor};
use crate::elements::{AuthState, Erase, FormState, IconName, memo, platform};
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
    let state = AuthState::current();
    // Whatever is done here leads back here.
    let redirect_url = Signal::derive(platform::current_path);
    let offered = state.settings.with_value(|settings| settings.mfa.is_on());
    let title = format!("{id}-title");
    move || {
        let id = id.clone();
        let user = state.user.get().filter(|user| offered || user.two_factor_enabled);
        user.map(|user| {
            let (title, named_by) = (title.clone(), title.clone());
            view! {
                <section class="vst-rootBox vst-profileSection" aria-labelledby=named_by>
                    <div class="vst-profileSectionHeader">
                        <h2 class="vst-profileSectionTitle" id=title>
                            {text::TITLE}
                        </h2>
                        <p class="vst-profileSectionSubtitle">{text::SUBTITLE}</p>
                    </div>
                    <div class="vst-profileSectionContent">
                        {move || state.backup_codes.get().map(|codes| view! { <BackupCodeList codes/> })}
                        <Enrolled id=id.clone() user=user.clone() redirect_url/> <Offers id user redirect_url/>
                    </div>
                </section>
            }
            .erase()
        })
    }
}

/// What is set up, and what can be done with it.
#[component]
fn Enrolled(id: String, user: User, redirect_url: Signal<String>) -> impl IntoView {
    if !user.two_factor_enabled {
        return view! { <p class="vst-profileSectionEmpty">{text::NONE}</p> }.erase();
    }
    let with_codes = AuthState::current().settings.with_value(|settings| settings.mfa.backup_codes);
    let totp = user.totp_enabled.then(|| {
        let form = FormState::new::<DisableTotp>(&id, &[], &[]);
        view! {
            <Item
                form
                redirect_url
                icon=IconName::Passkey
                title=text::TOTP.to_owned()
                label=text::REMOVE
                question=text::REMOVE_TEXT
                confirm=text::REMOVE_CONFIRM
            />
        }
    });
    let phones: Vec<_> = user
        .phone_numbers
        .into_iter()
        .filter(|number| number.reserved_for_second_factor)
        .map(|number| {
            let id = format!("{id}-{}", number.id);
            let form = FormState::new::<SetReservedForSecondFactor>(&id, &[], &[]);
            let form = form.about(Field::PhoneNumberId, &number.id);
            view! {
                <Item
                    form
                    redirect_url
                    icon=IconName::Passkey
                    title=text::phone(&number.formatted)
                    label=text::REMOVE
                    question=text::REMOVE_TEXT
                    confirm=text::REMOVE_CONFIRM
                    phone=Some(number.id)
                />
            }
        })
        .collect();
    let codes = with_codes.then(|| {
        let form = FormState::new::<CreateBackupCodes>(&id, &[], &[]);
        let (label, question) = match user.backup_code_enabled {
            true => (text::REGENERATE, text::REGENERATE_TEXT),
            false => (text::GENERATE, text::GENERATE_TEXT),
        };
        view! {
            <Item
                form
                redirect_url
                icon=IconName::Passkey
                title=text::BACKUP_CODES.to_owned()
                label
                color=None
                question
                confirm=text::GENERATE_CONFIRM
            />
        }
    });
    view! { <ul class="vst-profileSectionItemList">{totp} {phones} {codes}</ul> }.erase()
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
