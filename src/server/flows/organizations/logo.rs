//! The logo of an organization: a picture as a person's is, which whoever may change the organization's profile uploads.

use super::access::{self, Actor};
use super::{Organizations, forms, noted, read};
use crate::model::{ApiError, ErrorCode, Organization};
use crate::server::avatars::{Admitted, Crop};
use crate::server::events::{AuditEntry, EventType};
use crate::server::flows::account::{admit, clear_away, keep};
use crate::server::flows::{Error, Outcome, Visitor, acting, commit};
use crate::server::settings::MANAGE_PROFILE;
use crate::server::store::avatars::{self, Owner};
use crate::server::vestibule::Inner;

impl Organizations<'_> {
    /// A place for a picture that is to be an organization's logo: before any of it is read.
    ///
    /// # Errors
    /// `resource_not_found` if there is none such; `service_unavailable` when there is no place.
    pub(crate) async fn begin_upload(&self, id: &str) -> Result<Admitted, Error> {
        let found = access::find(self.0, &mut *self.0.store.read().await?, id, Actor::Server).await?.organization;
        Ok(self.0.avatars.admit(&found.id).await?)
    }

    /// Gives an organization a logo: the middle of what was uploaded, by a person who may change it or by the app itself.
    ///
    /// # Errors
    /// `resource_not_found` if there is none such, or the person does not belong to it; `authorization_invalid` if they may not
    /// change it; what is wrong with the picture, of the field `file`.
    pub(crate) async fn set_logo(
        &self,
        id: &str,
        uploader: Option<&str>,
        admitted: Admitted,
        upload: Vec<u8>,
    ) -> Result<Organization, Error> {
        access::check_ids(uploader.as_slice())?;
        let picture = self.0.avatars.make(admitted, upload, None).await?;
        let kept = keep(self.0, picture).await?;
        change(self.0, uploader.map_or(Actor::Server, Actor::Person), id, Some(&kept)).await
    }

    /// Takes its logo from an organization, if it has one.
    ///
    /// # Errors
    /// `resource_not_found` if there is none such.
    pub async fn delete_logo(&self, id: &str) -> Result<Organization, Error> {
        change(self.0, Actor::Server, id, None).await
    }
}

/// Whether whoever is asking may upload a logo now: before any of it is read.
///
/// # Errors
/// `authentication_invalid`, `resource_not_found`, `authorization_invalid`, `too_many_requests`.
pub async fn begin_upload(app: &Inner, visitor: &Visitor, organization_id: &str) -> Result<Admitted, Error> {
    let (_, session) = acting::find(app, visitor).await?;
    {
        let mut connection = app.store.read().await?;
        let actor = Actor::Person(&session.user_id);
        access::find(app, &mut connection, organization_id, actor).await?.require(MANAGE_PROFILE)?;
    }
    admit(app, &session.user_id).await
}

/// Gives an organization the logo that someone has uploaded, or the part of it that they have chosen.
///
/// # Errors
/// As [`begin_upload`]; what is wrong with the picture, of the field `file`.
pub async fn set(
    app: &Inner,
    visitor: &Visitor,
    organization_id: &str,
    admitted: Admitted,
    (upload, crop): (Vec<u8>, Option<Crop>),
) -> Result<Outcome, Error> {
    let picture = app.avatars.make(admitted, upload, crop).await?;
    let id = keep(app, picture).await?;
    forms::act(app, visitor, async |theirs| {
        change(app, Actor::Person(theirs.user_id), organization_id, Some(&id)).await
    })
    .await
}

/// Takes its logo from an organization.
///
/// # Errors
/// `authentication_invalid`, `resource_not_found`, `authorization_invalid`.
pub async fn remove(app: &Inner, visitor: &Visitor, organization_id: &str) -> Result<Outcome, Error> {
    forms::act(app, visitor, async |theirs| change(app, Actor::Person(theirs.user_id), organization_id, None).await)
        .await
}

async fn change(
    app: &Inner,
    actor: Actor<'_>,
    organization_id: &str,
    picture: Option<&str>,
) -> Result<Organization, Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let access = access::hold(app, &mut tx, organization_id, actor).await?;
    access.require(MANAGE_PROFILE)?;
    let before = access.organization;
    if picture.is_none() && before.image_id.is_none() {
        return read::organization_now(app, &mut tx, &before.id, now).await;
    }
    let owner = Owner::Organization(&before.id);
    match picture {
        Some(id) if !avatars::set(&mut tx, owner, id, now).await? => {
            return Err(ApiError::new(ErrorCode::ServiceUnavailable).into());
        }
        Some(_) => {}
        None => avatars::remove(&mut tx, owner, now).await?,
    }
    let entry = AuditEntry::of(EventType::OrganizationUpdated).changed(
        "has_image",
        before.image_id.is_some(),
        picture.is_some(),
    );
    let entry = entry.with("image", if picture.is_some() { "set" } else { "removed" });
    let kind = EventType::OrganizationUpdated;
    let organization = noted::organization(app, &mut tx, (kind, entry), &before.id, now).await?;
    commit(tx).await?;
    if before.image_id.is_some() {
        clear_away(app).await;
    }
    Ok(organization)
}
