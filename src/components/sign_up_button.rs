use leptos::prelude::*;

use crate::elements::{AuthState, Content, Erase, with_redirect};
use crate::locale;

/// A link to the sign-up page that looks like a button. It is the same on the server, without JavaScript and in the
/// browser, where the router follows it.
#[component]
pub fn SignUpButton(
    /// Where to go when it is done; left out for where the settings say.
    #[prop(optional, into)]
    redirect_url: String,
    /// The class in place of `vst-button`.
    #[prop(default = "vst-button".into(), into)]
    class: String,
    /// What stands on it in place of "Sign up".
    #[prop(optional)]
    children: Option<Content>,
) -> impl IntoView {
    let settings = AuthState::current().settings;
    let (href, rel) =
        settings.with_value(|settings| (with_redirect(&settings.paths.sign_up, &redirect_url), settings.sign_up_rel()));
    let content = children.map_or_else(|| locale::action::sign_up().erase(), Content::render);
    view! {
        <a class=class href=href rel=rel>
            {content}
        </a>
    }
    .erase()
}
