use leptos::prelude::*;

use super::{CardForm, Content, Erase, FormState, Icon, IconName};
use crate::model::Field;

/// What a part of an account shows.
pub type SectionContent = Box<dyn Fn() -> AnyView + Send>;

/// A part of an account: what it is called, and what there is. The title takes the focus where what had it is gone.
#[component]
pub fn ProfileSection(id: String, title: &'static str, content: SectionContent) -> impl IntoView {
    let title_id = format!("{id}-title");
    let named_by = title_id.clone();
    view! {
        <section class="vst-profileSection" aria-labelledby=named_by>
            <div class="vst-profileSectionHeader">
                <h2 class="vst-profileSectionTitle" id=title_id tabindex="-1">
                    {title}
                </h2>
            </div>
            <div class="vst-profileSectionContent">{content()}</div>
        </section>
    }
    .erase()
}

/// A word beside the title of an item; a colour where it is worth noticing.
pub type Badge = (&'static str, Option<&'static str>);

/// Something that an account has, and what can be done with it.
#[component]
pub fn ProfileItem(
    #[prop(optional)] icon: Option<IconName>,
    title: String,
    #[prop(optional)] badges: Vec<Badge>,
    /// Below the title.
    #[prop(optional_no_strip)]
    subtitle: Option<AnyView>,
    /// What can be done.
    children: Content,
) -> impl IntoView {
    let badges: Vec<_> = badges
        .into_iter()
        .map(|(text, color)| view! { <span class="vst-badge" data-color=color>{text}</span> })
        .collect();
    view! {
        <li class="vst-profileSectionItem" data-icon=icon.map(|_| "")>
            {icon.map(|name| view! { <Icon name class="vst-profileSectionItemIcon"/> })}
            <div class="vst-profileSectionItemText">
                <span class="vst-profileSectionTitleText">{title} {badges}</span>
                {subtitle.map(|text| view! { <span class="vst-profileSectionSubtitleText">{text}</span> })}
            </div>
            <div class="vst-profileSectionButtonGroup">{children.render()}</div>
        </li>
    }
    .erase()
}

/// What opens something that can be done. It is open from the start where there is something to tell of it.
#[component]
pub fn ProfileAction(
    label: &'static str,
    /// The same, for whoever hears it without seeing what stands beside it.
    #[prop(optional_no_strip)]
    full_label: Option<String>,
    #[prop(optional_no_strip)] color: Option<&'static str>,
    open: bool,
    children: Content,
) -> impl IntoView {
    view! {
        <details class="vst-profileSectionAction" data-color=color open=open>
            <summary class="vst-profileSectionActionButton" aria-label=full_label>
                {label}
            </summary>
            <div class="vst-profileSectionActionContent">{children.render()}</div>
        </details>
    }
    .erase()
}

/// A form that is one button; what it is about is in fields that nobody sees.
#[component]
pub fn ProfileButton(
    form: FormState,
    about: Vec<(Field, String)>,
    redirect_url: Signal<String>,
    label: &'static str,
    #[prop(optional_no_strip)] full_label: Option<String>,
    #[prop(default = "vst-profileSectionActionButton")] class: &'static str,
) -> impl IntoView {
    let pending = form.pending;
    let about: Vec<_> = about
        .into_iter()
        .map(|(field, value)| view! { <input type="hidden" name=field.name() value=value/> })
        .collect();
    view! {
        <CardForm form redirect_url class="vst-profileSectionActionForm">
            {about}
            <button
                type="submit"
                class=class
                aria-label=full_label
                aria-disabled=move || pending.get().then_some("true")
            >
                {label}
            </button>
        </CardForm>
    }
    .erase()
}
