//! Pictures of people: what was uploaded is made into a square of our own, and kept in a folder or in a bucket.
//!
//! ```text
//! admit ──▶ the upload is read ──▶ make: measured, then decoded where there is memory for it ──▶ put
//! ```

mod place;
mod square;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::place::Place;
pub use self::place::PlaceError;
pub use self::square::{Crop, MOST_PIXELS};
use self::square::{Measure, Unfit};
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

/// The memory for decoding, in MiB: for the largest picture there may be. Smaller ones share it.
const MEMORY: u32 = square::most_mebibytes();

/// What even the smallest takes of it, so that there are no more at once than cores to speak of.
const LEAST: u32 = MEMORY / 8;

/// How long an upload waits for others to be done with.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the pictures are made and kept with.
#[derive(Debug)]
pub struct Avatars {
    place: Place,
    uploads: Arc<Semaphore>,
    memory: Arc<Semaphore>,
}

impl Avatars {
    /// As the settings have it.
    pub fn new(settings: &Settings) -> Result<Self, PlaceError> {
        Ok(Self {
            place: Place::new(settings)?,
            uploads: Arc::new(Semaphore::new(UPLOADS)),
            memory: Arc::new(Semaphore::new(MEMORY as usize)),
        })
    }

    /// Lets an upload in: it is held until what comes back is dropped.
    pub async fn admit(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        wait(self.uploads.clone().acquire_owned()).await
    }

    /// Makes the square of what was uploaded: a JPEG that has nothing of the file in it but its pixels. `crop` is the part
    /// that was chosen; else it is the middle.
    pub async fn make(&self, upload: Vec<u8>, crop: Option<Crop>) -> Result<Vec<u8>, ApiError> {
        let (upload, measure) = apart(move || Measure::take(&upload).map(|measure| (upload, measure))).await?;
        let needed = measure.mebibytes().clamp(LEAST, MEMORY);
        let room = wait(self.memory.clone().acquire_many_owned(needed)).await?;
        apart(move || {
            let made = square::make(&upload, &measure, crop);
            // Not when the one who asks goes away, but when the work is done.
            drop(room);
            made
        })
        .await
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
