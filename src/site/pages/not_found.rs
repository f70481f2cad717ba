use crate::elements::Erase;
use leptos::prelude::*;
use leptos_meta::Title;
use stylers_macro::style_sheet;

use crate::locale::not_found;
use crate::site::header::SiteHeader;

/// What stands where there is no page. The server answers with 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let class = style_sheet!("./style/pages/not_found.css");
    view! { class = class,
        <Title text=not_found::title()/>
        <SiteHeader/>
        <main class="nowhere">
            <svg class="nowhere-arch" viewBox="0 0 32 32" width="80" height="80" aria-hidden="true">
                <path d="M5 30V13a11 11 0 0 1 22 0v17"></path>
            </svg>
            <h1 class="nowhere-title">{not_found::title()}</h1>
            <p class="nowhere-text">{not_found::text()}</p>
            <a class="site-button" href="/">
                {not_found::home()}
            </a>
        </main>
    }
    .erase()
}
