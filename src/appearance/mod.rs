//! How the components look: variables, options, elements and themes.
//!
//! An [`Appearance`] stands on [`AuthProvider`](crate::components::AuthProvider), on a component, or in `Leptos.toml` as
//! `[vestibule.appearance]`, where its keys are written as Clerk's are. The nearer one wins, key by key. All of it is in
//! `docs/appearance.md`.
//!
//! ```
//! use vestibule::appearance::{Appearance, Element, Options, Theme, Variables};
//!
//! let appearance = Appearance::new()
//!     .theme(Theme::Juniper)
//!     .variables(Variables::new().color_primary("#6c47ff").border_radius("0.25rem"))
//!     .options(Options::new().logo_image_url("/logo.svg"))
//!     .element(Element::Card, "shadow-xl")
//!     .element(Element::FormButtonPrimary, [("text-transform", "none")])
//!     .sign_in(Appearance::new().variables(Variables::new().color_primary("tomato")));
//! assert_eq!(appearance.problems(), Vec::<String>::new());
//! ```

#[cfg(feature = "ssr")]
mod controls;
mod css;
mod element;
mod elements;
mod options;
mod prop;
mod theme;
mod value;
mod variables;
mod worn;

#[cfg(all(test, feature = "ssr"))]
mod tests;

use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
pub(crate) use self::controls::{Control, OPTIONS};
#[cfg(feature = "ssr")]
pub(crate) use self::css::{class_rules, sheet};
pub use self::element::Element;
pub use self::elements::{ElementKey, ElementState, ElementStyle, Elements};
pub use self::options::{Elevation, LogoPlacement, Options, SocialButtonsPlacement, SocialButtonsVariant};
pub use self::prop::AppearanceProp;
pub(crate) use self::prop::{Resolved, SCRIPT};
pub use self::theme::{Theme, Themes};
#[cfg(feature = "ssr")]
pub(crate) use self::value::is_layer_name;
#[cfg(feature = "ssr")]
pub(crate) use self::variables::camel_case;
#[cfg(all(feature = "ssr", feature = "site"))]
pub(crate) use self::variables::steps;
pub use self::variables::{Value, Variables};
pub(crate) use self::worn::Worn;
#[cfg(feature = "ssr")]
use crate::model::Look;

/// A component that can have an appearance of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Component {
    SignIn,
    SignUp,
    UserButton,
    UserProfile,
    Waitlist,
    CreateOrganization,
    OrganizationList,
    OrganizationProfile,
    OrganizationSwitcher,
    ApiKeys,
}

impl Component {
    /// What it is called in an appearance.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "signIn",
            Self::SignUp => "signUp",
            Self::UserButton => "userButton",
            Self::UserProfile => "userProfile",
            Self::Waitlist => "waitlist",
            Self::CreateOrganization => "createOrganization",
            Self::OrganizationList => "organizationList",
            Self::OrganizationProfile => "organizationProfile",
            Self::OrganizationSwitcher => "organizationSwitcher",
            Self::ApiKeys => "apiKeys",
        }
    }

    /// The class of what all of it stands in.
    pub const fn class(self) -> &'static str {
        match self {
            Self::SignIn => "vst-signIn-root",
            Self::SignUp => "vst-signUp-root",
            Self::UserButton => "vst-userButton-root",
            Self::UserProfile => "vst-userProfile-root",
            Self::Waitlist => "vst-waitlist-root",
            Self::CreateOrganization => "vst-createOrganization-root",
            Self::OrganizationList => "vst-organizationList-root",
            Self::OrganizationProfile => "vst-organizationProfile-root",
            Self::OrganizationSwitcher => "vst-organizationSwitcher-root",
            Self::ApiKeys => "vst-apiKeys-root",
        }
    }
}

/// How the components look.
///
/// **On the server** it becomes one `<style>` in the first HTML, with the page's nonce: nothing flashes, and it is there
/// **without JavaScript**. **In the browser** nothing of it is computed, except for a component that is given one of its
/// own. What is wrong in it is left out, whole, and the log says why; [`problems`](Self::problems) says it beforehand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Appearance {
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<Themes>,
    #[serde(skip_serializing_if = "Variables::is_empty")]
    variables: Variables,
    #[serde(skip_serializing_if = "Options::is_empty")]
    options: Options,
    #[serde(skip_serializing_if = "Elements::is_empty")]
    elements: Elements,
    #[serde(skip_serializing_if = "Option::is_none")]
    css_layer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_in: Option<Box<Appearance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_up: Option<Box<Appearance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_button: Option<Box<Appearance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_profile: Option<Box<Appearance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waitlist: Option<Box<Appearance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    create_organization: Option<Box<Appearance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_list: Option<Box<Appearance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_profile: Option<Box<Appearance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_switcher: Option<Box<Appearance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_keys: Option<Box<Appearance>>,
}

