use leptos::prelude::*;

use super::fields::{hinted_field, options, select_field};
use super::general::{about, section};
use crate::api::{
    AttemptOrganizationDomainVerification, CreateOrganizationDomain, DeleteOrganizationDomain,
    PrepareOrganizationDomainVerification, SetOrganizationDomainEnrollmentMode,
};
use crate::elements::{
    Badge, CardForm, Checkbox, CodeField, Erase, FormState, IconName, ProfileAction, ProfileItem, SubmitButton,
};
use crate::locale::{organization_profile as text, user_profile};
use crate::model::{EnrollmentMode, Field, OrganizationDomain, OrganizationPage};

/// The domains of an organization, and how people with an address in them come in.
pub fn domains(id: &str, page: &OrganizationPage, changes: bool, redirect_url: Signal<String>) -> Option<AnyView> {
    let domains = page.domains.as_ref()?;
    let modes = &page.enrollment_modes;
    let nothing = domains.is_empty().then(|| view! { <p class="vst-profileSectionEmpty">{text::no_domains()}</p> });
    let items: Vec<_> = domains.iter().map(|domain| item(id, domain, modes, changes, redirect_url)).collect();
    let add = changes.then(|| add(id, &page.organization.id, redirect_url));
    let content = view! {
        <p class="vst-profileSectionSubtitle">{text::domains_subtitle()}</p>
        <ul class="vst-profileSectionItemList">{items}</ul>
        {nothing}
        {add}
    };
    Some(section(format!("{id}-domains"), text::domains(), content.erase()))
}

fn add(id: &str, organization_id: &str, redirect_url: Signal<String>) -> AnyView {
    let form = FormState::new::<CreateOrganizationDomain>(&format!("{id}-domain"), &[Field::Name], &[]);
    let organization = about(organization_id);
    let name = options(form, Field::Name, "text", None, true);
    let name = hinted_field(form, Field::Name, text::domain(), name, Some(text::domain_hint()));
    view! {
        <ProfileAction label=text::add_domain() open=form.has_news()>
            <CardForm form redirect_url>
                {organization}
                {name}
                <SubmitButton form label=text::add_domain()/>
            </CardForm>
        </ProfileAction>
    }
    .erase()
}

/// What a mode is called.
fn mode_name(mode: EnrollmentMode) -> &'static str {
    match mode {
        EnrollmentMode::ManualInvitation => text::manual_invitation(),
        EnrollmentMode::AutomaticInvitation => text::automatic_invitation(),
        EnrollmentMode::AutomaticSuggestion => text::automatic_suggestion(),
    }
}

fn item(
    id: &str,
    domain: &OrganizationDomain,
    modes: &[EnrollmentMode],
    changes: bool,
    redirect_url: Signal<String>,
) -> AnyView {
    let id = format!("{id}-{}", domain.id);
    let badges: Vec<Badge> = match domain.verified {
        true => Vec::new(),
        false => vec![(user_profile::unverified(), Some("warning"))],
    };
    // A shield with a tick in it would say that it is proven.
    let icon = if domain.verified { IconName::Shield } else { IconName::Globe };
    let subtitle = domain.verified.then(|| mode_name(domain.enrollment_mode).into_any());
    let actions = changes.then(|| {
        let first = match domain.verified {
            true => enrollment(&id, domain, modes, redirect_url),
            false => verification(&id, domain, redirect_url),
        };
        view! {
            {first}
            {removal(&id, domain, redirect_url)}
        }
        .erase()
    });
    view! {
        <ProfileItem icon title=domain.name.clone() badges subtitle>
            {actions}
        </ProfileItem>
    }
    .erase()
}

/// Fields that say which domain a form is about.
fn of_domain(domain: &OrganizationDomain) -> AnyView {
    let (organization, id) = (about(&domain.organization_id), domain.id.clone());
    view! {
        {organization}
        <input type="hidden" name=Field::OrganizationDomainId.name() value=id/>
    }
    .erase()
}

