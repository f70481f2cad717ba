use leptos::prelude::*;

use super::preview::OrganizationPreview;
use crate::api::{CreateOrganization, SetActiveOrganization};
use crate::elements::{
    AuthState, Card, CardForm, Erase, FormState, Icon, IconName, SignOutForm, SubmitButton, TextField, redirect_url_of,
};
use crate::locale::{self, organizations as text};
use crate::model::{ActiveOrganization, Field, OrganizationChoices};

/// What stands between a person and the app where nobody acts outside of an organization: the ones that they belong to, to
/// choose from, and one of their own to make.
#[component]
pub fn ChooseOrganization(
    id: String,
    /// The address of this step. It says where that someone wanted to go.
    here: Signal<String>,
) -> impl IntoView {
    let state = AuthState::current();
    let wanted = Signal::derive(move || here.with(|here| redirect_url_of(here)));
    let OrganizationChoices { organizations, may_create } = state.organizations.get_untracked().unwrap_or_default();
    let is_nowhere = organizations.is_empty();
    let items: Vec<_> = organizations.into_iter().map(|organization| item(&id, organization, wanted)).collect();
    let subtitle = match (is_nowhere, may_create) {
        (false, _) => text::choose_subtitle(),
        (true, true) => text::create_subtitle(),
        (true, false) => text::none(),
    };
    let create = may_create.then(|| {
        let form = FormState::new::<CreateOrganization>(&id, &[Field::Name], &[]);
        let fields = view! {
            <CardForm form redirect_url=wanted>
                <TextField form field=Field::Name label=text::name() autocomplete="organization" required=true/>
                <SubmitButton form label=text::create()/>
            </CardForm>
        };
        // Beside others to choose from it is what few want.
        match is_nowhere {
            true => fields.into_any(),
            false => view! {
                <details class="vst-taskChooseOrganizationCreate" open=form.has_news()>
                    <summary class="vst-taskChooseOrganizationCreateOrganizationActionButton">
                        <span class="vst-accountSwitcherActionButtonIconBox">
                            <Icon name=IconName::Plus class="vst-accountSwitcherActionButtonIcon"/>
                        </span>
                        <span>{text::create()}</span>
                    </summary>
                    <div class="vst-taskChooseOrganizationCreateContent">{fields}</div>
                </details>
            }
            .into_any(),
        }
    });
    let (inside, outside) = if is_nowhere { (None, create) } else { (create, None) };
    view! {
        <Card title=text::choose_title() subtitle focus_title=true>
            {(!is_nowhere)
                .then(|| {
                    view! {
                        <div class="vst-taskChooseOrganizationPreviewItems">
                            {items}
                            {inside}
                        </div>
                    }
                })}
            {outside}
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
