//! The cards: a list of organizations, and a new one.

use leptos::prelude::*;

use super::choices::{
    ItemClasses, LIST_PAGE, LIST_QUERY, create_form, invitation_item, organization_item, personal_item, search,
    suggestion_item,
};
use super::choose_organization::create_item;
use super::list::pagination;
use super::unsaid::Unsaid;
use crate::components::drawn::Options;
use crate::elements::{AuthState, Card, Erase};
use crate::locale::{self, organizations as text};
use crate::model::{ApiError, ErrorCode, OrganizationChoices};

const ITEM: ItemClasses =
    ItemClasses { item: "vst-organizationListPreviewItem", button: "vst-organizationListPreviewButton" };

pub const INVITATION: ItemClasses =
    ItemClasses { item: "vst-organizationListInvitation", button: "vst-organizationListPreviewItemActionButton" };

const CREATE: &str = "vst-organizationListCreateOrganizationActionButton";

/// The organizations of whoever is signed in, and what they may come into.
#[component]
pub fn OrganizationListCard(
    id: String,
    choices: OrganizationChoices,
    redirect_url: Signal<String>,
    options: Options,
) -> impl IntoView {
    let (unsaid, waiting) = (Unsaid::begin(), choices.waiting());
    let OrganizationChoices {
        organizations,
        joined,
        total_count,
        query,
        invitations,
        suggestions,
        may_create,
        personal_accounts,
        slugs,
        ..
    } = choices;
    let here = redirect_url.get_untracked();
    let personal = (personal_accounts && !options.hide_personal && query.is_empty())
        .then(|| personal_item(&id, redirect_url, &options, ITEM));
    let is_nowhere = total_count == 0 && invitations.is_empty() && suggestions.is_empty();
    let looks =
        (!query.is_empty() || total_count > organizations.len() as i64).then(|| search(&id, LIST_QUERY, query, &here));
    let nothing = (organizations.is_empty() && total_count > 0).then(
        || view! { <p class="vst-organizationListEmpty" data-vst-says="organizations">{text::nothing_found()}</p> },
    );
    let items: Vec<_> = organizations
        .into_iter()
        .map(|it| {
            let next = options.after_select(&it);
            let is_new = joined.as_ref() == Some(&it.id);
            organization_item(&id, it, (false, is_new), redirect_url, next, ITEM)
        })
        .collect();
    let invitations: Vec<_> =
        invitations.into_iter().map(|it| invitation_item(&id, it, redirect_url, INVITATION)).collect();
    let suggestions: Vec<_> =
        suggestions.into_iter().map(|it| suggestion_item(&id, it, redirect_url, INVITATION)).collect();
    let subtitle = match (is_nowhere, may_create) {
        (false, _) => text::choose_subtitle(),
        (true, true) => text::create_subtitle(),
        (true, false) => text::none(),
    };
    let create = may_create.then(|| {
        let after = after_create(&options);
        create_item(&id, redirect_url, Some(after), slugs && !options.hide_slug, Some(CREATE))
    });
    let unsaid = unsaid.of_all();
    let ways = pagination(&waiting, LIST_PAGE, LIST_QUERY, &here);
    view! {
        <Card title=text::choose_title() subtitle focus_title=true>
            {unsaid}
            {looks}
            <div class="vst-organizationListPreviewItems">
                {personal}
                {items}
                {nothing}
                {invitations}
                {suggestions}
                {create}
            </div>
            {ways}
        </Card>
    }
    .erase()
}

/// A new organization.
#[component]
pub fn CreateOrganizationCard(
    id: String,
    choices: OrganizationChoices,
    redirect_url: Signal<String>,
    options: Options,
) -> impl IntoView {
    let with_slug = choices.slugs && !options.hide_slug;
    let (subtitle, form) = match (choices.may_create, choices.create_limit) {
        (true, _) => {
            let (_, form) = create_form(&id, redirect_url, Some(after_create(&options)), with_slug);
            (text::create_page_subtitle().to_owned(), Some(form))
        }
        (false, Some(limit)) => {
            let full = ApiError::new(ErrorCode::OrganizationQuotaExceeded).with_limit(limit);
            (locale::error_text(&full), None)
        }
        (false, None) => (text::none().to_owned(), None),
    };
    view! { <Card title=text::create() subtitle>{form}</Card> }.erase()
}

/// Where one goes after making one: to invite others, where there is a page for that.
fn after_create(options: &Options) -> String {
    if !options.after_create_url.is_empty() {
        return options.after_create_url.clone();
    }
    let paths = AuthState::current().settings.with_value(|settings| settings.paths.clone());
    match paths.organization_profile.as_str() {
        "" => paths.after_sign_in,
        page => format!("{page}/invitations"),
    }
}
