use leptos::prelude::*;

use super::{Checkbox, Erase, FormState};
use crate::locale;
use crate::model::Field;

/// The box that says that the terms are agreed to, with links to them; nothing where the settings do not ask for it.
#[component]
pub fn LegalConsent(
    form: FormState,
    /// Whether it was ticked before, for the same sign-up.
    given: bool,
) -> impl IntoView {
    let legal = form.state.settings.with_value(|settings| settings.legal.clone());
    legal.consent.then(|| {
        let terms = link(legal.terms_url, locale::sign_up::terms());
        let privacy = link(legal.privacy_url, locale::sign_up::privacy());
        let both = (terms.is_some() && privacy.is_some()).then_some(locale::sign_up::and());
        view! {
            <Checkbox form field=Field::LegalAccepted checked=given required=true>
                {locale::sign_up::agree()}
                {terms}
                {both}
                {privacy}
            </Checkbox>
        }
        .erase()
    })
}

/// In a tab of its own: what has been typed stays.
fn link(url: String, name: &'static str) -> Option<AnyView> {
    (!url.is_empty()).then(|| {
        view! {
            <a class="vst-formFieldCheckboxLabelLink" href=url target="_blank" rel="noopener">
                {name}
            </a>
        }
        .erase()
    })
}
