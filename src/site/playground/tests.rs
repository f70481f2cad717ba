use std::collections::BTreeSet;

use axum::http::Request;
use axum::http::request::Parts;

use super::choice::{Choice, Direction};
use super::code::{chain, code};
use super::controls::{Control, OPTIONS};
use super::states::COMPONENTS;
use super::{page, preview};
use crate::appearance::{
    Appearance, Elevation, LogoPlacement, Options, SocialButtonsPlacement, SocialButtonsVariant, Theme, Variables,
    camel_case,
};
use crate::model::PageState;
use crate::server::Language;

fn parts() -> Parts {
    Request::new(()).into_parts().0
}

fn choice(query: &str) -> Choice {
    Choice::parse(query).expect("is one")
}

/// The body of a preview.
fn shown(query: &str) -> String {
    let html = preview::render(&choice(query), "Notes", parts()).html;
    html.split_once("<main").expect("has one").1.to_owned()
}

fn page_of(component: &str, state: &str) -> PageState {
    let (_, state) = super::states::find(component, state).expect("is one");
    let mut page = super::cast::page("Notes");
    (state.set)(&mut page);
    page
}

#[test]
fn every_state_is_shown_and_looks_like_no_other() {
    let mut seen = BTreeSet::new();
    for component in COMPONENTS {
        for state in component.states {
            let what = format!("{} {}", component.name, state.name);
            let html = shown(&format!("component={}&state={}", component.name, state.name));
            assert!(html.contains("class=\"vst-"), "{what}: nothing is shown");
            for refused in ["<script", " action=", " autofocus", " style=", "javascript:"] {
                assert!(!html.contains(refused), "{what}: {refused}");
            }
            if let Some(class) = state.open {
                assert!(html.contains(class) && html.contains(" open="), "{what}: {class} is not open");
            }
            let told = page_of(component.name, state.name).flash.unwrap_or_default();
            if !told.errors.is_empty() {
                let marks = html.matches("aria-invalid=\"true\"").count() + html.matches("role=\"alert\"").count();
                assert!(
                    marks >= told.errors.errors.len(),
                    "{what}: {marks} of {} errors are told",
                    told.errors.errors.len()
                );
            }
            let (_, content) = html.split_once('>').expect("the end of the tag");
            assert!(seen.insert(content.to_owned()), "{what} looks like another state");
        }
    }
    assert!(seen.len() > 70, "{}", seen.len());
}

#[test]
fn every_option_has_a_control() {
    let of = |all: &[(&str, &str)]| all.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>();
    let controls: BTreeSet<String> = OPTIONS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(controls, of(Options::ALL));
    assert_eq!(controls.len(), OPTIONS.len());
    for (name, control) in OPTIONS {
        let values: &[&str] = match control {
            Control::Words(words) => words,
            Control::Switch => &["true", "false"],
            Control::Address => &["/x", "https://x.example/y"],
        };
        for value in values {
            let choice = choice(&format!("{}={value}", camel_case(name)));
            let (appearance, problems) = choice.appearance();
            assert!(problems.is_empty() && appearance != Appearance::new(), "{name}={value}");
        }
    }
}

#[test]
fn an_address_comes_back_as_it_was() {
    for query in [
        "component=sign-in&state=start",
        "component=sign-up&state=errors&theme=juniper&theme=dusk&theme=dark&colorPrimary=%236c47ff&fontFamily=%22A%26B%22\
         &borderRadius=0&socialButtonsVariant=iconButton&shimmer=false&locale=zh-Hant&dir=rtl&width=phone",
    ] {
        assert_eq!(choice(query).query(), query);
    }
    let other =
        choice("show=sign-up/errors&theme=dark,juniper&theme=nonsense&theme=&locale=xx&dir=up&unknown=1&colorRing=");
    assert_eq!(other.query(), "component=sign-up&state=errors&theme=juniper&theme=dark");
    assert_eq!(choice("component=waitlist").query(), "component=waitlist&state=start");
    for unknown in ["component=nothing", "component=sign-in&state=nothing", "show=sign-in/nothing", "state=nothing"] {
        assert!(Choice::parse(unknown).is_none(), "{unknown}");
    }
}

