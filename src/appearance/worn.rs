//! What becomes of an appearance that stands around components. All of it is done on the server.

use super::Appearance;
#[cfg(feature = "ssr")]
use super::{Component, class_rules, sheet};
#[cfg(feature = "ssr")]
use crate::elements::platform;
use crate::model::PublicSettings;

/// An appearance, computed.
#[cfg(feature = "ssr")]
pub(crate) struct Worn {
    appearance: Appearance,
    /// The classes that elements get: in which component, or everywhere; the element's key; the classes.
    pub class_rules: Vec<(Option<Component>, &'static str, String)>,
}

#[cfg(feature = "ssr")]
impl Worn {
    /// Of a provider, in front of what the settings say.
    pub fn new(own: Option<Appearance>) -> Self {
        for problem in own.iter().flat_map(Appearance::problems) {
            tracing::error!("appearance.{problem}");
        }
        let configured = platform::configured_appearance();
        let appearance = own.map_or_else(|| configured.clone(), |own| own.over(&configured));
        let rules = class_rules(&appearance).into_iter();
        let class_rules = rules.map(|(of, key, classes)| (of, key, classes.to_owned())).collect();
        Self { appearance, class_rules }
    }

    /// What stands in the page's `<style>`.
    pub fn css(&self) -> String {
        sheet(&self.appearance)
    }

    /// Tells the browser what it has to know of it.
    pub fn tell(&self, settings: &mut PublicSettings) {
        settings.look = self.appearance.look();
        settings.component_looks = self.appearance.component_looks();
        if let Some(layer) = &settings.look.css_layer_name
            && !settings.stylesheet.is_empty()
        {
            settings.stylesheet += &format!("?layer={layer}");
        }
    }

    /// The classes, as the script takes them.
    pub fn script_rules(&self) -> String {
        let rule = |(of, key, classes): &(Option<Component>, &str, String)| {
            (of.map(Component::class), format!("vst-{key}"), classes.clone())
        };
        // Texts always become JSON.
        serde_json::to_string(&self.class_rules.iter().map(rule).collect::<Vec<_>>()).unwrap_or_default()
    }
}

/// In the browser it has come with the page.
#[cfg(not(feature = "ssr"))]
pub(crate) struct Worn;

#[cfg(not(feature = "ssr"))]
impl Worn {
    pub fn new(_own: Option<Appearance>) -> Self {
        Self
    }

    pub fn css(&self) -> &'static str {
        ""
    }

    pub fn tell(&self, _settings: &mut PublicSettings) {}

    pub fn script_rules(&self) -> &'static str {
        ""
    }
}
