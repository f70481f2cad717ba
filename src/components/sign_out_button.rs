use leptos::prelude::*;

use crate::elements::{Content, Erase, SignOutForm, SigningOut};
use crate::locale;

/// A button that signs out. It is a form, so that it works without JavaScript; where the browser's half runs, the
/// state of the page changes at once and no page is loaded.
#[component]
pub fn SignOutButton(
    /// Ends every session of this person, on every browser, and not only this one.
    #[prop(optional)]
    everywhere: bool,
    /// Ends this one of the browser's sessions, and not the one that it acts in.
    #[prop(optional, into)]
    session_id: Option<String>,
    /// Where to go then; left out for where the settings say.
    #[prop(optional, into)]
    redirect_url: Option<String>,
    /// The class in place of `vst-button`.
    #[prop(default = "vst-button".into(), into)]
    class: String,
    /// What stands on it in place of "Sign out".
    #[prop(optional)]
    children: Option<Content>,
) -> impl IntoView {
    let label = if everywhere { locale::action::sign_out_everywhere() } else { locale::action::sign_out() };
    let what = match session_id {
        Some(id) => SigningOut::Session(id),
        None if everywhere => SigningOut::Everywhere,
        None => SigningOut::Here,
    };
    let content = children.map_or_else(|| label.erase(), Content::render);
    view! {
        <SignOutForm what redirect_url class>
            {content}
        </SignOutForm>
    }
    .erase()
}
