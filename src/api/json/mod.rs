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

/// Something that is made from JSON.
pub trait FromJson: Sized {
    /// Makes it; `None` if it cannot be made from this.
    fn from_json(json: &Json) -> Option<Self>;
}

impl Json {
    /// A value in an object. What is not there is read as what is empty.
    pub fn field<T: FromJson>(&self, name: &str) -> Option<T> {
        T::from_json(&self.get(name))
    }

    /// What a word stands for.
    fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let word = self.string()?;
        words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }
}

impl FromJson for String {
    fn from_json(json: &Json) -> Option<Self> {
        json.string()
    }
}

impl FromJson for bool {
    fn from_json(json: &Json) -> Option<Self> {
        Some(json.is_true())
    }
}

macro_rules! numbers {
    ($($number:ident)*) => {
        $(impl FromJson for $number {
            fn from_json(json: &Json) -> Option<Self> {
                json.number().map(|number| number as $number)
            }
        })*
    };
}

numbers! { i64 u8 usize }

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: &Json) -> Option<Self> {
        if json.is_none() { Some(None) } else { T::from_json(json).map(Some) }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: &Json) -> Option<Self> {
        json.items().iter().map(T::from_json).collect()
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn from_json(json: &Json) -> Option<Self> {
        let items = json.items();
        Some((A::from_json(items.first()?)?, B::from_json(items.get(1)?)?))
    }
}
