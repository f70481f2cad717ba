use leptos::prelude::*;

use super::{Card, with_redirect};

/// A card that says something, and leads on. The server is asked for the page behind it, which may forget a ticket by that.
#[component]
pub fn NoticeCard(
    title: &'static str,
    #[prop(into)] subtitle: String,
    label: &'static str,
    /// The page that it leads to, from which it goes where the person wanted to go.
    page: String,
    redirect_url: Signal<String>,
) -> impl IntoView {
    let href = move || redirect_url.with(|url| with_redirect(&page, url));
    view! {
        <Card title subtitle focus_title=true>
            <a class="vst-formButtonPrimary" rel="external" href=href>
                <span>{label}</span>
            </a>
        </Card>
    }
}
