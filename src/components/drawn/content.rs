//! What draws the sections: on the server, and where the crate is built for neither side.

#[cfg(feature = "ssr")]
use axum::http::request::Parts;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_router::location::RequestUrl;

use super::{Options, Section, Told};
use crate::components::api_keys::ApiKeySection;
use crate::components::organizations::{
    ChooseOrganization, CreateOrganizationCard, General, Invitations, Members, OrganizationListCard, Switcher,
};
use crate::components::passkeys::PasskeySection;
use crate::components::second_factors::{SecondFactorSection, SetupMfa};
use crate::components::user_profile::{Account, PROFILE_IMAGE, Security};
use crate::elements::{AuthState, Erase, dress_alone, platform};
#[cfg(feature = "ssr")]
use crate::model::PageState;
use crate::model::SessionTask;

pub fn body(section: Section, id: String, at: Signal<String>, options: String, _told: Told) -> AnyView {
    let content = content(section, id, at, &Options::read(&options));
    dress_alone(view! { <div class="vst-drawn">{content}</div> }.erase())
}

/// The section, under its name: by that the browser knows what is there already. Whatever is done in it leads back to
/// `redirect_url`.
fn content(section: Section, id: String, redirect_url: Signal<String>, options: &Options) -> AnyView {
    let state = AuthState::current();
    let (organization, choices) = (state.organization.get_untracked(), state.organizations.get_untracked());
    let api_keys = state.api_keys.get_untracked().filter(|page| section.shows_keys_of(page));
    let all = match section {
        Section::Security => state.devices.with_untracked(Option::is_some),
        Section::OrganizationGeneral | Section::OrganizationMembers | Section::OrganizationInvitations => {
            organization.is_some()
        }
        Section::OrganizationSwitcher | Section::OrganizationList | Section::CreateOrganization => choices.is_some(),
        Section::ApiKeys | Section::OrganizationApiKeys => api_keys.is_some(),
        Section::Account | Section::Passkeys | Section::SecondFactors | Section::Task => true,
    };
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
        Section::OrganizationSwitcher => {
            choices.map(|it| view! { <Switcher id choices=it redirect_url options=options.clone()/> }).erase()
        }
        Section::OrganizationList => choices
            .map(|it| view! { <OrganizationListCard id choices=it redirect_url options=options.clone()/> })
            .erase(),
        Section::CreateOrganization => choices
            .map(|it| view! { <CreateOrganizationCard id choices=it redirect_url options=options.clone()/> })
            .erase(),
        Section::OrganizationGeneral => {
            organization.map(|it| view! { <General id page=it redirect_url options=options.clone()/> }).erase()
        }
        Section::OrganizationMembers => organization.map(|it| view! { <Members id page=it redirect_url/> }).erase(),
        Section::OrganizationInvitations => {
            organization.map(|it| view! { <Invitations id page=it redirect_url/> }).erase()
        }
        Section::ApiKeys | Section::OrganizationApiKeys => {
            api_keys.map(|it| view! { <ApiKeySection id page=it redirect_url options=options.clone()/> }).erase()
        }
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
pub fn draw(section: Section, id: String, at: &str, options: &str, page: PageState, parts: Parts) -> DrawnSection {
    let shows_codes = matches!(section, Section::Security | Section::SecondFactors | Section::Task);
    let shows_key = matches!(section, Section::ApiKeys | Section::OrganizationApiKeys);
    let has_codes = page.flash.as_ref().is_some_and(|flash| flash.backup_codes.is_some());
    let has_key = page.flash.as_ref().is_some_and(|flash| flash.api_key.is_some());
    Owner::new().with(|| {
        provide_context(parts);
        provide_context(RequestUrl::new(at));
        let state = AuthState::new(page);
        provide_context(state);
        let here = Signal::derive(platform::current_path);
        let html = content(section, id, here, &Options::read(options)).to_html();
        let is_shown = (shows_codes && has_codes) || (shows_key && has_key);
        DrawnSection { html, tells_flash: state.has_told_flash() || is_shown }
    })
}
