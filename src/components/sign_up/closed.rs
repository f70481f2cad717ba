use leptos::prelude::*;

use crate::elements::{AuthState, NoticeCard};
use crate::locale;
use crate::model::{Client, SignUpMode, TicketUse};

/// Why there is no form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Only who has an invitation may sign up.
    Restricted,
    /// The invitation is not good.
    Over,
    /// The address that was invited has an account.
    HasAccount,
}

/// What stands in the form's place: nothing does if the mode lets everyone in, or an invitation lets this browser in.
/// `Ok(false)` means the waitlist.
pub fn admits(client: &Client, mode: SignUpMode) -> Result<bool, Why> {
    match (client.ticket.as_ref().map(|ticket| ticket.good_for), mode) {
        (Some(TicketUse::SignUp), _) => Ok(true),
        (Some(TicketUse::SignUpOver | TicketUse::Nothing), _) => Err(Why::Over),
        (Some(TicketUse::HasAccount), _) => Err(Why::HasAccount),
        (_, SignUpMode::Public) => Ok(true),
        (_, SignUpMode::Restricted) => Err(Why::Restricted),
        (_, SignUpMode::Waitlist) => Ok(false),
    }
}

/// The address that was invited.
pub fn invited(client: &Client) -> Option<String> {
    let ticket = client.ticket.as_ref().filter(|ticket| ticket.good_for == TicketUse::SignUp);
    ticket.map(|ticket| ticket.identifier.clone())
}

/// Says why one cannot sign up here, and leads to where one can go on.
#[component]
pub fn Closed(why: Why, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let (sign_in, sign_up) =
        state.settings.with_value(|settings| (settings.paths.sign_in.clone(), settings.paths.sign_up.clone()));
    let (title, subtitle, label, page) = match why {
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
            (
                locale::ticket::has_account_title(),
                locale::ticket::has_account_subtitle(&ticket.map(|ticket| ticket.identifier).unwrap_or_default()),
                locale::sign_up::sign_in(),
                format!("{sign_in}?ticket="),
            )
        }
    };
    view! { <NoticeCard title subtitle label page redirect_url/> }
}
