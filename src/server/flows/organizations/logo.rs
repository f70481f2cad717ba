//! The logo of an organization: a picture as a person's is, which whoever may change the organization's profile uploads.

use super::access::{self, Actor};
use super::{forms, read};
use crate::model::{ApiError, ErrorCode};
use crate::server::avatars::{Admitted, Crop};
use crate::server::events::{self, AuditEntry, EventType};
use crate::server::flows::account::{admit, clear_away, keep};
use crate::server::flows::{Error, Outcome, Visitor, acting, commit};
use crate::server::settings::MANAGE_PROFILE;
use crate::server::store::avatars::{self, Owner};
use crate::server::vestibule::Inner;

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
    forms::act(app, visitor, async |theirs| change(app, theirs.user_id, organization_id, Some(&id)).await).await
}

/// Takes its logo from an organization.
///
/// # Errors
/// `authentication_invalid`, `resource_not_found`, `authorization_invalid`.
pub async fn remove(app: &Inner, visitor: &Visitor, organization_id: &str) -> Result<Outcome, Error> {
    forms::act(app, visitor, async |theirs| change(app, theirs.user_id, organization_id, None).await).await
}

async fn change(app: &Inner, user_id: &str, organization_id: &str, picture: Option<&str>) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let access = access::hold(app, &mut tx, organization_id, Actor::Person(user_id)).await?;
    access.require(MANAGE_PROFILE)?;
    let before = access.organization;
    let owner = Owner::Organization(&before.id);
    match picture {
        Some(id) if !avatars::set(&mut tx, owner, id, now).await? => {
            return Err(ApiError::new(ErrorCode::ServiceUnavailable).into());
        }
        Some(_) => {}
        None => avatars::remove(&mut tx, owner, now).await?,
    }
    let organization = read::organization_now(app, &mut tx, &before.id, now).await?;
    let entry = AuditEntry::of(EventType::OrganizationUpdated).changed(
        "has_image",
        before.image_id.is_some(),
        picture.is_some(),
    );
    let entry = entry.with("image", if picture.is_some() { "set" } else { "removed" });
    events::record_as(&mut tx, EventType::OrganizationUpdated, &before.id, &organization, entry, now).await?;
    commit(tx).await?;
    if before.image_id.is_some() {
        clear_away(app).await;
    }
    Ok(())
}
