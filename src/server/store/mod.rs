//! The only place with SQL. One text runs on SQLite and on PostgreSQL; a function is one question to the database.

pub mod account_rules;
pub mod accounts;
pub mod actor_tokens;
pub mod api_keys;
pub mod archive;
pub mod audit_entries;
pub mod avatars;
pub mod backup_code_keys;
pub mod clients;
pub mod daily_numbers;
pub mod disavowals;
pub mod events;
pub mod exports;
pub mod external_accounts;
pub mod identifiers;
pub mod imports;
pub mod invitation_list;
pub mod invitation_pages;
pub mod invitations;
pub mod job_runs;
pub mod jwt_templates;
pub mod limits;
pub mod listed_identifiers;
pub mod lists;
pub mod m2m_tokens;
pub mod machine_secret_keys;
pub mod machines;
pub mod messages;
pub mod nodes;
pub mod oauth_attempts;
pub mod operators;
pub mod organization_domains;
pub mod organization_invitations;
pub mod organization_list;
pub mod organization_member_pages;
pub mod organization_membership_list;
pub mod organization_membership_requests;
pub mod organization_memberships;
pub mod organization_pages;
pub mod organizations;
pub mod passkey_challenges;
pub mod passkeys;
pub mod proofs;
pub mod redirect_urls;
pub mod search;
pub mod second_factors;
pub mod secret_keys;
pub mod seed;
pub mod session_list;
pub mod session_verifications;
pub mod sessions;
pub mod settings;
pub mod sign_in_tokens;
pub mod sign_ins;
pub mod sign_ups;
pub mod signing_keys;
pub mod spent_proofs;
pub mod sweep;
pub mod unverified_identifiers;
pub mod user_import;
pub mod user_imports;
pub mod user_list;
pub mod user_pages;
pub mod users;
pub mod verifications;
pub mod waitlist_entries;
pub mod waitlist_pages;
pub mod webhook_endpoints;
pub mod webhook_messages;

mod conditions;
mod connect;
mod list_indexes;
mod member_counts;
mod notices;
mod place;
pub mod schema;
mod tickets;
pub mod ways_in;

pub use connect::{Backend, Connection, Store, StoreError, Transaction};
pub use notices::{Notice, NoticeListener};
pub(in crate::server) use place::{create_private_folder, sqlite_file};
pub use schema::Schema;
pub use ways_in::WaysIn;

use sqlx::Row;
use sqlx::any::AnyRow;

/// So many places for values, the first of which has this number: `$2, $3, $4`.
fn places(first: usize, many: usize) -> String {
    (first..first + many).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

/// A text column that may be empty.
fn text(row: &AnyRow, column: &str) -> Result<Option<String>, sqlx::Error> {
    row.try_get::<Option<String>, _>(column)
}

/// A number column that may be empty.
fn number(row: &AnyRow, column: &str) -> Result<Option<i64>, sqlx::Error> {
    row.try_get::<Option<i64>, _>(column)
}
