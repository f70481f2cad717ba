use leptos::prelude::*;

use crate::elements::{AuthState, NoticeCard};
use crate::locale;

/// One click, which uses up the ticket; or that it is not good.
#[component]
pub fn TicketStep(redirect_url: Signal<String>, good: bool) -> impl IntoView {
    let state = AuthState::current();
    let (title, page) = state.settings.with_value(|settings| {
        (locale::sign_in::title(&settings.app_name), format!("{}?ticket=", settings.paths.sign_in))
    });
    let ticket = state.client.with_untracked(|client| client.ticket.clone()).filter(|_| good);
    let sign_in = ticket.map(|ticket| locale::ticket::continue_as(&ticket.identifier));
    let (title, subtitle) = match good {
        true => (title, locale::ticket::sign_in_subtitle()),
        false => (locale::ticket::over_title().to_owned(), locale::ticket::over_subtitle()),
    };
    view! { <NoticeCard title subtitle sign_in label=locale::ticket::sign_in_otherwise() page redirect_url/> }
}
