use leptos::prelude::*;

use super::fields::role_select;
use super::general::{about, section};
use super::list::pagination;
use super::unsaid::Unsaid;
use crate::api::{CreateOrganizationInvitations, ResendOrganizationInvitation, RevokeOrganizationInvitation};
use crate::elements::{
    AuthState, CardForm, Erase, FieldLabel, FormState, IconName, Moment, MomentScript, ProfileButton, ProfileItem,
    SubmitButton, field_element, form_name,
};
use crate::locale::{self, organization_profile as text};
use crate::model::{Field, ListPage, OrganizationInvitation, OrganizationPage, OrganizationRole};

/// Who is invited to an organization, and the form that invites more.
#[component]
pub fn Invitations(id: String, page: OrganizationPage, redirect_url: Signal<String>) -> impl IntoView {
    let OrganizationPage { organization, invitations, roles, default_role, .. } = page;
    let Some(invitations) = invitations else { return ().erase() };
    let unsaid = Unsaid::begin();
    let ways = pagination(&invitations, "invitations_page", "", &redirect_url.get_untracked());
    let ListPage { data, total_count, .. } = invitations;
    // A page that was loaded anew begins at its top, and the one that it is about may be far below.
    let sent = AuthState::current().flash(&[form_name::<ResendOrganizationInvitation>()]);
    let sent = sent.filter(|told| told.notice.is_some()).map(|_| {
        view! {
            <noscript>
                <p class="vst-formFieldSuccessText">{text::resent()}</p>
            </noscript>
        }
    });
    let nobody = data.is_empty().then(|| view! { <p class="vst-profileSectionEmpty">{text::no_invitations()}</p> });
    let items: Vec<_> = data.into_iter().map(|invitation| item(&id, invitation, redirect_url)).collect();
    let waiting = view! {
        <MomentScript/>
        <ul class="vst-profileSectionItemList">{items}</ul>
        {nobody}
        {ways}
    };
    let invite = invite(&id, &organization.id, &roles, &default_role, redirect_url);
    let unsaid = unsaid.of_profile();
    view! {
        <h1 class="vst-headerTitle">
            {text::invitations()} <span class="vst-badge vst-headerBadge">{total_count}</span>
        </h1>
        {sent}
        {unsaid}
        {section(format!("{id}-invite"), text::invite(), invite)}
        {section(format!("{id}-invitations"), text::invitations(), waiting.erase())}
    }
    .erase()
}

fn invite(
    id: &str,
    organization_id: &str,
    roles: &[OrganizationRole],
    default_role: &str,
    redirect_url: Signal<String>,
) -> AnyView {
    let fields = &[Field::EmailAddresses, Field::Role];
    let form = FormState::new::<CreateOrganizationInvitations>(&format!("{id}-new"), fields, &[]);
    let (about, addresses) = (about(organization_id), addresses(form));
    let select = role_select(form, roles, default_role);
    view! {
        <CardForm form redirect_url>
            {about}
            {addresses}
            {select}
            <SubmitButton form label=text::send_invitations()/>
        </CardForm>
    }
    .erase()
}

fn addresses(form: FormState) -> AnyView {
    let field = Field::EmailAddresses;
    let hint = format!("{}-hint", form.field_id(field));
    let (of_area, typed) = (hint.clone(), area_text(&form.value(field).unwrap_or_default()));
    let is_wrong = form.errors.with_untracked(|errors| errors.of(field).is_some());
    // Of many, one may be what is wrong.
    let error = form.errors.with_untracked(|errors| errors.of(field).cloned()).map(|error| {
        let which = error.meta.email_addresses.clone();
        let which =
            which.into_iter().map(|address| view! { <bdi class="vst-wrongAddress">{address}</bdi> }).collect_view();
        view! {
            <p class="vst-formFieldErrorText" id=form.error_id(field)>
                {which}
                {locale::error_text(&error)}
            </p>
        }
    });
    let content = view! {
        <FieldLabel form field label=text::email_addresses() required=true/>
        <textarea
            class="vst-formFieldInput vst-formFieldTextArea"
            id=form.field_id(field)
            name=field.name()
            rows="3"
            required=true
            dir="ltr"
            autocapitalize="none"
            spellcheck="false"
            autocomplete="off"
            aria-invalid=is_wrong.then_some("true")
            aria-describedby=form.described_by(field, Some(of_area))
        >
            {typed}
        </textarea>
        <p class="vst-formFieldHintText" id=hint>
            {text::email_addresses_hint()}
        </p>
        {error}
    };
    field_element(form, field, "vst-formField".to_owned(), content.erase())
}

/// What stands in a `<textarea>`: Leptos writes its children as they are. Of the first line break nothing is left (HTML,
/// section 13.1.2.6).
#[cfg(feature = "ssr")]
fn area_text(typed: &str) -> String {
    format!("\n{}", crate::server::html::escape(typed))
}

/// Only a server draws anything.
#[cfg(not(feature = "ssr"))]
fn area_text(_: &str) -> String {
    String::new()
}

fn item(id: &str, invitation: OrganizationInvitation, redirect_url: Signal<String>) -> AnyView {
    let OrganizationInvitation { id: invited, email_address, organization_id, role, role_name, expires_at, .. } =
        invitation;
    let id = format!("{id}-{invited}");
    let role = locale::role_named(&role, Some(role_name));
    let resend =
        FormState::new::<ResendOrganizationInvitation>(&id, &[], &[]).about(Field::OrganizationInvitationId, &invited);
    let revoke =
        FormState::new::<RevokeOrganizationInvitation>(&id, &[], &[]).about(Field::OrganizationInvitationId, &invited);
    let fields = vec![(Field::OrganizationId, organization_id), (Field::OrganizationInvitationId, invited.clone())];
    let button = |form, label, full_label| {
        let about = fields.clone();
        view! { <ProfileButton form about redirect_url label full_label=Some(full_label)/> }
    };
    // Whoever hears it is told by what stands around what was drawn.
    let resent = resend.notice.get_untracked();
    let resent = resent.map(|_| view! { <span class="vst-formFieldSuccessText">{text::resent()}</span> });
    let subtitle = view! {
        <span>{role}</span>
        <span>{text::expires()} " " <Moment at=expires_at/></span>
        {resent}
    }
    .erase();
    let resend = button(resend, text::resend(), text::resend_to(&email_address));
    let revoke = button(revoke, text::revoke(), text::revoke_of(&email_address));
    view! {
        <ProfileItem icon=IconName::Mail title=email_address subtitle=Some(subtitle)>
            {resend}
            {revoke}
        </ProfileItem>
    }
    .erase()
}
