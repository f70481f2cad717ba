use leptos::prelude::*;

use super::AuthState;
use crate::appearance::{AppearanceProp, Component, Resolved};
use crate::model::Look;

/// What all of a component stands in, as its appearance has it: the class that its rules are for, the rules themselves where
/// they are its own, and which parts there are. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct Root {
    component: Component,
    own: StoredValue<Option<Resolved>>,
    look: StoredValue<Look>,
}

/// The look of the component around a part.
#[derive(Clone, Copy)]
struct OwnLook(StoredValue<Look>);

impl Root {
    /// Of a component, with the appearance that it was given.
    pub fn new(component: Component, appearance: AppearanceProp) -> Self {
        let (look, layer) = AuthState::current().settings.with_value(|settings| {
            let own = settings.component_looks.iter().find(|(name, _)| name == component.name());
            (own.map_or_else(|| settings.look.clone(), |(_, look)| look.clone()), settings.look.css_layer_name.clone())
        });
        let own = appearance.resolve(component, layer, &look);
        let look = own.as_ref().map_or(look, |own| own.look.clone());
        Self { component, own: StoredValue::new(own), look: StoredValue::new(look) }
    }

    /// The classes of the element that it is.
    pub fn class(self, own: &str) -> String {
        let scope = self.own.with_value(|own| own.as_ref().map(|own| own.scope.clone()));
        [own, self.component.class(), scope.as_deref().unwrap_or_default()].join(" ").trim_end().to_owned()
    }

    /// The classes that elements in it get, for the script that gives them.
    pub fn element_classes(self) -> Option<String> {
        self.own.with_value(|own| own.as_ref()?.classes.clone())
    }

    /// Its rules, to stand in it.
    pub fn style(self) -> Option<AnyView> {
        self.own.with_value(|own| own.as_ref().map(|own| (own.style)()))
    }

    /// Makes its look the one of all that is made below.
    pub fn enter(self) {
        provide_context(OwnLook(self.look));
    }

    /// Gives its elements the classes of the host's. In the browser a script does.
    #[cfg(feature = "ssr")]
    pub fn dress(self, view: AnyView) -> AnyView {
        let mut classes = AuthState::current().class_rules.with_value(|rules| {
            let here = rules.iter().filter(|(component, ..)| component.is_none_or(|of| of == self.component));
            here.map(|(_, key, classes)| ((*key).to_owned(), classes.clone())).collect::<Vec<_>>()
        });
        let own = self.element_classes().and_then(|json| serde_json::from_str::<serde_json::Value>(&json).ok());
        if let Some(serde_json::Value::Object(own)) = own {
            let texts = own.into_iter().filter_map(|(key, classes)| Some((key, classes.as_str()?.to_owned())));
            classes.extend(texts);
        }
        super::dressed::dress(view, classes)
    }

    /// Gives its elements the classes of the host's. In the browser a script does.
    #[cfg(not(feature = "ssr"))]
    pub fn dress(self, view: AnyView) -> AnyView {
        view
    }
}

/// Gives the elements of what stands in no component's root the classes of the host's.
#[cfg(feature = "ssr")]
pub fn dress_alone(view: AnyView) -> AnyView {
    let classes = AuthState::current().class_rules.with_value(|rules| {
        let general = rules.iter().filter(|(component, ..)| component.is_none());
        general.map(|(_, key, classes)| ((*key).to_owned(), classes.clone())).collect()
    });
    super::dressed::dress(view, classes)
}

/// Gives the elements of what stands in no component's root the classes of the host's. In the browser a script does.
#[cfg(not(feature = "ssr"))]
pub fn dress_alone(view: AnyView) -> AnyView {
    view
}

/// Something of the look of the component around this part.
pub fn with_look<T>(read: impl FnOnce(&Look) -> T) -> T {
    match use_context::<OwnLook>() {
        Some(OwnLook(look)) => look.with_value(read),
        None => AuthState::current().settings.with_value(|settings| read(&settings.look)),
    }
}
