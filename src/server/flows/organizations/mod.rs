//! Organizations: which there are, who belongs to them, and what they may do there.
//!
//! An app's own server does everything ([`Organizations`]); a person does what the role of their membership allows
//! ([`ActingInOrganizations`]). Whoever changes something holds the organization first, and what they may do is read after
//! that: of two who act at once, the second one acts by what the first one has left.
//!
//! ```text
//! access::hold ──▶ the organization is held, and the actor's role read ──▶ require, require_cover ──▶ change, event ──▶ commit ──▶ outdate
//! ```

pub mod accept;
pub(super) mod access;
mod create;
mod departure;
pub mod domain_forms;
pub(in crate::server) mod domain_name;
mod domain_verification;
pub mod domains;
pub mod enrollment;
pub mod forms;
pub mod invitations;
pub mod inviting;
mod list;
pub mod logo;
mod mails;
mod members;
mod membership_list;
mod noted;
pub mod pages;
mod parts;
mod profile;
mod read;
pub mod requests;
mod roles;
pub mod shown;
mod slug;

pub use create::NewOrganization;
pub use departure::{are_all_held, depart, hold_all_of};
pub use invitations::revoke_beyond;
pub use list::{OrganizationAccount, OrganizationOrder, OrganizationQuery};
pub use members::MemberQuery;
pub use membership_list::{MembershipOrder, MembershipQuery};
pub use parts::{MemberPageQuery, OrganizationParts, Part};
pub use profile::{OrganizationMetadata, OrganizationUpdate};
pub(crate) use roles::name_of as role_name;

use self::access::Actor;
use self::domains::OrganizationDomains;
use self::inviting::OrganizationInvitations;
use self::requests::OrganizationMembershipRequests;
use crate::server::vestibule::Inner;

/// All organizations, for the app's own server: [`Vestibule::organizations`](crate::server::Vestibule::organizations).
///
/// Everything is refused with `organization_not_enabled_in_instance` while `organizations.enabled` is off.
#[derive(Clone, Copy, Debug)]
pub struct Organizations<'a>(pub(crate) &'a Inner);

impl<'a> Organizations<'a> {
    /// The same for a person, who may do only what the role of their membership allows. The caller knows that it is them.
    ///
    /// ```no_run
    /// # use vestibule::server::Vestibule;
    /// # async fn run(vestibule: Vestibule, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let theirs = vestibule.organizations().acting_as(user_id);
    /// let acme = theirs.create("Acme", None).await?;
    /// theirs.update(&acme.id, Some("Acme Corporation"), None).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn acting_as(&self, user_id: &'a str) -> ActingInOrganizations<'a> {
        ActingInOrganizations { app: self.0, user_id }
    }
}

impl<'a> Organizations<'a> {
    /// Invitations to them.
    pub fn invitations(&self) -> OrganizationInvitations<'a> {
        OrganizationInvitations { app: self.0, actor: Actor::Server }
    }

    /// Their domains.
    pub fn domains(&self) -> OrganizationDomains<'a> {
        OrganizationDomains { app: self.0, actor: Actor::Server }
    }

    /// Who asks to be let in.
    pub fn membership_requests(&self) -> OrganizationMembershipRequests<'a> {
        OrganizationMembershipRequests { app: self.0, actor: Actor::Server }
    }
}

/// The organizations of a person, who acts in them: [`Organizations::acting_as`].
///
/// An organization that they do not belong to is not there for them: whatever they ask about it is refused with
/// `resource_not_found`, as for one that never was. What their role does not allow is refused with `authorization_invalid`,
/// and everything with `user_banned` while they are banned.
#[derive(Clone, Copy, Debug)]
pub struct ActingInOrganizations<'a> {
    app: &'a Inner,
    user_id: &'a str,
}

impl<'a> ActingInOrganizations<'a> {
    /// Invitations to the organizations in which the person may let others in.
    pub fn invitations(&self) -> OrganizationInvitations<'a> {
        OrganizationInvitations { app: self.app, actor: Actor::Person(self.user_id) }
    }

    /// Domains of the organizations in which the person may see or manage them.
    pub fn domains(&self) -> OrganizationDomains<'a> {
        OrganizationDomains { app: self.app, actor: Actor::Person(self.user_id) }
    }

    /// Who asks to be let into the organizations in which the person may let others in.
    pub fn membership_requests(&self) -> OrganizationMembershipRequests<'a> {
        OrganizationMembershipRequests { app: self.app, actor: Actor::Person(self.user_id) }
    }
}
