//! What people do at the entrance, on both databases: sign up, sign in, come back, go.
#![cfg(all(feature = "ssr", feature = "site"))]

mod account;
mod account_rules;
mod bots;
mod claims;
mod consent;
mod email_code;
mod email_link;
mod invitations;
mod languages;
mod last_used;
mod mail;
mod mail_drops;
mod mail_superseded;
mod mail_templates;
mod mail_tls;
mod metadata;
mod multi_session;
mod new_password;
mod nodes;
mod notices;
mod oauth;
mod organizations;
mod own_api_keys;
mod passkey;
mod phone;
mod reverification;
mod run_out;
mod second_factor;
mod second_factors;
mod second_passkey;
mod sessions;
mod sign_in;
mod sign_in_tokens;
mod sign_out;
mod sign_up;
mod sign_up_details;
mod sign_up_mixes;
#[path = "../support/mod.rs"]
mod support;
mod waitlist;
mod with_sign_up;
mod without_javascript;
