use leptos::prelude::*;

use super::choices::{MEMBERS_INPUT, search_form};
use super::fields::role_select;
use super::general::{about, may, section};
use super::list::pagination;
use super::preview::{member_avatar, member_name};
use super::requests::requests;
use super::unsaid::Unsaid;
use crate::api::{RemoveOrganizationMembership, UpdateOrganizationMembership};
use crate::elements::{AuthState, CardForm, Erase, FormState, Moment, MomentScript, ProfileAction, SubmitButton};
use crate::locale::{self, organization_profile as text, user_profile};
use crate::model::permission::MANAGE_MEMBERSHIPS;
use crate::model::{Field, ListPage, OrganizationMembership, OrganizationPage, OrganizationRole};

/// Who belongs to an organization, to look for, and what can be done with them.
#[component]
pub fn Members(id: String, page: OrganizationPage, redirect_url: Signal<String>) -> impl IntoView {
    let OrganizationPage { members, roles, requests: asking, .. } = page;
    let Some(members) = members else { return ().erase() };
    let (state, unsaid) = (AuthState::current(), Unsaid::begin());
    let manages = may(state)(MANAGE_MEMBERSHIPS);
    let own = state.user.with_untracked(|user| user.as_ref().map(|user| user.id.clone())).unwrap_or_default();
    let here = redirect_url.get_untracked();
    let ways = pagination(&members, "members_page", "members_query", &here);
    let ListPage { data, total_count, query, .. } = members;
    // Where there are no pages nothing else tells whoever does not see the list what was found.
    let found = (!query.is_empty() && !data.is_empty() && ways.is_none()).then(|| {
        let told = format!("{}: {total_count}", text::members());
        view! {
            <p class="vst-visuallyHidden" data-vst-says="members">
                {told}
            </p>
        }
    });
    let nobody = data
        .is_empty()
        .then(|| view! { <p class="vst-profileSectionEmpty" data-vst-says="members">{text::no_members_found()}</p> });
    let search =
        search_form(format!("{id}-search"), "members_query", query, text::search_members(), &here, MEMBERS_INPUT);
    let items: Vec<_> = data
        .into_iter()
        .map(|membership| {
            let is_own = membership.public_user_data.user_id == own;
            item(&id, membership, is_own, manages.then_some(roles.as_slice()), redirect_url)
        })
        .collect();
    let asking = asking.filter(|all| all.total_count > 0).map(|all| requests(&id, &all, redirect_url));
    let unsaid = unsaid.of_profile();
    let content = view! {
        <MomentScript/>
        {search}
        <ul class="vst-profileSectionItemList">{items}</ul>
        {nobody}
        {found}
        {ways}
    };
    view! {
        <h1 class="vst-headerTitle">
            {text::members()} <span class="vst-badge vst-headerBadge">{total_count}</span>
        </h1>
        {unsaid}
        {asking}
        {section(format!("{id}-members"), text::members(), content.erase())}
    }
    .erase()
}

fn item(
    id: &str,
    membership: OrganizationMembership,
    is_own: bool,
    roles: Option<&[OrganizationRole]>,
    redirect_url: Signal<String>,
) -> AnyView {
    let OrganizationMembership { organization, role, role_name, public_user_data: person, created_at, .. } = membership;
    let name = member_name(&person);
    let identifier = (name != person.identifier).then(|| view! { <span dir="auto">{person.identifier.clone()}</span> });
    let role_name = locale::role_named(&role, Some(role_name));
    let you = is_own.then(|| view! { <span class="vst-badge">{text::you()}</span> });
    // Whose role allows more than one's own is not to be changed.
    let is_covered = |roles: &&[OrganizationRole]| roles.iter().any(|known| known.key == role);
    // Whoever is alone has nobody who would manage it in their place.
    let is_alone = is_own && organization.members_count == 1;
    let actions = roles.filter(is_covered).filter(|_| !is_alone).map(|roles| {
        let id = format!("{id}-{}", person.user_id);
        let change = FormState::new::<UpdateOrganizationMembership>(&id, &[Field::Role], &[])
            .about(Field::UserId, &person.user_id);
        let remove = FormState::new::<RemoveOrganizationMembership>(&format!("{id}-remove"), &[], &[])
            .about(Field::UserId, &person.user_id);
        let select = role_select(change, roles, &role);
        let of_whom = || {
            let (organization, user) = (about(&organization.id), person.user_id.clone());
            view! {
                {organization}
                <input type="hidden" name=Field::UserId.name() value=user/>
            }
        };
        let (of_change, of_removal) = (of_whom(), of_whom());
        let removal = (!is_own).then(|| {
            let full_label = Some(user_profile::remove_named(&name));
            view! {
                <ProfileAction label=user_profile::remove() full_label color=Some("danger") open=remove.has_news()>
                    <CardForm form=remove redirect_url>
                        {of_removal}
                        <p class="vst-profileSectionSubtitle">{text::remove_member_text()}</p>
                        <SubmitButton form=remove label=user_profile::remove()/>
                    </CardForm>
                </ProfileAction>
            }
        });
        view! {
            <ProfileAction
                label=text::change_role()
                full_label=Some(text::change_role_of(&name))
                open=change.has_news()
            >
                <CardForm form=change redirect_url>
                    {of_change}
                    {select}
                    <SubmitButton form=change label=user_profile::save()/>
                </CardForm>
            </ProfileAction>
            {removal}
        }
    });
    view! {
        <li class="vst-profileSectionItem" data-icon="">
            {member_avatar(&person)}
            <div class="vst-profileSectionItemText">
                <span class="vst-profileSectionTitleText">
                    <span dir="auto">{name}</span>
                    {you}
                    <span class="vst-badge">{role_name}</span>
                </span>
                <span class="vst-profileSectionSubtitleText">
                    {identifier}
                    <span>{text::joined()} " " <Moment at=created_at/></span>
                </span>
            </div>
            <div class="vst-profileSectionButtonGroup">{actions}</div>
        </li>
    }
    .erase()
}