/// The way to prove a domain: an address in it, and the code that goes there.
fn verification(id: &str, domain: &OrganizationDomain, redirect_url: Signal<String>) -> AnyView {
    let about = |form: FormState| form.about(Field::OrganizationDomainId, &domain.id);
    let fields = &[Field::AffiliationEmailAddress];
    let prepare = about(FormState::new::<PrepareOrganizationDomainVerification>(id, fields, &[]));
    let attempt = about(FormState::new::<AttemptOrganizationDomainVerification>(id, &[Field::Code], &[]));
    let sent_to = domain.affiliation_email_address.clone();
    let code = sent_to.as_ref().map(|address| {
        let (domain, sent) = (of_domain(domain), user_profile::code_sent_to(address));
        view! {
            <CardForm form=attempt redirect_url>
                {domain}
                <p class="vst-profileSectionSubtitle">{sent}</p>
                <CodeField form=attempt/>
                <SubmitButton form=attempt label=text::verify_domain()/>
            </CardForm>
        }
    });
    let of_prepare = of_domain(domain);
    let field = Field::AffiliationEmailAddress;
    let address = options(prepare, field, "email", sent_to.clone(), true);
    let address =
        hinted_field(prepare, field, text::affiliation_address(), address, Some(user_profile::code_is_sent()));
    let send = match sent_to.is_some() {
        // Beside the one that is wanted more.
        true => view! {
            <button type="submit" class="vst-button">
                {text::resend()}
            </button>
        }
        .erase(),
        false => view! { <SubmitButton form=prepare label=text::verify_domain()/> }.erase(),
    };
    // A code is on its way, or something was wrong.
    let open = sent_to.is_some() || prepare.has_news() || attempt.has_news();
    let full_label = Some(format!("{}: {}", text::verify_domain(), domain.name));
    view! {
        <ProfileAction label=text::verify_domain() full_label open>
            {code}
            <CardForm form=prepare redirect_url>
                {of_prepare}
                {address}
                {send}
            </CardForm>
        </ProfileAction>
    }
    .erase()
}

/// How people with an address in it come in.
fn enrollment(
    id: &str,
    domain: &OrganizationDomain,
    modes: &[EnrollmentMode],
    redirect_url: Signal<String>,
) -> AnyView {
    let field = Field::EnrollmentMode;
    let form = FormState::new::<SetOrganizationDomainEnrollmentMode>(id, &[Field::EnrollmentMode], &[])
        .about(Field::OrganizationDomainId, &domain.id);
    let options = modes.iter().map(|mode| (mode.as_str().to_owned(), mode_name(*mode).to_owned())).collect();
    let select = select_field(form, field, text::enrollment(), options, domain.enrollment_mode.as_str());
    let full_label = Some(format!("{}: {}", text::enrollment(), domain.name));
    let of_domain = of_domain(domain);
    view! {
        <ProfileAction label=text::enrollment() full_label open=form.has_news()>
            <CardForm form redirect_url>
                {of_domain}
                {select}
                <Checkbox form field=Field::DeletePending>{text::delete_pending()}</Checkbox>
                <SubmitButton form label=user_profile::save()/>
            </CardForm>
        </ProfileAction>
    }
    .erase()
}

fn removal(id: &str, domain: &OrganizationDomain, redirect_url: Signal<String>) -> AnyView {
    let form = FormState::new::<DeleteOrganizationDomain>(&format!("{id}-remove"), &[], &[])
        .about(Field::OrganizationDomainId, &domain.id);
    let full_label = Some(user_profile::remove_named(&domain.name));
    let of_domain = of_domain(domain);
    view! {
        <ProfileAction label=user_profile::remove() full_label color=Some("danger") open=form.has_news()>
            <CardForm form redirect_url>
                {of_domain}
                <p class="vst-profileSectionSubtitle">{text::remove_domain_text()}</p>
                <SubmitButton form label=user_profile::remove()/>
            </CardForm>
        </ProfileAction>
    }
    .erase()
}
