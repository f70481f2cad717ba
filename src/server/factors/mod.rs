//! How each strategy proves something.

pub mod backup_code;
pub mod code;
pub mod link;
pub mod mailed;
pub mod oauth;
pub mod passkey;
pub mod password;
pub mod texted;
pub mod ticket;
pub mod totp;
