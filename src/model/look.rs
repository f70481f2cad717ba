use serde::{Deserialize, Serialize};

/// What an appearance decides besides style: which parts there are, and in which order. Each is left out where it is as
/// usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// The logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_image_url: Option<String>,
    /// Where the logo leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_link_url: Option<String>,
    /// Whether the logo stands above the card, not in it.
    #[serde(skip_serializing_if = "is_false")]
    pub logo_outside: bool,
    /// Whether there is no logo.
    #[serde(skip_serializing_if = "is_false")]
    pub logo_hidden: bool,
    /// Whether each provider has an icon or a wide button; by how many there are where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub social_buttons_as_icons: Option<bool>,
    /// Whether the providers stand below the form.
    #[serde(skip_serializing_if = "is_false")]
    pub social_buttons_at_bottom: bool,
    /// Whether sign-up shows only fields that have to be filled in.
    #[serde(skip_serializing_if = "is_false")]
    pub optional_fields_hidden: bool,
    /// The terms of service, at the foot of cards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_page_url: Option<String>,
    /// Help, at the foot of cards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help_page_url: Option<String>,
    /// The privacy policy, at the foot of cards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy_page_url: Option<String>,
    /// Whether no field has the focus by itself.
    #[serde(skip_serializing_if = "is_false")]
    pub without_auto_focus: bool,
    /// The layer of the styles, unless it is the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub css_layer_name: Option<String>,
    /// Whether elements get classes of the host's.
    #[serde(skip_serializing_if = "is_false")]
    pub with_classes: bool,
}

fn is_false(yes: &bool) -> bool {
    !yes
}
