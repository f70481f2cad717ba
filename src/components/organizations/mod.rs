//! Organizations, as the server draws them.

mod choose_organization;
mod preview;

pub use self::choose_organization::ChooseOrganization;
