//! What belongs to one organization as operators leaf through it in the dashboard.

use super::access::{self, Actor, not_there};
use super::{Organizations, read, requests};
use crate::model::{OrganizationInvitation, OrganizationMembership, OrganizationMembershipRequest};
use crate::server::flows::Error;
use crate::server::flows::active_organization::may_name;
use crate::server::flows::pages::{cut, looked_for, most};
use crate::server::store::organization_member_pages::Found;
use crate::server::store::user_pages::Place;
use crate::server::store::{organization_invitations, organization_member_pages, organization_membership_requests};

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Part<T> {
    /// What is on it.
    pub data: Vec<T>,
    /// Where the next part begins, if there is one.
    pub next: Option<Place>,
    /// Whether more are found than these: then more has to be typed.
    pub is_cut: bool,
}

/// Which of an organization's members.
#[derive(Clone, Debug, Default)]
pub struct MemberPageQuery {
    /// How a name or an identifier begins, or an id; all of them where it is empty.
    pub beginning: String,
    /// From where on, where nobody is looked for.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: i64,
}

/// What belongs to an organization, a part at a time: [`Organizations::parts`].
#[derive(Clone, Copy, Debug)]
pub struct OrganizationParts<'a> {
    organizations: Organizations<'a>,
    id: &'a str,
}

impl<'a> Organizations<'a> {
    /// What belongs to an organization, for whoever runs the instance.
    pub fn parts(&self, id: &'a str) -> OrganizationParts<'a> {
        OrganizationParts { organizations: *self, id }
    }
}

impl OrganizationParts<'_> {
    /// Its members, who came first in front, or those who begin so.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such organization.
    pub async fn members(self, query: &MemberPageQuery) -> Result<Part<OrganizationMembership>, Error> {
        let (app, limit) = (self.organizations.0, most(query.limit));
        let beginning = looked_for(&query.beginning);
        let looks = beginning.as_deref() != Some("");
        let found = match &beginning {
            None => Found::default(),
            Some(id) if id.starts_with("user_") => Found { ids: vec![id.clone()], is_cut: false },
            Some(text) if looks => organization_member_pages::beginning(&app.store, self.id, text, limit + 1).await?,
            Some(_) => Found::default(),
        };
        let mut connection = app.store.read().await?;
        let id = access::find(app, &mut connection, self.id, Actor::Server).await?.organization.id;
        let mut rows = match looks {
            true => organization_member_pages::among(&mut connection, &id, &found.ids).await?,
            false => organization_member_pages::after(&mut connection, &id, query.after.as_ref(), limit + 1).await?,
        };
        let is_more = cut(&mut rows, limit);
        let last = rows.last().filter(|_| is_more && !looks);
        let next = last.map(|(row, _)| Place { at: row.created_at, id: row.id.clone() });
        let organization = read::organization_now(app, &mut connection, &id, app.clock.now()).await?;
        let told = rows.into_iter().map(|(row, person)| read::membership(app, row, organization.clone(), person));
        Ok(Part { data: told.collect(), next, is_cut: (is_more || found.is_cut) && looks })
    }

    /// The invitations to it that wait for an answer and are good, those that are good for longest first.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such organization.
    pub async fn invitations(self, after: Option<&Place>, limit: i64) -> Result<Part<OrganizationInvitation>, Error> {
        let (app, limit, now) = (self.organizations.0, most(limit), self.organizations.0.clock.now());
        let mut connection = app.store.read().await?;
        let id = access::find(app, &mut connection, self.id, Actor::Server).await?.organization.id;
        let mut rows = organization_invitations::waiting_after(&mut connection, &id, after, limit + 1, now).await?;
        let is_more = cut(&mut rows, limit);
        let last = rows.last().filter(|_| is_more);
        let next = last.map(|row| Place { at: row.expire_at, id: row.id.clone() });
        let data = rows.iter().map(|row| read::invitation(app, row, now)).collect();
        Ok(Part { data, next, is_cut: false })
    }

    /// The requests to be let in that wait for an answer, oldest first.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such organization.
    pub async fn requests(
        self,
        after: Option<&Place>,
        limit: i64,
    ) -> Result<Part<OrganizationMembershipRequest>, Error> {
        let (app, limit) = (self.organizations.0, most(limit));
        let mut connection = app.store.read().await?;
        let id = access::find(app, &mut connection, self.id, Actor::Server).await?.organization.id;
        let mut rows = organization_membership_requests::waiting_after(&mut connection, &id, after, limit + 1).await?;
        let is_more = cut(&mut rows, limit);
        let last = rows.last().filter(|_| is_more);
        let next = last.map(|(row, _)| Place { at: row.created_at, id: row.id.clone() });
        let data = rows.into_iter().map(|(row, person)| requests::told(row, person)).collect();
        Ok(Part { data, next, is_cut: false })
    }

    /// Who has made a request to be let into it.
    ///
    /// # Errors
    /// `resource_not_found` if there is none such to this organization.
    pub async fn who_asks(self, request_id: &str) -> Result<String, Error> {
        let app = self.organizations.0;
        if !may_name(request_id) {
            return Err(not_there());
        }
        let mut connection = app.store.read().await?;
        let id = access::find(app, &mut connection, self.id, Actor::Server).await?.organization.id;
        let row = organization_membership_requests::find(&mut connection, &id, request_id).await?;
        Ok(row.ok_or_else(not_there)?.user_id)
    }
}
