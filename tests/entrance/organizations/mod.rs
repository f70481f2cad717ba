//! Organizations: made, changed, joined, acted in, left.

mod account;
mod active;
mod create;
mod domains;
mod forms;
mod invitations;
mod limits;
mod members;
mod plans;
mod requests;
