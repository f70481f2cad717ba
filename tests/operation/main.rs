//! What is done behind the entrance, on both databases: operators at the dashboard and the command line, and other backends.
#![cfg(all(feature = "ssr", feature = "site"))]

mod actor_tokens;
mod admin;
mod api_keys;
mod archive;
mod audit_log;
mod backend;
mod commands;
mod runtime_settings;
mod service_tokens;
#[path = "../support/mod.rs"]
mod support;
mod tokens;
mod user_import;
mod user_import_files;
mod verifying_tokens;
mod webhook_data;
mod webhooks;
