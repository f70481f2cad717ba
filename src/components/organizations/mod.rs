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
pub use self::choices::search_form;
pub use self::choose_organization::ChooseOrganization;
pub use self::fields::{hinted_field, options as input_options};
pub use self::general::General;
pub use self::general::{about as about_organization, section};
pub use self::invitations::Invitations;
pub use self::list::pagination;
pub use self::members::Members;
pub use self::switcher::Switcher;
pub use self::unsaid::Unsaid;
