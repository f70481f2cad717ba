use leptos::prelude::*;

use super::preview::OrganizationPreview;
use crate::api::SetActiveOrganization;
use crate::elements::{AuthState, Card, CardForm, Erase, FormState, Icon, IconName, SignOutForm, redirect_url_of};
use crate::locale::{self, organizations as text};
use crate::model::{ActiveOrganization, Field};

/// What stands between a person and the app where nobody acts outside of an organization: the ones that they belong to, to
/// choose from.
#[component]
pub fn ChooseOrganization(
    id: String,
    /// The address of this step. It says where that someone wanted to go.
    here: Signal<String>,
) -> impl IntoView {
    let state = AuthState::current();
    let wanted = Signal::derive(move || here.with(|here| redirect_url_of(here)));
    let organizations = state.organizations.get_untracked().unwrap_or_default();
    let is_nowhere = organizations.is_empty();
    let items: Vec<_> = organizations.into_iter().map(|organization| item(&id, organization, wanted)).collect();
    let subtitle = if is_nowhere { text::none() } else { text::choose_subtitle() };
    view! {
        <Card title=text::choose_title() subtitle focus_title=true>
            {(!is_nowhere).then(|| view! { <div class="vst-taskChooseOrganizationPreviewItems">{items}</div> })}
            <SignOutForm class="vst-button".to_owned()>{locale::action::sign_out()}</SignOutForm>
        </Card>
    }
    .erase()
}

fn item(id: &str, organization: ActiveOrganization, redirect_url: Signal<String>) -> AnyView {
    let form = FormState::new::<SetActiveOrganization>(&format!("{id}-{}", organization.id), &[], &[])
        .about(Field::Organization, &organization.id);
    view! {
        <CardForm form redirect_url class="vst-taskChooseOrganizationPreviewItem">
            <input type="hidden" name=Field::Organization.name() value=organization.id.clone()/>
            <button type="submit" class="vst-taskChooseOrganizationPreviewButton">
                <OrganizationPreview organization/>
                <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/>
            </button>
        </CardForm>
    }
    .erase()
}
