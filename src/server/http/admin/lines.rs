//! Files of lines that are made while they are sent: however much it is, only a part of it is in memory.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;

/// Where lines are put in. Whoever is told of an error gets a file that is not whole, and does not look as if it were.
pub type Sender = mpsc::Sender<Result<Bytes, std::io::Error>>;

/// Where lines are put in, and the body that they become.
pub fn channel() -> (Sender, Body) {
    let (sender, receiver) = mpsc::channel(1);
    (sender, Body::new(Lines(receiver)))
}

/// The answer that a browser keeps as a file.
pub fn download(file: &str, body: impl Into<Body>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/x-ndjson".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body.into()).into_response()
}

struct Lines(mpsc::Receiver<Result<Bytes, std::io::Error>>);

impl http_body::Body for Lines {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        self.0.poll_recv(context).map(|some| some.map(|lines| lines.map(http_body::Frame::data)))
    }
}
