use leptos::prelude::*;

use super::account::of_user;
use super::devices::Devices;
use crate::api::{DeleteUser, RemovePassword, UpdatePassword};
use crate::components::passkeys::PasskeySection;
use crate::components::second_factors::SecondFactorSection;
use crate::elements::{
    AuthState, CardForm, Checkbox, Erase, FormState, PasswordAdvice, PasswordField, ProfileAction, ProfileItem,
    ProfileSection, SubmitButton, TextField,
};
use crate::locale;
use crate::locale::user_profile as text;
use crate::model::{Field, PublicSettings, Strategy, User, VerificationStatus};

/// What keeps others out.
#[component]
pub fn Security(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let (password, passkeys, delete) = state.settings.with_value(|settings| {
        (settings.first_factors.contains(&Strategy::Password), settings.passkeys(), settings.delete_self)
    });
    let own = state.user.with_untracked(|user| user.as_ref().and_then(|user| user.delete_self_enabled));
    let delete = own.unwrap_or(delete);
    let has_passkey = state.user.with_untracked(|user| user.as_ref().is_some_and(|user| !user.passkeys.is_empty()));
    let (of_password, of_devices) = (id.clone(), id.clone());
    let (of_passkeys, of_second_factors) = (format!("{id}-passkeys"), format!("{id}-second-factors"));
    view! {
        <h1 class="vst-headerTitle">{text::security()}</h1>
        {password.then(|| view! { <Password id=of_password redirect_url/> })}
        {(passkeys || has_passkey).then(|| view! { <PasskeySection id=of_passkeys redirect_url/> })}
        <SecondFactorSection id=of_second_factors redirect_url/>
        <Devices id=of_devices redirect_url/>
        {delete.then(|| view! { <Delete id redirect_url/> })}
    }
    .erase()
}

#[component]
fn Password(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let settings = AuthState::current().settings.get_value();
    // Whatever changes closes the form: a password that was changed leaves no other trace.
    let shown = of_user(move |user| {
        let can_go = user.password_enabled && has_another_way_in(user, &settings);
        (user.password_enabled, user.updated_at, user.primary_email_address().map(str::to_owned), can_go)
    });
    let section = format!("{id}-password");
    let content = move || {
        let (has_one, _, address, can_go) = shown.get().unwrap_or_default();
        let form = FormState::new::<UpdatePassword>(&id, &[Field::CurrentPassword, Field::NewPassword], &[]);
        let label = if has_one { text::change_password() } else { text::set_password() };
        let title = if has_one { text::password_is_set() } else { text::no_password() };
        let current = has_one.then(|| {
            view! {
                <PasswordField
                    form
                    field=Field::CurrentPassword
                    autocomplete="current-password"
                    required=true
                />
            }
        });
        let remove = can_go.then(|| {
            let form = FormState::new::<RemovePassword>(&format!("{id}-remove"), &[], &[]);
            view! {
                <ProfileAction label=text::remove_password() color=Some("danger") open=form.has_news()>
                    <CardForm form redirect_url>
                        <p class="vst-profileSectionSubtitle">{text::remove_password_text()}</p>
                        <Checkbox form field=Field::SignOutOfOtherSessions checked=true>
                            {locale::sign_in::sign_out_of_other_sessions()}
                        </Checkbox>
                        <SubmitButton form label=text::remove_password()/>
                    </CardForm>
                </ProfileAction>
            }
        });
        view! {
            <ul class="vst-profileSectionItemList">
                <ProfileItem title=title.to_owned()>
                    <ProfileAction label open=form.has_news()>
                        <CardForm form redirect_url>
                            // A password manager keeps the new one under the name that belongs to it.
                            <input type="text" autocomplete="username" value=address readonly=true hidden=true/>
                            {current}
                            <PasswordField
                                form
                                field=Field::NewPassword
                                autocomplete="new-password"
                                required=true
                                advice=PasswordAdvice::new(form, &[])
                            />
                            <Checkbox form field=Field::SignOutOfOtherSessions checked=true>
                                {locale::sign_in::sign_out_of_other_sessions()}
                            </Checkbox>
                            <SubmitButton form label=text::save()/>
                        </CardForm>
                    </ProfileAction>
                    {remove}
                </ProfileItem>
            </ul>
        }
        .erase()
    };
    view! { <ProfileSection id=section title=locale::field::password() content=Box::new(content)/> }
}

/// Whether somebody gets in again without a password, as far as a browser can know: the server has the last word.
fn has_another_way_in(user: &User, settings: &PublicSettings) -> bool {
    let is_on = |strategy: Strategy| settings.first_factors.contains(&strategy);
    let by_mail = is_on(Strategy::EmailCode) || is_on(Strategy::EmailLink);
    let is_verified = |status: VerificationStatus| status == VerificationStatus::Verified;
    let has_address = user.email_addresses.iter().any(|email| is_verified(email.verification.status));
    let has_number = user
        .phone_numbers
        .iter()
        .any(|number| is_verified(number.verification.status) && !number.reserved_for_second_factor);
    !user.external_accounts.is_empty()
        || (settings.passkeys() && !user.passkeys.is_empty())
        || (by_mail && has_address)
        || (is_on(Strategy::PhoneCode) && has_number)
}

#[component]
fn Delete(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let section = format!("{id}-delete");
    let content = move || {
        let form = FormState::new::<DeleteUser>(&id, &[Field::Confirmation], &[]);
        view! {
            <p class="vst-profileSectionSubtitle">{text::delete_text()}</p>
            <ProfileAction label=text::delete_confirmation() color=Some("danger") open=form.has_news()>
                <CardForm form redirect_url>
                    <TextField
                        form
                        field=Field::Confirmation
                        label=text::delete_label()
                        autocomplete="off"
                        required=true
                    />
                    <SubmitButton form label=text::delete_confirmation()/>
                </CardForm>
            </ProfileAction>
        }
        .erase()
    };
    view! { <ProfileSection id=section title=text::delete() content=Box::new(content)/> }
}
