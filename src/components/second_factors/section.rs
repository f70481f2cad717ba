use leptos::prelude::*;

use super::backup_codes::BackupCodeList;
use super::item::Item;
use super::offers::Offers;
use crate::api::{CreateBackupCodes, DisableTotp, MakeDefaultSecondFactor, SetReservedForSecondFactor};
use crate::elements::{AuthState, Badge, Erase, FormState, IconName, ProfileButton};
use crate::locale::{second_factors as text, words};
use crate::model::{Field, User};

/// What is set up, and what can be.
#[component]
pub fn SecondFactorSection(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let offered = state.settings.with_value(|settings| settings.mfa.is_on());
    let title = format!("{id}-title");
    move || {
        let id = id.clone();
        let user = state.user.get().filter(|user| offered || user.two_factor_enabled);
        user.map(|user| {
            let (title, named_by) = (title.clone(), title.clone());
            view! {
                <section
                    class="vst-rootBox vst-profileSection"
                    lang=words::tag()
                    dir=words::direction()
                    aria-labelledby=named_by
                >
                    <div class="vst-profileSectionHeader">
                        <h2 class="vst-profileSectionTitle" id=title>
                            {text::title()}
                        </h2>
                        <p class="vst-profileSectionSubtitle">{text::subtitle()}</p>
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
    let state = AuthState::current();
    if !user.two_factor_enabled {
        // Whoever is at it sees that themselves.
        let under_way = move || state.client.with(|client| client.totp_setup.is_some());
        let none = move || (!under_way()).then(|| view! { <p class="vst-profileSectionEmpty">{text::none()}</p> });
        return none.into_any().erase();
    }
    let with_codes = state.settings.with_value(|settings| settings.mfa.backup_codes);
    // The app goes before every number.
    let has_totp = user.totp_enabled;
    let totp = has_totp.then(|| {
        let form = FormState::new::<DisableTotp>(&id, &[], &[]);
        view! {
            <Item
                form
                redirect_url
                icon=IconName::Shield
                title=text::totp().to_owned()
                badges=default_badge(true)
                label=text::remove()
                question=text::remove_text()
                confirm=text::remove_confirm()
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
            let is_default = number.default_second_factor && !has_totp;
            let first = (!number.default_second_factor && !has_totp).then(|| {
                let form = FormState::new::<MakeDefaultSecondFactor>(&id, &[], &[]);
                let form = form.about(Field::PhoneNumberId, &number.id);
                view! {
                    <ProfileButton
                        form
                        about=vec![(Field::PhoneNumberId, number.id.clone())]
                        redirect_url
                        label=text::make_default()
                        full_label=Some(text::make_default_named(&number.formatted))
                    />
                }
                .erase()
            });
            view! {
                <Item
                    form
                    redirect_url
                    icon=IconName::Phone
                    title=text::phone(&number.formatted)
                    badges=default_badge(is_default)
                    first
                    label=text::remove()
                    question=text::remove_text()
                    confirm=text::remove_confirm()
                    phone=Some(number.id)
                />
            }
        })
        .collect();
    let codes = with_codes.then(|| {
        let form = FormState::new::<CreateBackupCodes>(&id, &[], &[]);
        let (label, question) = match user.backup_code_enabled {
            true => (text::regenerate(), text::regenerate_text()),
            false => (text::generate(), text::generate_text()),
        };
        view! {
            <Item
                form
                redirect_url
                icon=IconName::Passkey
                title=text::backup_codes().to_owned()
                label
                color=None
                question
                confirm=text::generate_confirm()
            />
        }
    });
    view! { <ul class="vst-profileSectionItemList">{totp} {phones} {codes}</ul> }.erase()
}

/// What is asked for first when someone signs in.
fn default_badge(is_default: bool) -> Vec<Badge> {
    is_default.then_some((text::default(), None)).into_iter().collect()
}
