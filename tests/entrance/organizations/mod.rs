//! Organizations.

mod invitations;
