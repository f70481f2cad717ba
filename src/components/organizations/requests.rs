use leptos::prelude::*;

use super::general::section;
use super::list::pagination;
use super::preview::{member_avatar, member_name};
use crate::api::{AcceptOrganizationMembershipRequest, RejectOrganizationMembershipRequest};
use crate::elements::{Erase, FormState, Moment, ProfileButton};
use crate::locale::organization_profile as text;
use crate::model::{Field, ListPage, OrganizationMembershipRequest};

/// Who asks to be let into an organization, for whoever decides that.
pub fn requests(id: &str, all: &ListPage<OrganizationMembershipRequest>, redirect_url: Signal<String>) -> AnyView {
    let items: Vec<_> = all.data.iter().map(|request| item(id, request, redirect_url)).collect();
    let ways = pagination(all, "requests_page", "", &redirect_url.get_untracked());
    let content = view! {
        <ul class="vst-profileSectionItemList">{items}</ul>
        {ways}
    };
    section(format!("{id}-requests"), text::requests(), content.erase())
}

fn item(id: &str, request: &OrganizationMembershipRequest, redirect_url: Signal<String>) -> AnyView {
    let id = format!("{id}-{}", request.id);
    let about = |form: FormState| form.about(Field::OrganizationMembershipRequestId, &request.id);
    let accept = about(FormState::new::<AcceptOrganizationMembershipRequest>(&id, &[], &[]));
    let reject = about(FormState::new::<RejectOrganizationMembershipRequest>(&format!("{id}-no"), &[], &[]));
    let person = &request.public_user_data;
    let name = member_name(person);
    let identifier = (name != person.identifier).then(|| view! { <span dir="auto">{person.identifier.clone()}</span> });
    let fields = vec![
        (Field::OrganizationId, request.organization_id.clone()),
        (Field::OrganizationMembershipRequestId, request.id.clone()),
    ];
    let button = |form, label, full_label| {
        let about = fields.clone();
        view! { <ProfileButton form about redirect_url label full_label=Some(full_label)/> }
    };
    let accept = button(accept, text::approve(), text::approve_named(&name));
    let reject = button(reject, text::reject(), text::reject_named(&name));
    view! {
        <li class="vst-profileSectionItem" data-icon="">
            {member_avatar(person)}
            <div class="vst-profileSectionItemText">
                <span class="vst-profileSectionTitleText" dir="auto">
                    {name}
                </span>
                <span class="vst-profileSectionSubtitleText">
                    {identifier}
                    <Moment at=request.created_at/>
                </span>
            </div>
            <div class="vst-profileSectionButtonGroup">{accept} {reject}</div>
        </li>
    }
    .erase()
}
