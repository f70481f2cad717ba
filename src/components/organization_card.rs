use leptos::prelude::*;

use super::drawn::{Drawn, Section};
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{AuthState, Erase, Root, live};
use crate::locale::words;

/// A card about organizations, for whoever is signed in.
pub fn organization_card(
    component: Component,
    appearance: AppearanceProp,
    section: Section,
    id: String,
    options: String,
) -> AnyView {
    let root = Root::new(component, appearance);
    let signed_in = AuthState::current().signed_in;
    let card = move || {
        let (id, options) = (id.clone(), options.clone());
        root.enter();
        signed_in.get().then(|| {
            let all = view! {
                <div
                    class=root.class("vst-rootBox")
                    lang=words::tag()
                    dir=words::direction()
                    data-vst-elements=root.element_classes()
                >
                    {root.style()}
                    <Drawn section id options/>
                </div>
            };
            root.dress(all.erase())
        })
    };
    live(card).into_any()
}
