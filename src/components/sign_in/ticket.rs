use leptos::prelude::*;

use crate::api::TicketSignIn;
use crate::elements::{AuthState, Card, Erase, Form, FormState, NoticeCard, SubmitButton, with_redirect};
use crate::locale;
use crate::model::{Client, TicketUse};

/// Whether a browser keeps a ticket that is for a sign-in: `Some(true)` if it is good.
pub fn held(client: &Client) -> Option<bool> {
    match client.ticket.as_ref()?.good_for {
        TicketUse::SignIn => Some(true),
        TicketUse::SignInOver | TicketUse::Nothing => Some(false),
        _ => None,
    }
}

/// One click, which uses up the ticket.
#[component]
pub fn TicketStep(id: String, redirect_url: Signal<String>, good: bool) -> impl IntoView {
    let state = AuthState::current();
    let (app_name, sign_in) =
        state.settings.with_value(|settings| (settings.app_name.clone(), settings.paths.sign_in.clone()));
    let without = format!("{sign_in}?ticket=");
    if !good {
        return view! {
            <NoticeCard
                title=locale::ticket::OVER_TITLE
                subtitle=locale::ticket::OVER_SUBTITLE
                label=locale::ticket::SIGN_IN_OTHERWISE
                page=without
                redirect_url
            />
        }
        .erase();
    }
    let form = FormState::new::<TicketSignIn>(&id, &[], &[]);
    let ticket = state.client.with_untracked(|client| client.ticket.clone());
    let identifier = ticket.map(|ticket| ticket.identifier).unwrap_or_default();
    view! {
        <Card
            title=locale::sign_in::title(&app_name)
            subtitle=locale::ticket::SIGN_IN_SUBTITLE
            focus_title=true
        >
            <Form form redirect_url>
                <SubmitButton form label=locale::ticket::continue_as(&identifier)/>
            </Form>
            <a
                class="vst-alternativeMethodsLink"
                rel="external"
                href=move || redirect_url.with(|url| with_redirect(&without, url))
            >
                {locale::ticket::SIGN_IN_OTHERWISE}
            </a>
        </Card>
    }
    .erase()
}
