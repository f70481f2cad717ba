/// A random number from 0 to `most`, which is a possible one.
pub fn number_up_to(most: u32) -> u32 {
    rand::random_range(0..=most)
}

/// A random number from 0 to 1.
pub fn chance() -> f64 {
    rand::random()
}

/// A new key of 256 bits.
pub fn random_key() -> [u8; 32] {
    rand::random()
}
