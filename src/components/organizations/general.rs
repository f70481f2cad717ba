use leptos::prelude::*;

use super::domains::domains;
use super::fields::slug_field;
use super::preview::organization_avatar;
use super::unsaid::Unsaid;
use crate::api::{DeleteOrganization, LeaveOrganization, RemoveOrganizationLogo, UpdateOrganization};
use crate::components::drawn::Options;
use crate::components::user_profile::{PROFILE_IMAGE, Upload, upload_form};
use crate::elements::{
    AuthState, CardForm, Erase, FormState, ProfileAction, ProfileSection, SubmitButton, TextField, platform,
};
use crate::locale::{self, organization_profile as text, user_profile};
use crate::model::permission::{DELETE_PROFILE, MANAGE_DOMAINS, MANAGE_MEMBERSHIPS, MANAGE_PROFILE};
use crate::model::{Field, Organization, OrganizationPage, fill};

/// The address of the form with a logo, which is no server function's: there is a file in it.
const SET_LOGO: &str = "/vestibule/api/organization/set_logo";

/// What an organization is, and its end.
#[component]
pub fn General(id: String, page: OrganizationPage, redirect_url: Signal<String>, options: Options) -> impl IntoView {
    let unsaid = Unsaid::begin();
    let may_change_domains = may(AuthState::current())(MANAGE_DOMAINS);
    let domains = domains(&id, &page, may_change_domains, redirect_url);
    let organization = page.organization;
    let may = may(AuthState::current());
    let (changes, deletes) = (may(MANAGE_PROFILE), may(DELETE_PROFILE));
    let deletes = deletes && organization.admin_delete_enabled;
    let script = changes.then(|| view! { <script src=PROFILE_IMAGE nonce=platform::nonce()></script> });
    let profile = profile(&id, &organization, page.slugs, changes, redirect_url);
    // Whoever is alone and manages it takes it along, or stays: that is refused, so it is not offered.
    let leave = match organization.members_count == 1 && may(MANAGE_MEMBERSHIPS) {
        true => alone(&id, deletes),
        false => leave(&id, &organization, redirect_url, &options),
    };
    let delete = deletes.then(|| delete(&id, &organization, redirect_url, &options));
    let unsaid = unsaid.of_profile();
    view! {
        {script}
        <h1 class="vst-headerTitle">{text::general_title()}</h1>
        {unsaid}
        {profile}
        {domains}
        {leave}
        {delete}
    }
    .erase()
}

/// Whether whoever is signed in may do something in the organization in which they act.
pub fn may(state: AuthState) -> impl Fn(&str) -> bool {
    let permissions = state.session.with_untracked(|session| {
        session.as_ref().map(|session| session.grants.permissions.clone()).unwrap_or_default()
    });
    move |permission: &str| permissions.iter().any(|it| it == permission)
}

/// A field that says which organization a form is about.
pub fn about(organization_id: &str) -> AnyView {
    view! { <input type="hidden" name=Field::OrganizationId.name() value=organization_id.to_owned()/> }.erase()
}

fn profile(id: &str, it: &Organization, slugs: bool, changes: bool, redirect_url: Signal<String>) -> AnyView {
    let avatar = organization_avatar(&it.id, &it.name, it.image_url.clone(), "vst-avatarBox vst-organizationLogo");
    let (logo, change) = match changes {
        true => (Some(logo(id, it, redirect_url)), Some(change(id, it, slugs, redirect_url))),
        false => (None, None),
    };
    let slug = it.slug.clone().map(|slug| {
        let whole = slug.clone();
        view! {
            <span class="vst-organizationPreviewSecondaryIdentifier" dir="ltr" title=whole>
                {slug}
            </span>
        }
    });
    let name = it.name.clone();
    let content = move || {
        view! {
            <ul class="vst-profileSectionItemList">
                <li class="vst-profileSectionItem" data-icon="">
                    {avatar}
                    <div class="vst-profileSectionItemText">
                        <span class="vst-profileSectionTitleText" dir="auto">
                            {name}
                        </span>
                        {slug}
                    </div>
                    <div class="vst-profileSectionButtonGroup vst-organizationAvatarUploaderContainer">
                        {change} {logo}
                    </div>
                </li>
            </ul>
        }
        .erase()
    };
    section(format!("{id}-profile"), text::profile(), content())
}

