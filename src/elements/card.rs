use leptos::html;
use leptos::prelude::*;

use super::{AuthState, Content, Erase};
use crate::locale;

/// The way from one card to another, at the foot of it.
#[derive(Clone)]
pub struct FooterAction {
    pub text: &'static str,
    pub link: &'static str,
    pub href: Signal<String>,
    /// What the link is; `external` where the page has to come from the server.
    pub rel: Option<&'static str>,
}

/// A card: header, what it is about, foot.
#[component]
pub fn Card(
    #[prop(into)] title: String,
    #[prop(into)] subtitle: String,
    /// Whether the title gets the focus when the browser makes this card: where there is no field that would.
    #[prop(optional)]
    focus_title: bool,
    #[prop(optional_no_strip, into)] footer_action: Option<FooterAction>,
    children: Content,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    if focus_title && AuthState::current().is_hydrated() {
        heading.on_load(|heading| {
            request_animation_frame(move || {
                // Without the focus the page is still all there.
                let _ = heading.focus();
            });
        });
    }
    // Whoever comes into a group by the focus is told its name: a step says what it is, wherever the focus goes in it.
    let name = title.clone();
    view! {
        <div class="vst-cardBox" role="group" aria-label=name>
            <div class="vst-card">
                <div class="vst-header">
                    <h1 class="vst-headerTitle" tabindex="-1" node_ref=heading>
                        {title}
                    </h1>
                    <p class="vst-headerSubtitle">{subtitle}</p>
                </div>
                <div class="vst-main">{children.render()}</div>
            </div>
            <CardFooter action=footer_action/>
        </div>
    }
    .erase()
}

#[component]
fn CardFooter(action: Option<FooterAction>) -> impl IntoView {
    let development = AuthState::current().settings.with_value(|settings| settings.development);
    view! {
        <div class="vst-footer">
            {action
                .map(|FooterAction { text, link, href, rel }| {
                    view! {
                        <div class="vst-footerAction">
                            <span class="vst-footerActionText">{text}</span>
                            <a class="vst-footerActionLink" href=href rel=rel>
                                {link}
                            </a>
                        </div>
                    }
                })} <div class="vst-footerItem">
                <span>{locale::footer::SECURED_BY}</span>
                {development
                    .then(|| {
                        view! { <span class="vst-developmentBadge">{locale::footer::DEVELOPMENT_MODE}</span> }
                    })}
            </div>
        </div>
    }
    .erase()
}
