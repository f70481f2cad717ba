//! Where time, randomness, hashes and keys come from.

mod chance;
mod clock;
mod code;
mod id;
mod instance_key;
mod mac_key;
mod machine_token;
pub mod password_digest;
pub mod password_hash;
mod secret;
mod service_key;
pub mod session_token;

pub use chance::{chance, number_up_to, random_key};
pub use clock::{Clock, HOUR, MINUTE, SECOND};
pub use code::Code;
pub use id::{Prefix, first_ordered_id, is_ordered_id, new_id, new_ids_in_order, new_ordered_id};
pub use instance_key::InstanceKey;
pub use mac_key::MacKey;
pub use machine_token::{MachineClaims, is_of_machine};
pub use secret::{Secret, Token};
pub use service_key::{ServiceKey, ServiceKeyError, SigningAlgorithm};
