//! Pictures of people: what was uploaded is made into a square of our own, and kept in a folder or in a bucket.
//!
//! ```text
//! admit ──▶ the upload is read ──▶ make: measured, then decoded, each where there is memory for it ──▶ put
//! ```

#[cfg(test)]
mod crafted;
mod place;
mod square;
mod webp;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::place::Place;
pub use self::place::PlaceError;
pub use self::square::{Crop, MOST_PIXELS};
use self::square::{Measure, Unfit};
use super::crypto::Token;
use super::settings::Settings;
use crate::model::{ApiError, ErrorCode, Field};

/// No picture that is uploaded is larger, in bytes.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// The address of a picture, on this site.
pub fn url(id: &str) -> String {
    format!("/vestibule/avatars/{id}.jpg")
}

/// How many uploads are held at once: with [`MOST_BYTES`], what they take of the memory.
const UPLOADS: usize = 16;
/// How many of one account. Its others wait.
const UPLOADS_OF_ONE: usize = 2;

/// The memory for decoding, in MiB: for the largest picture there may be. Smaller ones share it.
const MEMORY: u32 = square::most_mebibytes();

/// What even the smallest takes of it, so that there are no more at once than cores to speak of.
const LEAST: u32 = MEMORY / 8;

/// How long an upload waits for others to be done with.
const PATIENCE: Duration = Duration::from_secs(30);

/// An upload that was let in, for as long as it is held.
#[derive(Debug)]
pub struct Admitted {
    _of_account: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

/// What the pictures are made and kept with.
#[derive(Debug)]
pub struct Avatars {
    place: Place,
    room: Arc<Room>,
}

/// What all uploads share, wherever the pictures are kept.
#[derive(Debug)]
struct Room {
    uploads: Arc<Semaphore>,
    /// The places of each account that uploads now.
    accounts: Mutex<HashMap<String, Weak<Semaphore>>>,
    memory: Arc<Semaphore>,
}

impl Avatars {
    /// As the settings have it.
    pub fn new(settings: &Settings) -> Result<Self, PlaceError> {
        Ok(Self { place: Place::new(settings)?, ..Self::nowhere() })
    }

    /// That keep nothing, and have nothing.
    pub fn nowhere() -> Self {
        let room = Room {
            uploads: Arc::new(Semaphore::new(UPLOADS)),
            accounts: Mutex::default(),
            memory: Arc::new(Semaphore::new(MEMORY as usize)),
        };
        Self { place: Place::Nowhere, room: Arc::new(room) }
    }

    /// The same, kept where other settings have it. What is kept here stays here.
    pub fn elsewhere(&self, settings: &Settings) -> Result<Self, PlaceError> {
        Ok(Self { place: Place::new(settings)?, room: Arc::clone(&self.room) })
    }

    /// Makes the folder that they are kept in, if it is one: so it is known at a start whether it can be made.
    pub fn prepare(&self) -> Result<(), PlaceError> {
        self.place.prepare()
    }

    /// Keeps something, reads it and takes it away again: whether pictures can be kept there.
    pub async fn try_out(&self) -> Result<(), PlaceError> {
        let id = format!("trial-{}", Token::random().expose());
        let trial = b"Whether a picture can be kept here.".to_vec();
        self.put(&id, trial.clone()).await?;
        let found = self.get(&id).await;
        // Whatever was found: nothing of it is to stay.
        let taken_away = self.delete(&id).await;
        match found? {
            Some(found) if found == trial => taken_away,
            _ => Err(PlaceError::Lost),
        }
    }

    /// Lets an upload of an account in.
    pub async fn admit(&self, user_id: &str) -> Result<Admitted, ApiError> {
        let of_account = wait(self.places_of(user_id).acquire_owned()).await?;
        let of_all = wait(self.room.uploads.clone().acquire_owned()).await?;
        Ok(Admitted { _of_account: of_account, _of_all: of_all })
    }

    fn places_of(&self, user_id: &str) -> Arc<Semaphore> {
        let mut accounts = self.room.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = accounts.get(user_id).and_then(Weak::upgrade) {
            return places;
        }
        // Those that nobody holds or waits for.
        accounts.retain(|_, places| places.strong_count() > 0);
        let places = Arc::new(Semaphore::new(UPLOADS_OF_ONE));
        accounts.insert(user_id.to_owned(), Arc::downgrade(&places));
        places
    }

    /// Makes the square of what was uploaded: a JPEG that has nothing of the file in it but its pixels. `crop` is the part
    /// that was chosen; else it is the middle. The upload is held until the work is done, even when the one who asks has
    /// gone away.
    pub async fn make(&self, admitted: Admitted, upload: Vec<u8>, crop: Option<Crop>) -> Result<Vec<u8>, ApiError> {
        let room = self.memory(LEAST).await?;
        let measured = apart(move || {
            let measure = Measure::take(&upload);
            drop(room);
            Ok((measure?, upload, admitted))
        });
        let (measure, upload, admitted) = measured.await?;
        let room = self.memory(measure.mebibytes().max(LEAST)).await?;
        apart(move || {
            let made = square::make(&upload, &measure, crop);
            drop((room, admitted));
            made
        })
        .await
    }

    /// So much memory to work in.
    async fn memory(&self, mebibytes: u32) -> Result<OwnedSemaphorePermit, ApiError> {
        wait(self.room.memory.clone().acquire_many_owned(mebibytes)).await
    }

    /// Keeps one.
    pub async fn put(&self, id: &str, picture: Vec<u8>) -> Result<(), PlaceError> {
        self.place.put(id, picture).await
    }

    /// Gives one, if it is there.
    pub async fn get(&self, id: &str) -> Result<Option<Vec<u8>>, PlaceError> {
        self.place.get(id).await
    }

    /// Takes one away. One that is not there is no mistake.
    pub async fn delete(&self, id: &str) -> Result<(), PlaceError> {
        self.place.delete(id).await
    }
}

async fn wait<T, E>(place: impl Future<Output = Result<T, E>>) -> Result<T, ApiError> {
    match tokio::time::timeout(PATIENCE, place).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(ApiError::new(ErrorCode::ServiceUnavailable)),
    }
}

/// Runs what takes its time on a thread of its own.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T, Unfit> + Send + 'static) -> Result<T, ApiError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(refusal),
        Err(error) => {
            // A decoder that gives up in the middle takes nothing along but its own picture.
            tracing::error!(%error, "a picture could not be decoded");
            Err(refusal(Unfit::Broken))
        }
    }
}

fn refusal(unfit: Unfit) -> ApiError {
    match unfit {
        Unfit::OtherKind => ApiError::of(ErrorCode::AvatarFileTypeInvalid, Field::File),
        Unfit::Broken => ApiError::of(ErrorCode::AvatarFileInvalid, Field::File),
        Unfit::TooManyPixels => {
            ApiError::of(ErrorCode::AvatarDimensionsExceeded, Field::File).with_limit(MOST_PIXELS as usize)
        }
        Unfit::OutsideOfIt => ApiError::new(ErrorCode::FormParamFormatInvalid),
    }
}
