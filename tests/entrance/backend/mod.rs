//! The REST API for other backends.

mod keys;
mod sessions;
mod users;
