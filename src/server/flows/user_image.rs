//! The pictures of people, as the app's own server sets and takes them.

use super::Error;
use super::account::{clear_away, keep};
use super::users::{Account, Users, no_such_user};
use crate::model::{ApiError, ErrorCode};
use crate::server::avatars::Admitted;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::avatars::{self, Owner};
use crate::server::store::users;

impl Users<'_> {
    /// A place for a picture that is to be a user's: before any of it is read.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user; `service_unavailable` when there is no place.
    pub(crate) async fn begin_upload(&self, id: &str) -> Result<Admitted, Error> {
        users::by_id(&mut *self.0.store.read().await?, id).await?.ok_or_else(no_such_user)?;
        Ok(self.0.avatars.admit(id).await?)
    }

    /// Gives a user a picture: the middle of what was uploaded.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user; what is wrong with the picture, of the field `file`.
    pub(crate) async fn set_profile_image(
        &self,
        id: &str,
        admitted: Admitted,
        upload: Vec<u8>,
    ) -> Result<Account, Error> {
        let picture = self.0.avatars.make(admitted, upload, None).await?;
        let image = keep(self.0, picture).await?;
        let (mut tx, before, now) = self.find_and_hold(id).await?;
        if !avatars::set(&mut tx, Owner::User(id), &image, now).await? {
            return Err(ApiError::new(ErrorCode::ServiceUnavailable).into());
        }
        let account = self.changed(tx, id, AuditEntry::of(AuditAction::ImageChanged), now).await?;
        if before.has_image {
            clear_away(self.0).await;
        }
        Ok(account)
    }

    /// Takes the picture from a user, if they have one.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user.
    pub async fn delete_profile_image(&self, id: &str) -> Result<Account, Error> {
        let known = self.get(id).await?.ok_or_else(no_such_user)?;
        if !known.user.has_image {
            return Ok(known);
        }
        let (mut tx, _, now) = self.find_and_hold(id).await?;
        avatars::remove(&mut tx, Owner::User(id), now).await?;
        let account = self.changed(tx, id, AuditEntry::of(AuditAction::ImageRemoved), now).await?;
        clear_away(self.0).await;
        Ok(account)
    }
}
