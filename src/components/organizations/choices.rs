//! What one can choose from who is to act in an organization: the same in the switcher and on the cards.

use leptos::prelude::*;

use super::fields::slug_field;
use super::preview::{OrganizationPreview, PersonalPreview};
use crate::api::{
    AcceptOrganizationInvitation, AcceptOrganizationSuggestion, CreateOrganization, SetActiveOrganization,
};
use crate::components::drawn::Options;
use crate::elements::{AuthState, CardForm, Erase, FormState, Icon, IconName, ProfileButton, SubmitButton, TextField};
use crate::locale::{self, organization_role, organizations as text};
use crate::model::{ActiveOrganization, EnrollmentMode, Field, OrganizationSuggestion, UserOrganizationInvitation};

/// How items look where they stand: the form, its button.
#[derive(Clone, Copy)]
pub struct ItemClasses {
    pub item: &'static str,
    pub button: &'static str,
}

/// An organization to choose: the one in which one acts, or one that one has just come into. Then one goes to `next`, or stays
/// where the form leads to.
pub fn organization_item(
    id: &str,
    organization: ActiveOrganization,
    (is_current, is_new): (bool, bool),
    redirect_url: Signal<String>,
    next: String,
    classes: ItemClasses,
) -> AnyView {
    let form = FormState::new::<SetActiveOrganization>(&format!("{id}-{}", organization.id), &[], &[])
        .about(Field::Organization, &organization.id);
    let secondary = Some(if is_new { text::has_joined().to_owned() } else { organization_role(&organization) });
    let ActiveOrganization { id, name, image_url, .. } = organization;
    let chosen = id.clone();
    item(
        form,
        (chosen, is_current),
        redirect_url,
        next,
        classes,
        view! { <OrganizationPreview id name image_url secondary/> }.erase(),
    )
}

/// To act for oneself, for whoever is signed in.
pub fn personal_item(
    id: &str,
    redirect_url: Signal<String>,
    options: &Options,
    classes: ItemClasses,
) -> Option<AnyView> {
    let user = AuthState::current().user.get_untracked()?;
    let next = options.after_select_personal(&user);
    let form =
        FormState::new::<SetActiveOrganization>(&format!("{id}-personal"), &[], &[]).about(Field::Organization, "");
    Some(item(form, (String::new(), false), redirect_url, next, classes, view! { <PersonalPreview user/> }.erase()))
}

fn item(
    form: FormState,
    (chosen, is_current): (String, bool),
    redirect_url: Signal<String>,
    next: String,
    ItemClasses { item, button }: ItemClasses,
    preview: AnyView,
) -> AnyView {
    let icon = if is_current { IconName::Check } else { IconName::Arrow };
    let next = (!next.is_empty()).then(|| view! { <input type="hidden" name="after_select_url" value=next/> });
    view! {
        <CardForm form redirect_url class=item>
            <input type="hidden" name=Field::Organization.name() value=chosen/>
            {next}
            <button type="submit" class=button aria-current=is_current.then_some("true")>
                {preview}
                <Icon name=icon class="vst-buttonArrowIcon"/>
            </button>
        </CardForm>
    }
    .erase()
}

/// An invitation, and the button that accepts it.
pub fn invitation_item(
    id: &str,
    invitation: UserOrganizationInvitation,
    redirect_url: Signal<String>,
    ItemClasses { item: class, button }: ItemClasses,
) -> AnyView {
    let UserOrganizationInvitation { id: invited, organization, role, role_name, .. } = invitation;
    let form = FormState::new::<AcceptOrganizationInvitation>(&format!("{id}-{invited}"), &[], &[])
        .about(Field::OrganizationInvitationId, &invited);
    let role = locale::role_named(&role, Some(role_name));
    let full_label = Some(text::join_named(&organization.name));
    let about = vec![(Field::OrganizationInvitationId, invited)];
    view! {
        <div class=class>
            <OrganizationPreview
                id=organization.id
                name=organization.name
                image_url=organization.image_url
                secondary=Some(text::invited_as(&role))
            />
            <ProfileButton
                form
                about
                redirect_url
                label=text::join()
                full_label
                class=button
            />
        </div>
    }
    .erase()
}

