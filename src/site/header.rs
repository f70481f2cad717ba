use crate::elements::{AuthState, Erase};
use leptos::prelude::*;

use super::mark::Mark;
use crate::components::{OrganizationSwitcher, SignInButton, SignUpButton, SignedIn, SignedOut, UserButton};
use crate::locale::{dashboard, site_header};

/// The header of every page but those of the entrance itself.
#[component]
pub fn SiteHeader(
    /// What "Manage account" opens over the page; left out, it leads to a page of its own.
    #[prop(optional, into)]
    user_profile_modal: Option<ViewFn>,
) -> impl IntoView {
    let modal = StoredValue::new(user_profile_modal);
    let name = AuthState::current().settings.with_value(|settings| settings.app_name.clone());
    view! {
        <header class="site-header">
            <a class="site-brand" href="/">
                <Mark class="site-mark"/>
                <span>{name}</span>
            </a>
            <nav class="site-nav" aria-label=site_header::navigation()>
                <SignedIn>
                    <Member modal/>
                </SignedIn>
                <SignedOut>
                    <Guest/>
                </SignedOut>
            </nav>
        </header>
    }
    .erase()
}

/// What there is for whoever is signed in.
#[component]
fn Member(modal: StoredValue<Option<ViewFn>>) -> impl IntoView {
    let button = match modal.get_value() {
        Some(user_profile_modal) => view! { <UserButton user_profile_modal/> }.erase(),
        None => view! { <UserButton/> }.erase(),
    };
    view! {
        <OrganizationSwitcher/>
        <a class="site-link" href="/dashboard">
            {dashboard::title()}
        </a>
        {button}
    }
    .erase()
}

/// What there is for everyone else.
#[component]
fn Guest() -> impl IntoView {
    view! {
        <SignInButton class="site-link"/>
        <SignUpButton class="site-button" attr:data-kind="primary" attr:data-size="small"/>
    }
    .erase()
}
