//! Parts of an account that the server draws for the browser. What draws them is most of what the drop-in components are
//! made of, and nobody waits for it who only signs in: so it is not in the bundle. In the first HTML they stand as every
//! component does; later the browser asks for them, and sends their forms in the background.

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod browser;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod content;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod options;

use leptos::prelude::*;

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
use self::browser::body;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
use self::content::body;
#[cfg(feature = "ssr")]
pub use self::content::draw;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::options::Options;
use crate::elements::{Alert, Erase, encode, live, platform};
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
use crate::model::ApiKeysPage;
use crate::model::Client;
#[cfg(feature = "ssr")]
use crate::model::{OrganizationLists, PageState};

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
    /// In which organization one acts, and in which others one can.
    OrganizationSwitcher,
    /// The same as a card.
    OrganizationList,
    /// A new organization.
    CreateOrganization,
    /// What an organization is, and its end.
    OrganizationGeneral,
    /// Who belongs to it.
    OrganizationMembers,
    /// Who is invited to it.
    OrganizationInvitations,
    /// The API keys of whoever is signed in.
    ApiKeys,
    /// Those of the organization.
    OrganizationApiKeys,
}

/// The step of a profile's pages at which API keys are.
pub const API_KEYS: &str = "api-keys";

impl Section {
    #[cfg(feature = "ssr")]
    const ALL: [Self; 13] = [
        Self::Account,
        Self::Security,
        Self::Passkeys,
        Self::SecondFactors,
        Self::Task,
        Self::OrganizationSwitcher,
        Self::OrganizationList,
        Self::CreateOrganization,
        Self::OrganizationGeneral,
        Self::OrganizationMembers,
        Self::OrganizationInvitations,
        Self::ApiKeys,
        Self::OrganizationApiKeys,
    ];

    /// What it is called in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Security => "security",
            Self::Passkeys => "passkeys",
            Self::SecondFactors => "second-factors",
            Self::Task => "task",
            Self::OrganizationSwitcher => "organization-switcher",
            Self::OrganizationList => "organization-list",
            Self::CreateOrganization => "create-organization",
            Self::OrganizationGeneral => "organization",
            Self::OrganizationMembers => "organization-members",
            Self::OrganizationInvitations => "organization-invitations",
            Self::ApiKeys => API_KEYS,
            Self::OrganizationApiKeys => "organization-api-keys",
        }
    }

    /// Whether it is a card that stands alone.
    #[cfg_attr(not(all(feature = "hydrate", not(feature = "ssr"))), allow(dead_code))]
    pub const fn is_card(self) -> bool {
        matches!(self, Self::Task | Self::OrganizationList | Self::CreateOrganization)
    }

    /// Whether a browser gets to see it: whoever is signed in, or is held up by it.
    #[cfg_attr(not(any(feature = "ssr", feature = "hydrate")), allow(dead_code))]
    pub fn is_for(self, client: &Client) -> bool {
        let session = if self == Self::Task { client.current_session() } else { client.session() };
        session.is_some()
    }

    #[cfg(feature = "ssr")]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }

    /// The section of an organization that a step of its pages shows.
    #[cfg(feature = "ssr")]
    pub fn of_organization(step: &str) -> Self {
        match step {
            "members" => Self::OrganizationMembers,
            "invitations" => Self::OrganizationInvitations,
            API_KEYS => Self::OrganizationApiKeys,
            _ => Self::OrganizationGeneral,
        }
    }

    /// Whether it shows in which organizations one can act.
    #[cfg(feature = "ssr")]
    pub const fn shows_choices(self) -> bool {
        matches!(self, Self::Task | Self::OrganizationSwitcher | Self::OrganizationList | Self::CreateOrganization)
    }

    /// Whether there is anything in it for the visitor of a page: of an organization only for whoever belongs to it, and may see
    /// what it shows.
    #[cfg(feature = "ssr")]
    pub fn has_content(self, page: &PageState) -> bool {
        let organization = page.organization.as_ref();
        match self {
            Self::OrganizationGeneral => organization.is_some(),
            Self::OrganizationMembers => organization.is_some_and(|it| it.members.is_some()),
            Self::OrganizationInvitations => organization.is_some_and(|it| it.invitations.is_some()),
            Self::ApiKeys | Self::OrganizationApiKeys => {
                page.api_keys.as_ref().is_some_and(|it| self.shows_keys_of(it))
            }
            _ => true,
        }
    }

    /// Whether it shows these keys.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub const fn shows_keys_of(self, page: &ApiKeysPage) -> bool {
        match self {
            Self::ApiKeys => page.organization_id.is_none(),
            Self::OrganizationApiKeys => page.organization_id.is_some(),
            _ => false,
        }
    }

    /// Which lists of the organization it shows; `None` where it shows nothing of it.
    #[cfg(feature = "ssr")]
    pub const fn lists(self) -> Option<OrganizationLists> {
        const NONE: OrganizationLists = OrganizationLists { members: false, invitations: false, domains: false };
        match self {
            Self::OrganizationGeneral => Some(OrganizationLists { domains: true, ..NONE }),
            Self::OrganizationMembers => Some(OrganizationLists { members: true, ..NONE }),
            Self::OrganizationInvitations => Some(OrganizationLists { invitations: true, ..NONE }),
            _ => None,
        }
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
    /// What the component around it was given, as [`Options`] write it.
    #[prop(optional)]
    options: String,
) -> impl IntoView {
    let told = Told { failed: RwSignal::new(None), said: RwSignal::new(String::new()) };
    let body = body(section, id, at, options, told);
    view! {
        {live(move || told.failed.get().map(|text| view! { <Alert text/> }))}
        {body}
        <div class="vst-drawnStatus" role="status">
            {live(move || told.said.get())}
        </div>
    }
    .erase()
}

/// Adds something that a component was given to what its section is told: nothing where it was not given.
pub fn with_option(options: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        options.push_str(name);
        options.push('=');
        options.push_str(&encode(value));
        options.push('&');
    }
}

/// What is told of a form besides what the server has drawn.
#[derive(Clone, Copy)]
#[cfg_attr(not(all(feature = "hydrate", not(feature = "ssr"))), allow(dead_code))]
struct Told {
    /// What is wrong, where it could not be drawn.
    failed: RwSignal<Option<String>>,
    /// That it went well.
    said: RwSignal<String>,
}
