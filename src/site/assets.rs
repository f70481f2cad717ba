//! What the build script made.

/// The address of the stylesheet of these pages.
pub const STYLESHEET: &str = env!("VESTIBULE_SITE_CSS");
