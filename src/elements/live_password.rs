//! What the browser's half adds to the field of a password that the server has drawn: the button that shows it, and how
//! good a new one is.

use leptos::mount::{UnmountHandle, mount_to_renderer};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::password_field::ShowPasswordButton;
use super::{Erase, FormState, PasswordAdvice, effect};
use crate::model::{ApiError, ErrorCode, Field};

/// What is called with a password whenever it has changed.
type OnChange = Box<dyn FnMut(String)>;

/// One such field. What was added goes with it.
pub struct LivePassword {
    input: HtmlInputElement,
    shown: RwSignal<bool>,
    advice: Option<(FormState, OnChange)>,
    _parts: Vec<UnmountHandle<AnyViewState>>,
}

impl LivePassword {
    /// Forgets those that are gone, and finds those that are new.
    pub fn update(all: &mut Vec<Self>, within: &Element) {
        all.retain(|password| password.input.is_connected());
        let Ok(inputs) = within.query_selector_all("input[type=password]") else { return };
        for at in 0..inputs.length() {
            let input = inputs.item(at).and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input.filter(|input| all.iter().all(|known| known.input != *input)) else { continue };
            all.extend(Self::new(input));
        }
    }

    fn new(input: HtmlInputElement) -> Option<Self> {
        let group = input.parent_element()?;
        let controls = input.id();
        let shown = RwSignal::new(false);
        let changed = input.clone();
        effect(move || changed.set_type(if shown.get() { "text" } else { "password" }));
        let button = mount_to_renderer(&group, move || view! { <ShowPasswordButton shown controls/> }.erase());
        let mut parts = vec![button];
        let id = input.id() + "-advice";
        let advice = document().get_element_by_id(&id).zip(group.parent_element()).map(|(before, field)| {
            before.remove();
            let form = FormState::posting("", "", &[]);
            if input.has_attribute("aria-invalid") {
                form.errors.set(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::NewPassword).into());
            }
            let advice = PasswordAdvice::new(form, &[]);
            let view = move || advice.view(Field::NewPassword, id).into_view().erase();
            parts.push(mount_to_renderer(&field, view));
            let on_change: OnChange = Box::new(advice.on_change());
            (form, on_change)
        });
        Some(Self { input, shown, advice, _parts: parts })
    }

    /// Something was typed.
    pub fn edited(&mut self) {
        if let Some((form, on_change)) = &mut self.advice
            && document().active_element().as_ref() == Some(&self.input)
        {
            form.changed(Field::NewPassword);
            on_change(self.input.value());
        }
    }

    /// A password manager offers to keep only what is hidden when the form is sent.
    pub fn hide(&self) {
        self.shown.set(false);
    }
}
