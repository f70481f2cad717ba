//! The editor: to whom the appearance belongs, its theme, its variables and options.

use leptos::prelude::*;

use super::appearance::Problem;
use super::choice::{Choice, MOST_THEMES, is_scheme, step_field, theme_name};
use super::elements::elements;
use super::fields::{choices_of, described, group, problem, segments, typed};
use crate::appearance::{Control, Element, OPTIONS, Options, Theme, Variables, camel_case, steps};
use crate::locale::playground as text;

/// All of it; `shown` are the elements that the preview has.
pub fn editor(choice: &Choice, problems: &[Problem], shown: &[Element]) -> AnyView {
    view! {
        {holds_for(choice)}
        {themes(choice)}
        {variables(choice, problems)}
        {options(choice, problems)}
        {elements(choice, problems, shown)}
    }
    .into_any()
}

/// Whether the appearance is for every component or for the one that is shown, where that one can have its own.
fn holds_for(choice: &Choice) -> AnyView {
    let own = choice.component.own();
    let segments = own.map(|_| {
        let alone = text::alone(choice.component.title);
        let chosen = if choice.is_alone { "component" } else { "" };
        let choices = [("", text::EVERY_COMPONENT.to_owned()), ("component", alone)];
        view! { <div class="playground-fields">{segments("on", text::HOLDS_FOR, &choices, chosen)}</div> }
    });
    view! {
        <div class="playground-group" id="playground-on" data-fields=own.unwrap_or_default()>
            {segments}
        </div>
    }
    .into_any()
}

fn themes(choice: &Choice) -> AnyView {
    let named: Vec<(String, String)> = Theme::ALL
        .into_iter()
        .filter(|theme| !is_scheme(*theme))
        .map(|theme| (theme_name(theme), text::words(&theme_name(theme))))
        .collect();
    let lists = (0..MOST_THEMES).map(|at| {
        let chosen = choice.themes.get(at).map(|theme| theme_name(*theme)).unwrap_or_default();
        let id = format!("theme-{at}");
        let choices = named.iter().map(|(name, label)| (name.as_str(), label.as_str()));
        view! {
            <div class="playground-field">
                <label class="playground-label" for=id.clone()>
                    {if at == 0 { text::THEME } else { text::THEME_OVER }}
                </label>
                <select class="playground-input" id=id name="theme">{choices_of(text::NONE, choices, &chosen)}</select>
            </div>
        }
    });
    let scheme = choice.scheme.map(theme_name).unwrap_or_default();
    let schemes = [("", text::UNSAID), ("default", text::LIGHT), ("dark", text::DARK), ("auto", text::AUTO)];
    let schemes = schemes.map(|(value, label)| (value, label.to_owned()));
    let fields = view! {
        {lists.collect_view()}
        {segments("theme", text::SCHEME, &schemes, &scheme)}
    };
    group("playground-themes", text::THEMES, true, fields.into_any())
}

fn variables(choice: &Choice, problems: &[Problem]) -> AnyView {
    let field = |(method, hint): &(&'static str, &'static str)| variable(choice, problems, method, hint);
    let is_color = |(method, _): &&(&str, &str)| method.starts_with("color");
    let colors: Vec<AnyView> = Variables::ALL.iter().filter(is_color).map(field).collect();
    let is_shape = |name: &String| !name.starts_with("color");
    let has_shape = choice.variables.iter().map(|(name, _)| name).chain(&choice.scales).any(is_shape);
    let rest: Vec<AnyView> = Variables::ALL.iter().filter(|one| !is_color(one)).map(field).collect();
    view! {
        {group("playground-colors", text::COLORS, true, colors.into_any())}
        {group("playground-shape", text::SHAPE, has_shape, rest.into_any())}
    }
    .into_any()
}

fn variable(choice: &Choice, problems: &[Problem], method: &str, hint: &'static str) -> AnyView {
    let name = camel_case(method);
    let is_scale = choice.scales.contains(&name);
    let has_steps = !steps(method).0.is_empty();
    let beside = has_steps.then(|| {
        let (sent, label, title) = match is_scale {
            true => ("close", text::ONE_VALUE, text::one_value_for(&name)),
            false => ("edit", text::SCALE, text::scale_of(&name)),
        };
        view! {
            <span id=format!("{name}-toggle") data-fields=sent>
                <button
                    type="submit"
                    class="playground-small"
                    id=format!("{name}-scale-toggle")
                    name=sent
                    value=name.clone()
                    aria-label=title
                >
                    {label}
                </button>
            </span>
        }
        .into_any()
    });
    let below = has_steps.then(|| {
        let fields = is_scale.then(|| scale(choice, problems, method, &name));
        view! { <div class="playground-scale" id=format!("{name}-scale") data-fields=is_scale.to_string()>{fields}</div> }
            .into_any()
    });
    let control = with_swatch(choice, problems, &name, &format!("{name}-hint"));
    described(&name, hint, control, problems, beside, below)
}

/// A field for a text; for a colour, with one to choose it from a picture of all.
fn with_swatch(choice: &Choice, problems: &[Problem], name: &str, about: &str) -> AnyView {
    let swatch = name.starts_with("color").then(|| {
        let label = text::pick(name);
        view! { <input type="color" class="playground-swatch playground-live" data-for=name.to_owned() aria-label=label/> }
    });
    let field = typed(name, choice.typed(name), about, problems);
    view! { <div class="playground-row playground-variable">{swatch} {field}</div> }.into_any()
}

/// The steps of a variable, but for the one in its own field.
fn scale(choice: &Choice, problems: &[Problem], method: &str, name: &str) -> AnyView {
    let (all, main) = steps(method);
    let hint = text::scale_hint(name, main);
    let fields = all.iter().filter(|step| **step != main).map(|step| {
        let field = step_field(name, step);
        view! {
            <div class="playground-field">
                <label class="playground-name" for=field.clone()>
                    {*step}
                </label>
                {with_swatch(choice, problems, &field, "")}
                {problem(problems, &field)}
            </div>
        }
    });
    view! {
        <input type="hidden" name="scale" value=name.to_owned()/>
        <fieldset class="playground-steps">
            <legend class="playground-hint">{hint}</legend>
            {fields.collect_view()}
        </fieldset>
    }
    .into_any()
}

fn options(choice: &Choice, problems: &[Problem]) -> AnyView {
    let field = |(option, control): &(&str, Control)| {
        let name = camel_case(option);
        let hint = Options::ALL.iter().find(|(known, _)| known == option).map_or("", |(_, hint)| hint);
        let chosen = choice.typed(&name);
        let list = |choices: Vec<(&str, String)>| {
            let choices = choices.iter().map(|(value, label)| (*value, label.as_str()));
            let choices = choices_of(text::UNSAID, choices, chosen);
            let hint = format!("{name}-hint");
            view! {
                <select class="playground-input" id=name.clone() name=name.clone() aria-describedby=hint>
                    {choices}
                </select>
            }
            .into_any()
        };
        let control = match control {
            Control::Words(words) => list(words.iter().map(|word| (*word, text::words(word))).collect()),
            Control::Switch => list(vec![("true", text::ON.to_owned()), ("false", text::OFF.to_owned())]),
            Control::Address => typed(&name, chosen, &format!("{name}-hint"), problems),
        };
        described(&name, hint, control, problems, None, None)
    };
    let fields: Vec<AnyView> = OPTIONS.iter().map(field).collect();
    group("playground-options", text::OPTIONS, !choice.options.is_empty(), fields.into_any())
}
