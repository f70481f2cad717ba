//! What people do at the entrance, on both databases: sign up, sign in, come back, go.
#![cfg(all(feature = "ssr", feature = "site"))]

mod bots;
mod email_code;
mod email_link;
mod mail;
mod mail_drops;
mod mail_superseded;
mod mail_templates;
mod mail_tls;
mod new_password;
mod nodes;
mod oauth;
mod phone;
mod run_out;
mod sessions;
mod sign_in;
mod sign_out;
mod sign_up;
mod sign_up_details;
#[path = "../support/mod.rs"]
mod support;
mod tokens;
mod without_javascript;
