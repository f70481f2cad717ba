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
        let text = match (legal.terms_url.is_empty(), legal.privacy_url.is_empty()) {
            (false, true) => locale::sign_up::agree_to_terms(),
            (true, false) => locale::sign_up::agree_to_privacy(),
            _ => locale::sign_up::agree_to_both(),
        };
        let links = [("terms", legal.terms_url), ("privacy", legal.privacy_url)];
        view! {
            <Checkbox form field=Field::LegalAccepted checked=given required=true>
                {linked(text, &links)}
            </Checkbox>
        }
        .erase()
    })
}

/// A text whose `<name>…</name>` are links, in a tab of their own: what has been typed stays.
fn linked(text: &'static str, links: &[(&'static str, String)]) -> Vec<AnyView> {
    let mut views = Vec::new();
    let mut rest = text;
    while let Some((before, name, inside, after)) = first_tag(rest) {
        let url = links.iter().find(|(known, url)| *known == name && !url.is_empty()).map(|(_, url)| url.clone());
        views.push(before.into_any());
        views.push(match url {
            Some(url) => view! {
                <a class="vst-formFieldCheckboxLabelLink" href=url target="_blank" rel="noopener">
                    {inside}
                </a>
            }
            .erase(),
            None => inside.into_any(),
        });
        rest = after;
    }
    views.push(rest.into_any());
    views
}

/// What stands before the first tag of a text, its name, what it encloses, and the rest.
fn first_tag(text: &'static str) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    let (before, rest) = text.split_once('<')?;
    let (name, rest) = rest.split_once('>')?;
    let (inside, rest) = rest.split_once("</")?;
    let (_, after) = rest.split_once('>')?;
    Some((before, name, inside, after))
}
