use leptos::prelude::*;

use super::{Alert, AuthState, Card, Icon, IconName, SignOutForm, effect, form_name, local_path};
use crate::api::TicketAccept;
use crate::locale;
use crate::model::{PublicSettings, Ticket};

/// What stands in place of a form that has nothing to do for someone who is signed in.
#[component]
pub fn AlreadySignedIn(
    /// Where that someone wanted to go.
    redirect_url: Signal<String>,
    /// Where to go otherwise.
    otherwise: String,
) -> impl IntoView {
    let state = AuthState::current();
    // A form that said so has been answered.
    effect(move || state.forget_flash());
    let refused = state.flash(&[form_name::<TicketAccept>()]);
    let refused = refused.and_then(|flash| flash.errors.errors.first().map(locale::error_text));
    let name = state.user.with_untracked(|user| user.as_ref().map(|user| user.display_name()).unwrap_or_default());
    let told = locale::sign_in::already_subtitle(&name);
    let (title, subtitle) = match state.client.with_untracked(|client| client.ticket.as_ref().map(Ticket::is_over)) {
        // Whoever opens a link that is not good any more is told that first.
        Some(true) => (locale::ticket::over_title(), [locale::ticket::over_subtitle(), &told].join(" ")),
        // A link that was opened here waits for them to be gone.
        Some(false) => (locale::sign_in::already_title(), told + " " + locale::sign_in::already_ticket()),
        None => (locale::sign_in::already_title(), told),
    };
    let onward = Signal::derive(move || redirect_url.with(|url| local_path(url).unwrap_or(&otherwise).to_owned()));
    let rel = AuthState::current().settings.with_value(PublicSettings::page_rel);
    view! {
        <Card title subtitle focus_title=true>
            {refused.map(|text| view! { <Alert text/> })}
            <a class="vst-formButtonPrimary" href=onward rel=rel>
                <span>{locale::action::continue_()}</span>
                <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/>
            </a>
            <SignOutForm class="vst-button".to_owned()>{locale::action::sign_out()}</SignOutForm>
        </Card>
    }
}
