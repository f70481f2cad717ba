//! The organization in which whoever is signed in acts: its page, and the page on which they make one. All of it is an extra:
//! notes belong to people where the settings have no organizations.

use leptos::prelude::*;
use leptos_meta::Title;
use vestibule::components::{
    CreateOrganization, OrganizationList, OrganizationProfile, OrganizationProfilePage, OrganizationSwitcher, Protect,
    RedirectToSignIn, use_auth,
};

/// In which organization one acts, for the header. It leads to the notes of the one that is chosen; the organization and the form
/// for a new one open over the page, and are pages of their own where there is no JavaScript.
#[component]
pub fn Switcher() -> impl IntoView {
    view! {
        <OrganizationSwitcher
            after_select_organization_url="/notes"
            after_select_personal_url="/notes"
            organization_profile_modal=|| {
                view! { <OrganizationProfile is_modal=true after_leave_organization_url="/notes"/> }
            }
            create_organization_modal=|| {
                view! { <CreateOrganization is_modal=true after_create_organization_url="/notes"/> }
            }
        />
    }
}

/// The organization, or those that one can choose.
#[component]
pub fn TeamPage() -> impl IntoView {
    let auth = use_auth();
    let acts = Memo::new(move |_| auth.org_id().is_some());
    view! {
        <Title text="Organization · Notes"/>
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <Show
                when=move || acts.get()
                fallback=|| view! { <OrganizationList after_select_organization_url="/notes"/> }
            >
                <OrganizationProfile pages=pages() after_leave_organization_url="/notes"/>
            </Show>
        </Protect>
    }
}

fn pages() -> Vec<OrganizationProfilePage> {
    vec![OrganizationProfilePage::link("Back to the notes", "/notes"), OrganizationProfilePage::General]
}

/// A new one.
#[component]
pub fn NewTeamPage() -> impl IntoView {
    view! {
        <Title text="New organization · Notes"/>
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <CreateOrganization/>
        </Protect>
    }
}
