//! Organizations: made, changed, joined, acted in, left.

mod account;
mod active;
mod create;
mod invitations;
mod limits;
mod members;
