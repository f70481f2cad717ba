//! A component as it would look, for whoever chooses an appearance: the real one, on a page whose state is given, in which nothing
//! happens.

use axum::http::request::Parts;
use leptos::nonce::{provide_nonce, use_nonce};
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;

use super::still::{Change, still};
use super::{AuthProvider, SignIn, SignUp, UserButton, UserProfile};
use crate::appearance::Appearance;
use crate::locale::words;
use crate::model::PageState;
use crate::server::form::{StagedAppearance, StagedPage};

/// What can be shown so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staged {
    SignIn,
    SignUp,
    UserButton,
    UserProfile,
}

impl Staged {
    pub const ALL: [Self; 4] = [Self::SignIn, Self::SignUp, Self::UserButton, Self::UserProfile];

    /// What it is called in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::SignUp => "sign-up",
            Self::UserButton => "user-button",
            Self::UserProfile => "user-profile",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|staged| staged.name() == name)
    }

    /// Whether it is there for whoever is signed in.
    pub const fn is_for_members(self) -> bool {
        matches!(self, Self::UserButton | Self::UserProfile)
    }

    /// The path of a page on which it stands.
    const fn path(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in",
            Self::SignUp => "/sign-up",
            Self::UserButton => "/",
            Self::UserProfile => "/user",
        }
    }

    fn view(self) -> AnyView {
        match self {
            Self::SignIn => view! { <SignIn/> }.into_any(),
            Self::SignUp => view! { <SignUp/> }.into_any(),
            Self::UserButton => view! { <UserButton/> }.into_any(),
            Self::UserProfile => view! { <UserProfile/> }.into_any(),
        }
    }

    /// The class of what is open in it.
    const fn open(self) -> Option<&'static str> {
        match self {
            Self::UserButton => Some("vst-userButtonBox"),
            _ => None,
        }
    }
}

/// A component in HTML.
pub struct Shown {
    pub html: String,
    /// What its style has to be let in by.
    pub nonce: String,
    /// The language of its words, and which way that runs.
    pub language: String,
    pub direction: &'static str,
}

/// Draws one. `parts` are those of the request: they say whose settings hold.
pub fn show(staged: Staged, page: PageState, appearance: Appearance, parts: Parts) -> Shown {
    let own = page.settings.paths.user_profile.clone();
    let path = if staged == Staged::UserProfile && !own.is_empty() { own } else { staged.path().to_owned() };
    Owner::new().with(move || {
        provide_context(parts);
        provide_nonce();
        provide_context(RequestUrl::new(&path));
        provide_context(StagedPage(page));
        provide_context(StagedAppearance(appearance));
        let body = view! {
            <AuthProvider>
                <Router>{staged.view()}</Router>
            </AuthProvider>
        };
        let html = still(&body.to_html(), &Change { open: staged.open(), ..Change::default() });
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        Shown { html, nonce, language: words::tag(), direction: words::direction() }
    })
}
