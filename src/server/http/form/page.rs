use std::sync::Arc;

use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;

use crate::appearance::Appearance;
use crate::locale;
use crate::model::PageState;
use crate::server::Language;
use crate::server::html::escape;
use crate::server::http::auth::auth;
use crate::server::http::{assets, headers};
use crate::server::phone_number;

/// The countries whose numbers are taken, as the options of a list. `selected` is the one that was picked; where that is
/// none of them, the settings' own stands in front.
pub fn country_options(selected: &str) -> String {
    let auth = auth();
    let Some(app) = auth.app() else { return String::new() };
    let settings = &app.settings.sms;
    let allowed =
        |code: &str| settings.countries.is_empty() || settings.countries.iter().any(|country| country == code);
    let countries = phone_number::countries(locale::words::language());
    let countries: Vec<_> = countries.iter().filter(|country| allowed(&country.code)).collect();
    let picked = match countries.iter().any(|country| country.code == selected) {
        true => selected,
        false => settings.default_country.as_str(),
    };
    let option = |country: &&phone_number::Country| {
        let mark = if country.code == picked { " selected" } else { "" };
        let (code, name, calling_code) = (&country.code, escape(&country.name), country.calling_code);
        format!("<option value=\"{code}\"{mark}>{name} +{calling_code}</option>")
    };
    countries.iter().map(option).collect()
}

/// How the components look, as the settings have it.
pub fn appearance() -> Appearance {
    if let Some(StagedAppearance(appearance)) = use_context() {
        return appearance;
    }
    auth().app().map(|app| app.settings.appearance.clone()).unwrap_or_default()
}

/// Lets everything in the component that is being made be said in a language, given by its tag or one that is near. One that
/// there is not changes nothing.
pub fn speak(locale: &str) {
    let auth = auth();
    if let (Some(app), Some(language)) = (auth.app(), Language::of_locale(locale)) {
        provide_context(Arc::clone(app.words.of(language)));
    }
}

/// What a page is to show in the place of what is so: a context that only previews provide.
#[derive(Clone)]
pub struct StagedPage(pub PageState);

/// How the components are to look in the place of what the settings say, likewise.
#[derive(Clone)]
pub struct StagedAppearance(pub Appearance);

/// What a page needs to know, which the layer has put into its request; and the policy that its answer needs.
pub fn page_state() -> PageState {
    if let Some(StagedPage(page)) = use_context() {
        return page;
    }
    let auth = auth();
    let Some(app) = auth.app() else { return PageState::default() };
    if app.settings.security.headers
        && let Some(response) = use_context::<ResponseOptions>()
    {
        let beyond = [app.oauth.origins().as_slice(), &app.lists.now().redirect_sources].concat();
        let policy = headers::page_policy(&app.settings, &beyond, use_nonce().as_deref());
        match HeaderValue::from_str(&policy) {
            Ok(policy) => response.insert_header(CONTENT_SECURITY_POLICY, policy),
            Err(_) => tracing::error!("the content security policy cannot be sent"),
        }
    }
    match auth.page() {
        Some(page) => PageState { words: locale::words::address(), ..page.clone() },
        // A request that did not ask for a page gets one all the same: it shows nobody signed in.
        None => PageState {
            settings: assets::public_settings(app),
            words: locale::words::address(),
            now: app.clock.now(),
            ..PageState::default()
        },
    }
}
