//! What stands inside one of our own parts.
//!
//! Where Leptos forgets a view's type, it keeps for each type the code for two ways of coming alive, at once and waiting
//! for parts that are loaded later, and more that is the same for all. That is a tenth of a bundle, and nothing of ours
//! waits: in a browser what is erased here becomes one type, which comes alive at once, before Leptos forgets it. What a
//! host's pages stand in (`<AuthProvider>`, `<SignedIn>`, `<SignedOut>`, `<Protect>`) is left as it is: there may be lazy
//! routes in it.

use leptos::prelude::{AnyView, IntoAny, RenderHtml};

/// Forgets a view's type.
pub trait Erase {
    /// The same as `into_any`, for a view that never waits for a part of itself.
    fn erase(self) -> AnyView;
}

impl<V: RenderHtml> Erase for V {
    #[cfg(feature = "ssr")]
    fn erase(self) -> AnyView {
        self.into_any()
    }

    #[cfg(not(feature = "ssr"))]
    fn erase(self) -> AnyView {
        // What leaves nothing in the page has a placeholder there, which is Leptos's to find again.
        if V::EXISTS { browser::BoxedView::new(self.into_owned()).into_any() } else { self.into_any() }
    }
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use std::any::{Any, TypeId};

    use leptos::attr::Attribute;
    use leptos::attr::any_attribute::AnyAttribute;
    use leptos::prelude::{AddAnyAttr, Mountable, Render, RenderHtml};
    use leptos::tachys::hydration::Cursor;
    use leptos::tachys::renderer::types::{Element, Node};
    use leptos::tachys::view::{Position, PositionState};

    /// Views of all types, as one.
    pub struct BoxedView {
        view: Box<dyn View>,
        type_id: TypeId,
    }

    /// What became of one.
    pub struct BoxedState {
        state: Box<dyn State>,
        type_id: TypeId,
    }

    trait View: Send {
        fn build(self: Box<Self>) -> Box<dyn State>;
        fn rebuild(self: Box<Self>, state: &mut dyn Any);
        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn State>;
    }

    impl<V: RenderHtml + 'static> View for V {
        fn build(self: Box<Self>) -> Box<dyn State> {
            Box::new(Render::build(*self))
        }

        fn rebuild(self: Box<Self>, state: &mut dyn Any) {
            if let Some(state) = state.downcast_mut() {
                Render::rebuild(*self, state);
            }
        }

        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn State> {
            Box::new(RenderHtml::hydrate::<true>(*self, cursor, position))
        }
    }

    trait State: Mountable {
        fn as_any(&mut self) -> &mut dyn Any;
    }

    impl<S: Mountable + 'static> State for S {
        fn as_any(&mut self) -> &mut dyn Any {
            self
        }
    }

    impl BoxedView {
        pub fn new<V: RenderHtml + 'static>(view: V) -> Self {
            Self { view: Box::new(view), type_id: TypeId::of::<V>() }
        }
    }

    impl Render for BoxedView {
        type State = BoxedState;

        fn build(self) -> BoxedState {
            BoxedState { state: self.view.build(), type_id: self.type_id }
        }

        fn rebuild(self, state: &mut BoxedState) {
            // Views of two types may have one type of state: an element's says nothing of its tag.
            if self.type_id == state.type_id {
                self.view.rebuild((*state.state).as_any());
            } else {
                let mut new = self.build();
                state.insert_before_this(&mut new);
                state.unmount();
                *state = new;
            }
        }
    }

    impl AddAnyAttr for BoxedView {
        type Output<A: Attribute> = Self;

        /// Never called: an `AnyView` keeps attributes that are added to it beside its view.
        fn add_any_attr<A: Attribute>(self, _: A) -> Self
        where
            Self: RenderHtml,
        {
            self
        }
    }

    /// `hydrate_async` is as it is by default: it hydrates at once. HTML is made by servers, where there is no such view.
    impl RenderHtml for BoxedView {
        type AsyncOutput = Self;
        type Owned = Self;

        const MIN_LENGTH: usize = 0;

        fn dry_resolve(&mut self) {}

        async fn resolve(self) -> Self {
            self
        }

        fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

        fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> BoxedState {
            BoxedState { state: self.view.hydrate(cursor, position), type_id: self.type_id }
        }

        fn into_owned(self) -> Self {
            self
        }
    }

    impl Mountable for BoxedState {
        fn unmount(&mut self) {
            self.state.unmount();
        }

        fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
            self.state.mount(parent, marker);
        }

        fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
            self.state.insert_before_this(child)
        }

        fn elements(&self) -> Vec<Element> {
            self.state.elements()
        }
    }
}
