use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::account::of_user;
use crate::api;
use crate::elements::{
    AuthState, Badge, CardForm, CodeField, Erase, FormState, PhoneField, ProfileAction, ProfileButton, ProfileItem,
    ProfileSection, SubmitButton, TextField,
};
use crate::locale;
use crate::locale::user_profile as text;
use crate::model::{Field, FieldRule, Notice, User, Verification, VerificationStatus};

/// Addresses or numbers: what they are called, and which forms change them.
pub struct Kind {
    name: &'static str,
    title: fn() -> &'static str,
    none: fn() -> &'static str,
    add: fn() -> &'static str,
    field: Field,
    id_field: Field,
    create: &'static str,
    prepare: &'static str,
    attempt: &'static str,
    set_primary: &'static str,
    remove: &'static str,
    /// Those of a user, at a time.
    read: fn(&User, i64) -> Vec<Row>,
}

/// E-mail addresses.
pub static EMAIL_ADDRESSES: Kind = Kind {
    name: "email",
    title: text::email_addresses,
    none: text::no_email_addresses,
    add: text::add_email_address,
    field: Field::EmailAddress,
    id_field: Field::EmailAddressId,
    create: api::CreateEmailAddress::PATH,
    prepare: api::PrepareEmailAddressVerification::PATH,
    attempt: api::AttemptEmailAddressVerification::PATH,
    set_primary: api::SetPrimaryEmailAddress::PATH,
    remove: api::RemoveEmailAddress::PATH,
    read: |user, now| {
        let primary = user.primary_email_address_id.as_ref();
        let row = |it: &crate::model::EmailAddress| Row::new(&it.id, &it.email_address, &it.verification, primary, now);
        user.email_addresses.iter().map(row).collect()
    },
};

/// Phone numbers.
pub static PHONE_NUMBERS: Kind = Kind {
    name: "phone",
    title: text::phone_numbers,
    none: text::no_phone_numbers,
    add: text::add_phone_number,
    field: Field::PhoneNumber,
    id_field: Field::PhoneNumberId,
    create: api::CreatePhoneNumber::PATH,
    prepare: api::PreparePhoneNumberVerification::PATH,
    attempt: api::AttemptPhoneNumberVerification::PATH,
    set_primary: api::SetPrimaryPhoneNumber::PATH,
    remove: api::RemovePhoneNumber::PATH,
    read: |user, now| {
        let primary = user.primary_phone_number_id.as_ref();
        let row = |it: &crate::model::PhoneNumber| Row::new(&it.id, &it.formatted, &it.verification, primary, now);
        user.phone_numbers.iter().map(row).collect()
    },
};

/// One of them.
#[derive(Clone, PartialEq)]
struct Row {
    id: String,
    shown: String,
    is_verified: bool,
    is_primary: bool,
    /// Whether there is a code that is good.
    waits: bool,
}

impl Row {
    fn new(id: &String, shown: &str, verification: &Verification, primary: Option<&String>, now: i64) -> Self {
        Self {
            id: id.clone(),
            shown: shown.to_owned(),
            is_verified: is_verified(verification),
            is_primary: primary == Some(id),
            waits: verification.expire_at.is_some_and(|at| at > now),
        }
    }
}

fn is_verified(verification: &Verification) -> bool {
    verification.status == VerificationStatus::Verified
}

/// The addresses or numbers of a person.
#[component]
pub fn Contacts(id: String, kind: &'static Kind, can_add: bool, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let rows = of_user(move |user| (kind.read)(user, state.now()));
    let is_required = state.settings.with_value(|settings| match kind.field {
        Field::PhoneNumber => settings.phone_number,
        _ => settings.email_address,
    }) == FieldRule::Required;
    // Who has no address any more is reached at a number, and the other way round.
    let others = of_user(move |user| match kind.field {
        Field::PhoneNumber => user.email_addresses.iter().any(|it| is_verified(&it.verification)),
        _ => user.phone_numbers.iter().any(|it| is_verified(&it.verification)),
    });
    let id = format!("{id}-{}", kind.name);
    let section = id.clone();
    let content = move || {
        let rows = rows.get().unwrap_or_default();
        let is_last = rows.iter().filter(|row| row.is_verified).count() < 2;
        let can_go = !is_last || (!is_required && others.get().unwrap_or_default());
        let list = match rows.is_empty() {
            true => view! { <p class="vst-profileSectionEmpty">{(kind.none)()}</p> }.erase(),
            false => {
                let items: Vec<_> = rows.into_iter().map(|row| item(&id, kind, row, can_go, redirect_url)).collect();
                view! { <ul class="vst-profileSectionItemList">{items}</ul> }.erase()
            }
        };
        let add = can_add.then(|| add(&id, kind, redirect_url));
        view! {
            {list}
            {add}
        }
        .erase()
    };
    view! { <ProfileSection id=section title=(kind.title)() content=Box::new(content)/> }
}

