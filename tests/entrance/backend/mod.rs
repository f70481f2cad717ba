//! The REST API for other backends.

mod jwt_templates;
mod keys;
mod lists;
mod new_user;
mod redirect_urls;
mod sessions;
mod sign_ups;
mod testing_tokens;
mod users;
mod waitlist;
mod webhook_endpoints;
