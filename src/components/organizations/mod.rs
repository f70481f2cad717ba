//! Organizations, as the server draws them.

mod cards;
mod choices;
mod choose_organization;
mod domains;
mod fields;
mod general;
mod invitations;
mod list;
mod members;
mod preview;
mod requests;
mod switcher;
mod unsaid;

pub use self::cards::{CreateOrganizationCard, OrganizationListCard};
pub use self::choose_organization::ChooseOrganization;
pub use self::general::General;
pub use self::invitations::Invitations;
pub use self::members::Members;
pub use self::switcher::Switcher;
