//! The editor's part for single elements: what each of them gets, and how one finds it.

use leptos::prelude::*;

use super::appearance::Problem;
use super::choice::{Choice, Dressed, element_fields};
use super::fields::{group, invalid, problem, typed};
use crate::appearance::{Element, ElementState};
use crate::locale::playground as text;
use crate::server::html::escape;

/// The name of the field in which a key is typed.
const KEY: &str = "key";

/// All of it; `shown` are those that the preview has.
pub fn elements(choice: &Choice, problems: &[Problem], shown: &[Element]) -> AnyView {
    let keys: Vec<String> = choice.elements.iter().map(|dressed| dressed.key.to_string()).collect();
    let blocks = choice.elements.iter().map(|one| block(one, problems)).collect_view();
    let is_open = !keys.is_empty() || choice.unknown().is_some();
    let fields = view! {
        <p class="playground-hint">{text::ELEMENTS_HINT}</p>
        <div class="playground-blocks" id="playground-dressed" data-fields=keys.join(" ")>
            {blocks}
        </div>
        {finder(choice)}
        {lists(&keys, shown)}
    };
    group("playground-elements", text::ELEMENTS, is_open, fields.into_any())
}

/// What one element gets.
fn block(dressed: &Dressed, problems: &[Problem]) -> AnyView {
    let key = dressed.key.to_string();
    let (classes, css) = element_fields(dressed.key);
    // Leptos leaves what stands in a `<textarea>` as it is.
    let declared = escape(&dressed.css);
    let has_state = key.contains("__");
    // A state takes no classes; what an address says all the same is told.
    let classes = (!has_state || !dressed.classes.is_empty()).then(|| {
        view! {
            <label class="playground-label" for=classes.clone()>{text::CLASSES}</label>
            {typed(&classes, &dressed.classes, "", problems)}
            {problem(problems, &classes)}
        }
    });
    let states = (!has_state).then(|| {
        let states = ElementState::ALL.map(|state| {
            let name = state.name();
            let label = text::in_state(&key, name);
            ask(&format!("{key}__{name}"), name, Some(label), false)
        });
        view! {
            <div class="playground-states">
                <span>{text::IN_STATE}</span>
                {states}
            </div>
        }
    });
    view! {
        <fieldset class="playground-block">
            <legend class="playground-name">{key.clone()}</legend>
            <button
                type="submit"
                class="playground-small playground-remove"
                name="close"
                value=key.clone()
                aria-label=text::remove(&key)
            >
                {text::REMOVE}
            </button>
            <input type="hidden" name="element" value=key.clone()/>
            {classes}
            <label class="playground-label" for=css.clone()>{text::CSS}</label>
            <textarea
                class="playground-input playground-css"
                id=css.clone()
                name=css.clone()
                rows="3"
                placeholder=text::CSS_EXAMPLE
                spellcheck="false"
                autocomplete="off"
                autocapitalize="none"
                aria-invalid=invalid(problems, &css)
                aria-describedby=format!("{css}-problem")
            >
                {declared}
            </textarea>
            {problem(problems, &css)}
            {states}
        </fieldset>
    }
    .into_any()
}

/// A field for a key; a script narrows the lists below down as one types.
fn finder(choice: &Choice) -> AnyView {
    let problems: Vec<Problem> =
        choice.unknown().map(|(_, why)| Problem { name: KEY.to_owned(), why }).into_iter().collect();
    let key = choice.unknown().map_or("", |(key, _)| key);
    view! {
        <div class="playground-field">
            <label class="playground-label" for=KEY>{text::FIND}</label>
            <div class="playground-row">
                {typed(KEY, key, "", &problems)}
                <button type="submit" class="playground-button" id="playground-find">{text::EDIT}</button>
            </div>
            {problem(&problems, KEY)}
        </div>
    }
    .into_any()
}

/// All keys: those in the preview, and the others.
fn lists(dressed: &[String], shown: &[Element]) -> AnyView {
    let others: Vec<Element> = Element::ALL.iter().copied().filter(|element| !shown.contains(element)).collect();
    let list = |elements: &[Element]| {
        let items = elements.iter().map(|element| {
            let key = element.key();
            let is_dressed = dressed.iter().any(|known| known.split("__").next() == Some(key));
            view! { <li>{ask(key, key, None, is_dressed)}</li> }
        });
        // Safari takes a list without marks for none, unless it is told.
        view! { <ul class="playground-keys" role="list">{items.collect_view()}</ul> }
    };
    let all: Vec<&str> = shown.iter().map(|element| element.key()).chain(dressed.iter().map(String::as_str)).collect();
    view! {
        <div class="playground-lists" id="playground-keys" data-fields=all.join(" ")>
            <h3 class="playground-label">{text::IN_PREVIEW}</h3>
            {list(shown)}
            <details class="playground-others" id="playground-others">
                <summary class="playground-label">{text::elsewhere(others.len())}</summary>
                {list(&others)}
            </details>
        </div>
    }
    .into_any()
}

/// Asks for an element.
fn ask(key: &str, label: &'static str, title: Option<String>, is_dressed: bool) -> AnyView {
    view! {
        <button
            type="submit"
            class="playground-key"
            id=format!("ask-{key}")
            name="edit"
            value=key.to_owned()
            aria-label=title
            data-dressed=is_dressed.then_some("")
        >
            {label}
        </button>
    }
    .into_any()
}
