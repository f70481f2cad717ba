use leptos::prelude::*;

use super::Erase;

/// The icons there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
// Some are in what the server alone draws.
#[cfg_attr(all(feature = "hydrate", not(feature = "ssr")), allow(dead_code))]
pub enum IconName {
    Arrow,
    Check,
    Close,
    Eye,
    EyeOff,
    Globe,
    Mail,
    Passkey,
    People,
    Pencil,
    Phone,
    Plus,
    Screen,
    Search,
    Settings,
    Shield,
    SignOut,
    UpDown,
    User,
    Warning,
}

impl IconName {
    /// Its lines, in a square of 16.
    const fn path(self) -> &'static str {
        match self {
            Self::Arrow => "M6 3.5 10.5 8 6 12.5",
            Self::Check => "M3.5 8.5l3 3 6-6.75",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Eye => {
                "M1.75 8S4 3.75 8 3.75 14.25 8 14.25 8 12 12.25 8 12.25 1.75 8 1.75 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z"
            }
            Self::EyeOff => {
                "M6.3 4A6 6 0 0 1 8 3.75C12 3.75 14.25 8 14.25 8a11 11 0 0 1-1.7 2.2M3.6 5.3A10.6 10.6 0 0 0 1.75 8S4 \
                 12.25 8 12.25a6 6 0 0 0 2.6-.6M6.6 6.6a2 2 0 0 0 2.8 2.8M2.25 2.25l11.5 11.5"
            }
            Self::Globe => {
                "M8 14.25a6.25 6.25 0 1 0 0-12.5 6.25 6.25 0 0 0 0 12.5ZM1.75 8h12.5M8 1.75c3.75 3.5 3.75 9 0 12.5M8 1.75c-3.75 \
                 3.5-3.75 9 0 12.5"
            }
            Self::Mail => {
                "M2.75 3.5h10.5a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1ZM2 4.75l6 4 6-4"
            }
            Self::Passkey => {
                "M10.25 9.5A3.75 3.75 0 1 0 6.7 6.9L2 11.6V14h2.4v-1.5h1.5V11h1.5l1.7-1.7a3.75 3.75 0 0 0 1.15.2ZM11.25 4.75v.05"
            }
            Self::People => {
                "M6 7.75a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5ZM1.75 12.75a4.3 4.3 0 0 1 8.5 0M10.5 3.4a2.25 2.25 0 0 1 0 4.2M12 9.4a4.3 4.3 0 0 1 2.25 3.35"
            }
            Self::Pencil => {
                "M2.5 13.5l.6-2.8L11 2.8a1.4 1.4 0 0 1 2 0l.2.2a1.4 1.4 0 0 1 0 2l-7.9 7.9-2.8.6ZM9.75 4.05l2.2 2.2"
            }
            Self::Phone => "M5 1.75h6a1 1 0 0 1 1 1v10.5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V2.75a1 1 0 0 1 1-1ZM7.25 12h1.5",
            Self::Plus => "M8 3.25v9.5M3.25 8h9.5",
            Self::Screen => {
                "M2.75 2.75h10.5a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1ZM5.5 13.25h5"
            }
            Self::Search => "M7 11.75a4.75 4.75 0 1 0 0-9.5 4.75 4.75 0 0 0 0 9.5ZM10.5 10.5l3.25 3.25",
            Self::Settings => {
                "M1.75 4.5H9M12 4.5h2.25M1.75 11.5H4M7 11.5h7.25M10.5 6a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM5.5 13a1.5 \
                 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z"
            }
            Self::Shield => {
                "M8 1.75l5 1.75v4c0 3.2-2 5.6-5 6.75-3-1.15-5-3.55-5-6.75v-4L8 1.75ZM5.75 8l1.6 1.6 2.9-3.1"
            }
            Self::SignOut => {
                "M6.25 13.5H3.5a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h2.75M10.5 11.25 13.75 8 10.5 4.75M13.5 8H6.25"
            }
            Self::UpDown => "M5 6.25 8 3.25l3 3M5 9.75l3 3 3-3",
            Self::User => "M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8ZM2.75 13.75a5.3 5.3 0 0 1 10.5 0",
            Self::Warning => "M8 14.25a6.25 6.25 0 1 0 0-12.5 6.25 6.25 0 0 0 0 12.5ZM8 4.75V8.5M8 11.1v.05",
        }
    }
}

/// An icon beside something that says in words what it means.
#[component]
pub fn Icon(name: IconName, class: &'static str) -> impl IntoView {
    view! {
        <svg
            class=class
            viewBox="0 0 16 16"
            width="16"
            height="16"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=name.path()></path>
        </svg>
    }
    .erase()
}
