use serde::{Deserialize, Serialize};

/// Who is signed in may not do that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forbidden;

impl std::fmt::Display for Forbidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("authorization_invalid")
    }
}

impl std::error::Error for Forbidden {}
