//! From an appearance to a stylesheet.

use std::fmt::Write;

#[cfg(feature = "ssr")]
use super::Component;
use super::{Appearance, Themes};

/// What stands inside the rule of what it is for: themes, over them variables, options and elements.
pub(super) fn body(appearance: &Appearance) -> String {
    let mut css = String::new();
    for theme in appearance.theme.as_ref().map_or(&[][..], Themes::all) {
        css.push_str(theme.css().trim_end());
    }
    appearance.variables.declare(&mut css);
    appearance.options.declare(&mut css);
    appearance.elements.declare(&mut css);
    css
}

/// Rules in the layer that lies over those of the stylesheet, whichever of the two comes first.
pub(super) fn layered(layer: &str, rules: &str) -> String {
    if rules.is_empty() {
        return String::new();
    }
    format!(
        "@layer {layer}.tokens,{layer}.base,{layer}.components,{layer}.appearance;@layer {layer}.appearance{{{rules}}}"
    )
}

pub(super) fn rule(selector: &str, body: &str) -> String {
    if body.is_empty() { String::new() } else { format!("{selector}{{{body}}}") }
}

/// All of an appearance that stands around components.
#[cfg(feature = "ssr")]
pub(crate) fn sheet(appearance: &Appearance) -> String {
    let mut rules = rule(":root", &body(appearance));
    for (component, own) in appearance.components() {
        rules += &rule(&format!(".{}", component.class()), &body(own));
    }
    layered(appearance.layer(), &rules)
}

/// The classes that elements get, with the component in which they do, or none for everywhere.
#[cfg(feature = "ssr")]
pub(crate) fn class_rules(appearance: &Appearance) -> Vec<(Option<Component>, &'static str, &str)> {
    let general = appearance.elements.classes().map(|(key, classes)| (None, key, classes));
    let own = appearance
        .components()
        .flat_map(|(component, own)| own.elements.classes().map(move |(key, classes)| (Some(component), key, classes)));
    general.chain(own).collect()
}

/// A class that is the same wherever the same rules are made.
pub(super) fn scope(css: &str) -> String {
    // FNV-1a: it has to differ between the few on a page, and from nothing else.
    let hash = css
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut class = String::from("vst-appearance-");
    // A `String` takes all there is.
    let _ = write!(class, "{hash:016x}");
    class
}
