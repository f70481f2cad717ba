//! How each strategy proves something.

pub mod code;
pub mod password;
