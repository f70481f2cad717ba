//! What the page's form is made of.

use leptos::prelude::*;

use super::appearance::Problem;

/// A list with a label of its own above it. `none` stands where nothing is chosen.
pub fn select<'a>(
    name: &'static str,
    label: &'static str,
    none: &'static str,
    choices: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: &str,
) -> AnyView {
    view! {
        <div class="playground-field">
            <label class="playground-label" for=name>{label}</label>
            <select class="playground-input" id=name name=name>{choices_of(none, choices, chosen)}</select>
        </div>
    }
    .into_any()
}

/// What can be chosen in a list.
pub fn choices_of<'a>(
    none: &'static str,
    choices: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: &str,
) -> AnyView {
    let choices = choices.into_iter().map(|(value, label)| {
        view! { <option value=value.to_owned() selected=value == chosen>{label.to_owned()}</option> }
    });
    view! {
        <option value="">{none}</option>
        {choices.collect_view()}
    }
    .into_any()
}

/// A few choices side by side.
pub fn segments(name: &'static str, legend: &'static str, choices: &[(&'static str, String)], chosen: &str) -> AnyView {
    let choices = choices.iter().map(|(value, label)| {
        let (value, label) = (*value, label.clone());
        view! {
            <label class="playground-segment">
                <input type="radio" name=name value=value checked=value == chosen/>
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="playground-field playground-segments">
            <legend class="playground-label">{legend}</legend>
            <div class="playground-segment-list">{choices.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// A part of the editor that can be closed.
pub fn group(id: &'static str, title: &'static str, open: bool, fields: AnyView) -> AnyView {
    view! {
        <details class="playground-group" id=id open=open>
            <summary class="playground-group-title">{title}</summary>
            <div class="playground-fields">{fields}</div>
        </details>
    }
    .into_any()
}

/// A field for a text; `about` is the id of what it is for, where something says that.
pub fn typed(name: &str, value: &str, about: &str, problems: &[Problem]) -> AnyView {
    view! {
        <input
            type="text"
            class="playground-input"
            id=name.to_owned()
            name=name.to_owned()
            value=value.to_owned()
            spellcheck="false"
            autocomplete="off"
            autocapitalize="none"
            aria-invalid=invalid(problems, name)
            aria-describedby=format!("{about} {name}-problem").trim_start().to_owned()
        />
    }
    .into_any()
}

/// A field with what it is for, and what is wrong with it. `beside` stands beside its name, `below` below all of it.
pub fn described(
    name: &str,
    hint: &'static str,
    control: AnyView,
    problems: &[Problem],
    beside: Option<AnyView>,
    below: Option<AnyView>,
) -> AnyView {
    view! {
        <div class="playground-field">
            <div class="playground-head">
                <label class="playground-name" for=name.to_owned()>{name.to_owned()}</label>
                {beside}
            </div>
            <p class="playground-hint" id=format!("{name}-hint")>{hint.trim()}</p>
            {control}
            {problem(problems, name)}
            {below}
        </div>
    }
    .into_any()
}

/// What is wrong with a field, a line each.
pub fn problem(problems: &[Problem], name: &str) -> AnyView {
    let told: Vec<&str> =
        problems.iter().filter(|problem| problem.name == name).map(|problem| problem.why.as_str()).collect();
    let told = (!told.is_empty()).then(|| told.join("\n"));
    view! { <p class="playground-problem" id=format!("{name}-problem") data-part="">{told}</p> }.into_any()
}

/// How a field is marked with which something is wrong.
pub fn invalid(problems: &[Problem], name: &str) -> Option<&'static str> {
    problems.iter().any(|problem| problem.name == name).then_some("true")
}
