use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::value;
use crate::model::Look;

/// Where the logo stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LogoPlacement {
    /// In the card, above its title.
    Inside,
    /// Above the card.
    Outside,
    /// Nowhere.
    None,
}

/// What the providers' buttons are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SocialButtonsVariant {
    /// Wide ones for one or two, else icons.
    Auto,
    /// An icon each.
    IconButton,
    /// A wide one each, with words on it.
    BlockButton,
}

/// Where the providers' buttons stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SocialButtonsPlacement {
    /// Above the form.
    Top,
    /// Below the form.
    Bottom,
}

/// Whether a card stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Elevation {
    /// It has a ground, an edge and a shadow.
    Raised,
    /// It is a part of the page.
    Flush,
}

macro_rules! options {
    ($($(#[doc = $doc:literal])* $option:ident: $kind:ty,)*) => {
        /// What stands where, and what does not.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, rename_all = "camelCase", deny_unknown_fields)]
        pub struct Options {
            $(#[serde(skip_serializing_if = "Option::is_none")]
            $option: Option<$kind>,)*
        }

        impl Options {
            $($(#[doc = $doc])*
            #[must_use]
            pub fn $option(mut self, option: impl Into<$kind>) -> Self {
                self.$option = Some(option.into());
                self
            })*

            /// The name of each, and what it is for.
            #[cfg(feature = "ssr")]
            pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($option), concat!($($doc),*)),)*];

            /// These in front of others.
            pub(super) fn over(self, farther: &Self) -> Self {
                Self { $($option: self.$option.or_else(|| farther.$option.clone()),)* }
            }
        }
    };
}

options! {
    /// Where the logo stands; in the card, unless something else is said.
    logo_placement: LogoPlacement,
    /// The logo: a path of this site, or an address that the content security policy allows. Without one there is none.
    logo_image_url: String,
    /// Where the logo leads.
    logo_link_url: String,
    /// What the providers' buttons are.
    social_buttons_variant: SocialButtonsVariant,
    /// Where the providers' buttons stand.
    social_buttons_placement: SocialButtonsPlacement,
    /// Whether sign-up shows the fields that may stay empty.
    show_optional_fields: bool,
    /// The terms of service, linked at the foot of cards.
    terms_page_url: String,
    /// Help, linked at the foot of cards.
    help_page_url: String,
    /// The privacy policy, linked at the foot of cards.
    privacy_page_url: String,
    /// Whether the picture of the person who is signed in gleams under the pointer, and what is on its way gleams.
    shimmer: bool,
    /// Whether anything moves.
    animations: bool,
    /// Whether the first field of a form has the focus.
    auto_focus: bool,
    /// Whether cards stand out.
    elevation: Elevation,
}

impl Options {
    /// None is set.
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn urls(&self) -> [(&'static str, &Option<String>); 5] {
        [
            ("logoImageUrl", &self.logo_image_url),
            ("logoLinkUrl", &self.logo_link_url),
            ("termsPageUrl", &self.terms_page_url),
            ("helpPageUrl", &self.help_page_url),
            ("privacyPageUrl", &self.privacy_page_url),
        ]
    }

    pub(super) fn problems(&self, at: &str, problems: &mut Vec<String>) {
        for (name, url) in self.urls() {
            if let Some(why) = url.as_deref().and_then(value::url_problem) {
                problems.push(format!("{at}{name}: {why}"));
            }
        }
    }

    /// What of it decides which parts there are, in front of what was decided farther off.
    pub(super) fn look(&self, farther: &Look) -> Look {
        let url = |own: &Option<String>, farther: &Option<String>| {
            own.clone().filter(|url| value::url_problem(url).is_none()).or_else(|| farther.clone())
        };
        let mut look = farther.clone();
        look.logo_image_url = url(&self.logo_image_url, &farther.logo_image_url);
        look.logo_link_url = url(&self.logo_link_url, &farther.logo_link_url);
        look.terms_page_url = url(&self.terms_page_url, &farther.terms_page_url);
        look.help_page_url = url(&self.help_page_url, &farther.help_page_url);
        look.privacy_page_url = url(&self.privacy_page_url, &farther.privacy_page_url);
        if let Some(placement) = self.logo_placement {
            look.logo_outside = placement == LogoPlacement::Outside;
            look.logo_hidden = placement == LogoPlacement::None;
        }
        match self.social_buttons_variant {
            Some(SocialButtonsVariant::Auto) => look.social_buttons_as_icons = None,
            Some(variant) => look.social_buttons_as_icons = Some(variant == SocialButtonsVariant::IconButton),
            None => {}
        }
        if let Some(placement) = self.social_buttons_placement {
            look.social_buttons_at_bottom = placement == SocialButtonsPlacement::Bottom;
        }
        if let Some(show) = self.show_optional_fields {
            look.optional_fields_hidden = !show;
        }
        if let Some(auto_focus) = self.auto_focus {
            look.without_auto_focus = !auto_focus;
        }
        look
    }

    /// What of it is a matter of style, as rules inside another one.
    pub(super) fn declare(&self, css: &mut String) {
        // What was said farther off is in the same layer: `revert-layer` goes back to what is below it.
        let mut rule = |selector: &str, properties: &[&str], value: Option<&str>| {
            let declarations: String =
                properties.iter().map(|property| format!("{property}:{};", value.unwrap_or("revert-layer"))).collect();
            // A `String` takes all there is.
            let _ = write!(css, "{selector}{{{declarations}}}");
        };
        if let Some(on) = self.shimmer {
            let gleaming = "& .vst-userButtonAvatarBox::after,& .vst-drawn:empty::before";
            rule(gleaming, &["content"], (!on).then_some("none"));
        }
        if let Some(on) = self.animations {
            let all = "&:where(.vst-rootBox,.vst-userButtonBox,.vst-organizationSwitcherBox),& :where(.vst-rootBox,.vst-userButtonBox,.vst-organizationSwitcherBox,.vst-button),\
                       & :where(.vst-rootBox,.vst-userButtonBox,.vst-organizationSwitcherBox) :where(*,::before,::after),\
                       &:where(.vst-rootBox,.vst-userButtonBox,.vst-organizationSwitcherBox) :where(*,::before,::after)";
            rule(all, &["animation", "transition"], (!on).then_some("none"));
        }
        if let Some(elevation) = self.elevation {
            let flush = elevation == Elevation::Flush;
            rule("& .vst-cardBox", &["box-shadow", "background"], flush.then_some("none"));
            rule("& .vst-cardBox", &["border-color"], flush.then_some("transparent"));
            rule("& .vst-cardBox", &["overflow"], flush.then_some("visible"));
            rule("& .vst-card", &["padding-inline"], flush.then_some("0"));
            rule("& .vst-footer", &["background"], flush.then_some("none"));
        }
    }
}
