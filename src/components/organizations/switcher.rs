use leptos::prelude::*;

use super::choices::{
    ItemClasses, SWITCHER_PAGE, SWITCHER_QUERY, invitation_item, organization_item, personal_item, search,
    suggestion_item,
};
use super::list::pagination;
use super::preview::{OrganizationPreview, PersonalPreview};
use super::unsaid::Unsaid;
use crate::api::{AcceptOrganizationInvitation, AcceptOrganizationSuggestion, SetActiveOrganization};
use crate::components::drawn::Options;
use crate::elements::{AuthState, Erase, Icon, IconName, form_name, query_pairs};
use crate::locale::{self, organization_profile, organization_role, organizations as text};
use crate::model::{ActiveOrganization, OrganizationChoices, PublicSettings, fill};

const ITEM: ItemClasses =
    ItemClasses { item: "vst-organizationSwitcherPopoverActionsItem", button: "vst-organizationSwitcherPreviewButton" };
const INVITATION: ItemClasses = ItemClasses {
    item: "vst-organizationSwitcherPopoverInvitationActionsBox",
    button: "vst-organizationSwitcherInvitationAcceptButton",
};
const ACTION: &str = "vst-organizationSwitcherPopoverActionButton";

/// In which organization one acts, and the menu behind it.
#[component]
pub fn Switcher(
    id: String,
    choices: OrganizationChoices,
    redirect_url: Signal<String>,
    options: Options,
) -> impl IntoView {
    let (state, unsaid) = (AuthState::current(), Unsaid::begin());
    let waiting = choices.waiting();
    let OrganizationChoices {
        organizations,
        joined,
        total_count,
        query,
        invitations,
        suggestions,
        unanswered_count: unanswered,
        requests_count: requests,
        may_create,
        personal_accounts,
        ..
    } = choices;
    let current = state.session.with_untracked(|it| it.as_ref().and_then(|it| it.organization.clone()));
    let has_personal = personal_accounts && !options.hide_personal;
    let paths = state.settings.with_value(|settings| settings.paths.clone());
    let here = redirect_url.get_untracked();
    let is_searched = !query.is_empty();
    let looks =
        (is_searched || total_count > organizations.len() as i64).then(|| search(&id, SWITCHER_QUERY, query, &here));
    let personal =
        (has_personal && current.is_some() && !is_searched).then(|| personal_item(&id, redirect_url, &options, ITEM));
    let is_current = |it: &ActiveOrganization| current.as_ref().is_some_and(|current| current.id == it.id);
    // Above them stands the one in which one acts; whoever looks for it finds it all the same.
    let others: Vec<ActiveOrganization> =
        organizations.into_iter().filter(|it| is_searched || !is_current(it)).collect();
    let nothing = (is_searched && others.is_empty())
        .then(|| view! { <p class="vst-organizationListEmpty" data-vst-says="switcher">{text::nothing_found()}</p> });
    let others: Vec<_> = others
        .into_iter()
        .map(|it| {
            let (next, is_current) = (options.after_select(&it), is_current(&it));
            let is_new = joined.as_ref() == Some(&it.id);
            organization_item(&id, it, (is_current, is_new), redirect_url, next, ITEM)
        })
        .collect();
    let invited = (unanswered > 0).then(|| badge((unanswered, text::invitations())));
    let invitations = (!invitations.is_empty() || !suggestions.is_empty()).then(|| {
        let suggestions: Vec<_> =
            suggestions.into_iter().map(|it| suggestion_item(&id, it, redirect_url, INVITATION)).collect();
        let items: Vec<_> =
            invitations.into_iter().map(|it| invitation_item(&id, it, redirect_url, INVITATION)).collect();
        let ways = pagination(&waiting, SWITCHER_PAGE, SWITCHER_QUERY, &here);
        view! {
            <div
                class="vst-organizationSwitcherPopoverInvitationActions"
                role="group"
                aria-label=text::invitations()
            >
                {items}
                {suggestions}
                {ways}
            </div>
        }
    });
    let unsaid = unsaid.of_choices();
    let manage = current.clone().filter(|_| !paths.organization_profile.is_empty()).map(|it| {
        let href = fill(&paths.organization_profile, &it.id, it.slug.as_deref());
        // Who asks to be let in is to be found among the members.
        let href = if requests > 0 { href + "/members" } else { href };
        let asking = (requests > 0).then(|| (requests, organization_profile::requests()));
        link(href, "organization-profile", IconName::Settings, text::manage(), asking.map(badge).erase())
    });
    let create = (may_create && !paths.create_organization.is_empty())
        .then(|| link(paths.create_organization, "create-organization", IconName::Plus, text::create(), ().erase()));
    // What has come of something in it is not hidden.
    let forms = [
        form_name::<SetActiveOrganization>(),
        form_name::<AcceptOrganizationInvitation>(),
        form_name::<AcceptOrganizationSuggestion>(),
    ];
    let asked = here.split_once('?').map_or("", |(_, query)| query);
    let is_own = |name: &str| name == SWITCHER_QUERY || name == SWITCHER_PAGE;
    let looks_here = query_pairs(asked).into_iter().any(|(name, value)| is_own(&name) && !value.is_empty());
    let is_told = state.flash(&forms).is_some_and(|told| told.notice.is_some() || !told.errors.is_empty());
    let is_open = looks_here || is_told;
    let chosen = preview(current.as_ref(), has_personal);
    let shown = preview(current.as_ref(), has_personal);
    let trigger = format!("{id}-trigger");
    let label = format!("{id}-label");
    let named_by = format!("{label} {trigger}");
    view! {
        <details class="vst-organizationSwitcherDetails" data-vst-popover="" open=is_open>
            <summary class="vst-organizationSwitcherTrigger" id=trigger aria-labelledby=named_by>
                {shown}
                {invited}
                <Icon name=IconName::UpDown class="vst-organizationSwitcherTriggerIcon"/>
                <span class="vst-visuallyHidden" id=label aria-hidden="true">{text::open_switcher()}</span>
            </summary>
            <div class="vst-organizationSwitcherPopoverRootBox">
                <div class="vst-organizationSwitcherPopoverCard">
                    <div class="vst-organizationSwitcherPopoverMain">
                        <div class="vst-organizationSwitcherPopoverCurrent">
                            {chosen}
                            {manage}
                        </div>
                        {unsaid}
                        {invitations}
                        {looks}
                        <div
                            class="vst-organizationSwitcherPopoverActions"
                            role="group"
                            aria-label=text::switcher()
                        >
                            {personal}
                            {others}
                            {nothing}
                        </div>
                        {create.map(|link| view! { <div class="vst-organizationSwitcherPopoverActions">{link}</div> })}
                    </div>
                    <div class="vst-organizationSwitcherPopoverFooter">{locale::footer::secured_by()}</div>
                </div>
            </div>
        </details>
    }
    .erase()
}

