//! Organizations: who is invited to them, and who comes in.

pub mod accept;
pub mod invitations;
pub mod inviting;
mod shown;
