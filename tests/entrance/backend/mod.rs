//! The REST API for other backends.

mod contacts;
mod invitations;
mod jwt_templates;
mod keys;
mod new_user;
mod organizations;
mod sessions;
mod user_credentials;
mod user_update;
mod users;
