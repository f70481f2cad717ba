//! Organizations.

mod active;
