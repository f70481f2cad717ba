use leptos::prelude::*;

use super::{
    AuthState, Card, CardForm, Erase, FormState, Icon, IconName, SessionInput, SignOutForm, SubmitButton, UserPreview,
    effect, local_path, with_redirect,
};
use crate::api::{SetActiveSession, TicketAccept};
use crate::locale;
use crate::model::{Client, Field, PublicSettings, TicketUse};

/// What whoever is signed in sees of the invitation to an organization whose link they have opened: one button that accepts
/// it, if it is for them; else whom it is for, and how that person comes in. To open it changes nothing.
#[component]
pub fn InvitationCard(
    id: String,
    redirect_url: Signal<String>,
    /// Where to go without accepting it.
    otherwise: String,
) -> impl IntoView {
    let state = AuthState::current();
    let client = state.client.with_untracked(Client::clone);
    let (Some(ticket), Some(user)) = (client.ticket.clone(), client.user()) else { return ().erase() };
    let title = locale::ticket::organization_title(ticket.invites_to().unwrap_or_default());
    let name = user.display_name();
    if ticket.is_for(user) {
        let form = FormState::new::<TicketAccept>(&id, &[], &[]);
        let user = user.clone();
        return view! {
            <Card title subtitle=locale::sign_in::already_subtitle(&name) focus_title=true>
                <UserPreview user/>
                <CardForm form redirect_url>
                    <SubmitButton form label=locale::organizations::join()/>
                </CardForm>
            </Card>
        }
        .erase();
    }
    // A form that said so has been answered.
    effect(move || state.forget_flash());
    let onward = Signal::derive(move || redirect_url.with(|url| local_path(url).unwrap_or(&otherwise).to_owned()));
    let (several, paths) = state.settings.with_value(|settings| (settings.multi_session, settings.paths.clone()));
    let theirs = client.sessions.iter().find(|session| ticket.is_for(&session.user)).cloned();
    let rel = state.settings.with_value(PublicSettings::page_rel);
    let another = match (theirs, several) {
        // Whom it is for is signed in here, too: they choose themselves, and come back.
        (Some(session), _) => {
            let form = FormState::new::<SetActiveSession>("", &[], &[]).about(Field::SessionId, &session.id);
            view! {
                <CardForm form redirect_url>
                    <SessionInput id=session.id/>
                    <button type="submit" class="vst-accountSwitcherActionButton">
                        <UserPreview user=session.user/>
                        <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/>
                    </button>
                </CardForm>
            }
            .erase()
        }
        (None, true) => {
            let page = if ticket.good_for == TicketUse::SignUp { paths.sign_up } else { paths.sign_in };
            let add = format!("{page}/{ADD_ACCOUNT}");
            let add = Signal::derive(move || redirect_url.with(|url| with_redirect(&add, url)));
            view! {
                <a class="vst-button" href=add>
                    {locale::accounts::add()}
                </a>
            }
            .erase()
        }
        // Then the link leads on from there.
        (None, false) => {
            view! { <SignOutForm class="vst-button".to_owned()>{locale::action::sign_out()}</SignOutForm> }.erase()
        }
    };
    view! {
        <Card
            title
            subtitle=locale::ticket::organization_other_subtitle(&ticket.masked_identifier(), &name)
            focus_title=true
        >
            <a class="vst-formButtonPrimary" href=onward rel=rel>
                <span>{locale::ticket::continue_as(&name)}</span>
                <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/>
            </a>
            {another}
        </Card>
    }
    .erase()
}

/// The step at which someone comes in beside those who are signed in.
pub const ADD_ACCOUNT: &str = "add-account";
