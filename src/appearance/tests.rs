use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::appearance::css::body;

/// Classes of ours that are no keys: what the library alone counts on.
const INTERNAL: &[&str] = &[
    "accountSwitcher",
    "alternativeMethodsLink",
    "apiKeysCopyBox",
    "apiKeysCopyRow",
    "appearance",
    "autofill",
    "avatarInitials",
    "backupCode",
    "backupCodeList",
    "backupCodes",
    "backupCodesActions",
    "captcha",
    "developmentBadge",
    "developmentHint",
    "developmentHintLink",
    "document",
    "drawn",
    "drawnStatus",
    "fileInput",
    "formFieldCheckboxLabelLink",
    "formFieldTextArea",
    "headerBadge",
    "imageCrop",
    "imageCropCanvas",
    "imageCropZoom",
    "mailbox",
    "mailboxEmpty",
    "mailboxHeader",
    "mailboxMessage",
    "mailboxMeta",
    "mailboxSubject",
    "mailboxText",
    "memberAvatarBox",
    "modalClose",
    "modalCloseButtonIcon",
    "moment",
    "navbarSubtitle",
    "navbarTitle",
    "organizationListEmpty",
    "organizationListInvitation",
    "organizationLogo",
    "organizationProfile",
    "organizationSwitcherBox",
    "organizationSwitcherDetails",
    "organizationSwitcherNone",
    "organizationSwitcherPopoverActionsItem",
    "organizationSwitcherPopoverCurrent",
    "otherMethods",
    "paginationRow",
    "passkeyForm",
    "passkeys",
    "passwordStrength",
    "passwordStrengthBar",
    "personalPreviewAvatarBox",
    "phoneCountrySelect",
    "profileImage",
    "profileImageError",
    "profileSectionAction",
    "profileSectionActionButton",
    "profileSectionActionContent",
    "profileSectionActionForm",
    "profileSectionEmpty",
    "profileSectionItemIcon",
    "profileSectionItemText",
    "qrCode",
    "resendCode",
    "resendCodeForm",
    "reverificationCancel",
    "reverificationDialog",
    "searchForm",
    "secondFactorOffers",
    "signOutForm",
    "simulatedProvider",
    "simulatedProviderCheck",
    "simulatedProviderMark",
    "simulatedProviderNotice",
    "steps",
    "taskChooseOrganizationCreate",
    "taskChooseOrganizationCreateContent",
    "totpKey",
    "totpSetup",
    "userProfile",
    "visuallyHidden",
    "waitlist",
    "wrongAddress",
];

/// The classes that the sources put on elements: in texts of Rust and of scripts that are a class, or begin with one.
fn classes_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("is a folder").map(|entry| entry.expect("is there").path()) {
        let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if entry.is_dir() {
            classes_in(&entry, found);
        } else if name != "tests.rs" && (name.ends_with(".rs") || name.ends_with(".js")) {
            let text = std::fs::read_to_string(&entry).expect("is text");
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code: String = code.take_while(|line| *line != "#[cfg(test)]").collect::<Vec<_>>().join("\n");
            for (at, _) in code.match_indices("vst-") {
                let before = code[..at].chars().next_back().unwrap_or(' ');
                let key: String = code[at + 4..].chars().take_while(char::is_ascii_alphabetic).collect();
                let after = code[at + 4 + key.len()..].chars().next().unwrap_or(' ');
                // Ids and data attributes have hyphens in them.
                if "\"' .".contains(before) && after != '-' && !key.is_empty() {
                    found.insert(key);
                }
            }
        }
    }
}

#[test]
fn the_keys_are_the_classes() {
    let mut found = BTreeSet::new();
    for folder in ["src/components", "src/elements", "src/server/http"] {
        classes_in(Path::new(folder), &mut found);
    }
    let known: BTreeSet<String> = Element::ALL.iter().map(|element| element.key().to_owned()).collect();
    let unknown: Vec<_> =
        found.iter().filter(|key| !known.contains(*key) && !INTERNAL.contains(&key.as_str())).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "classes that are neither keys nor internal");
    let unused: Vec<_> = known.difference(&found).collect();
    assert_eq!(unused, Vec::<&String>::new(), "keys that no element has");
}

/// What no value may have in it.
const HOSTILE: &[&str] = &[
    "</style>",
    "<",
    ">",
    "{",
    "}",
    ";",
    "@import 'x'",
    "/*",
    "*/",
    "\\",
    "\n",
    "\0",
    "!important",
    "url(https://evil.example)",
    "url( \"//evil.example\")",
    "URL(data:image/svg+xml,x)",
    "expression(alert(1))",
    "image-set('https://evil.example')",
    "(",
    ")",
    "[",
    "'",
    "\"",
    "javascript:alert(1)",
    "src('x')",
    "attr(title)",
    "`",
];

