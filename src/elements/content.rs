use std::sync::Arc;

use leptos::children::{ChildrenOptContainer, ToChildren};
use leptos::prelude::{AnyView, RenderHtml};

use super::Erase;

/// The children of a component that shows them once.
pub struct Content(Box<dyn FnOnce() -> AnyView + Send>);

impl Content {
    /// Makes them.
    pub fn render(self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Content
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml + Send + 'static,
{
    fn to_children(children: F) -> Self {
        Self(Box::new(move || children().erase()))
    }
}

impl<V: RenderHtml + Send + 'static> ToChildren<ChildrenOptContainer<V>> for Content {
    fn to_children(children: ChildrenOptContainer<V>) -> Self {
        Self(Box::new(move || children.0.erase()))
    }
}

/// The children of a component that may have to make them again.
#[derive(Clone)]
pub struct RepeatedContent(Arc<dyn Fn() -> AnyView + Send + Sync>);

impl RepeatedContent {
    /// Makes them.
    pub fn render(&self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for RepeatedContent
where
    F: Fn() -> V + Send + Sync + 'static,
    V: RenderHtml + Send + 'static,
{
    fn to_children(children: F) -> Self {
        Self(Arc::new(move || children().erase()))
    }
}

impl<V: RenderHtml + Clone + Send + Sync + 'static> ToChildren<ChildrenOptContainer<V>> for RepeatedContent {
    fn to_children(children: ChildrenOptContainer<V>) -> Self {
        Self(Arc::new(move || children.0.clone().erase()))
    }
}
