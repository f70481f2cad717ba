use serde::{Deserialize, Serialize};

/// A look that is ready to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// The light one of our own. Over another theme it says that that one is light.
    Default,
    /// Dark. Over another theme it says that that one is dark.
    Dark,
    /// Light or dark, as the person's system has it. It is so where no theme is named.
    Auto,
    /// Grey, and nothing that asks for attention.
    Neutral,
    /// Deep green on paper, with titles in a serif.
    Juniper,
    /// Clear blue, round, with air.
    Harbor,
    /// Thick lines, hard edges, a shadow that is drawn.
    Ledger,
    /// Violet at nightfall, with buttons like pills.
    Dusk,
}

impl Theme {
    /// All there are.
    pub const ALL: [Self; 8] =
        [Self::Default, Self::Dark, Self::Auto, Self::Neutral, Self::Juniper, Self::Harbor, Self::Ledger, Self::Dusk];

    /// What stands inside the rule of what it is for.
    pub(super) const fn css(self) -> &'static str {
        match self {
            Self::Default => "--vst-color-scheme:light;",
            Self::Dark => "--vst-color-scheme:dark;",
            Self::Auto => "--vst-color-scheme:light dark;",
            Self::Neutral => include_str!("../../style/themes/neutral.css"),
            Self::Juniper => include_str!("../../style/themes/juniper.css"),
            Self::Harbor => include_str!("../../style/themes/harbor.css"),
            Self::Ledger => include_str!("../../style/themes/ledger.css"),
            Self::Dusk => include_str!("../../style/themes/dusk.css"),
        }
    }
}

/// A theme, or several on top of each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "a theme is default, dark, auto, neutral, juniper, harbor, ledger or dusk, or a list of them"
)]
pub enum Themes {
    /// One.
    One(Theme),
    /// Several; the later ones lie over the earlier ones.
    Stacked(Vec<Theme>),
}

impl From<Theme> for Themes {
    fn from(theme: Theme) -> Self {
        Self::One(theme)
    }
}

impl<const N: usize> From<[Theme; N]> for Themes {
    fn from(themes: [Theme; N]) -> Self {
        Self::Stacked(themes.to_vec())
    }
}

impl Themes {
    pub(super) fn all(&self) -> &[Theme] {
        match self {
            Self::One(theme) => std::slice::from_ref(theme),
            Self::Stacked(themes) => themes,
        }
    }
}
