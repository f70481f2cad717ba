//! Every state of every component, a row each: whoever adds a state adds a row, and it is in the list, in `states.json`
//! and in whatever walks through them.

mod account;
mod api_keys;
mod organizations;
mod sign_in;
mod sign_up;

use leptos::prelude::AnyView;
use serde::Serialize;

use crate::model::PageState;

/// A component.
pub struct Shown {
    /// What it is called in an address.
    pub name: &'static str,
    /// The component, as it is written.
    pub title: &'static str,
    /// What is imported for it.
    pub imports: &'static str,
    /// As it stands in a view.
    pub code: &'static str,
    /// The same, made.
    pub view: fn() -> AnyView,
    /// Where it stands on a page.
    pub place: Place,
    pub states: &'static [State],
}

impl Shown {
    /// The method by which an appearance has one for this component alone, where there is one.
    pub fn own(&self) -> Option<&'static str> {
        match self.name {
            "sign-in" => Some("sign_in"),
            "sign-up" => Some("sign_up"),
            "waitlist" => Some("waitlist"),
            "user-button" => Some("user_button"),
            "user-profile" => Some("user_profile"),
            "organization-switcher" => Some("organization_switcher"),
            "organization-profile" => Some("organization_profile"),
            "organization-list" => Some("organization_list"),
            "create-organization" => Some("create_organization"),
            "api-keys" => Some("api_keys"),
            _ => None,
        }
    }
}

/// Where a component stands on a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Alone, in the middle.
    Card,
    /// At the end of a bar at the top.
    Bar,
    /// As all of the page.
    Page,
}

impl Place {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Bar => "bar",
            Self::Page => "page",
        }
    }
}

/// A component as it stands in a view, and made.
pub type Written = (&'static str, fn() -> AnyView);

/// A state of a component.
pub struct State {
    /// What it is called in an address.
    pub name: &'static str,
    /// What it is called in the list.
    pub title: &'static str,
    /// The path of the page that it stands on.
    pub path: &'static str,
    /// Makes the page's state of one where nobody is signed in.
    pub set: fn(&mut PageState),
    /// The class of what is open, where something is.
    pub open: Option<&'static str>,
    /// Another way to write the component than the usual one.
    pub otherwise: Option<Written>,
}

impl State {
    const fn new(name: &'static str, title: &'static str, path: &'static str, set: fn(&mut PageState)) -> Self {
        Self { name, title, path, set, open: None, otherwise: None }
    }

    const fn open(self, class: &'static str) -> Self {
        Self { open: Some(class), ..self }
    }

    const fn written(self, code: &'static str, view: fn() -> AnyView) -> Self {
        Self { otherwise: Some((code, view)), ..self }
    }
}

/// Every component.
pub const COMPONENTS: &[Shown] = &[
    sign_in::SIGN_IN,
    sign_up::SIGN_UP,
    sign_up::WAITLIST,
    account::USER_BUTTON,
    account::USER_PROFILE,
    account::SECOND_FACTORS,
    account::PASSKEYS,
    organizations::ORGANIZATION_SWITCHER,
    organizations::ORGANIZATION_PROFILE,
    organizations::ORGANIZATION_LIST,
    organizations::CREATE_ORGANIZATION,
    api_keys::API_KEYS,
    account::SIGN_IN_BUTTON,
    account::SIGN_UP_BUTTON,
    account::SIGN_OUT_BUTTON,
];

/// The state that these words name; the first one where they name none.
pub fn find(component: &str, state: &str) -> Option<(&'static Shown, &'static State)> {
    let all = COMPONENTS;
    let component = if component.is_empty() { all.first()? } else { all.iter().find(|it| it.name == component)? };
    let state = match state {
        "" => component.states.first()?,
        name => component.states.iter().find(|it| it.name == name)?,
    };
    Some((component, state))
}

/// A row for a program that walks through all of them.
#[derive(Serialize)]
pub struct Listed {
    component: &'static str,
    state: &'static str,
    title: String,
}

/// All of them.
pub fn list() -> Vec<Listed> {
    let of = |component: &'static Shown| {
        component.states.iter().map(|state| Listed {
            component: component.name,
            state: state.name,
            title: format!("{}: {}", component.title, state.title),
        })
    };
    COMPONENTS.iter().flat_map(of).collect()
}