/// Everything that can be chosen at once.
fn everything() -> Appearance {
    Appearance::new()
        .theme([Theme::Juniper, Theme::Dark])
        .variables(Variables::new().color_primary("#6c47ff").font_family("\"A\\b\", serif").border_radius("0.25rem"))
        .options(
            Options::new()
                .logo_placement(LogoPlacement::Outside)
                .logo_image_url("/logo.svg")
                .social_buttons_variant(SocialButtonsVariant::IconButton)
                .social_buttons_placement(SocialButtonsPlacement::Bottom)
                .animations(false)
                .elevation(Elevation::Flush),
        )
}

/// What the compiler makes of the code is what the code was made of.
#[test]
fn the_code_is_the_appearance() {
    let read: Appearance = include!("everything.in");
    assert_eq!(read, everything());
    assert_eq!(chain(&everything()).0, include_str!("everything.in").trim_end());
}

#[test]
fn the_code_says_no_more_than_what_is_not_as_usual() {
    let code_of = |query: &str| {
        let choice = choice(query);
        code(&choice, &choice.appearance().0)
    };
    assert_eq!(
        code_of("component=sign-in&width=phone&dir=rtl&colorPrimary=;"),
        "use vestibule::components::{AuthProvider, SignIn};\n\nview! {\n    <AuthProvider>\n        <SignIn/>\n    \
         </AuthProvider>\n}\n"
    );
    assert_eq!(
        code_of("component=user-button&state=items&theme=dusk&locale=ar"),
        "use vestibule::appearance::{Appearance, Theme};\nuse vestibule::components::{AuthProvider, UserButton, \
         UserButtonItem};\n\nlet appearance = Appearance::new().theme(Theme::Dusk);\nview! {\n    <AuthProvider appearance \
         locale=\"ar\">\n        <UserButton items=vec![UserButtonItem::link(\"Help\", \"/help\")]/>\n    \
         </AuthProvider>\n}\n"
    );
    let code = code_of("theme=ledger&theme=harbor&theme=auto&colorPrimary=tomato&elevation=flush");
    let expected = "let appearance = Appearance::new()\n    .theme([Theme::Ledger, Theme::Harbor, Theme::Auto])\n    \
                    .variables(Variables::new().color_primary(\"tomato\"))\n    \
                    .options(Options::new().elevation(Elevation::Flush));\n";
    assert!(code.contains("::{Appearance, Elevation, Options, Theme, Variables};"), "{code}");
    assert!(code.contains(expected), "{code}");
}

#[test]
fn what_has_something_wrong_with_it_has_no_effect_and_says_why() {
    let choice = choice("colorPrimary=red;&colorDanger=blue&elevation=high&shimmer=maybe&logoImageUrl=logo.svg");
    let (appearance, problems) = choice.appearance();
    assert_eq!(appearance, Appearance::new().variables(Variables::new().color_danger("blue")));
    let names: Vec<&str> = problems.iter().map(|problem| problem.name.as_str()).collect();
    assert_eq!(names, ["colorPrimary", "logoImageUrl", "elevation", "shimmer"]);
    let told = Appearance::new().variables(Variables::new().color_primary("red;")).problems();
    assert_eq!(format!("variables.colorPrimary: {}", problems[0].why), told[0]);
    let html = page::render(&choice).html;
    for part in ["id=\"colorPrimary\"", "aria-invalid=\"true\"", "has a character in it that no value needs"] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn what_is_typed_stays_text() {
    let html =
        page::render(&choice("fontFamily=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&colorPrimary=%3C/style%3E")).html;
    assert!(!html.contains("<script>") && !html.contains("</style>"), "{html}");
    let html = preview::render(&choice("colorPrimary=%3C/style%3E%3Cb%3E"), "<b>", parts()).html;
    assert!(!html.contains("<b>"), "{html}");
}

#[test]
fn every_language_has_a_name_and_every_direction_a_word() {
    for language in Language::ALL {
        assert_ne!(crate::locale::playground::language(language.tag()), "", "{}", language.tag());
    }
    assert!(shown("component=sign-in&dir=rtl").contains("dir=\"rtl\""));
    assert!(shown("component=sign-in").contains("dir=\"ltr\""));
    assert_eq!(Direction::ALL.map(Direction::name), ["ltr", "rtl"]);
}
