//! The picture of a person.
//!
//! ```text
//! check_uploader ──▶ what is typed is read ──▶ begin_upload ──▶ the file is read ──▶ made into a square ──▶ noted, and put into the store ──▶ the account gets it
//!                                                                   └── given up: taken away by the sweep
//! ```

use super::{Change, refusal};
use crate::model::ErrorCode;
use crate::server::avatars::{Admitted, Crop};
use crate::server::crypto::{HOUR, Prefix, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::flows::reverification::Action;
use crate::server::flows::{Error, Issued, Outcome, Visitor, acting, limits};
use crate::server::store::avatars::{self, Owner};
use crate::server::store::limits::Rule;
use crate::server::vestibule::Inner;

/// Pictures that one account uploads: each is work.
const UPLOADS: Rule = Rule::per(20, HOUR);

/// How long a picture may be on its way into the store.
const UNDER_WAY: i64 = HOUR;

/// Whether whoever is asking is someone who may have a picture: before anything that they send is read.
pub async fn check_uploader(app: &Inner, visitor: &Visitor) -> Result<(), Error> {
    acting::find(app, visitor).await?;
    Ok(())
}

/// Whether whoever is asking may upload a picture now: before any of it is read.
pub async fn begin_upload(app: &Inner, visitor: &Visitor) -> Result<Admitted, Error> {
    let (_, session) = acting::find(app, visitor).await?;
    admit(app, &session.user_id).await
}

/// A place for a picture that a person uploads, whosever it is to be.
pub async fn admit(app: &Inner, user_id: &str) -> Result<Admitted, Error> {
    {
        let limit = limits::key(app, "profile_images", &[user_id]);
        let mut connection = app.store.write_one().await?;
        let now = app.clock.now();
        limits::take_or_refuse(&mut connection, &limit, UPLOADS, ErrorCode::TooManyRequests, now).await??;
    }
    Ok(app.avatars.admit(user_id).await?)
}

/// Gives a person the picture that they have uploaded, or the part of it that they have chosen.
pub async fn set_profile_image(
    app: &Inner,
    visitor: &Visitor,
    admitted: Admitted,
    upload: Vec<u8>,
    crop: Option<Crop>,
) -> Result<Outcome, Error> {
    let (_, session) = acting::find(app, visitor).await?;
    let picture = app.avatars.make(admitted, upload, crop).await?;
    let id = keep(app, picture).await?;
    let mut change = Change::begin(app, visitor, Action::Everyday).await?;
    // Another person may act in this browser by now.
    if change.user_id() != session.user_id {
        return Err(refusal(ErrorCode::AuthenticationInvalid));
    }
    let before = change.person(app).await?;
    if !avatars::set(&mut change.tx, Owner::User(&before.id), &id, change.now).await? {
        return Err(refusal(ErrorCode::ServiceUnavailable));
    }
    let entry = AuditEntry::of(AuditAction::ImageChanged);
    let outcome = change.finish(app, Issued::default(), entry).await?;
    if before.has_image {
        clear_away(app).await;
    }
    Ok(outcome)
}

/// Puts a picture into the store. It goes again unless it becomes somebody's.
pub async fn keep(app: &Inner, picture: Vec<u8>) -> Result<String, Error> {
    let now = app.clock.now();
    let id = new_id(Prefix::Image, now);
    avatars::insert(&mut *app.store.write_one().await?, &id, now + UNDER_WAY).await?;
    app.avatars.put(&id, picture).await?;
    Ok(id)
}

/// Takes the picture from a person, if they have one.
pub async fn remove_profile_image(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Everyday).await?;
    let before = change.person(app).await?;
    if before.has_image {
        avatars::remove(&mut change.tx, Owner::User(&before.id), change.now).await?;
    }
    let entry = AuditEntry::of(AuditAction::ImageRemoved);
    let outcome = change.finish(app, Issued::default(), entry).await?;
    if before.has_image {
        clear_away(app).await;
    }
    Ok(outcome)
}

/// Takes pictures out of the store that are nobody's. What does not go now goes with the next sweep: nobody waits for it.
pub async fn clear_away(app: &Inner) {
    if let Err(error) = try_to_clear_away(app).await {
        tracing::warn!(%error, "pictures that are nobody's could not be taken away");
    }
}

/// The same for whoever wants to know whether it went well.
pub async fn try_to_clear_away(app: &Inner) -> Result<(), Error> {
    let due = avatars::due(&mut *app.store.read().await?, app.clock.now()).await?;
    for id in due {
        app.avatars.delete(&id).await?;
        avatars::forget(&mut *app.store.write_one().await?, &id).await?;
    }
    Ok(())
}
