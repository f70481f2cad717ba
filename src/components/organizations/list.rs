//! What the lists of an organization have in common.

use leptos::prelude::*;

use crate::elements::{Erase, FieldErrorText, FieldLabel, FormState, field_element};
use crate::locale::{self, organization_profile as text};
use crate::model::{Field, ListPage, OrganizationRole};

/// The ways to the parts of a list before and after the one that is shown; nothing where there is one part only. `name` is what
/// says in an address which part it is, and `besides` what else stands there.
pub fn pagination<T>(page: &ListPage<T>, name: &'static str, besides: &[(&str, &str)]) -> Option<AnyView> {
    let (number, count) = (page.number, page.count());
    if count < 2 && number < 2 {
        return None;
    }
    let href = |number: i64| {
        let besides = besides.iter().filter(|(_, value)| !value.is_empty());
        let besides: String =
            besides.map(|(name, value)| format!("{name}={}&", crate::elements::encode(value))).collect();
        format!("?{besides}{name}={number}")
    };
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
    let chosen = form.value(Field::Role).unwrap_or_else(|| chosen.to_owned());
    let options: Vec<_> = roles
        .iter()
        .map(|role| {
            let (key, selected) = (role.key.clone(), role.key == chosen);
            view! {
                <option value=key selected=selected>
                    {locale::role_named(&role.key, role.name.clone())}
                </option>
            }
        })
        .collect();
    let content = view! {
        <FieldLabel form field=Field::Role label=text::role() required=true/>
        <select class="vst-formFieldInput vst-selectButton" id=form.field_id(Field::Role) name=Field::Role.name()>
            {options}
        </select>
        <FieldErrorText form field=Field::Role/>
    };
    field_element(form, Field::Role, "vst-formField".to_owned(), content.erase())
}
