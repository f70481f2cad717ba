use leptos::prelude::*;

use crate::elements::{AuthState, Erase, NoticeCard};
use crate::locale;
use crate::model::{Client, SignUpMode, TicketPurpose, TicketStatus};

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
    let ticket = client.ticket.as_ref().filter(|ticket| ticket.purpose != Some(TicketPurpose::SignInToken));
    match (ticket, mode) {
        (Some(ticket), _) if ticket.status != TicketStatus::Pending => Err(Why::Over),
        (Some(ticket), _) if ticket.has_account => Err(Why::HasAccount),
        (Some(_), _) | (None, SignUpMode::Public) => Ok(true),
        (None, SignUpMode::Restricted) => Err(Why::Restricted),
        (None, SignUpMode::Waitlist) => Ok(false),
    }
}

/// The address that was invited, if the invitation is good.
pub fn invited(client: &Client) -> Option<String> {
    let is_good = |ticket: &&crate::model::Ticket| {
        ticket.purpose == Some(TicketPurpose::Invitation) && ticket.status == TicketStatus::Pending
    };
    client.ticket.as_ref().filter(is_good).map(|ticket| ticket.identifier.clone())
}

/// Says why one cannot sign up here, and leads to where one can go on.
#[component]
pub fn Closed(why: Why, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let (sign_in, sign_up) =
        state.settings.with_value(|settings| (settings.paths.sign_in.clone(), settings.paths.sign_up.clone()));
    let (title, subtitle, label, page) = match why {
        Why::Restricted => (
            locale::ticket::RESTRICTED_TITLE,
            locale::ticket::RESTRICTED_SUBTITLE.to_owned(),
            locale::sign_up::SIGN_IN,
            sign_in,
        ),
        Why::Over => (
            locale::ticket::OVER_TITLE,
            locale::ticket::OVER_SUBTITLE.to_owned(),
            locale::ticket::WITHOUT,
            format!("{sign_up}?ticket="),
        ),
        Why::HasAccount => {
            let invited = state.client.with_untracked(invited).unwrap_or_default();
            (
                locale::ticket::HAS_ACCOUNT_TITLE,
                locale::ticket::has_account_subtitle(&invited),
                locale::sign_up::SIGN_IN,
                format!("{sign_in}?ticket="),
            )
        }
    };
    view! { <NoticeCard title subtitle label page redirect_url/> }.erase()
}
