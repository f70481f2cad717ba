use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::{Alert, AuthState, Card, form_name, with_redirect};
use crate::api::TicketSignIn;
use crate::locale;
use crate::model::Field;

/// A card that says something, and leads on. The server is asked for what follows, which may forget a ticket by that: so its
/// links and its form are plain ones, with a script too.
#[component]
pub fn NoticeCard(
    #[prop(into)] title: String,
    #[prop(into)] subtitle: String,
    /// What a button says that signs in with a ticket, where there is one.
    #[prop(optional_no_strip)]
    sign_in: Option<String>,
    /// The link: what it says.
    label: &'static str,
    /// The page that it leads to, from which it goes where the person wanted to go.
    page: String,
    redirect_url: Signal<String>,
) -> impl IntoView {
    let href = Signal::derive(move || redirect_url.with(|url| with_redirect(&page, url)));
    let class = if sign_in.is_some() { "vst-alternativeMethodsLink" } else { "vst-formButtonPrimary" };
    let form = sign_in.map(|text| {
        let told = AuthState::current().flash(&[form_name::<TicketSignIn>()]);
        let error = told.and_then(|flash| flash.errors.errors.first().map(locale::error_text));
        view! {
            <form class="vst-form" method="post" action=TicketSignIn::PATH>
                {error.map(|text| view! { <Alert text/> })}
                <input type="hidden" name=Field::RedirectUrl.name() value=redirect_url/>
                <button type="submit" class="vst-formButtonPrimary">
                    <span>{text}</span>
                </button>
            </form>
        }
    });
    view! {
        <Card title subtitle focus_title=true>
            {form}
            <a class=class rel="external" href=href>
                <span>{label}</span>
            </a>
        </Card>
    }
}
