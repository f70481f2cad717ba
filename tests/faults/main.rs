//! What happens when something breaks: the database, the input, the process.
#![cfg(all(feature = "ssr", feature = "site"))]

mod database;
mod doctor;
mod input;
mod kill;
mod log;
mod memory;
mod settings;
mod slow;
#[path = "../support/mod.rs"]
mod support;
mod webhook_kill;
