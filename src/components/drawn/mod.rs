//! Parts of an account that the server draws for the browser. What draws them is most of what the drop-in components are
//! made of, and nobody waits for it who only signs in: so it is not in the bundle. In the first HTML they stand as every
//! component does; later the browser asks for them, and sends their forms in the background.

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod browser;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod content;

use leptos::prelude::*;

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
use self::browser::body;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
use self::content::body;
#[cfg(feature = "ssr")]
pub use self::content::draw;
use crate::elements::{Alert, Erase, live, platform};
use crate::model::Client;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Who one is, and what one goes by.
    Account,
    /// What keeps others out.
    Security,
    Passkeys,
    SecondFactors,
    /// What is to be done before anyone is let in.
    Task,
}

impl Section {
    #[cfg(feature = "ssr")]
    const ALL: [Self; 5] = [Self::Account, Self::Security, Self::Passkeys, Self::SecondFactors, Self::Task];

    /// What it is called in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Security => "security",
            Self::Passkeys => "passkeys",
            Self::SecondFactors => "second-factors",
            Self::Task => "task",
        }
    }

    /// Whether it is a card that stands alone.
    #[cfg_attr(not(all(feature = "hydrate", not(feature = "ssr"))), allow(dead_code))]
    pub const fn is_card(self) -> bool {
        matches!(self, Self::Task)
    }

    /// Whether a browser gets to see it: whoever is signed in, or is held up by it.
    #[cfg_attr(not(any(feature = "ssr", feature = "hydrate")), allow(dead_code))]
    pub fn is_for(self, client: &Client) -> bool {
        let session = if self.is_card() { client.current_session() } else { client.session() };
        session.is_some()
    }

    #[cfg(feature = "ssr")]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}

/// A section in its place on a page. What it holds belongs to the server; around it stands what a screen reader is told.
#[component]
pub fn Drawn(
    section: Section,
    /// What the ids of the fields begin with.
    id: String,
    /// Where its forms lead back to; the page as a rule.
    #[prop(default = Signal::derive(platform::current_path))]
    at: Signal<String>,
) -> impl IntoView {
    let told = Told { failed: RwSignal::new(None), said: RwSignal::new("") };
    let body = body(section, id, at, told);
    view! {
        {live(move || told.failed.get().map(|text| view! { <Alert text/> }))}
        {body}
        <div class="vst-drawnStatus" role="status">
            {live(move || told.said.get())}
        </div>
    }
    .erase()
}

/// What is told of a form besides what the server has drawn.
#[derive(Clone, Copy)]
#[cfg_attr(not(all(feature = "hydrate", not(feature = "ssr"))), allow(dead_code))]
struct Told {
    /// What is wrong, where it could not be drawn.
    failed: RwSignal<Option<String>>,
    /// That it went well.
    said: RwSignal<&'static str>,
}
