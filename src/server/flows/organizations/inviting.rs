//! What a host app does with invitations to organizations.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::access::{self, Actor, check_enabled, check_ids, not_there};
use super::invitations::{NewOrganizationInvitation, OrganizationInvitationPage, SentOrganizationInvitation};
use super::{accept, invitations, read};
use crate::model::{
    OrganizationInvitation, OrganizationMembership, OrganizationName, TicketStatus, UserOrganizationInvitation,
};
use crate::server::flows::invitations::page;
use crate::server::flows::{Error, commit, commit_with_mail};
use crate::server::settings::MANAGE_MEMBERSHIPS;
use crate::server::store::{StoreError, organization_invitations};
use crate::server::vestibule::Inner;

/// Invitations to organizations: [`Organizations::invitations`](super::Organizations::invitations), and in the name of a
/// person [`ActingInOrganizations::invitations`](super::ActingInOrganizations::invitations).
#[derive(Clone, Copy, Debug)]
pub struct OrganizationInvitations<'a> {
    pub(super) app: &'a Inner,
    /// In whose name it is done: a person's, who is asked whether they may, or the app's own.
    pub(super) actor: Actor<'a>,
}

impl OrganizationInvitations<'_> {
    /// Invites someone.
    ///
    /// # Errors
    /// As [`create_all`](invitations::create_all).
    pub async fn create(
        self,
        organization_id: &str,
        new: &NewOrganizationInvitation,
    ) -> Result<SentOrganizationInvitation, Error> {
        let mut tx = self.app.store.write().await?;
        let now = self.app.clock.now();
        let made = invitations::create(self.app, &mut tx, organization_id, self.actor, new, now).await?;
        commit_with_mail(self.app, tx).await?;
        Ok(made)
    }

    /// Invites all of them, at most 50, or nobody.
    ///
    /// # Errors
    /// As [`create_all`](invitations::create_all).
    pub async fn create_all(
        self,
        organization_id: &str,
        new: &[NewOrganizationInvitation],
    ) -> Result<Vec<SentOrganizationInvitation>, Error> {
        let mut tx = self.app.store.write().await?;
        let now = self.app.clock.now();
        let made = invitations::create_all(self.app, &mut tx, organization_id, self.actor, new, now).await?;
        commit_with_mail(self.app, tx).await?;
        Ok(made)
    }

    /// Mails an invitation once more, with another link.
    ///
    /// # Errors
    /// As [`resend`](invitations::resend).
    pub async fn resend(self, organization_id: &str, id: &str) -> Result<SentOrganizationInvitation, Error> {
        let mut tx = self.app.store.write().await?;
        let now = self.app.clock.now();
        let sent = invitations::resend(self.app, &mut tx, organization_id, self.actor, id, now).await?;
        commit_with_mail(self.app, tx).await?;
        Ok(sent)
    }

    /// What the memberships get that come of invitations and the server alone reads, by the invitations' ids: for whoever was
    /// given those.
    pub(crate) async fn private_metadata(self, ids: &[&str]) -> Result<HashMap<String, Map<String, Value>>, Error> {
        let kept = organization_invitations::private_metadata(&mut *self.app.store.read().await?, ids).await?;
        let read = |(id, json): (String, String)| Ok((id, read::object(&json)?));
        Ok(kept.into_iter().map(read).collect::<Result<_, StoreError>>()?)
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// As [`revoke`](invitations::revoke).
    pub async fn revoke(self, organization_id: &str, id: &str) -> Result<OrganizationInvitation, Error> {
        let mut tx = self.app.store.write().await?;
        let now = self.app.clock.now();
        let revoked = invitations::revoke(self.app, &mut tx, organization_id, self.actor, id, now).await?;
        commit(tx).await?;
        Ok(revoked)
    }

    /// Invitations that stand in one of these places, or all of them where none is named: newest first, at most 500.
    ///
    /// # Errors
    /// As [`list`](invitations::list).
    pub async fn list(
        self,
        organization_id: &str,
        statuses: &[TicketStatus],
        page: (i64, i64),
    ) -> Result<OrganizationInvitationPage, Error> {
        let mut connection = self.app.store.read().await?;
        let now = self.app.clock.now();
        invitations::list(self.app, &mut connection, organization_id, self.actor, (statuses, page), now).await
    }

    /// An invitation to an organization.
    ///
    /// # Errors
    /// `resource_not_found` if there is none such, and as [`list`](invitations::list).
    pub async fn get(self, organization_id: &str, id: &str) -> Result<OrganizationInvitation, Error> {
        check_ids(&[id])?;
        let mut connection = self.app.store.read().await?;
        let access = access::find(self.app, &mut connection, organization_id, self.actor).await?;
        access.require(MANAGE_MEMBERSHIPS)?;
        let row = organization_invitations::find(&mut connection, &access.organization.id, id).await?;
        Ok(read::invitation(self.app, &row.ok_or_else(not_there)?, self.app.clock.now()))
    }

    /// Invitations to addresses that someone has proven, with the organizations, which stand in one of these places, or all of
    /// them where none is named: newest first, at most 500; and how many there are. In the name of a person for nobody else.
    ///
    /// # Errors
    /// `resource_not_found` for another person's; `organization_not_enabled_in_instance`.
    pub async fn of_user(
        self,
        user_id: &str,
        statuses: &[TicketStatus],
        (limit, offset): (i64, i64),
    ) -> Result<(Vec<(OrganizationInvitation, OrganizationName)>, i64), Error> {
        check_enabled(self.app)?;
        self.check_own(user_id)?;
        let (mut connection, now) = (self.app.store.read().await?, self.app.clock.now());
        let page = page(limit, offset);
        let (rows, total) = organization_invitations::of_user(&mut connection, user_id, statuses, page, now).await?;
        let told = rows.into_iter().map(|(row, organization)| (read::invitation(self.app, &row, now), organization));
        Ok((told.collect(), total))
    }

    /// Accepts an invitation for someone who has proven the address that it is for: in the name of a person for nobody else.
    ///
    /// # Errors
    /// As [`accept`](accept::accept).
    pub async fn accept(self, user_id: &str, id: &str) -> Result<OrganizationMembership, Error> {
        self.check_own(user_id)?;
        let mut tx = self.app.store.write().await?;
        let membership = accept::accept(self.app, &mut tx, user_id, id, self.app.clock.now()).await?;
        commit_with_mail(self.app, tx).await?;
        Ok(membership)
    }

    /// Part of the invitations that wait for someone, newest first, at most 500, and how many there are: in the name of a person
    /// for nobody else.
    ///
    /// # Errors
    /// `resource_not_found` for another person's, or when the database does not answer.
    pub async fn waiting_for(
        self,
        user_id: &str,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<UserOrganizationInvitation>, i64), Error> {
        self.check_own(user_id)?;
        let mut connection = self.app.store.read().await?;
        accept::waiting_for(self.app, &mut connection, user_id, page(limit, offset), self.app.clock.now()).await
    }

    /// Refuses a person who would look after another one's.
    fn check_own(self, user_id: &str) -> Result<(), Error> {
        check_ids(&[user_id])?;
        match self.actor.user_id().is_none_or(|actor| actor == user_id) {
            true => Ok(()),
            false => Err(not_there()),
        }
    }
}
