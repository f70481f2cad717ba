use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A value, as the browser has read it.
pub struct Json(JsValue);

impl Json {
    /// Reads a text.
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    /// What the browser has read already.
    pub fn new(value: JsValue) -> Self {
        Self(value)
    }

    /// A value in an object; nothing, if this is none or has no such value.
    pub fn get(&self, name: &str) -> Self {
        Self(Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED))
    }

    /// Whether there is nothing.
    pub fn is_none(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    /// Whether it is `true`.
    pub fn is_true(&self) -> bool {
        self.0.is_truthy()
    }

    /// A text.
    pub fn string(&self) -> Option<String> {
        self.0.as_string()
    }

    /// The text that it is read from; empty if there is nothing.
    pub fn text(&self) -> String {
        JSON::stringify(&self.0).ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    /// A number.
    pub fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// How much is in a list; nothing, if it is none.
    pub fn length(&self) -> u32 {
        if Array::is_array(&self.0) { self.0.unchecked_ref::<Array>().length() } else { 0 }
    }

    /// A value in a list; nothing, if this is none or ends before it.
    pub fn at(&self, at: u32) -> Self {
        Self(Reflect::get_u32(&self.0, at).unwrap_or(JsValue::UNDEFINED))
    }
}
