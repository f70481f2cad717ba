//! Organizations: made, changed, joined, left.

mod account;
mod create;
mod limits;
mod members;
