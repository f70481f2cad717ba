use serde::{Deserialize, Serialize};

/// Nobody is signed in who would have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unauthenticated;

impl std::fmt::Display for Unauthenticated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("authentication_invalid")
    }
}

impl std::error::Error for Unauthenticated {}
