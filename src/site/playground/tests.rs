use std::collections::BTreeSet;

use axum::http::Request;
use axum::http::request::Parts;

use super::choice::{Choice, Direction};
use super::code::{chain, code, configuration};
use super::states::COMPONENTS;
use super::{page, preview};
use crate::appearance::{
    Appearance, Control, Element, ElementState, ElementStyle, Elevation, LogoPlacement, OPTIONS, Options,
    SocialButtonsPlacement, SocialButtonsVariant, Theme, Variables, camel_case,
};
use crate::model::PageState;
use crate::server::{Language, Settings};

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
        "component=sign-in&state=start&colorPrimary=red&colorPrimary.25=pink&fontSize.sm=1rem&scale=colorRing\
         &elevation=flush&classes.card=a+b&css.card=color%3A+red%3B%0A%26%3Ahover+%7B+color%3A+blue+%7D\
         &css.card__error=color%3A+red&element=footer&key=headr&on=component",
    ] {
        assert_eq!(choice(query).query(), query);
    }
    let other =
        choice("show=sign-up/errors&theme=dark,juniper&theme=nonsense&theme=&locale=xx&dir=up&unknown=1&colorRing=");
    assert_eq!(other.query(), "component=sign-up&state=errors&theme=juniper&theme=dark");
    let asked =
        choice("edit=card&key=footer&element=header&classes.header=x&close=header&colorRing.50=red&close=colorRing");
    assert_eq!(asked.query(), "component=sign-in&state=start&element=card&element=footer");
    assert_eq!(asked.asked().as_deref(), Some("css.card"));
    let lines =
        choice("edit=colorRing&css.card=a%3A+b%0D%0A&element=nothing&css.nothing=x&component=passkeys&on=component");
    assert_eq!(lines.query(), "component=passkeys&state=none&scale=colorRing&css.card=a%3A+b%0A");
    assert_eq!(lines.asked().as_deref(), Some("colorRing"));
    assert_eq!(choice("component=waitlist").query(), "component=waitlist&state=start");
    for unknown in ["component=nothing", "component=sign-in&state=nothing", "show=sign-in/nothing", "state=nothing"] {
        assert!(Choice::parse(unknown).is_none(), "{unknown}");
    }
}

/// Everything that can be chosen at once, for one component alone.
fn everything() -> Appearance {
    Appearance::new().sign_in(
        Appearance::new()
            .theme([Theme::Juniper, Theme::Dark])
            .variables(
                Variables::new()
                    .color_primary([("50", "#eee"), ("500", "#6c47ff"), ("600", "#5a35f0"), ("950", "#110044")])
                    .font_family("\"A\\b\", serif")
                    .font_size([("sm", "0.8rem"), ("md", "1rem")])
                    .border_radius("0.25rem"),
            )
            .options(
                Options::new()
                    .logo_placement(LogoPlacement::Outside)
                    .logo_image_url("/logo.svg")
                    .social_buttons_variant(SocialButtonsVariant::IconButton)
                    .social_buttons_placement(SocialButtonsPlacement::Bottom)
                    .animations(false)
                    .elevation(Elevation::Flush),
            )
            .element(Element::Card, "shadow-xl rounded-none")
            .element(Element::Card, [("border", "0"), ("letter-spacing", "0.02em"), ("text-transform", "uppercase")])
            .element(Element::Footer, [("display", "none")])
            .element(
                Element::FormButtonPrimary,
                ElementStyle::from([("color", "red")]).when("&:hover", [("color", "blue")]),
            )
            .element((Element::FormButtonPrimary, ElementState::Loading), [("opacity", "0.5")])
            .element(Element::Header, ElementStyle::default().when("&::before", [("content", "\"x\"")])),
    )
}

/// The address of the same.
const EVERYTHING: &str = "theme=juniper&theme=dark&colorPrimary=%236c47ff&colorPrimary.50=%23eee&colorPrimary.600=%235a35f0\
    &colorPrimary.950=%23110044&fontFamily=%22A%5Cb%22%2C+serif&fontSize=1rem&fontSize.sm=0.8rem&borderRadius=0.25rem\
    &logoPlacement=outside&logoImageUrl=/logo.svg&socialButtonsVariant=iconButton&socialButtonsPlacement=bottom\
    &animations=false&elevation=flush&classes.card=shadow-xl+rounded-none&css.footer=display:none\
    &css.card=text-transform:uppercase;letter-spacing:0.02em;border:0\
    &css.formButtonPrimary=%26:hover%7Bcolor:blue%7Dcolor:red&css.formButtonPrimary__loading=opacity:0.5\
    &css.header=%26::before%7Bcontent:%22x%22%7D&on=component";

