use leptos::html;
use leptos::prelude::*;

use super::{AuthState, Content, Erase, with_look};
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
    let (inside, outside) = logo();
    view! {
        {outside}
        <div class="vst-cardBox" role="group" aria-label=name>
            <div class="vst-card">
                <div class="vst-header">
                    {inside}
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

/// The logo, where it stands in the card, or where it stands above it.
fn logo() -> (Option<AnyView>, Option<AnyView>) {
    let logo = with_look(|look| {
        let image = look.logo_image_url.clone().filter(|_| !look.logo_hidden)?;
        Some((image, look.logo_link_url.clone(), look.logo_outside))
    });
    let Some((image, link, is_outside)) = logo else { return (None, None) };
    let name = AuthState::current().settings.with_value(|settings| settings.app_name.clone());
    // The host's page: it may be none of the app's.
    let logo = view! {
        <a class="vst-logoBox" rel="external" href=link.unwrap_or_else(|| "/".to_owned())>
            <img class="vst-logoImage" src=image alt=name/>
        </a>
    }
    .erase();
    if is_outside { (None, Some(logo)) } else { (Some(logo), None) }
}

/// The links to the host's pages.
fn pages() -> Option<AnyView> {
    let pages = with_look(|look| {
        let all = [
            (&look.help_page_url, locale::footer::help()),
            (&look.privacy_page_url, locale::footer::privacy()),
            (&look.terms_page_url, locale::footer::terms()),
        ];
        all.map(|(url, label)| Some((url.clone()?, label)))
    });
    let links: Vec<_> = pages
        .into_iter()
        .flatten()
        .map(|(url, label)| {
            view! {
                <a class="vst-footerPagesLink" rel="external" href=url>
                    {label}
                </a>
            }
        })
        .collect();
    (!links.is_empty()).then(|| view! { <div class="vst-footerPages">{links}</div> }.erase())
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
                })} {pages()} <div class="vst-footerItem">
                <span>{locale::footer::secured_by()}</span>
                {development
                    .then(|| {
                        view! { <span class="vst-developmentBadge">{locale::footer::development_mode()}</span> }
                    })}
            </div>
        </div>
    }
    .erase()
}
