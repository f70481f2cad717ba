//! Organizations: made, changed, joined, acted in, left.

mod account;
mod active;
mod create;
mod forms;
mod invitations;
mod limits;
mod members;
