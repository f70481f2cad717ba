//! What stands inside one of our own parts.
//!
//! Where Leptos forgets a view's type, it keeps for each type the code for two ways of coming alive, at once and waiting
//! for parts that are loaded later, and more that is the same for all. That is a tenth of a bundle, and nothing of ours
//! waits: in a browser what is erased here becomes one type, which comes alive at once, before Leptos forgets it. Nor is it
//! ever fitted into what was there before: whatever of it changes by itself has a signal, and the rest is made anew. What a
//! host's pages stand in (`<AuthProvider>`, `<SignedIn>`, `<SignedOut>`, `<Protect>`) is left as it is: there may be lazy
//! routes in it.

use leptos::prelude::{AnyView, IntoAny, RenderHtml};

/// Forgets a view's type.
pub trait Erase {
    /// The same as `into_any`, for a view that never waits for a part of itself.
    fn erase(self) -> AnyView;
}

impl<V: RenderHtml + 'static> Erase for V {
    #[cfg(feature = "ssr")]
    fn erase(self) -> AnyView {
        self.into_any()
    }

    #[cfg(not(feature = "ssr"))]
    fn erase(self) -> AnyView {
        // What leaves nothing in the page has a placeholder there, which is Leptos's to find again.
        if V::EXISTS { browser::BoxedView::new(self).into_any() } else { self.into_any() }
    }
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use leptos::attr::Attribute;
    use leptos::attr::any_attribute::AnyAttribute;
    use leptos::prelude::{AddAnyAttr, Mountable, Render, RenderHtml};
    use leptos::tachys::hydration::Cursor;
    use leptos::tachys::renderer::types::{Element, Node};
    use leptos::tachys::view::{Position, PositionState};

    /// Views of all types, as one.
    pub struct BoxedView(Box<dyn View>);

    /// What became of one.
    pub struct BoxedState(Box<dyn State>);

    trait View: Send {
        fn build(self: Box<Self>) -> Box<dyn State>;
        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn State>;
    }

    impl<V: RenderHtml + 'static> View for V {
        fn build(self: Box<Self>) -> Box<dyn State> {
            Box::new(Render::build(*self))
        }

        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn State> {
            Box::new(RenderHtml::hydrate::<true>(*self, cursor, position))
        }
    }

    /// The part of `Mountable` that is another for each type.
    trait State {
        fn unmount(&mut self);
        fn mount(&mut self, parent: &Element, marker: Option<&Node>);
        fn insert_before_this(&self, child: &mut dyn Mountable) -> bool;
        fn elements(&self) -> Vec<Element>;
    }

    impl<S: Mountable> State for S {
        fn unmount(&mut self) {
            Mountable::unmount(self);
        }

        fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
            Mountable::mount(self, parent, marker);
        }

        fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
            Mountable::insert_before_this(self, child)
        }

        fn elements(&self) -> Vec<Element> {
            Mountable::elements(self)
        }
    }

    impl BoxedView {
        pub fn new<V: RenderHtml + 'static>(view: V) -> Self {
            Self(Box::new(view))
        }
    }

    impl Render for BoxedView {
        type State = BoxedState;

        fn build(self) -> BoxedState {
            BoxedState(self.0.build())
        }

        /// What is made anew is new: nothing of what was there before is kept.
        fn rebuild(self, state: &mut BoxedState) {
            let mut new = self.build();
            Mountable::insert_before_this(state, &mut new);
            Mountable::unmount(state);
            *state = new;
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
            BoxedState(self.0.hydrate(cursor, position))
        }

        fn into_owned(self) -> Self {
            self
        }
    }

    impl Mountable for BoxedState {
        fn unmount(&mut self) {
            self.0.unmount();
        }

        fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
            self.0.mount(parent, marker);
        }

        fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
            self.0.insert_before_this(child)
        }

        fn elements(&self) -> Vec<Element> {
            self.0.elements()
        }
    }
}
