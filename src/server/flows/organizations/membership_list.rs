//! The list of all memberships, as the app's own server and other backends ask for it.

use std::collections::HashMap;

use super::access::{self, Actor, check_enabled};
use super::{Organizations, read};
use crate::model::{Organization, OrganizationMembership};
use crate::server::flows::active_organization::may_name;
use crate::server::flows::invitations::page;
use crate::server::flows::{Error, identifier};
use crate::server::phone_number;
pub use crate::server::store::organization_membership_list::MembershipOrder;
use crate::server::store::organization_membership_list::{self, MembershipFilter};

/// What is looked for is no longer than this, in characters.
const LONGEST_QUERY: usize = 100;

/// Which memberships are asked for: all of the conditions hold of whatever is given. Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct MembershipQuery {
    /// Those in this organization, by its id or slug; in all of them where none is named.
    pub organization: Option<String>,
    /// Those of these people.
    pub user_ids: Vec<String>,
    /// Of whoever has one of these email addresses.
    pub email_addresses: Vec<String>,
    /// Of whoever has one of these phone numbers.
    pub phone_numbers: Vec<String>,
    /// Of whoever has one of these usernames.
    pub usernames: Vec<String>,
    /// Those with one of these roles.
    pub roles: Vec<String>,
    /// Of those in whose name, identifiers or id this stands.
    pub query: String,
    /// Of those in one of whose email addresses this stands.
    pub email_address_query: String,
    /// Of those in one of whose phone numbers this stands.
    pub phone_number_query: String,
    /// Of those in whose username this stands.
    pub username_query: String,
    /// Of those in whose name this stands.
    pub name_query: String,
    /// Of those whose last request came before that.
    pub active_before: Option<i64>,
    /// Of those whose last request came at that time or later.
    pub active_after: Option<i64>,
    /// Those that began before that.
    pub created_before: Option<i64>,
    /// Those that began at that time or later.
    pub created_after: Option<i64>,
    /// What they are sorted by.
    pub order: MembershipOrder,
    /// Whether the last come first.
    pub descending: bool,
    /// At most so many, up to 500.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl Default for MembershipQuery {
    /// The ten oldest.
    fn default() -> Self {
        Self {
            organization: None,
            user_ids: Vec::new(),
            email_addresses: Vec::new(),
            phone_numbers: Vec::new(),
            usernames: Vec::new(),
            roles: Vec::new(),
            query: String::new(),
            email_address_query: String::new(),
            phone_number_query: String::new(),
            username_query: String::new(),
            name_query: String::new(),
            active_before: None,
            active_after: None,
            created_before: None,
            created_after: None,
            order: MembershipOrder::CreatedAt,
            descending: false,
            limit: 10,
            offset: 0,
        }
    }
}

impl MembershipQuery {
    fn filter(&self, organization_id: String) -> MembershipFilter {
        // What none of ours is finds nobody, and not everybody.
        let all = |texts: &[String], read: &dyn Fn(&str) -> Option<String>| {
            texts.iter().map(|text| read(text).unwrap_or_default()).collect()
        };
        let clean = |text: &str| may_name(text).then(|| text.to_owned());
        let plain = |query: &str| match query.contains('\0') {
            false => query.trim().chars().take(LONGEST_QUERY).collect(),
            // As a word that stands nowhere.
            true => "\u{1}".to_owned(),
        };
        MembershipFilter {
            organization_id,
            user_ids: all(&self.user_ids, &clean),
            email_addresses: all(&self.email_addresses, &|text| Some(identifier::email_address(text).ok()?.normalized)),
            phone_numbers: all(&self.phone_numbers, &|text| Some(phone_number::read(text, "")?.e164)),
            usernames: all(&self.usernames, &|text| Some(identifier::username(text).ok()?.normalized)),
            roles: all(&self.roles, &|text| (!text.contains('\0')).then(|| text.to_owned())),
            query: plain(&self.query),
            email_address_query: plain(&self.email_address_query),
            phone_number_query: plain(&self.phone_number_query),
            username_query: plain(&self.username_query),
            name_query: plain(&self.name_query),
            active_before: self.active_before,
            active_after: self.active_after,
            created_before: self.created_before,
            created_after: self.created_after,
        }
    }
}

impl Organizations<'_> {
    /// A part of the memberships that are meant, and how many there are.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such organization.
    pub async fn find_memberships(&self, query: &MembershipQuery) -> Result<(Vec<OrganizationMembership>, i64), Error> {
        check_enabled(self.0)?;
        let (mut connection, now) = (self.0.store.read().await?, self.0.clock.now());
        let id = match &query.organization {
            Some(named) => access::find(self.0, &mut connection, named, Actor::Server).await?.organization.id,
            None => String::new(),
        };
        let filter = query.filter(id);
        let (order, page) = ((query.order, query.descending), page(query.limit, query.offset));
        let found = organization_membership_list::list(&mut connection, &filter, order, page).await?;
        let total = organization_membership_list::count(&mut connection, &filter).await?;
        let mut known: HashMap<String, Organization> = HashMap::new();
        let mut told = Vec::with_capacity(found.len());
        for (row, person) in found {
            let organization = match known.get(&row.organization_id) {
                Some(organization) => organization.clone(),
                None => read::organization_now(self.0, &mut connection, &row.organization_id, now).await?,
            };
            known.insert(row.organization_id.clone(), organization.clone());
            told.push(read::membership(self.0, row, organization, person));
        }
        Ok((told, total))
    }
}
