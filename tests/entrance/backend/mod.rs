//! The REST API for other backends.

mod keys;
mod new_user;
mod sessions;
mod users;
