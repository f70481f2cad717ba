use leptos::prelude::*;

use crate::components::drawn::{API_KEYS, Section};
use crate::components::profile::{ProfileContent, ProfileEntry, navigation_icon};
use crate::elements::IconName;
use crate::locale::{api_keys, user_profile as text};
use crate::model::PublicSettings;

/// What the navigation of [`UserProfile`](super::UserProfile) leads to.
#[derive(Clone)]
pub enum UserProfilePage {
    /// Name, username, addresses, numbers, connected accounts.
    Account,
    /// Password, passkeys, devices, the end of the account.
    Security,
    /// API keys: where the settings let people have some.
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

impl UserProfilePage {
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

    /// What of the navigation it is, of a profile that stands on a page.
    pub fn entry(&self, base: &str) -> ProfileEntry {
        let step = self.step().map(str::to_owned);
        let own = |label: &str, href: String, icon: IconName, section: Section| ProfileEntry {
            label: label.to_owned(),
            href,
            step: step.clone(),
            icon: navigation_icon(icon),
            content: ProfileContent::Section(section),
        };
        match self {
            Self::Account => own(text::account(), base.to_owned(), IconName::User, Section::Account),
            Self::Security => own(text::security(), format!("{base}/security"), IconName::Shield, Section::Security),
            Self::ApiKeys => own(api_keys::title(), format!("{base}/{API_KEYS}"), IconName::Passkey, Section::ApiKeys),
            Self::Page { label, url, icon, content } => ProfileEntry {
                label: label.clone(),
                href: format!("{base}/{url}"),
                step,
                icon: icon.clone(),
                content: ProfileContent::Page(content.clone()),
            },
            Self::Link { label, href, icon } => ProfileEntry {
                label: label.clone(),
                href: href.clone(),
                step,
                icon: icon.clone(),
                content: ProfileContent::Link,
            },
        }
    }

    /// Whether there is such a page.
    pub fn is_there(&self, settings: &PublicSettings) -> bool {
        !matches!(self, Self::ApiKeys) || settings.user_api_keys
    }

    /// The last segment of its address, where it has one of its own.
    fn step(&self) -> Option<&str> {
        match self {
            Self::Account => Some(""),
            Self::Security => Some("security"),
            Self::ApiKeys => Some(API_KEYS),
            Self::Page { url, .. } => Some(url),
            Self::Link { .. } => None,
        }
    }
}

/// All there are: what is not named of the profile's own stands in front.
pub fn in_order(named: Vec<UserProfilePage>) -> Vec<UserProfilePage> {
    let has = |step: &str| named.iter().any(|page| page.step() == Some(step));
    let own = [UserProfilePage::Account, UserProfilePage::Security, UserProfilePage::ApiKeys];
    let missing: Vec<_> = own.into_iter().filter(|page| page.step().is_some_and(|step| !has(step))).collect();
    missing.into_iter().chain(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_app_s() {
        let steps = |pages: Vec<UserProfilePage>| -> Vec<String> {
            in_order(pages).iter().map(|page| page.step().unwrap_or("-").to_owned()).collect()
        };
        let terms = || UserProfilePage::page("Terms", "terms", || "");
        assert_eq!(steps(vec![]), ["", "security", "api-keys"]);
        assert_eq!(
            steps(vec![terms(), UserProfilePage::link("Home", "/")]),
            ["", "security", "api-keys", "terms", "-"]
        );
        assert_eq!(steps(vec![UserProfilePage::Security, terms()]), ["", "api-keys", "security", "terms"]);
        assert_eq!(
            steps(vec![terms(), UserProfilePage::Security, UserProfilePage::Account]),
            ["api-keys", "terms", "security", ""]
        );
    }
}