/// A section whose content is there already.
pub fn section(id: String, title: &'static str, content: AnyView) -> AnyView {
    let content = std::sync::Mutex::new(Some(content));
    // It is shown once: the server draws it anew as a whole.
    let once = move || content.lock().ok().and_then(|mut content| content.take()).erase();
    view! { <ProfileSection id title content=Box::new(once)/> }.erase()
}

fn change(id: &str, it: &Organization, slugs: bool, redirect_url: Signal<String>) -> AnyView {
    let form = FormState::new::<UpdateOrganization>(id, &[Field::Name, Field::Slug], &[]);
    let slug = slugs.then(|| slug_field(form, it.slug.clone(), true));
    let (about, name) = (about(&it.id), it.name.clone());
    view! {
        <ProfileAction label=text::update() open=form.has_news()>
            <CardForm form redirect_url>
                {about}
                <TextField
                    form
                    field=Field::Name
                    label=locale::organizations::name()
                    autocomplete="off"
                    required=true
                    value=Some(name)
                />
                {slug}
                <SubmitButton form label=user_profile::save()/>
            </CardForm>
        </ProfileAction>
    }
    .erase()
}

fn logo(id: &str, it: &Organization, redirect_url: Signal<String>) -> AnyView {
    let upload = FormState::posting(SET_LOGO, id, &[]);
    let form = upload_form(Upload {
        form: upload,
        action: SET_LOGO,
        id,
        redirect_url,
        label: text::logo_file(),
        about: about(&it.id),
    });
    let label = if it.has_image { text::change_logo() } else { text::upload_logo() };
    let remove = it.has_image.then(|| {
        let form = FormState::new::<RemoveOrganizationLogo>(id, &[], &[]);
        let full_label = Some(text::remove_logo().to_owned());
        let about = about(&it.id);
        view! {
            <ProfileAction label=user_profile::remove() full_label color=Some("danger") open=form.has_news()>
                <CardForm form redirect_url>
                    {about}
                    <p class="vst-profileSectionSubtitle">{text::remove_logo_text()}</p>
                    <SubmitButton form label=text::remove_logo()/>
                </CardForm>
            </ProfileAction>
        }
    });
    view! {
        <ProfileAction label open=upload.has_news()>
            {form}
        </ProfileAction>
        {remove}
    }
    .erase()
}

/// Where one goes who is not in it any more.
fn after_leaving(options: &Options, it: &Organization) -> AnyView {
    let url = fill(&options.after_leave_url, &it.id, it.slug.as_deref());
    (!url.is_empty()).then(|| view! { <input type="hidden" name="after_leave_url" value=url/> }).erase()
}

/// Why one does not leave who is the only one.
fn alone(id: &str, deletes: bool) -> AnyView {
    let instead = deletes.then(|| view! { " " {text::alone_delete()} });
    let content = view! { <p class="vst-profileSectionSubtitle">{text::alone()} {instead}</p> };
    section(format!("{id}-leave"), text::leave(), content.erase())
}

fn leave(id: &str, it: &Organization, redirect_url: Signal<String>, options: &Options) -> AnyView {
    let form = FormState::new::<LeaveOrganization>(id, &[], &[]);
    let (about, after) = (about(&it.id), after_leaving(options, it));
    let content = view! {
        <p class="vst-profileSectionSubtitle">{text::leave_text()}</p>
        <ProfileAction label=text::leave() color=Some("danger") open=form.has_news()>
            <CardForm form redirect_url>
                {about}
                {after}
                <SubmitButton form label=text::leave()/>
            </CardForm>
        </ProfileAction>
    };
    section(format!("{id}-leave"), text::leave(), content.erase())
}

fn delete(id: &str, it: &Organization, redirect_url: Signal<String>, options: &Options) -> AnyView {
    let form = FormState::new::<DeleteOrganization>(id, &[Field::OrganizationName], &[]);
    let (about, after) = (about(&it.id), after_leaving(options, it));
    let name = it.name.clone();
    let content = view! {
        <p class="vst-profileSectionSubtitle">{text::delete_text()}</p>
        <ProfileAction label=text::delete() color=Some("danger") open=form.has_news()>
            <CardForm form redirect_url>
                {about}
                {after}
                <p class="vst-profileSectionTitleText" dir="auto">
                    {name}
                </p>
                <TextField
                    form
                    field=Field::OrganizationName
                    label=text::delete_label()
                    autocomplete="off"
                    required=true
                />
                <SubmitButton form label=text::delete()/>
            </CardForm>
        </ProfileAction>
    };
    section(format!("{id}-delete"), text::delete(), content.erase())
}
