use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::drawn::{Drawn, Section, with_option};
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{AuthState, Erase, Root, effect, live, modal, platform};
use crate::locale::{organization_profile, organizations as text, words};

/// In which organization one acts, and behind it a menu: the others that one belongs to, oneself outside of any, invitations to
/// accept, the way to the organization's page and to a new one. It shows nothing when nobody is signed in, and where the
/// settings have no organizations.
///
/// It is a `<details>`, so the menu opens **without JavaScript** as well. **In the browser** it also closes on Escape, on a click
/// elsewhere and when the focus goes elsewhere. Whoever belongs to many looks for one by its name.
///
/// "Manage" leads to `paths.organization_profile`, "Create organization" to `paths.create_organization`, and neither is there
/// where the settings say nothing. With the modals they open over the page, in the browser. Where one goes after choosing or
/// making an organization is the page that one is on, unless it is said; `:id` and `:slug` in it are the organization's, where it
/// is about acting for oneself `:id` and `:username` one's own.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::{OrganizationProfile, OrganizationSwitcher};
///
/// #[component]
/// fn Header() -> impl IntoView {
///     view! {
///         <header>
///             <OrganizationSwitcher
///                 after_select_organization_url="/o/:slug"
///                 organization_profile_modal=|| view! { <OrganizationProfile is_modal=true/> }
///             />
///         </header>
///     }
/// }
/// ```
#[component]
pub fn OrganizationSwitcher(
    /// Whether acting for oneself is not on offer. Where the settings have no personal accounts it never is.
    #[prop(optional)]
    hide_personal: bool,
    /// Where to go after choosing an organization, `:id` and `:slug` in it are its own.
    #[prop(optional, into)]
    after_select_organization_url: String,
    /// Where to go after choosing to act for oneself, `:id` and `:username` in it are one's own; the id where there is no
    /// username.
    #[prop(optional, into)]
    after_select_personal_url: String,
    /// What "Manage" opens over the page: `<OrganizationProfile is_modal=true/>`. Left out, it leads to the page.
    #[prop(optional, into)]
    organization_profile_modal: Option<ViewFn>,
    /// What "Create organization" opens over the page: `<CreateOrganization is_modal=true/>`. Left out, it leads to the page.
    #[prop(optional, into)]
    create_organization_modal: Option<ViewFn>,
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// What the ids in it begin with.
    #[prop(default = "vst-organization-switcher".into(), into)]
    id: String,
) -> impl IntoView {
    let root = Root::new(Component::OrganizationSwitcher, appearance);
    let state = AuthState::current();
    let (signed_in, organizations) = (state.signed_in, state.settings.with_value(|settings| settings.organizations));
    effect(platform::watch_menus);
    let mut options = String::new();
    with_option(&mut options, "hide_personal", if hide_personal { "1" } else { "" });
    with_option(&mut options, "after_select_url", &after_select_organization_url);
    with_option(&mut options, "after_select_personal_url", &after_select_personal_url);
    let (profile, manage) = modal(organization_profile_modal, organization_profile::title());
    let (creation, create) = modal(create_organization_modal, text::create());
    let opens = move |event: MouseEvent| {
        let open = match platform::opened_by(&event).as_deref() {
            Some("organization-profile") => manage,
            Some(_) => create,
            None => return,
        };
        platform::leave_menus();
        if let Some(open) = open {
            event.prevent_default();
            open.run(());
        }
    };
    let switcher = move || {
        let (id, options) = (id.clone(), options.clone());
        root.enter();
        (organizations && signed_in.get()).then(|| {
            let all = view! {
                <div
                    class=root.class("vst-organizationSwitcherBox")
                    lang=words::tag()
                    dir=words::direction()
                    data-vst-elements=root.element_classes()
                    on:click=opens
                >
                    {root.style()}
                    <Drawn section=Section::OrganizationSwitcher id options/>
                </div>
            };
            root.dress(all.erase())
        })
    };
    view! {
        {live(switcher)}
        {profile}
        {creation}
    }
}