macro_rules! components {
    ($($(#[$doc:meta])* $field:ident $component:ident)*) => {
        #[cfg(feature = "ssr")]
        impl Component {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$component,)*];
        }

        impl Appearance {
            $($(#[$doc])*
            #[must_use]
            pub fn $field(mut self, appearance: Appearance) -> Self {
                self.$field = Some(Box::new(appearance));
                self
            })*

            /// Those of single components, as far as there are any.
            fn components(&self) -> impl Iterator<Item = (Component, &Appearance)> {
                [$((Component::$component, self.$field.as_deref()),)*]
                    .into_iter()
                    .filter_map(|(component, appearance)| Some((component, appearance?)))
            }

            /// This one in front of another: what it does not say, that one does.
            #[must_use]
            pub fn over(self, farther: &Appearance) -> Appearance {
                $(let $field = nearer(self.$field, farther.$field.as_deref());)*
                Appearance {
                    theme: self.theme.or_else(|| farther.theme.clone()),
                    variables: self.variables.over(&farther.variables),
                    options: self.options.over(&farther.options),
                    elements: self.elements.over(&farther.elements),
                    css_layer_name: self.css_layer_name.or_else(|| farther.css_layer_name.clone()),
                    $($field,)*
                }
            }
        }
    };
}

components! {
    /// How `<SignIn/>` looks, in front of the rest.
    sign_in SignIn
    /// How `<SignUp/>` looks, in front of the rest.
    sign_up SignUp
    /// How `<UserButton/>` looks, in front of the rest.
    user_button UserButton
    /// How `<UserProfile/>` looks, in front of the rest.
    user_profile UserProfile
    /// How `<Waitlist/>` looks, in front of the rest.
    waitlist Waitlist
    /// How `<CreateOrganization/>` looks, in front of the rest.
    create_organization CreateOrganization
    /// How `<OrganizationList/>` looks, in front of the rest.
    organization_list OrganizationList
    /// How `<OrganizationProfile/>` looks, in front of the rest.
    organization_profile OrganizationProfile
    /// How `<OrganizationSwitcher/>` looks, in front of the rest.
    organization_switcher OrganizationSwitcher
    /// How `<ApiKeys/>` looks, in front of the rest.
    api_keys ApiKeys
}

fn nearer(near: Option<Box<Appearance>>, farther: Option<&Appearance>) -> Option<Box<Appearance>> {
    match (near, farther) {
        (Some(near), Some(farther)) => Some(Box::new(near.over(farther))),
        (near, farther) => near.or_else(|| farther.cloned().map(Box::new)),
    }
}

impl Appearance {
    /// One that says nothing: all is as it is by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// A theme, or several, of which the later ones lie over the earlier ones: `[Theme::Juniper, Theme::Dark]`.
    #[must_use]
    pub fn theme(mut self, theme: impl Into<Themes>) -> Self {
        self.theme = Some(theme.into());
        self
    }

    /// Colours, fonts and sizes.
    #[must_use]
    pub fn variables(mut self, variables: Variables) -> Self {
        self.variables = variables;
        self
    }

    /// What stands where.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Classes for an element (a text), or CSS properties (pairs): `"shadow-xl"`, `[("text-transform", "none")]`. Several
    /// calls for the same element add up.
    #[must_use]
    pub fn element(mut self, element: impl Into<ElementKey>, style: impl Into<ElementStyle>) -> Self {
        self.elements.add(element.into(), style.into());
        self
    }

    /// The cascade layer that all of the components' styles are in, in the place of `vestibule`. It is one for the whole
    /// page: on the provider or in `Leptos.toml`.
    #[must_use]
    pub fn css_layer_name(mut self, name: impl Into<String>) -> Self {
        self.css_layer_name = Some(name.into());
        self
    }

    /// What is wrong with it, a line each. What has something wrong with it has no effect.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = self.own_problems("");
        if let Some(name) = &self.css_layer_name
            && !value::is_layer_name(name)
        {
            problems.push(format!("cssLayerName: is a name, or several with dots between them, not `{name}`"));
        }
        for (component, appearance) in self.components() {
            problems.extend(appearance.problems_inside(component));
        }
        problems
    }

    /// The same for one that a component has of its own.
    fn problems_inside(&self, component: Component) -> Vec<String> {
        let at = format!("{}.", component.name());
        let mut problems = self.own_problems(&at);
        if self.css_layer_name.is_some() {
            problems.push(format!("{at}cssLayerName: there is one for all components, which the provider has"));
        }
        for (inner, _) in self.components() {
            problems.push(format!("{at}{}: a component stands in no other", inner.name()));
        }
        problems
    }

    fn own_problems(&self, at: &str) -> Vec<String> {
        let mut problems = Vec::new();
        self.variables.problems(&format!("{at}variables."), &mut problems);
        self.options.problems(&format!("{at}options."), &mut problems);
        self.elements.problems(&format!("{at}elements."), &mut problems);
        problems
    }

    /// The name of the layer that the components' styles are in.
    #[cfg(feature = "ssr")]
    pub(crate) fn layer(&self) -> &str {
        self.css_layer_name.as_deref().filter(|name| value::is_layer_name(name)).unwrap_or(value::LAYER)
    }

    /// What of it decides which parts there are.
    #[cfg(feature = "ssr")]
    pub(crate) fn look(&self) -> Look {
        let with_classes = |appearance: &Appearance| appearance.elements.classes().next().is_some();
        Look {
            css_layer_name: Some(self.layer()).filter(|layer| *layer != value::LAYER).map(str::to_owned),
            with_classes: with_classes(self) || self.components().any(|(_, own)| with_classes(own)),
            ..self.options.look(&Look::default())
        }
    }

    /// The same of single components, where it is another one.
    #[cfg(feature = "ssr")]
    pub(crate) fn component_looks(&self) -> Vec<(String, Look)> {
        let general = self.look();
        let looks = self.components().map(|(component, own)| (component.name().to_owned(), own.options.look(&general)));
        looks.filter(|(_, look)| *look != general).collect()
    }
}
