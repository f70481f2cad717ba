use leptos::prelude::*;

use super::drawn::{Section, with_option};
use super::organization_card::organization_card;
use crate::appearance::{AppearanceProp, Component};

/// A new organization: its name and slug. Whoever makes one acts in it from then on. It shows nothing when nobody is signed in.
/// It works **without JavaScript** too.
///
/// Put it on the route that `paths.create_organization` names, or into the organization switcher's
/// `create_organization_modal`.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::CreateOrganization;
///
/// #[component]
/// fn NewOrganization() -> impl IntoView {
///     view! { <CreateOrganization after_create_organization_url="/o/:slug"/> }
/// }
/// ```
#[component]
pub fn CreateOrganization(
    /// Whether it does not ask for a slug: one is made of the name.
    #[prop(optional)]
    hide_slug: bool,
    /// Where to go then; `:id` and `:slug` in it are the organization's. Left out for the invitations to it, where
    /// `paths.organization_profile` says where they are, and else for where a sign-in leads.
    #[prop(optional, into)]
    after_create_organization_url: String,
    /// Whether it stands over a page, in [`OrganizationSwitcher`](super::OrganizationSwitcher).
    #[prop(optional)]
    is_modal: bool,
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// What the ids of the fields begin with.
    #[prop(default = "vst-create-organization".into(), into)]
    id: String,
) -> impl IntoView {
    // Over the page that has it, too, nothing is there twice.
    let id = if is_modal { id + "-modal" } else { id };
    let mut options = String::new();
    with_option(&mut options, "hide_slug", if hide_slug { "1" } else { "" });
    with_option(&mut options, "after_create_url", &after_create_organization_url);
    organization_card(Component::CreateOrganization, appearance, Section::CreateOrganization, id, options)
}
