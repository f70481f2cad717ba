use leptos::prelude::*;

use super::{Appearance, Component, css, value};
use crate::elements::{Erase, platform};
use crate::model::Look;

/// What a component takes as its `appearance`: an [`Appearance`], or nothing. What computes it is behind a pointer, so that
/// it is in no bundle of an app that gives none.
#[derive(Default)]
pub struct AppearanceProp(Option<Resolve>);

/// How it resolves: the component, the name of the cascade layer, the look that lies under it.
type Resolve = Box<dyn FnOnce(Component, Option<String>, &Look) -> Resolved + Send>;

impl From<Appearance> for AppearanceProp {
    fn from(appearance: Appearance) -> Self {
        Self(Some(Box::new(move |component, layer, look| resolve(&appearance, component, layer, look))))
    }
}

impl AppearanceProp {
    /// What becomes of it in a component; nothing if there is none.
    pub(crate) fn resolve(self, component: Component, layer: Option<String>, look: &Look) -> Option<Resolved> {
        self.0.map(|resolve| resolve(component, layer, look))
    }
}

/// What became of a component's own appearance.
pub(crate) struct Resolved {
    /// The class that its rules are for.
    pub scope: String,
    /// Its rules, and what gives elements classes.
    pub style: Box<dyn Fn() -> AnyView + Send + Sync>,
    /// The classes of elements, as JSON: `{"card": "shadow-xl"}`; nothing where there are none.
    pub classes: Option<String>,
    /// Which parts there are.
    pub look: Look,
}

/// Where the script is that gives elements classes.
pub(crate) const SCRIPT: &str = env!("VESTIBULE_APPEARANCE_JS");

fn resolve(appearance: &Appearance, component: Component, layer: Option<String>, look: &Look) -> Resolved {
    report(appearance, component);
    let body = css::body(appearance);
    let scope = css::scope(&body);
    let css = css::layered(layer.as_deref().unwrap_or(value::LAYER), &css::rule(&format!(".{scope}"), &body));
    let classes: serde_json::Map<String, serde_json::Value> =
        appearance.elements.classes().map(|(key, classes)| (key.to_owned(), classes.into())).collect();
    let classes = (!classes.is_empty()).then(|| serde_json::Value::Object(classes).to_string());
    let with_classes = classes.is_some();
    let style = move || {
        view! {
            <style nonce=platform::page_nonce() inner_html=css.clone()></style>
            {with_classes.then(|| view! { <script defer=true src=SCRIPT nonce=platform::nonce()></script> })}
        }
        .erase()
    };
    Resolved { scope, style: Box::new(style), classes, look: appearance.options.look(look) }
}

/// Says what is wrong with it, where someone reads that.
#[cfg(feature = "ssr")]
fn report(appearance: &Appearance, component: Component) {
    for problem in appearance.problems_inside(component) {
        tracing::error!("appearance.{problem}");
    }
}

#[cfg(not(feature = "ssr"))]
fn report(_: &Appearance, _: Component) {}
