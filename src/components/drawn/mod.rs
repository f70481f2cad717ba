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
use crate::elements::{Alert, Erase};

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Who one is, and what one goes by.
    Account,
    /// What keeps others out.
    Security,
    Passkeys,
    SecondFactors,
}

impl Section {
    #[cfg(feature = "ssr")]
    const ALL: [Self; 4] = [Self::Account, Self::Security, Self::Passkeys, Self::SecondFactors];

    /// What it is called in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Security => "security",
            Self::Passkeys => "passkeys",
            Self::SecondFactors => "second-factors",
        }
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
) -> impl IntoView {
    let told = Told { failed: RwSignal::new(None), said: RwSignal::new("") };
    let body = body(section, id, told);
    view! {
        {move || told.failed.get().map(|text| view! { <Alert text/> })}
        {body}
        <div class="vst-drawnStatus" role="status">
            {move || told.said.get()}
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