/// What the compiler makes of the code is what the code was made of.
#[test]
fn the_code_is_the_appearance() {
    let read: Appearance = include!("everything.in");
    assert_eq!(read, everything());
    assert_eq!(chain(&everything()).0, include_str!("everything.in").trim_end());
}

/// What a server reads in the configuration is what the configuration was made of.
#[test]
fn the_configuration_is_the_appearance() {
    let plain = "theme=ledger&colorDanger=tomato&css.card=color:red";
    for appearance in [everything(), choice(EVERYTHING).appearance().0, choice(plain).appearance().0, Appearance::new()]
    {
        let written = configuration(&appearance);
        let read = Settings::parse(&written).expect("is one").appearance;
        assert_eq!(read, appearance, "{written}");
    }
    let written = configuration(&choice(plain).appearance().0);
    let expected = "[vestibule.appearance]\ntheme = \"ledger\"\n\n[vestibule.appearance.variables]\ncolorDanger = \"tomato\"\n\n\
                    [vestibule.appearance.elements.card]\ncolor = \"red\"\n";
    assert_eq!(written, expected);
}

#[test]
fn everything_can_be_chosen() {
    // A backslash gets into no value.
    let typed = EVERYTHING.replace("%5C", "");
    let (appearance, problems) = choice(&typed).appearance();
    assert!(
        problems.is_empty(),
        "{}",
        problems.iter().map(|it| format!("{}: {}\n", it.name, it.why)).collect::<String>()
    );
    let chosen = chain(&appearance).0.replace("A\\\\b", "Ab");
    assert_eq!(chosen, chain(&everything()).0.replace("A\\\\b", "Ab"));
    assert_eq!(appearance.problems(), Vec::<String>::new());
}

#[test]
fn what_is_wrong_with_a_part_is_told_beside_it_and_the_rest_has_its_effect() {
    let choice = choice(
        "colorPrimary=red&colorPrimary.600=blue&colorPrimary.700=;&colorRing.50=red&fontSize=1px;&fontSize.sm=2px\
         &css.card=color: red; colour?: x; margin: url(//x); %26:hovr { color: red }; nothing&css.footer=&classes.footer=a%01",
    );
    let (appearance, problems) = choice.appearance();
    let expected = Appearance::new()
        .variables(Variables::new().color_primary([("500", "red"), ("600", "blue")]))
        .element(Element::Card, [("color", "red")]);
    assert_eq!(appearance, expected);
    let names: Vec<&str> = problems.iter().map(|problem| problem.name.as_str()).collect();
    let card = "css.card";
    assert_eq!(names, ["colorPrimary.700", "colorRing", "fontSize", card, card, card, card, "classes.footer"]);
    let whys: Vec<&str> = problems.iter().filter(|it| it.name == card).map(|it| it.why.as_str()).collect();
    assert_eq!(whys[0], "`nothing` is not a property, a colon and a value");
    assert_eq!(whys[1], "`colour?` is no CSS property");
    assert_eq!(whys[2], "margin: leads to another site");
    assert!(whys[3].starts_with("`&:hovr` is none of &:hover"), "{}", whys[3]);
}

#[test]
fn the_elements_of_a_preview_are_those_that_it_has() {
    let keys = preview::elements(&choice("component=sign-in"), "Notes", parts());
    assert_eq!(keys.first(), Some(&Element::RootBox));
    for key in [Element::Card, Element::FormButtonPrimary, Element::FormFieldInput] {
        assert!(keys.contains(&key), "{}", key.key());
    }
    assert!(!keys.contains(&Element::UserButtonTrigger));
    let html = page::render(&choice("component=sign-in&css.card=color:red&key=headrTitle"), &keys).html;
    for part in ["name=\"css.card\"", "id=\"ask-card\"", "did you mean `headerTitle`?", "id=\"ask-userButtonTrigger\""]
    {
        assert!(html.contains(part), "{part}");
    }
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
    assert_eq!(
        code_of("component=sign-up&css.card=color:red&classes.footer__error=x&on=component"),
        "use vestibule::appearance::{Appearance, Element};\nuse vestibule::components::{AuthProvider, SignUp};\n\nlet appearance \
         = Appearance::new().sign_up(Appearance::new().element(Element::Card, [(\"color\", \"red\")]));\nview! {\n    \
         <AuthProvider appearance>\n        <SignUp/>\n    </AuthProvider>\n}\n"
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
    let html = page::render(&choice, &[]).html;
    for part in ["id=\"colorPrimary\"", "aria-invalid=\"true\"", "has a character in it that no value needs"] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn what_is_typed_stays_text() {
    let typed = choice(
        "fontFamily=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&colorPrimary=%3C/style%3E&css.card=%3C/textarea%3E%3Cscript%3E\
         &classes.card=%22%3E%3Cscript%3E&key=%22%3E%3Cscript%3E",
    );
    let html = page::render(&typed, &[]).html;
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
