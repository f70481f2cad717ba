//! What the profiles of a person and of an organization are made of: a navigation, and beside it what it leads to.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::drawn::{Drawn, Section};
use crate::elements::{AuthState, Erase, Icon, IconName, Root, last_step, live, memo, platform};
use crate::locale::words;
use crate::model::PublicSettings;

/// Something that the navigation leads to.
#[derive(Clone)]
pub struct ProfileEntry {
    pub label: String,
    pub href: String,
    /// The last segment of its address, where it has one of its own.
    pub step: Option<String>,
    /// In front of the label.
    pub icon: ViewFn,
    pub content: ProfileContent,
}

/// What stands beside the navigation.
#[derive(Clone)]
pub enum ProfileContent {
    Section(Section),
    /// A page of the app's own.
    Page(ViewFn),
    /// It stands elsewhere.
    Link,
}

/// A profile, and how it is called.
#[derive(Clone)]
pub struct Profile {
    pub root: Root,
    pub class: &'static str,
    /// What the ids of the fields begin with.
    pub id: String,
    /// The page that it stands on.
    pub base: Signal<String>,
    /// Whether it stands over a page: its pages have no addresses then.
    pub is_modal: bool,
    pub title: &'static str,
    pub subtitle: &'static str,
    pub navigation: &'static str,
    /// What its sections are told.
    pub options: String,
}

/// Which of them an address names: the first of the profile's own where it names none.
pub fn at(entries: &[ProfileEntry], step: &str) -> usize {
    let find = |step: &str| entries.iter().position(|entry| entry.step.as_deref() == Some(step));
    find(step).or_else(|| find("")).unwrap_or_default()
}

/// Shows a profile for as long as `of` says whose it is; made anew when that changes.
pub fn profile(
    profile: Profile,
    of: Memo<Option<String>>,
    entries: impl Fn(&str) -> Vec<ProfileEntry> + Send + Sync + 'static,
) -> AnyView {
    let location = use_location().pathname;
    let view = move || {
        of.get().map(|_| {
            let Profile { root, class, id, base, is_modal, title, subtitle, navigation, options } = profile.clone();
            root.enter();
            let base = base.get_untracked();
            let entries = StoredValue::new(entries(&base));
            // Without an address the modal begins where the page does that has one.
            let chosen = RwSignal::new(is_modal.then(|| entries.with_value(|all| at(all, ""))));
            let shown = memo(move |_| {
                let named = || location.with(|path| entries.with_value(|all| at(all, last_step(path, &base))));
                chosen.get().unwrap_or_else(named)
            });
            let all = entries.get_value();
            let button = |(at, entry)| button(entry, shown, at, is_modal.then_some(chosen));
            let buttons = all.into_iter().enumerate().map(button).collect::<Vec<_>>();
            let content = live(move || {
                let entry = entries.with_value(|all| all.get(shown.get()).cloned());
                entry.map(|ProfileEntry { label, content, .. }| match content {
                    ProfileContent::Section(section) => {
                        view! { <Drawn section id=id.clone() options=options.clone()/> }.erase()
                    }
                    ProfileContent::Page(content) => view! {
                        <h1 class="vst-headerTitle" dir="auto">
                            {label}
                        </h1>
                        <div dir="auto">{content.run()}</div>
                    }
                    .erase(),
                    ProfileContent::Link => ().erase(),
                })
            });
            let all = view! {
                <div
                    class=root.class(class)
                    lang=words::tag()
                    dir=words::direction()
                    data-vst-elements=root.element_classes()
                >
                    {root.style()}
                    <nav class="vst-navbar" aria-label=navigation>
                        <p class="vst-navbarTitle">{title}</p>
                        <p class="vst-navbarSubtitle">{subtitle}</p>
                        <div class="vst-navbarButtons">{buttons}</div>
                    </nav>
                    <div class="vst-profilePage">{content}</div>
                </div>
            };
            root.dress(all.erase())
        })
    };
    live(view).into_any()
}

/// An icon in front of a label of the navigation.
pub fn navigation_icon(name: IconName) -> ViewFn {
    ViewFn::from(move || view! { <Icon name class="vst-navbarButtonIcon"/> })
}

/// What leads to the entry that is the `at`th. `choice` is where it is noted which one is shown, in the place of the address.
fn button(entry: ProfileEntry, shown: Memo<usize>, at: usize, choice: Option<RwSignal<Option<usize>>>) -> AnyView {
    let ProfileEntry { label, href, icon, content, .. } = entry;
    let is_link = matches!(content, ProfileContent::Link);
    let choose = move |event: MouseEvent| match choice {
        // Even where it leads to the page that is below.
        Some(_) if is_link => platform::close_dialog(&event),
        Some(chosen) => {
            event.prevent_default();
            chosen.set(Some(at));
        }
        None => (),
    };
    let rel = AuthState::current().settings.with_value(PublicSettings::page_rel).filter(|_| is_link);
    let current = Signal::derive(move || (shown.get() == at).then_some("page"));
    view! {
        <a
            class="vst-navbarButton"
            href=href
            rel=rel
            aria-current=current
            on:click=choose
        >
            {icon.run()}
            <span class="vst-navbarButtonText">{label}</span>
        </a>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_an_entry() {
        let entry = |step: Option<&str>| ProfileEntry {
            label: String::new(),
            href: String::new(),
            step: step.map(str::to_owned),
            icon: ViewFn::default(),
            content: ProfileContent::Link,
        };
        Owner::new().with(|| {
            let entries = [entry(Some("terms")), entry(Some("security")), entry(Some("")), entry(None)];
            let found = ["security", "nonsense", "terms", ""].map(|step| at(&entries, step));
            assert_eq!(found, [1, 2, 0, 2]);
        });
    }
}
