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
    view! { class = class,
        <Title text=action::MANAGE_ACCOUNT/>
        <SiteHeader/>
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <main class="user-page">
                <UserProfile/>
            </main>
        </Protect>
    }
    .erase()
}
