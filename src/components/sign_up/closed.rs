use leptos::prelude::*;

use crate::elements::{AuthState, NoticeCard, Why};
use crate::locale;
use crate::model::TicketUse;

/// Says why one cannot sign up here, and leads to where one can go on.
#[component]
pub fn Closed(why: Why, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let mut title = None;
    let (sign_in, sign_up) =
        state.settings.with_value(|settings| (settings.paths.sign_in.clone(), settings.paths.sign_up.clone()));
    let (otherwise, subtitle, label, page) = match why {
        Why::Restricted => (
            locale::ticket::restricted_title(),
            locale::ticket::restricted_subtitle().to_owned(),
            locale::sign_up::sign_in(),
            sign_in,
        ),
        Why::Over => (
            locale::ticket::over_title(),
            locale::ticket::over_subtitle().to_owned(),
            locale::ticket::without(),
            format!("{sign_up}?ticket="),
        ),
        Why::HasAccount => {
            let ticket = state.client.with_untracked(|client| client.ticket.clone());
            // Only an invitation to an organization is of use where they sign in.
            let keeps_ticket = ticket.as_ref().is_some_and(|ticket| ticket.good_for == TicketUse::Join);
            let organization = ticket.as_ref().and_then(|ticket| ticket.invites_to());
            title = organization.map(locale::ticket::organization_title);
            (
                locale::ticket::has_account_title(),
                locale::ticket::has_account_subtitle(&ticket.map(|ticket| ticket.identifier).unwrap_or_default()),
                locale::sign_up::sign_in(),
                if keeps_ticket { sign_in } else { format!("{sign_in}?ticket=") },
            )
        }
    };
    let title = title.unwrap_or_else(|| otherwise.to_owned());
    view! { <NoticeCard title subtitle label page redirect_url/> }
}
