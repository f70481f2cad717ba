use leptos::prelude::*;

use super::drawn::{Section, with_option};
use super::organization_card::organization_card;
use crate::appearance::{AppearanceProp, Component};

/// The organizations that one belongs to, to choose from, invitations to accept, and the way to a new one. It shows nothing when
/// nobody is signed in. It works **without JavaScript** too.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::OrganizationList;
///
/// #[component]
/// fn Organizations() -> impl IntoView {
///     view! { <OrganizationList hide_personal=true after_select_organization_url="/o/:slug"/> }
/// }
/// ```
#[component]
pub fn OrganizationList(
    /// Whether acting for oneself is not on offer. Where the settings have no personal accounts it never is.
    #[prop(optional)]
    hide_personal: bool,
    /// Whether the form for a new one does not ask for a slug.
    #[prop(optional)]
    hide_slug: bool,
    /// Where to go after making one, `:id` and `:slug` in it are its own; left out for the invitations to it.
    #[prop(optional, into)]
    after_create_organization_url: String,
    /// Where to go after choosing one; likewise. Left out for the page that one is on.
    #[prop(optional, into)]
    after_select_organization_url: String,
    /// Where to go after choosing to act for oneself, `:id` and `:username` in it are one's own; the id where there is no
    /// username. Left out for the page that one is on.
    #[prop(optional, into)]
    after_select_personal_url: String,
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// What the ids of the fields begin with.
    #[prop(default = "vst-organization-list".into(), into)]
    id: String,
) -> impl IntoView {
    let mut options = String::new();
    with_option(&mut options, "hide_personal", if hide_personal { "1" } else { "" });
    with_option(&mut options, "hide_slug", if hide_slug { "1" } else { "" });
    with_option(&mut options, "after_create_url", &after_create_organization_url);
    with_option(&mut options, "after_select_url", &after_select_organization_url);
    with_option(&mut options, "after_select_personal_url", &after_select_personal_url);
    organization_card(Component::OrganizationList, appearance, Section::OrganizationList, id, options)
}
