//! The organization that a page's address names: its notes, its own page, and the page on which one makes another. All of it is an
//! extra: notes belong to people where the settings have no organizations.

use leptos::prelude::*;
use leptos_meta::Title;
use vestibule::components::{
    CreateOrganization, OrganizationList, OrganizationProfile, OrganizationProfilePage, OrganizationSwitcher, Protect,
    RedirectToSignIn, use_auth,
};
use vestibule::model::Has;

use crate::notes_page::Notes;

/// Where the notes of an organization are.
const NOTES: &str = "/orgs/:slug";
/// Where one goes who has left one.
const LEFT: &str = "/orgs?left=:slug";

/// For whom one acts, for the header. It leads to the notes of whoever is chosen; the organization and the form for a new one open
/// over the page, and are pages of their own where there is no JavaScript.
#[component]
pub fn Switcher() -> impl IntoView {
    view! {
        <OrganizationSwitcher
            after_select_organization_url=NOTES
            after_select_personal_url="/notes"
            organization_profile_modal=|| {
                view! { <OrganizationProfile is_modal=true after_leave_organization_url=LEFT/> }
            }
            create_organization_modal=|| {
                view! { <CreateOrganization is_modal=true after_create_organization_url=NOTES/> }
            }
        />
    }
}

/// What is shown of an organization, to whoever belongs to it. Everyone else may choose one of their own.
#[component]
pub fn Team(children: ChildrenFn) -> impl IntoView {
    let auth = use_auth();
    let is_member = Memo::new(move |_| auth.org_id().is_some());
    let children = StoredValue::new(children);
    view! {
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <Show when=move || is_member.get() fallback=|| view! { <NoTeam/> }>
                {children.read_value()()}
            </Show>
        </Protect>
    }
}

/// Whether there is such an organization nobody is told who does not belong to it.
#[component]
fn NoTeam() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="No organization · Notes"/>
        <p class="problem elsewhere" role="alert">
            "You belong to no organization of that name."
        </p>
        <OrganizationList
            hide_personal=true
            hide_slug=true
            after_select_organization_url=NOTES
            after_create_organization_url=NOTES
        />
    }
}

/// From one page of the organization to another.
#[component]
pub fn TeamLinks() -> impl IntoView {
    let auth = use_auth();
    let home = move || format!("/orgs/{}", auth.organization().map(|it| it.slug.unwrap_or(it.id)).unwrap_or_default());
    view! {
        <nav class="pages" aria-label="Of this organization">
            <a href=home>"Notes"</a>
            <a href=move || home() + "/people">"People"</a>
            <a href=move || format!("/orgs/{}/settings", auth.org_id().unwrap_or_default())>"Settings"</a>
            <a href="/orgs" rel="external">"All organizations"</a>
        </nav>
    }
}

/// Its notes. The role decides who writes.
#[component]
pub fn TeamNotesPage() -> impl IntoView {
    let auth = use_auth();
    let title = move || format!("Notes of {}", auth.organization().map(|it| it.name).unwrap_or_default());
    let may = move |permission: &'static str| Signal::derive(move || auth.has(&Has::permission(permission)));
    view! {
        <Team>
            <Title text=move || title() + " · Notes"/>
            <h1>{title}</h1>
            <TeamLinks/>
            <Notes
                owner=Signal::derive(move || auth.org_id())
                may_write=may("org:notes:write")
                may_clear=may("org:notes:clear")
            />
        </Team>
    }
}

/// Its own page.
#[component]
pub fn TeamPage() -> impl IntoView {
    view! {
        <Team>
            <Title text="Organization · Notes"/>
            <OrganizationProfile pages=pages() after_leave_organization_url=LEFT/>
        </Team>
    }
}

/// In the order in which they stand.
fn pages() -> Vec<OrganizationProfilePage> {
    let here = use_auth().org_id().unwrap_or_default();
    vec![
        OrganizationProfilePage::General,
        OrganizationProfilePage::Members,
        OrganizationProfilePage::Invitations,
        OrganizationProfilePage::link("Back to the notes", format!("/orgs/{here}")),
    ]
}

/// A new one.
#[component]
pub fn NewTeamPage() -> impl IntoView {
    view! {
        <Title text="New organization · Notes"/>
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <CreateOrganization after_create_organization_url=NOTES/>
        </Protect>
    }
}
