//! Leptos's effects, memos and views that change, with less of them in a bundle: what is in one once for every closure is here once for all, or
//! once for every type of value.

use leptos::prelude::{AnyView, Effect, Memo, RenderHtml};

use super::Erase;

/// The same as `Effect::new`.
pub fn effect(run: impl FnMut() + 'static) {
    fn erased(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_: Option<()>| run());
    }
    erased(Box::new(run));
}

/// A part of a view that is made anew whenever something that it reads has changed.
pub fn live<V: RenderHtml + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> AnyView {
    let erased: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || view().erase());
    erased.erase()
}

type Value<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

/// The same as `Memo::new`.
pub fn memo<T>(value: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    fn erased<T>(value: Value<T>) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(value)
    }
    erased(Box::new(value))
}
