use serde_json::Value;

/// A value, as serde has read it: so that what is read in browsers can be tested without one.
pub struct Json(pub Value);

impl Json {
    /// A value in an object; nothing, if this is none or has no such value.
    pub fn get(&self, name: &str) -> Self {
        Self(self.0.get(name).cloned().unwrap_or_default())
    }

    /// Whether there is nothing.
    pub fn is_none(&self) -> bool {
        self.0.is_null()
    }

    /// Whether it is `true`.
    pub fn is_true(&self) -> bool {
        self.0 == Value::Bool(true)
    }

    /// A text.
    pub fn string(&self) -> Option<String> {
        self.0.as_str().map(str::to_owned)
    }

    /// The text that it is read from.
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// A number.
    pub fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// How much is in a list; nothing, if it is none.
    pub fn length(&self) -> u32 {
        self.0.as_array().map_or(0, Vec::len) as u32
    }

    /// A value in a list; nothing, if this is none or ends before it.
    pub fn at(&self, at: u32) -> Self {
        Self(self.0.get(at as usize).cloned().unwrap_or_default())
    }
}
