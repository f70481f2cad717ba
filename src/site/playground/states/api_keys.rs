use leptos::prelude::*;

use super::account::signed_in;
use super::organizations::acting;
use super::{Place, Shown, State};
use crate::components::ApiKeys;
use crate::model::ErrorCode::{FormParamMissing, IdentificationQuotaExceeded};
use crate::model::{Field, Flash, MadeApiKey, PageState};
use crate::site::playground::cast::{ada, api_keys, error, wrong};

/// What opens a form.
const FORMS: &str = "vst-profileSectionAction";

/// Signs Ada in, who has so many keys.
fn having(page: &mut PageState, many: i64) {
    signed_in(page, ada());
    page.settings.user_api_keys = true;
    page.api_keys = Some(api_keys(false, many));
}

/// Has her act in an organization, which has some.
fn of_organization(page: &mut PageState) {
    acting(page, Some(0));
    page.settings.organization_api_keys = true;
    page.api_keys = Some(api_keys(true, 3));
}

pub const API_KEYS: Shown = Shown {
    name: "api-keys",
    title: "<ApiKeys/>",
    imports: "ApiKeys",
    code: "<ApiKeys/>",
    view: || view! { <ApiKeys/> }.into_any(),
    place: Place::Page,
    states: &[
        State::new("list", "Several", "/keys", |page| having(page, 3)),
        State::new("none", "None", "/keys", |page| having(page, 0)),
        State::new("many", "Many, in pages", "/keys", |page| having(page, 24)),
        State::new("not-found", "Many, none is found", "/keys", |page| {
            having(page, 0);
            if let Some(shown) = &mut page.api_keys {
                shown.keys.query = "loom".into();
            }
        }),
        State::new("open", "Several, every form open", "/keys", |page| having(page, 3)).open(FORMS),
        State::new("described", "With descriptions, every form open", "/keys", |page| having(page, 3))
            .open(FORMS)
            .written("<ApiKeys show_description=true/>", || view! { <ApiKeys show_description=true/> }.into_any()),
        State::new("made", "One was just made", "/keys", |page| {
            having(page, 3);
            let made = MadeApiKey {
                id: "ak_backup".into(),
                name: "Nightly backup".into(),
                secret: "ak_hZ2pQ0vJw5uXn8rTb1cYf4kLd7sGm3eAo6iWqVxN9Bt".into(),
            };
            page.flash = Some(Flash { form: "api_key/create".into(), api_key: Some(made), ..Flash::default() });
        }),
        State::new("wrong", "No name", "/keys", |page| {
            having(page, 3);
            let typed = [(Field::Expiration, "30")];
            page.refuse("api_key/create", wrong(Field::Name, FormParamMissing), &typed);
        }),
        State::new("too-many", "As many as one can have", "/keys", |page| {
            having(page, 100);
            let typed = [(Field::Name, "One more")];
            page.refuse("api_key/create", error(IdentificationQuotaExceeded).with_limit(100), &typed);
        }),
        State::new("organization", "Of an organization", "/keys", of_organization),
        State::new("reader", "Of an organization, to be seen only", "/keys", |page| {
            of_organization(page);
            if let Some(shown) = &mut page.api_keys {
                shown.manages = false;
            }
        }),
    ],
};
