//! What draws the sections: on the server, and where the crate is built for neither side.

#[cfg(feature = "ssr")]
use axum::http::request::Parts;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_router::location::RequestUrl;

use super::{Section, Told};
use crate::components::organizations::ChooseOrganization;
use crate::components::passkeys::PasskeySection;
use crate::components::second_factors::{SecondFactorSection, SetupMfa};
use crate::components::user_profile::{Account, PROFILE_IMAGE, Security};
use crate::elements::{AuthState, Erase, dress_alone, platform};
#[cfg(feature = "ssr")]
use crate::model::PageState;
use crate::model::SessionTask;

pub fn body(section: Section, id: String, at: Signal<String>, _told: Told) -> AnyView {
    dress_alone(view! { <div class="vst-drawn">{content(section, id, at)}</div> }.erase())
}

/// The section, under its name: by that the browser knows what is there already. Whatever is done in it leads back to
/// `redirect_url`.
fn content(section: Section, id: String, redirect_url: Signal<String>) -> AnyView {
    let all = section != Section::Security || AuthState::current().devices.with_untracked(Option::is_some);
    let parts = match section {
        // Before the form, which whoever is quick would send without it; and beside the parts that the browser compares.
        Section::Account => view! {
            <script src=PROFILE_IMAGE nonce=platform::nonce()></script>
            <Account id redirect_url/>
        }
        .erase(),
        Section::Security => view! { <Security id redirect_url/> }.erase(),
        Section::Passkeys => view! { <PasskeySection id redirect_url/> }.erase(),
        Section::SecondFactors => view! { <SecondFactorSection id redirect_url/> }.erase(),
        Section::Task => task(id, redirect_url),
    };
    view! { <div data-vst-section=all.then(|| section.name())>{parts}</div> }.erase()
}

/// What someone does who is held up, or has just done; `here` is the address that it leads back to.
fn task(id: String, here: Signal<String>) -> AnyView {
    let state = AuthState::current();
    let chooses = state.client.with_untracked(|client| client.task() == Some(SessionTask::ChooseOrganization));
    // Codes that were made for a task before this are shown first: once.
    match chooses && state.backup_codes.with_untracked(Option::is_none) {
        true => view! { <ChooseOrganization id here/> }.erase(),
        false => view! { <SetupMfa id here/> }.erase(),
    }
}

/// A section as HTML.
#[cfg(feature = "ssr")]
pub struct DrawnSection {
    pub html: String,
    /// Whether what there was to tell of a form is in it.
    pub tells_flash: bool,
}

/// Draws a section for a page's visitor. `at` is the path of the page, where its forms lead back to; `parts` those of the
/// request.
#[cfg(feature = "ssr")]
pub fn draw(section: Section, id: String, at: &str, page: PageState, parts: Parts) -> DrawnSection {
    let shows_codes = matches!(section, Section::Security | Section::SecondFactors | Section::Task);
    let has_codes = page.flash.as_ref().is_some_and(|flash| flash.backup_codes.is_some());
    Owner::new().with(|| {
        provide_context(parts);
        provide_context(RequestUrl::new(at));
        let state = AuthState::new(page);
        provide_context(state);
        let html = content(section, id, Signal::derive(platform::current_path)).to_html();
        DrawnSection { html, tells_flash: state.has_told_flash() || (shows_codes && has_codes) }
    })
}
