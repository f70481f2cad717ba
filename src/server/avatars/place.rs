use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, Error, ObjectStore, ObjectStoreExt, RetryConfig};
use tokio::sync::OnceCell;

use crate::server::settings::{Settings, StoragePlace};

/// How long the service may take for one picture, with all tries.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a picture could not be kept, given or taken away.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// The folder or the service failed.
    #[error("storage: {0}")]
    Store(#[from] Error),
    /// It was not to be understood where they would be, and the log says why.
    #[error("storage: pictures are kept nowhere, for what says where they are cannot be used here")]
    Nowhere,
    /// What is kept is not there when it is asked for.
    #[error("storage: what is written there is not what is read there")]
    Lost,
    /// The folder cannot be made.
    #[error("storage.url: {path}: {error}")]
    Folder {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
}

/// Where pictures are.
#[derive(Debug)]
pub enum Place {
    /// A folder, which is made when it is first needed.
    Folder(PathBuf, OnceCell<LocalFileSystem>),
    /// A bucket.
    Bucket(Arc<dyn ObjectStore>),
    /// Nowhere.
    Nowhere,
}

impl Place {
    /// As the settings have it. Nothing is made yet, and nobody is asked.
    pub fn new(settings: &Settings) -> Result<Self, PlaceError> {
        let storage = &settings.storage;
        let (bucket, prefix) = match storage.place() {
            StoragePlace::Folder(path) => return Ok(Self::Folder(PathBuf::from(path), OnceCell::new())),
            StoragePlace::Bucket { name, prefix } => (name, prefix),
        };
        let has_keys = !storage.access_key_id.is_empty();
        // Without keys of ours those of the machine are used, as all of AWS's programs find them.
        let builder = if has_keys { AmazonS3Builder::new() } else { AmazonS3Builder::from_env() };
        let mut builder = builder
            .with_bucket_name(bucket)
            // They go one by one, and not every service knows how to take several.
            .with_disable_bulk_delete(true)
            .with_retry(RetryConfig { max_retries: 2, retry_timeout: PATIENCE, ..RetryConfig::default() })
            .with_client_options(ClientOptions::new().with_connect_timeout(PATIENCE / 2).with_timeout(PATIENCE));
        if !storage.region.is_empty() {
            builder = builder.with_region(&storage.region);
        }
        if !storage.endpoint.is_empty() {
            let is_plain = storage.endpoint.starts_with("http://");
            builder = builder.with_endpoint(&storage.endpoint).with_allow_http(is_plain);
        }
        if has_keys {
            builder = builder
                .with_access_key_id(&storage.access_key_id)
                .with_secret_access_key(storage.secret_access_key.expose());
        }
        let bucket = builder.build()?;
        Ok(Self::Bucket(match prefix {
            "" => Arc::new(bucket),
            prefix => Arc::new(PrefixStore::new(bucket, prefix)),
        }))
    }

    /// Makes the folder, if it is one.
    pub fn prepare(&self) -> Result<(), PlaceError> {
        match self {
            Self::Folder(folder, _) => create(folder),
            Self::Bucket(_) | Self::Nowhere => Ok(()),
        }
    }

    pub async fn put(&self, id: &str, picture: Vec<u8>) -> Result<(), PlaceError> {
        self.store().await?.put(&path(id), picture.into()).await?;
        Ok(())
    }

    pub async fn get(&self, id: &str) -> Result<Option<Vec<u8>>, PlaceError> {
        match self.store().await?.get(&path(id)).await {
            Ok(found) => Ok(Some(found.bytes().await?.into())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub async fn delete(&self, id: &str) -> Result<(), PlaceError> {
        match self.store().await?.delete(&path(id)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn store(&self) -> Result<&dyn ObjectStore, PlaceError> {
        match self {
            Self::Bucket(bucket) => Ok(bucket.as_ref()),
            Self::Nowhere => Err(PlaceError::Nowhere),
            Self::Folder(folder, opened) => {
                let open = async || {
                    create(folder)?;
                    Ok::<_, PlaceError>(LocalFileSystem::new_with_prefix(folder)?)
                };
                Ok(opened.get_or_try_init(open).await?)
            }
        }
    }
}

fn create(folder: &FilePath) -> Result<(), PlaceError> {
    let failed = |error| PlaceError::Folder { path: folder.display().to_string(), error };
    std::fs::create_dir_all(folder).map_err(failed)
}

fn path(id: &str) -> Path {
    Path::from(format!("{id}.jpg"))
}
