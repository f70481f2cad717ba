//! A server that speaks as S3 does: another program's, which checks what is signed. What it keeps is in a folder.

use std::path::Path;

use async_trait::async_trait;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s::{S3Result, s3_error};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Who may use it.
pub const KEY_ID: &str = "AKIAVESTIBULE";
/// What proves that.
pub const SECRET: &str = "moth-ledger-willow";

/// Lets those in who are known, to the bucket that there is: without it one that is not there would be made for whatever is kept.
struct OneBucket(String);

#[async_trait]
impl S3Access for OneBucket {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        if cx.credentials().is_none() {
            return Err(s3_error!(AccessDenied));
        }
        match cx.s3_path().get_bucket_name() {
            Some(bucket) if bucket != self.0 => Err(s3_error!(NoSuchBucket)),
            _ => Ok(()),
        }
    }
}

/// The server, until it is dropped.
pub struct S3 {
    pub endpoint: String,
    task: JoinHandle<()>,
}

impl S3 {
    /// With one bucket in a folder.
    pub async fn start(folder: &Path, bucket: &str) -> Self {
        std::fs::create_dir_all(folder.join(bucket)).expect("a folder can be made");
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder).expect("is a folder"));
        builder.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
        builder.set_access(OneBucket(bucket.to_owned()));
        let service = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let endpoint = format!("http://{}", listener.local_addr().expect("has an address"));
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let builder = Builder::new(TokioExecutor::new());
                    // How a connection ends is the caller's to see.
                    let _ = builder.serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Self { endpoint, task }
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.task.abort();
    }
}
