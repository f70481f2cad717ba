//! In the browser: the page brings the words of its language along, in a script of their own.

use std::cell::OnceCell;

use js_sys::{Array, Intl, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::JsValue;

thread_local! {
    static TEXTS: OnceCell<&'static [&'static str]> = const { OnceCell::new() };
}

fn given(name: &str) -> JsValue {
    let words = Reflect::get(&window(), &JsValue::from_str("vestibuleWords")).unwrap_or_default();
    Reflect::get(&words, &JsValue::from_str(name)).unwrap_or_default()
}

/// The tag of the language, as `lang` takes it.
pub fn tag() -> String {
    given("language").as_string().unwrap_or_default()
}

/// Every text is read once and kept as long as the page.
pub fn text(index: usize) -> &'static str {
    let texts = TEXTS.with(|texts| {
        *texts.get_or_init(|| {
            let texts =
                Array::from(&given("texts")).into_iter().map(|text| &*text.as_string().unwrap_or_default().leak());
            Vec::leak(texts.collect())
        })
    });
    texts.get(index).copied().unwrap_or_default()
}

/// Which plural form of the language goes with a number.
pub fn plural_form(number: i64) -> String {
    let language = Array::of1(&given("language"));
    Intl::PluralRules::new(&language, &Object::new()).select(number as f64).into()
}
