//! What the build script made.

/// The address of the components' stylesheet.
#[cfg(feature = "ssr")]
pub const COMPONENTS: &str = env!("VESTIBULE_COMPONENTS_CSS");
/// The address of the stylesheet of these pages.
pub const STYLESHEET: &str = env!("VESTIBULE_SITE_CSS");