fn add(id: &str, kind: &'static Kind, redirect_url: Signal<String>) -> AnyView {
    let fields: &[Field] =
        if kind.field == Field::PhoneNumber { &[Field::PhoneNumber] } else { &[Field::EmailAddress] };
    let form = FormState::posting(kind.create, id, fields);
    let field = match kind.field {
        Field::PhoneNumber => view! { <PhoneField form required=true autofocus=false value=None/> }.erase(),
        field => view! {
            <TextField
                form
                field
                kind="email"
                label=locale::field::email_address()
                autocomplete="email"
                required=true
            />
        }
        .erase(),
    };
    view! {
        <ProfileAction label=(kind.add)() open=form.has_news()>
            <CardForm form redirect_url>
                {field}
                <p class="vst-profileSectionSubtitle">{text::code_is_sent()}</p>
                <SubmitButton form label=text::add()/>
            </CardForm>
        </ProfileAction>
    }
    .erase()
}

fn item(id: &str, kind: &'static Kind, row: Row, can_go: bool, redirect_url: Signal<String>) -> AnyView {
    let Row { id: own, shown, is_verified, is_primary, waits } = row;
    let id = format!("{id}-{own}");
    let form = |path, fields| FormState::posting(path, &id, fields).about(kind.id_field, &own);
    let about = (kind.id_field, own.clone());
    let badges: Vec<Badge> =
        [(is_primary, (text::primary(), None)), (!is_verified, (text::unverified(), Some("warning")))]
            .into_iter()
            .filter_map(|(is_so, badge)| is_so.then_some(badge))
            .collect();
    let verify = (!is_verified).then(|| {
        let (attempt, prepare) =
            (form(kind.attempt, &[Field::Code]), form(kind.prepare, &[]).with_success(Notice::CodeSent));
        verify(kind, &own, &shown, waits, (attempt, prepare), redirect_url)
    });
    let set_primary = (is_verified && !is_primary).then(|| {
        let full_label = Some(text::make_primary_named(&shown));
        view! {
            <ProfileButton
                form=form(kind.set_primary, &[])
                about=vec![about.clone()]
                redirect_url
                label=text::make_primary()
                full_label
            />
        }
    });
    let remove = (!is_verified || can_go).then(|| {
        let remove = form(kind.remove, &[]);
        let full_label = Some(text::remove_named(&shown));
        view! {
            <ProfileAction label=text::remove() full_label color=Some("danger") open=remove.has_news()>
                <CardForm form=remove redirect_url>
                    <input type="hidden" name=kind.id_field.name() value=about.1/>
                    <p class="vst-profileSectionSubtitle">{text::remove_text()}</p>
                    <SubmitButton form=remove label=text::remove()/>
                </CardForm>
            </ProfileAction>
        }
    });
    view! {
        <ProfileItem title=shown badges>
            {verify}
            {set_primary}
            {remove}
        </ProfileItem>
    }
    .erase()
}

fn verify(
    kind: &'static Kind,
    own: &str,
    shown: &str,
    waits: bool,
    (attempt, prepare): (FormState, FormState),
    redirect_url: Signal<String>,
) -> AnyView {
    let own = own.to_owned();
    let about = (kind.id_field, own.clone());
    let open = waits || attempt.has_news() || prepare.has_news();
    let notice = move || {
        prepare.notice.get().map(|_| view! { <p class="vst-formFieldSuccessText">{locale::action::resent()}</p> })
    };
    let (full_label, sent_to) = (Some(text::verify_named(shown)), text::code_sent_to(shown));
    view! {
        <ProfileAction label=text::verify() full_label open>
            <CardForm form=attempt redirect_url>
                <input type="hidden" name=kind.id_field.name() value=own/>
                <p class="vst-profileSectionSubtitle">{sent_to}</p>
                <CodeField form=attempt/>
                <SubmitButton form=attempt label=text::verify()/>
            </CardForm>
            <ProfileButton
                form=prepare
                about=vec![about]
                redirect_url
                label=locale::action::resend()
                class="vst-formResendCodeLink"
            />
            <div role="status">{notice}</div>
        </ProfileAction>
    }
    .erase()
}
