use leptos::prelude::*;

use crate::components::drawn::{API_KEYS, Section};
use crate::components::profile::{ProfileContent, ProfileEntry, navigation_icon};
use crate::elements::IconName;
use crate::locale::{api_keys, organization_profile as text};
use crate::model::{PublicSettings, permission};

/// What the navigation of [`OrganizationProfile`](super::OrganizationProfile) leads to.
#[derive(Clone)]
pub enum OrganizationProfilePage {
    /// Logo, name, slug, the end of it.
    General,
    /// Who belongs to it: for whoever may see that.
    Members,
    /// Who is invited: for whoever may invite.
    Invitations,
    /// Its API keys: where the settings let organizations have some, for whoever may see them.
    ApiKeys,
    /// A page of the app's own.
    Page {
        /// What it is called.
        label: String,
        /// The last segment of its address.
        url: String,
        /// In front of the label.
        icon: ViewFn,
        /// What it shows.
        content: ViewFn,
    },
    /// A link to elsewhere.
    Link {
        /// What it is called.
        label: String,
        /// Where it leads.
        href: String,
        /// In front of the label.
        icon: ViewFn,
    },
}

impl OrganizationProfilePage {
    /// A page of the app's own at `url`, one segment below the profile's page.
    pub fn page(label: impl Into<String>, url: impl Into<String>, content: impl Into<ViewFn>) -> Self {
        Self::Page { label: label.into(), url: url.into(), icon: ViewFn::default(), content: content.into() }
    }

    /// A link to elsewhere.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Link { label: label.into(), href: href.into(), icon: ViewFn::default() }
    }

    /// The same with an icon in front of the label. Those of its own keep theirs.
    #[must_use]
    pub fn with_icon(mut self, new: impl Into<ViewFn>) -> Self {
        if let Self::Page { icon, .. } | Self::Link { icon, .. } = &mut self {
            *icon = new.into();
        }
        self
    }

    /// The last segment of its address, where it has one of its own.
    fn step(&self) -> Option<&str> {
        match self {
            Self::General => Some(""),
            Self::Members => Some("members"),
            Self::Invitations => Some("invitations"),
            Self::ApiKeys => Some(API_KEYS),
            Self::Page { url, .. } => Some(url),
            Self::Link { .. } => None,
        }
    }

    /// Whether there is such a page.
    pub fn is_there(&self, settings: &PublicSettings) -> bool {
        !matches!(self, Self::ApiKeys) || settings.organization_api_keys
    }

    /// What someone has to be allowed who sees it.
    pub fn permission(&self) -> Option<&'static str> {
        match self {
            Self::Members => Some(permission::READ_MEMBERSHIPS),
            Self::Invitations => Some(permission::MANAGE_MEMBERSHIPS),
            Self::ApiKeys => Some(permission::READ_API_KEYS),
            Self::General | Self::Page { .. } | Self::Link { .. } => None,
        }
    }

    /// What of the navigation it is, of a profile that stands on a page.
    pub fn entry(&self, base: &str) -> ProfileEntry {
        let (label, icon, content) = match self {
            Self::General => own(text::general(), IconName::Settings, Section::OrganizationGeneral),
            Self::Members => own(text::members(), IconName::People, Section::OrganizationMembers),
            Self::Invitations => own(text::invitations(), IconName::Mail, Section::OrganizationInvitations),
            Self::ApiKeys => own(api_keys::title(), IconName::Passkey, Section::OrganizationApiKeys),
            Self::Page { label, icon, content, .. } => {
                (label.clone(), icon.clone(), ProfileContent::Page(content.clone()))
            }
            Self::Link { label, icon, .. } => (label.clone(), icon.clone(), ProfileContent::Link),
        };
        let step = self.step().map(str::to_owned);
        let href = match (self, &step) {
            (Self::Link { href, .. }, _) => href.clone(),
            (_, Some(step)) if !step.is_empty() => format!("{base}/{step}"),
            _ => base.to_owned(),
        };
        ProfileEntry { label, href, step, icon, content }
    }
}

fn own(label: &str, icon: IconName, section: Section) -> (String, ViewFn, ProfileContent) {
    (label.to_owned(), navigation_icon(icon), ProfileContent::Section(section))
}

/// All there are: what is not named of the profile's own stands in front.
pub fn in_order(named: Vec<OrganizationProfilePage>) -> Vec<OrganizationProfilePage> {
    let has = |step: &str| named.iter().any(|page| page.step() == Some(step));
    let own = [
        OrganizationProfilePage::General,
        OrganizationProfilePage::Members,
        OrganizationProfilePage::Invitations,
        OrganizationProfilePage::ApiKeys,
    ];
    let missing: Vec<_> = own.into_iter().filter(|page| page.step().is_some_and(|step| !has(step))).collect();
    missing.into_iter().chain(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_app_s() {
        let steps = |pages: Vec<OrganizationProfilePage>| -> Vec<String> {
            in_order(pages).iter().map(|page| page.step().unwrap_or("-").to_owned()).collect()
        };
        let billing = || OrganizationProfilePage::page("Billing", "billing", || "");
        assert_eq!(steps(vec![]), ["", "members", "invitations", "api-keys"]);
        assert_eq!(
            steps(vec![OrganizationProfilePage::Members, billing(), OrganizationProfilePage::link("Home", "/")]),
            ["", "invitations", "api-keys", "members", "billing", "-"]
        );
    }

    #[test]
    fn each_has_an_address() {
        let of = |page: OrganizationProfilePage| page.entry("/o/acme").href;
        assert_eq!(of(OrganizationProfilePage::General), "/o/acme");
        assert_eq!(of(OrganizationProfilePage::Members), "/o/acme/members");
        assert_eq!(of(OrganizationProfilePage::page("Billing", "billing", || "")), "/o/acme/billing");
        assert_eq!(of(OrganizationProfilePage::link("Home", "/home")), "/home");
    }
}