#[test]
fn nothing_breaks_out_of_a_value() {
    let plain = "light-dark(rgb(1 2 3 / 50%), oklch(70% 0.1 240))";
    assert_eq!(value::problem(plain), None);
    for bad in HOSTILE {
        for at in 0..=plain.len() {
            let hostile = format!("{}{bad}{}", &plain[..at], &plain[at..]);
            let why = value::problem(&hostile);
            assert!(why.is_some(), "`{hostile}` is taken");
            let appearance = Appearance::new()
                .variables(Variables::new().color_primary(hostile.as_str()).font_size([("md", hostile.as_str())]))
                .element(Element::Card, [("color", hostile.as_str())])
                .element(Element::Card, ElementStyle::default().when("&:hover", [("color", hostile.as_str())]));
            assert_eq!(appearance.problems().len(), 4, "{:?}", appearance.problems());
            let css = body(&appearance);
            assert_eq!(css, "", "`{hostile}` got in");
        }
    }
}

#[test]
fn nothing_breaks_out_of_a_name() {
    for bad in ["", "color:red;x", "a}b", "</style>", "--", "behavior", "-moz-binding", "9", "a b", "ä"] {
        let appearance = Appearance::new().element(Element::Card, [(bad, "red")]);
        assert_eq!(appearance.problems().len(), 1, "{bad}");
        assert_eq!(body(&appearance), "", "{bad}");
    }
    for bad in ["&:hover, body", "body", "&{}", ":root"] {
        let style = ElementStyle::default().when(bad, [("color", "red")]);
        let appearance = Appearance::new().element(Element::Card, style);
        assert_eq!(appearance.problems().len(), 1, "{bad}");
        assert_eq!(body(&appearance), "", "{bad}");
    }
    for bad in ["", "a b", "a{", "1a", "a..b", "initial", "a;@import", &"a".repeat(65)] {
        let appearance = Appearance::new().css_layer_name(bad);
        assert_eq!((appearance.problems().len(), appearance.layer()), (1, "vestibule"), "{bad}");
    }
    for bad in ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/html,x", "logo.svg", "/a b", ""]
    {
        let appearance = Appearance::new().options(Options::new().logo_image_url(bad).terms_page_url(bad));
        assert_eq!(appearance.problems().len(), 2, "{bad}");
        assert_eq!(appearance.look(), Look::default(), "{bad}");
    }
}

#[test]
fn a_configuration_says_it_as_clerk_does() {
    let text = r##"
        theme = ["juniper", "dark"]
        cssLayerName = "components.auth"
        [variables]
        colorPrimary = "#6c47ff"
        borderRadius = "0.25rem"
        fontSize = { sm = "0.8rem", md = "1rem" }
        [options]
        socialButtonsVariant = "iconButton"
        logoImageUrl = "/logo.svg"
        [elements]
        card = "shadow-xl rounded-none"
        formButtonPrimary = { class = "btn", textTransform = "none", "&:hover" = { opacity = "0.9" } }
        formButtonPrimary__loading = { opacity = "0.5" }
        [signIn.variables]
        colorPrimary = "tomato"
    "##;
    let read: Appearance = toml::from_str(text).expect("is one");
    let built = Appearance::new()
        .theme([Theme::Juniper, Theme::Dark])
        .css_layer_name("components.auth")
        .variables(
            Variables::new()
                .color_primary("#6c47ff")
                .border_radius("0.25rem")
                .font_size([("sm", "0.8rem"), ("md", "1rem")]),
        )
        .options(Options::new().social_buttons_variant(SocialButtonsVariant::IconButton).logo_image_url("/logo.svg"))
        .element(Element::Card, "shadow-xl rounded-none")
        .element(Element::FormButtonPrimary, "btn")
        .element(Element::FormButtonPrimary, [("textTransform", "none")])
        .element(Element::FormButtonPrimary, ElementStyle::default().when("&:hover", [("opacity", "0.9")]))
        .element((Element::FormButtonPrimary, ElementState::Loading), [("opacity", "0.5")])
        .sign_in(Appearance::new().variables(Variables::new().color_primary("tomato")));
    assert_eq!(read, built);
    assert_eq!(built.problems(), Vec::<String>::new());
    let json = serde_json::to_string(&built).expect("encodes");
    assert_eq!(serde_json::from_str::<Appearance>(&json).expect("decodes"), built);
    let css = sheet(&built);
    let order =
        "@layer components.auth.tokens,components.auth.base,components.auth.components,components.auth.appearance;";
    assert!(css.starts_with(&format!("{order}@layer components.auth.appearance{{:root{{")), "{css}");
    for part in [
        "--vst-color-scheme:dark;--vst-color-primary:#6c47ff;--vst-color-primary-foreground:initial;",
        "--vst-color-primary-600:initial;--vst-color-primary-700:initial;",
        "--vst-font-size-sm:0.8rem;--vst-font-size:1rem;",
        "&:is(.vst-formButtonPrimary),& :is(.vst-formButtonPrimary){text-transform:none;}",
        "&:is(.vst-formButtonPrimary):hover,& :is(.vst-formButtonPrimary):hover{opacity:0.9;}",
        ":is(.vst-formButtonPrimary[data-loading],[data-loading] .vst-formButtonPrimary){opacity:0.5;}",
        "}.vst-signIn-root{--vst-color-primary:tomato;--vst-color-primary-foreground:initial;",
    ] {
        assert!(css.contains(part), "{part}\n{css}");
    }
    let rules = class_rules(&built);
    assert_eq!(rules, [(None, "card", "shadow-xl rounded-none"), (None, "formButtonPrimary", "btn")]);
}

