use leptos::prelude::*;
use leptos_meta::Title;
use stylers_macro::style_sheet;

use crate::components::{Protect, RedirectToSignIn, UserProfile};
use crate::elements::Erase;
use crate::locale::action;
use crate::site::header::SiteHeader;

/// The page with the account.
#[component]
pub fn UserPage() -> impl IntoView {
    let class = style_sheet!("./style/pages/user.css");
    view! {
        <Title text=action::manage_account()/>
        <SiteHeader/>
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <Account class/>
        </Protect>
    }
    .erase()
}

#[component]
fn Account(
    /// The scope of the page's stylesheet.
    class: &'static str,
) -> impl IntoView {
    view! { class = class,
        <main class="user-page">
            <UserProfile/>
        </main>
    }
    .erase()
}
