//! What attackers do. T1 to T47 are the rows of the project's threat table.
#![cfg(all(feature = "ssr", feature = "site"))]

mod account;
mod actors;
mod addresses;
mod audit_log;
mod bodies;
mod breaches;
mod cookies;
mod cross_site;
mod enumeration;
mod guards;
mod guesses;
mod hosts;
mod mail;
mod markup;
mod orders;
mod organization_domains;
mod organization_invitations;
mod organizations;
mod passkeys;
mod passwords;
mod providers;
mod purposes;
mod races;
mod redirects;
mod reverification;
mod second_factors;
mod second_passkeys;
mod secrets;
#[path = "../support/mod.rs"]
mod support;
mod tickets;
mod tokens;
mod webhooks;
