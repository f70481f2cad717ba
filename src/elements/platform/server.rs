/// The options of a list of countries, as HTML. `selected` is the one that was picked; empty for the settings' own.
pub fn country_options(selected: &str) -> String {
    crate::server::form::country_options(selected)
}

/// How the components look, as the settings have it.
pub fn configured_appearance() -> crate::appearance::Appearance {
    crate::server::form::appearance()
}

/// What the scripts of a page are known by, as its content security policy has it.
pub fn nonce() -> Option<String> {
    leptos::nonce::use_nonce().map(|nonce| nonce.to_string())
}

/// Lets everything in the component that is being made be said in a language, given by its tag or one that is near. One that
/// there is not changes nothing.
pub fn speak(locale: &str) {
    crate::server::form::speak(locale);
}

/// Answers the request for the page that is being rendered with a redirect (302).
pub fn answer_with_redirect(to: &str) {
    // A header holds visible ASCII and nothing else; what is not that would end the request with a panic.
    if to.bytes().all(|byte| byte.is_ascii_graphic()) {
        leptos_axum::redirect(to);
    }
}
