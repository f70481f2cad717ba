//! With what a variable or an option is chosen.

/// A field of the form.
#[derive(Clone, Copy)]
pub enum Control {
    /// One of these words.
    Words(&'static [&'static str]),
    /// On or off.
    Switch,
    /// An address.
    Address,
}

/// The options, by the names of their methods.
pub const OPTIONS: &[(&str, Control)] = &[
    ("logo_image_url", Control::Address),
    ("logo_link_url", Control::Address),
    ("logo_placement", Control::Words(&["inside", "outside", "none"])),
    ("social_buttons_variant", Control::Words(&["auto", "iconButton", "blockButton"])),
    ("social_buttons_placement", Control::Words(&["top", "bottom"])),
    ("elevation", Control::Words(&["raised", "flush"])),
    ("show_optional_fields", Control::Switch),
    ("shimmer", Control::Switch),
    ("animations", Control::Switch),
    ("auto_focus", Control::Switch),
    ("help_page_url", Control::Address),
    ("privacy_page_url", Control::Address),
    ("terms_page_url", Control::Address),
];
