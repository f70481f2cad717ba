use leptos::prelude::*;

use super::Erase;
use crate::model::{Field, Strategy};

/// What a form proves, or asks to prove.
#[component]
pub fn StrategyInput(strategy: Option<Strategy>) -> impl IntoView {
    strategy
        .map(|strategy| view! { <input type="hidden" name=Field::Strategy.name() value=strategy.as_str()/> })
        .erase()
}
