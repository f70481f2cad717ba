use serde::{Deserialize, Serialize};

/// A part of a list, and how many there are in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paginated<T> {
    /// What is in the part.
    pub data: Vec<T>,
    /// How many there are in all.
    pub total_count: i64,
}

impl<T> Default for Paginated<T> {
    /// Nothing.
    fn default() -> Self {
        Self { data: Vec::new(), total_count: 0 }
    }
}