/// An organization that an address lets someone into, and the button by which they come, or ask.
pub fn suggestion_item(
    id: &str,
    suggestion: OrganizationSuggestion,
    redirect_url: Signal<String>,
    ItemClasses { item: class, button }: ItemClasses,
) -> AnyView {
    let OrganizationSuggestion { organization, enrollment_mode, status, .. } = suggestion;
    let form = FormState::new::<AcceptOrganizationSuggestion>(&format!("{id}-{}", organization.id), &[], &[])
        .about(Field::OrganizationId, &organization.id);
    let has_asked = status.is_some();
    let (label, full_label) = match enrollment_mode {
        EnrollmentMode::AutomaticSuggestion => (text::request(), text::request_named(&organization.name)),
        _ => (text::join(), text::join_named(&organization.name)),
    };
    let secondary = Some(if has_asked { text::requested() } else { text::suggested() }.to_owned());
    let about = vec![(Field::OrganizationId, organization.id.clone())];
    let ask = (!has_asked).then(|| {
        view! { <ProfileButton form about redirect_url label full_label=Some(full_label) class=button/> }
    });
    view! {
        <div class=class>
            <OrganizationPreview
                id=organization.id
                name=organization.name
                image_url=organization.image_url
                secondary
            />
            {ask}
        </div>
    }
    .erase()
}

/// What looks for an organization by its name, where one belongs to more than are shown. `name` is what says in an address what is
/// looked for: the menu of the header has one of its own, for it opens where that is said.
pub fn search(id: &str, name: &'static str, query: String, here: &str) -> AnyView {
    let id = format!("{id}-search");
    search_form(id, name, query, text::search(), here, MEMBERS_INPUT)
}

/// What is looked for in a list, in an address.
pub const LIST_QUERY: &str = "organizations_query";
/// What is looked for in the menu of the header.
pub const SWITCHER_QUERY: &str = "switcher_query";
/// Which part is shown of what waits, in a list.
pub const LIST_PAGE: &str = "organizations_page";
/// The same in the menu of the header.
pub const SWITCHER_PAGE: &str = "switcher_page";

/// What stands in the query of an address besides what begins with a word: names and values.
pub fn besides(here: &str, own: &str) -> Vec<(String, String)> {
    let query = here.split_once('?').map_or("", |(_, query)| query);
    let pairs = crate::elements::query_pairs(query);
    pairs.into_iter().filter(|(name, _)| !name.starts_with(own) && !name.starts_with("__")).collect()
}

/// The class of what one types into to find a member or an organization.
pub const MEMBERS_INPUT: &str = "vst-formFieldInput vst-organizationProfileMembersSearchInput";

/// A form that shows another part of a list: in the browser while one types. `class` is the input's.
pub fn search_form(
    id: String,
    name: &'static str,
    query: String,
    label: &'static str,
    here: &str,
    class: &'static str,
) -> AnyView {
    // What else the address says stays as it is.
    let own = name.split('_').next().unwrap_or(name);
    let kept: Vec<_> = besides(here, own)
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    view! {
        <form class="vst-searchForm" method="get" role="search">
            {kept}
            <Icon name=IconName::Search class="vst-organizationProfileMembersSearchInputIcon"/>
            <input
                class=class
                type="search"
                id=id
                name=name
                value=query
                maxlength="100"
                autocomplete="off"
                aria-label=label
                placeholder=label
            />
            <noscript>
                <button type="submit" class="vst-button" aria-label=label title=label>
                    <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/>
                </button>
            </noscript>
        </form>
    }
    .erase()
}

/// The form for a new organization.
pub fn create_form(
    id: &str,
    here: Signal<String>,
    after_create_url: Option<String>,
    with_slug: bool,
) -> (FormState, AnyView) {
    let form = FormState::new::<CreateOrganization>(id, &[Field::Name, Field::Slug], &[]);
    let slug = with_slug.then(|| slug_field(form, None, false));
    let view = view! {
        <CardForm form redirect_url=here>
            {after_create_url.map(|url| view! { <input type="hidden" name="after_create_url" value=url/> })}
            <TextField
                form
                field=Field::Name
                label=text::name()
                autocomplete="organization"
                required=true
                autofocus=true
            />
            {slug}
            <SubmitButton form label=text::create()/>
        </CardForm>
    };
    (form, view.erase())
}
