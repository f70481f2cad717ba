//! How a browser reads what the server says.
//!
//! What serde derives to read JSON is a tenth of a bundle, and every browser has a parser of its own. So the browser's
//! parser reads, and what a value's fields are called is all that is said here. Servers and programs that are no browsers
//! read with serde.

#[cfg(not(test))]
mod browser;
mod models;
#[cfg(test)]
mod serde;

#[cfg(test)]
pub use self::serde::Json;
#[cfg(not(test))]
pub use browser::Json;

/// Something that is made from JSON. Where a part of it cannot be made, that is noted, and something stands in its place:
/// to give up in the middle of a value would take as much code again as to read it.
pub trait FromJson: Sized {
    /// Makes it.
    fn from_json(json: &Json, reading: &mut Reading) -> Self;
}

/// How it went so far.
#[derive(Default)]
pub struct Reading {
    has_failed: bool,
}

impl Reading {
    /// Notes that something cannot be made.
    fn fail(&mut self) {
        self.has_failed = true;
    }
}

/// Makes something; `None` if it cannot be made from this.
pub fn read<T: FromJson>(json: &Json) -> Option<T> {
    let mut reading = Reading::default();
    let value = T::from_json(json, &mut reading);
    (!reading.has_failed).then_some(value)
}

impl Json {
    /// A value in an object. What is not there is read as what is empty.
    fn field<T: FromJson>(&self, name: &str, reading: &mut Reading) -> T {
        T::from_json(&self.get(name), reading)
    }

    /// What a word stands for.
    fn word<T: Copy>(&self, words: &[(&str, T)], reading: &mut Reading) -> T {
        let word = String::from_json(self, reading);
        let known = words.iter().find(|(known, _)| *known == word);
        if known.is_none() {
            reading.fail();
        }
        known.unwrap_or(&words[0]).1
    }
}

impl FromJson for String {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        json.string().unwrap_or_else(|| {
            reading.fail();
            Self::new()
        })
    }
}

impl FromJson for bool {
    fn from_json(json: &Json, _: &mut Reading) -> Self {
        json.is_true()
    }
}

impl FromJson for f64 {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        json.number().unwrap_or_else(|| {
            reading.fail();
            0.0
        })
    }
}

macro_rules! whole_numbers {
    ($($number:ident)*) => {
        $(impl FromJson for $number {
            fn from_json(json: &Json, reading: &mut Reading) -> Self {
                f64::from_json(json, reading) as $number
            }
        })*
    };
}

whole_numbers! { i64 u8 usize }

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        (!json.is_none()).then(|| T::from_json(json, reading))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        (0..json.length()).map(|at| T::from_json(&json.at(at), reading)).collect()
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        (A::from_json(&json.at(0), reading), B::from_json(&json.at(1), reading))
    }
}
