//! In which language a request is answered.

use crate::model::PageState;
use crate::server::Language;
use crate::server::flows::Visitor;
use crate::server::vestibule::Inner;

/// That of whoever is signed in on the page, else the one that the browser asks for, else the settings' own: the first of them
/// that the settings have on offer.
pub fn of(app: &Inner, visitor: &Visitor, page: Option<&PageState>) -> Language {
    let user = page.and_then(|page| page.client.user());
    let theirs = user.and_then(|user| user.locale.as_deref()).and_then(Language::of_locale);
    let is_offered = |language: &Language| app.settings.locales.is_empty() || app.settings.locales.contains(language);
    [theirs, visitor.language].into_iter().flatten().find(is_offered).unwrap_or(app.settings.default_locale)
}
