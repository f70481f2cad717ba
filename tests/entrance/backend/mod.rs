//! The REST API for other backends.

mod jwt_templates;
mod keys;
mod new_user;
mod sessions;
mod users;
