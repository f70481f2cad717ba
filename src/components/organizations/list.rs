//! What the lists of an organization have in common.

use leptos::prelude::*;

use super::choices::besides;
use crate::elements::{Erase, FieldErrorText, FieldLabel, FormState, encode, field_element};
use crate::locale::{self, organization_profile as text};
use crate::model::{Field, ListPage, OrganizationRole};

/// The ways to the parts of a list before and after the one that is shown; nothing where there is one part only. `name` is what
/// says in an address which part it is, and `query` what says what is looked for; what else stands in the address stays there.
pub fn pagination<T>(page: &ListPage<T>, name: &'static str, query: &'static str, here: &str) -> Option<AnyView> {
    let (number, count) = (page.number, page.count());
    if count < 2 && number < 2 {
        return None;
    }
    let own = name.split('_').next().unwrap_or(name);
    let mut kept = besides(here, own);
    if !page.query.is_empty() {
        kept.push((query.to_owned(), page.query.clone()));
    }
    let kept: String = kept.iter().map(|(name, value)| format!("{}={}&", encode(name), encode(value))).collect();
    let href = |number: i64| format!("?{kept}{name}={number}");
    let link = |number: i64, rel: &'static str, label: &'static str| {
        view! {
            <a class="vst-paginationButton" href=href(number) rel=rel>
                {label}
            </a>
        }
    };
    let previous = (number > 1).then(|| link((number - 1).min(count), "prev", text::previous()));
    let next = (number < count).then(|| link(number + 1, "next", text::next()));
    let shown = text::page(&number.min(count).to_string(), &count.to_string());
    let view = view! {
        <nav class="vst-paginationRow" aria-label=text::pages()>
            {previous}
            <span class="vst-paginationRowText" data-vst-says="">{shown}</span>
            {next}
        </nav>
    };
    Some(view.erase())
}

/// A choice of roles.
pub fn role_select(form: FormState, roles: &[OrganizationRole], chosen: &str) -> AnyView {
    let options = roles.iter().map(|role| (role.key.clone(), locale::role_named(&role.key, role.name.clone())));
    select_field(form, Field::Role, text::role(), options.collect(), chosen)
}

/// A field in which one of several things is chosen: values, and what they are called.
pub fn select_field(
    form: FormState,
    field: Field,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: &str,
) -> AnyView {
    let chosen = form.value(field).unwrap_or_else(|| chosen.to_owned());
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! {
                <option value=value selected=selected>
                    {label}
                </option>
            }
        })
        .collect();
    let content = view! {
        <FieldLabel form field label required=true/>
        <select
            class="vst-formFieldInput vst-selectButton"
            id=form.field_id(field)
            name=field.name()
            aria-invalid=form.while_wrong(field, "true")
            aria-describedby=form.described_by(field, None)
        >
            {options}
        </select>
        <FieldErrorText form field/>
    };
    field_element(form, field, "vst-formField".to_owned(), content.erase())
}
