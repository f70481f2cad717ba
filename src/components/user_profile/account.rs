use leptos::prelude::*;

use super::connected::Connected;
use super::contact::{Contacts, EMAIL_ADDRESSES, PHONE_NUMBERS};
use super::picture::Picture;
use crate::api::{UpdateUser, UpdateUsername};
use crate::elements::{
    AuthState, CardForm, Erase, FormState, ProfileAction, ProfileItem, ProfileSection, RuledField, SubmitButton, memo,
};
use crate::locale;
use crate::locale::user_profile as text;
use crate::model::{Field, FieldRule, User};

/// Who one is, and what one goes by.
#[component]
pub fn Account(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let (username, phone) =
        state.settings.with_value(|settings| (settings.username, settings.phone_number != FieldRule::Off));
    let has_number = state.user.with_untracked(|user| user.as_ref().is_some_and(|user| !user.phone_numbers.is_empty()));
    let (of_picture, of_name, of_username) = (id.clone(), id.clone(), id.clone());
    let (of_mail, of_phone) = (id.clone(), id.clone());
    view! {
        <h1 class="vst-headerTitle">{text::account_title()}</h1>
        <Picture id=of_picture redirect_url/>
        <Name id=of_name redirect_url/>
        {(username != FieldRule::Off).then(|| view! { <Username id=of_username rule=username redirect_url/> })}
        <Contacts id=of_mail kind=&EMAIL_ADDRESSES can_add=true redirect_url/>
        {(phone || has_number)
            .then(|| view! { <Contacts id=of_phone kind=&PHONE_NUMBERS can_add=phone redirect_url/> })}
        <Connected id redirect_url/>
    }
    .erase()
}

/// What of a person a section shows, so that it is made anew when that changes and else not.
pub fn of_user<T>(read: impl Fn(&User) -> T + Send + Sync + 'static) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    let user = AuthState::current().user;
    memo(move |_| user.with(|user| user.as_ref().map(&read)))
}

#[component]
fn Name(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let (first_rule, last_rule) = state.settings.with_value(|settings| (settings.first_name, settings.last_name));
    let asked = first_rule != FieldRule::Off || last_rule != FieldRule::Off;
    let name = of_user(|user| (user.display_name(), user.first_name.clone(), user.last_name.clone()));
    let section = format!("{id}-name");
    let content = move || {
        let (shown, first, last) = name.get().unwrap_or_default();
        let form = FormState::new::<UpdateUser>(&id, &[Field::FirstName, Field::LastName], &[]);
        let action = asked.then(|| {
            view! {
                <ProfileAction label=text::update_name() open=form.has_news()>
                    <CardForm form redirect_url>
                        <RuledField
                            form
                            rule=first_rule
                            field=Field::FirstName
                            label=locale::field::first_name()
                            autocomplete="given-name"
                            autofocus=false
                            value=first
                        />
                        <RuledField
                            form
                            rule=last_rule
                            field=Field::LastName
                            label=locale::field::last_name()
                            autocomplete="family-name"
                            autofocus=false
                            value=last
                        />
                        <SubmitButton form label=text::save()/>
                    </CardForm>
                </ProfileAction>
            }
        });
        view! {
            <ul class="vst-profileSectionItemList">
                <li class="vst-profileSectionItem">
                    <div class="vst-profileSectionItemText">
                        <span class="vst-profileSectionTitleText">{shown}</span>
                    </div>
                    <div class="vst-profileSectionButtonGroup">{action}</div>
                </li>
            </ul>
        }
        .erase()
    };
    view! { <ProfileSection id=section title=text::profile() content=Box::new(content)/> }
}

#[component]
fn Username(id: String, rule: FieldRule, redirect_url: Signal<String>) -> impl IntoView {
    let username = of_user(|user| user.username.clone());
    let section = format!("{id}-username");
    let content = move || {
        let username = username.get().flatten();
        let form = FormState::new::<UpdateUsername>(&id, &[Field::Username], &[]);
        let label = if username.is_some() { text::update_username() } else { text::set_username() };
        let title = username.clone().unwrap_or_else(|| text::no_username().to_owned());
        view! {
            <ul class="vst-profileSectionItemList">
                <ProfileItem title>
                    <ProfileAction label open=form.has_news()>
                        <CardForm form redirect_url>
                            <RuledField
                                form
                                rule
                                field=Field::Username
                                label=locale::field::username()
                                autocomplete="username"
                                autofocus=false
                                value=username
                            />
                            <SubmitButton form label=text::save()/>
                        </CardForm>
                    </ProfileAction>
                </ProfileItem>
            </ul>
        }
        .erase()
    };
    view! { <ProfileSection id=section title=locale::field::username() content=Box::new(content)/> }
}
