use leptos::prelude::*;

use crate::elements::{AuthState, Content, Erase, with_redirect};
use crate::locale;

/// A link to the sign-in page that looks like a button. It is the same on the server, without JavaScript and in the
/// browser, where the router follows it.
#[component]
pub fn SignInButton(
    /// Where to go when it is done; left out for where the settings say.
    #[prop(optional, into)]
    redirect_url: String,
    /// The class in place of `vst-button`.
    #[prop(default = "vst-button".into(), into)]
    class: String,
    /// What stands on it in place of "Sign in".
    #[prop(optional)]
    children: Option<Content>,
) -> impl IntoView {
    let settings = AuthState::current().settings;
    let href = settings.with_value(|settings| with_redirect(&settings.paths.sign_in, &redirect_url));
    let content = children.map_or_else(|| locale::action::sign_in().erase(), Content::render);
    view! {
        <a class=class href=href>
            {content}
        </a>
    }
    .erase()
}
