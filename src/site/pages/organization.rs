use leptos::prelude::*;
use leptos_meta::Title;
use stylers_macro::style_sheet;

use crate::components::{
    CreateOrganization, OrganizationList, OrganizationProfile, Protect, RedirectToSignIn, use_auth,
};
use crate::elements::{AuthState, Erase, live, memo};
use crate::locale::{organization_profile, organizations};
use crate::site::header::SiteHeader;
use crate::site::pages::NotFoundPage;

/// Whether the settings have any. Where they have none, the server answers as for a page that there is not.
fn there_are_organizations() -> bool {
    let on = AuthState::current().settings.with_value(|settings| settings.organizations);
    #[cfg(feature = "ssr")]
    if !on && let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    on
}

/// The page with the organization in which one acts, or with those that one can choose.
#[component]
pub fn OrganizationPage() -> impl IntoView {
    if !there_are_organizations() {
        return view! { <NotFoundPage/> }.erase();
    }
    view! {
        <Title text=organization_profile::title()/>
        <SiteHeader/>
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <Organization/>
        </Protect>
    }
    .erase()
}

#[component]
fn Organization() -> impl IntoView {
    let class = style_sheet!("./style/pages/organization.css");
    let auth = use_auth();
    let acts = memo(move |_| auth.org_id().is_some());
    let content = live(move || match acts.get() {
        true => view! { <OrganizationProfile/> }.erase(),
        false => view! { class = class, <div class="choice"><OrganizationList/></div> }.erase(),
    });
    view! { class = class, <main class="organization-page">{content}</main> }.erase()
}

/// The page on which one makes an organization.
#[component]
pub fn CreateOrganizationPage() -> impl IntoView {
    if !there_are_organizations() {
        return view! { <NotFoundPage/> }.erase();
    }
    view! {
        <Title text=organizations::create()/>
        <SiteHeader/>
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <NewOrganization/>
        </Protect>
    }
    .erase()
}

#[component]
fn NewOrganization() -> impl IntoView {
    let class = style_sheet!("./style/pages/organization.css");
    view! { class = class,
        <main class="organization-page">
            <div class="choice">
                <CreateOrganization/>
            </div>
        </main>
    }
    .erase()
}
