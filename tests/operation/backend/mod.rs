//! The REST API for other backends.

mod api_keys;
mod contacts;
mod instance;
mod invitations;
mod jwt_templates;
mod keys;
mod lists;
mod m2m_tokens;
mod machines;
mod new_user;
mod orders;
mod organizations;
mod redirect_urls;
mod sessions;
mod sign_ups;
mod testing_tokens;
mod user_credentials;
mod user_update;
mod users;
mod waitlist;
mod webhook_endpoints;
