//! The ways through a list that is shown in parts.

use leptos::prelude::*;

use super::choices::besides;
use crate::elements::{Erase, encode};
use crate::locale::organization_profile as text;
use crate::model::ListPage;

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
            <span class="vst-paginationRowText" data-vst-says=own.to_owned()>{shown}</span>
            {next}
        </nav>
    };
    Some(view.erase())
}
