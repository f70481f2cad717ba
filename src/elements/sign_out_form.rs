use leptos::prelude::*;

use super::{CardForm, Content, Erase, FormState, SessionInput};
use crate::api::{RemoveSessions, SignOut, SignOutEverywhere};

/// Who is signed out, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SigningOut {
    /// Who acts in this browser, in it.
    #[default]
    Here,
    /// Who acts in this browser, on every one.
    Everywhere,
    /// All who are signed in on this browser, in it.
    All,
    /// Whose session this is, in this browser.
    Session(String),
}

/// A form with one button that signs out.
#[component]
pub fn SignOutForm(
    /// Who, and where.
    #[prop(optional)]
    what: SigningOut,
    /// Where to go then; empty for where the settings say.
    #[prop(optional_no_strip)]
    redirect_url: Option<String>,
    /// Of the button.
    class: String,
    children: Content,
) -> impl IntoView {
    let (form, session) = match what {
        SigningOut::Here => (FormState::new::<SignOut>("", &[], &[]), None),
        SigningOut::Everywhere => (FormState::new::<SignOutEverywhere>("", &[], &[]), None),
        SigningOut::All => (FormState::new::<RemoveSessions>("", &[], &[]), None),
        SigningOut::Session(id) => (FormState::new::<SignOut>("", &[], &[]), Some(id)),
    };
    view! {
        <CardForm form redirect_url=redirect_url.unwrap_or_default() class="vst-signOutForm">
            {session.map(|id| view! { <SessionInput id/> })}
            <button
                type="submit"
                class=class
                aria-disabled=form.while_pending("true")
                data-loading=form.while_pending("")
            >
                {children.render()}
            </button>
        </CardForm>
    }
    .erase()
}
