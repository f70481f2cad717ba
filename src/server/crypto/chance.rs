/// A random number from 0 to 1.
pub fn chance() -> f64 {
    rand::random()
}