/// In which organization one acts, or that one acts for oneself.
fn preview(current: Option<&ActiveOrganization>, has_personal: bool) -> AnyView {
    let user = AuthState::current().user.get_untracked();
    match (current, user) {
        (Some(it), _) => {
            let secondary = Some(organization_role(it));
            let ActiveOrganization { id, name, image_url, .. } = it.clone();
            view! { <OrganizationPreview id name image_url secondary/> }.erase()
        }
        (None, Some(user)) if has_personal => view! { <PersonalPreview user/> }.erase(),
        (None, _) => view! { <span class="vst-organizationSwitcherNone">{text::none_selected()}</span> }.erase(),
    }
}

/// How many there are of something.
fn badge((count, of_what): (i64, &'static str)) -> AnyView {
    view! {
        <span class="vst-notificationBadge">
            {count} <span class="vst-visuallyHidden">" "{of_what}</span>
        </span>
    }
    .erase()
}

fn link(href: String, opens: &'static str, icon: IconName, label: &'static str, count: AnyView) -> AnyView {
    let rel = AuthState::current().settings.with_value(PublicSettings::page_rel);
    view! {
        <a class=ACTION href=href rel=rel data-vst-opens=opens>
            <span class="vst-organizationSwitcherPopoverActionButtonIconBox">
                <Icon name=icon class="vst-organizationSwitcherPopoverActionButtonIcon"/>
            </span>
            <span>{label}</span>
            {count}
        </a>
    }
    .erase()
}