#[test]
fn a_mistake_is_named() {
    for (text, told) in [
        ("[variables]\ncolorPrimry = \"red\"", "unknown field `colorPrimry`"),
        ("[elements]\nheadrTitle = \"x\"", "there is no element `headrTitle`; did you mean `headerTitle`?"),
        ("[elements]\ncard__busy = { color = \"red\" }", "there is no state `busy`"),
        ("[elements]\ncard = 7", "an element gets a text with classes"),
        ("theme = \"jupiter\"", "a theme is default, dark"),
        ("[options]\nelevation = \"high\"", "unknown variant `high`"),
        ("colour = \"red\"", "unknown field `colour`"),
    ] {
        let error = toml::from_str::<Appearance>(text).expect_err("is refused");
        assert!(error.message().contains(told), "{}", error.message());
    }
    let appearance = Appearance::new()
        .variables(Variables::new().border_radius([("md", "1px")]).color_danger([("501", "red")]))
        .element((Element::Card, ElementState::Error), "shadow")
        .sign_up(Appearance::new().css_layer_name("x").waitlist(Appearance::new()));
    let names: Vec<_> =
        appearance.problems().iter().filter_map(|line| Some(line.split_once(": ")?.0.to_owned())).collect();
    let expected = [
        "variables.colorDanger",
        "variables.colorDanger.501",
        "variables.borderRadius",
        "elements.card__error",
        "signUp.cssLayerName",
        "signUp.waitlist",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_nearer_one_wins_key_by_key() {
    let far = Appearance::new()
        .theme(Theme::Ledger)
        .variables(Variables::new().color_primary("red").spacing("2rem"))
        .options(Options::new().logo_image_url("/far.svg").help_page_url("/help"))
        .element(Element::Card, [("color", "red"), ("opacity", "0.5")])
        .element(Element::Card, "far")
        .sign_in(Appearance::new().options(Options::new().elevation(Elevation::Flush)));
    let near = Appearance::new()
        .variables(Variables::new().color_primary("blue"))
        .options(Options::new().logo_image_url("/near.svg"))
        .element(Element::Card, [("color", "blue")])
        .element(Element::Card, "near")
        .sign_in(Appearance::new().options(Options::new().terms_page_url("/terms")));
    let both = near.over(&far);
    let expected = Appearance::new()
        .theme(Theme::Ledger)
        .variables(Variables::new().color_primary("blue").spacing("2rem"))
        .options(Options::new().logo_image_url("/near.svg").help_page_url("/help"))
        .element(Element::Card, [("color", "blue"), ("opacity", "0.5")])
        .element(Element::Card, "near far")
        .sign_in(Appearance::new().options(Options::new().terms_page_url("/terms").elevation(Elevation::Flush)));
    assert_eq!(both, expected);
    let looks = both.component_looks();
    assert_eq!(looks.len(), 1);
    assert_eq!((looks[0].0.as_str(), looks[0].1.terms_page_url.as_deref()), ("signIn", Some("/terms")));
    assert_eq!(looks[0].1.help_page_url.as_deref(), Some("/help"));
}

#[test]
fn themes_stay_inside_their_rule() {
    for theme in Theme::ALL {
        let css = theme.css();
        let mut depth = 0;
        for c in css.chars() {
            depth += i32::from(c == '{') - i32::from(c == '}');
            assert!(depth >= 0, "{theme:?}");
        }
        assert_eq!(depth, 0, "{theme:?}");
        for bad in ["<", "@", "url(", "!important", "//"] {
            assert!(!css.contains(bad), "{theme:?}: {bad}");
        }
        let name = serde_json::to_value(theme).expect("encodes");
        assert_eq!(serde_json::from_value::<Theme>(name).expect("decodes"), theme);
    }
}

#[test]
fn every_variable_reaches_the_stylesheet() {
    let mut styles = String::new();
    for entry in std::fs::read_dir("style/components").expect("is a folder") {
        styles += &std::fs::read_to_string(entry.expect("is there").path()).expect("is text");
    }
    for (name, _) in Variables::ALL {
        let property = match *name {
            "font_weight" => "--vst-font-weight-normal".to_owned(),
            name => format!("--vst-{}", name.replace('_', "-")),
        };
        let is_used = [format!("var({property})"), format!("var({property},")].iter().any(|used| styles.contains(used));
        assert!(is_used, "{property}");
    }
}
