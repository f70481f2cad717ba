//! Organizations and memberships with what the app's own server alone may know of them.

use serde_json::{Map, Value};

use super::access::check_enabled;
use super::{Organizations, read};
use crate::model::{Organization, OrganizationMembership};
use crate::server::flows::Error;
use crate::server::flows::active_organization::may_name;
use crate::server::flows::invitations::page;
use crate::server::store::organization_list::{self, OrganizationFilter};
use crate::server::store::organizations;

pub use crate::server::store::organization_list::OrganizationOrder;

/// What is looked for is no longer than this, in characters.
const LONGEST_QUERY: usize = 100;

/// An organization, with what the server alone may know of it: nothing that is sent to a browser holds one.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationAccount {
    /// What its members may know too.
    pub organization: Organization,
    /// What the app keeps about it and its server alone reads.
    pub private_metadata: Map<String, Value>,
    /// `user_…`: who made it.
    pub created_by: Option<String>,
}

/// Which organizations are asked for: all of the conditions hold of whatever is given.
#[derive(Clone, Debug)]
pub struct OrganizationQuery {
    /// Only these, by their ids.
    pub organization_ids: Vec<String>,
    /// Those to which one of these users belongs.
    pub user_ids: Vec<String>,
    /// In whose name, slug or id this stands.
    pub query: String,
    /// What they are sorted by.
    pub order: OrganizationOrder,
    /// Whether the last come first.
    pub descending: bool,
    /// At most so many, up to 500.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl Default for OrganizationQuery {
    /// The ten newest.
    fn default() -> Self {
        Self {
            organization_ids: Vec::new(),
            user_ids: Vec::new(),
            query: String::new(),
            order: OrganizationOrder::CreatedAt,
            descending: true,
            limit: 10,
            offset: 0,
        }
    }
}

impl OrganizationQuery {
    fn filter(&self) -> OrganizationFilter {
        // What nothing is called finds nothing, and not everything.
        let clean =
            |ids: &[String]| ids.iter().map(|id| if may_name(id) { id.clone() } else { String::new() }).collect();
        OrganizationFilter {
            ids: clean(&self.organization_ids),
            user_ids: clean(&self.user_ids),
            query: match self.query.contains('\0') {
                false => self.query.trim().chars().take(LONGEST_QUERY).collect(),
                true => "\u{1}".into(),
            },
        }
    }
}

impl Organizations<'_> {
    /// A part of the organizations that are meant, and how many there are in all.
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`, or when the database does not answer.
    pub async fn find(&self, query: &OrganizationQuery) -> Result<(Vec<OrganizationAccount>, i64), Error> {
        check_enabled(self.0)?;
        let (filter, now) = (query.filter(), self.0.clock.now());
        let mut connection = self.0.store.read().await?;
        let order = (query.order, query.descending);
        let ids = organization_list::ids(&mut connection, &filter, order, page(query.limit, query.offset)).await?;
        let total = organization_list::count(&mut connection, &filter).await?;
        let mut found = Vec::with_capacity(ids.len());
        for id in &ids {
            if let Some(counted) = organizations::count(&mut connection, id, now).await? {
                found.push(read::organization(self.0, counted));
            }
        }
        drop(connection);
        Ok((self.with_private(found).await?, total))
    }

    /// The same organizations, with what the server alone knows of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn with_private(&self, found: Vec<Organization>) -> Result<Vec<OrganizationAccount>, Error> {
        let ids: Vec<&str> = found.iter().map(|organization| organization.id.as_str()).collect();
        let mut known = organization_list::private(&mut *self.0.store.read().await?, &ids).await?;
        found
            .into_iter()
            .filter_map(|organization| known.remove(&organization.id).map(|known| (organization, known)))
            .map(|(organization, known)| {
                let private_metadata = read::object(&known.metadata)?;
                Ok(OrganizationAccount { organization, private_metadata, created_by: known.created_by })
            })
            .collect()
    }

    /// What the server alone keeps about these memberships, in their order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn private_of_memberships(
        &self,
        found: &[OrganizationMembership],
    ) -> Result<Vec<Map<String, Value>>, Error> {
        let ids: Vec<&str> = found.iter().map(|membership| membership.id.as_str()).collect();
        let known = organization_list::private_of_memberships(&mut *self.0.store.read().await?, &ids).await?;
        ids.iter()
            .map(|id| Ok(known.get(*id).map(|json| read::object(json)).transpose()?.unwrap_or_default()))
            .collect()
    }
}
