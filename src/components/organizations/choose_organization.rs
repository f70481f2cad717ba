use leptos::prelude::*;

use super::cards::INVITATION;
use super::choices::{
    ItemClasses, LIST_PAGE, LIST_QUERY, create_form, invitation_item, organization_item, search, suggestion_item,
};
use super::list::pagination;
use super::unsaid::Unsaid;
use crate::elements::{AuthState, Card, Erase, Icon, IconName, SignOutForm, redirect_url_of};
use crate::locale::{self, organizations as text};
use crate::model::OrganizationChoices;

const ITEM: ItemClasses =
    ItemClasses { item: "vst-taskChooseOrganizationPreviewItem", button: "vst-taskChooseOrganizationPreviewButton" };

const CREATE: &str = "vst-taskChooseOrganizationCreateOrganizationActionButton";

/// What stands between a person and the app where nobody acts outside of an organization: the ones that they belong to, to
/// choose from, invitations, and one of their own to make.
#[component]
pub fn ChooseOrganization(
    id: String,
    /// The address of this step. It says where that someone wanted to go.
    here: Signal<String>,
) -> impl IntoView {
    let (state, unsaid) = (AuthState::current(), Unsaid::begin());
    let wanted = Signal::derive(move || here.with(|here| redirect_url_of(here)));
    let choices = state.organizations.get_untracked().unwrap_or_default();
    let ways = pagination(&choices.waiting(), LIST_PAGE, LIST_QUERY, &here.get_untracked());
    let OrganizationChoices { organizations, total_count, query, invitations, suggestions, may_create, slugs, .. } =
        choices;
    let is_nowhere = total_count == 0 && invitations.is_empty() && suggestions.is_empty();
    let looks = (!query.is_empty() || total_count > organizations.len() as i64)
        .then(|| search(&id, LIST_QUERY, query, &here.get_untracked()));
    let items: Vec<_> = organizations
        .into_iter()
        .map(|it| organization_item(&id, it, (false, false), wanted, String::new(), ITEM))
        .collect();
    let invitations: Vec<_> = invitations.into_iter().map(|it| invitation_item(&id, it, wanted, INVITATION)).collect();
    let suggestions: Vec<_> = suggestions.into_iter().map(|it| suggestion_item(&id, it, wanted, INVITATION)).collect();
    let subtitle = match (is_nowhere, may_create) {
        (false, _) => text::choose_subtitle(),
        (true, true) => text::create_subtitle(),
        (true, false) => text::none(),
    };
    let create =
        may_create.then(|| create_item(&id, wanted, None, slugs && is_nowhere, (!is_nowhere).then_some(CREATE)));
    let unsaid = unsaid.of_all();
    let (inside, outside) = if is_nowhere { (None, create) } else { (create, None) };
    view! {
        <Card title=text::choose_title() subtitle focus_title=true>
            {unsaid}
            {looks}
            {(!is_nowhere)
                .then(|| {
                    view! {
                        <div class="vst-taskChooseOrganizationPreviewItems">
                            {items}
                            {invitations}
                            {suggestions}
                            {inside}
                        </div>
                    }
                })}
            {ways}
            {outside}
            <SignOutForm class="vst-button".to_owned()>{locale::action::sign_out()}</SignOutForm>
        </Card>
    }
    .erase()
}

/// The form for a new one: beside others to choose from it is what few want, and opens by something with a class.
pub fn create_item(
    id: &str,
    here: Signal<String>,
    after_create_url: Option<String>,
    with_slug: bool,
    opened_by: Option<&'static str>,
) -> AnyView {
    let (form, fields) = create_form(id, here, after_create_url, with_slug);
    let Some(class) = opened_by else { return fields };
    view! {
        <details class="vst-taskChooseOrganizationCreate" open=form.has_news()>
            <summary class=class>
                <span class="vst-accountSwitcherActionButtonIconBox">
                    <Icon name=IconName::Plus class="vst-accountSwitcherActionButtonIcon"/>
                </span>
                <span>{text::create()}</span>
            </summary>
            <div class="vst-taskChooseOrganizationCreateContent">{fields}</div>
        </details>
    }
    .erase()
}
