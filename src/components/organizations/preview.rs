use leptos::prelude::*;

use crate::elements::Erase;
use crate::locale::organization_role;
use crate::model::ActiveOrganization;

/// Which organization it is: its logo or its first letter, its name, and below it the person's role there.
#[component]
pub fn OrganizationPreview(organization: ActiveOrganization) -> impl IntoView {
    let role = organization_role(&organization);
    let ActiveOrganization { id, name, image_url, .. } = organization;
    let initial: String = name.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect();
    let image =
        image_url.map(|src| view! { <img class="vst-avatarImage vst-organizationPreviewAvatarImage" src=src alt=""/> });
    let hue = crate::model::hue_of(&id).to_string();
    // Spans, because it stands in buttons too.
    view! {
        <span class="vst-organizationPreview">
            <span class="vst-organizationPreviewAvatarContainer">
                <span class="vst-avatarBox vst-organizationPreviewAvatarBox" data-hue=hue aria-hidden="true">
                    <span class="vst-avatarInitials">{initial}</span>
                    {image}
                </span>
            </span>
            <span class="vst-organizationPreviewTextContainer">
                <span class="vst-organizationPreviewMainIdentifier" dir="auto">{name}</span>
                <span class="vst-organizationPreviewSecondaryIdentifier">{role}</span>
            </span>
        </span>
    }
    .erase()
}
