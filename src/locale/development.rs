//! What people read who build an app with Vestibule, in English alone.

/// The page that takes the place of a provider in development. Marked as what it is.
pub mod simulated_provider {
    /// Title.
    pub fn title(provider: &str) -> String {
        format!("Sign in with {provider}")
    }
    /// Below the title.
    pub fn subtitle(app_name: &str) -> String {
        format!("to continue to {app_name}")
    }
    /// Above everything.
    pub fn notice(provider: &str) -> String {
        format!("Simulated provider. This is not {provider}: in development you are whoever you say you are.")
    }
    /// Label.
    pub const EMAIL: &str = "Email address";
    /// Label.
    pub fn verified(provider: &str) -> String {
        format!("{provider} has verified this address")
    }
    /// Label.
    pub const FIRST_NAME: &str = "First name";
    /// Label.
    pub const LAST_NAME: &str = "Last name";
    /// Says yes.
    pub fn go_on(provider: &str) -> String {
        format!("Continue as this {provider} user")
    }
    /// Says no.
    pub const CANCEL: &str = "Cancel";
}

/// The development mailbox.
pub mod mailbox {
    /// Title.
    pub const TITLE: &str = "Development mailbox";
    /// Below the title.
    pub const SUBTITLE: &str = "Mails and messages that would have been sent. Newest first; kept for a day.";
    /// The way back.
    pub const HOME: &str = "To the start page";
    /// When nothing was sent.
    pub const EMPTY: &str = "Nothing has been sent yet.";
    /// In place of a text message's subject.
    pub const SMS: &str = "Text message";
    /// How long ago, from milliseconds.
    pub fn age(milliseconds: i64) -> String {
        match milliseconds / 60_000 {
            ..=0 => "just now".into(),
            1 => "a minute ago".into(),
            minutes @ ..=59 => format!("{minutes} minutes ago"),
            minutes @ ..=119 => format!("an hour and {} minutes ago", minutes - 60),
            minutes => format!("{} hours ago", minutes / 60),
        }
    }
}

/// The playground.
pub mod playground {
    /// Whose tool it is.
    pub const NAME: &str = "Vestibule";
    /// The name of the navigation.
    pub const NAVIGATION: &str = "Main";
    /// Title.
    pub const TITLE: &str = "Playground";
    /// Below the title.
    pub const SUBTITLE: &str = "Every component in every state. Make it yours, then take the code.";
    /// Title of what is shown.
    pub const PREVIEW: &str = "Preview";
    /// Beside what is shown.
    pub const STILL: &str = "Nobody in it exists, and its forms and links do nothing.";
    /// The link to what is shown, without what stands around it.
    pub const ALONE: &str = "Open alone";
    /// Label: the component and its state.
    pub const SHOW: &str = "Component and state";
    /// Label: the language.
    pub const LOCALE: &str = "Language";
    /// Label: which way it runs.
    pub const DIRECTION: &str = "Direction";
    /// Label: how wide it is.
    pub const WIDTH: &str = "Width";
    /// As wide as there is room.
    pub const FULL: &str = "Full";
    /// As wide as a phone.
    pub const PHONE: &str = "Phone (390)";
    /// As the browser asks for it.
    pub const OF_BROWSER: &str = "The browser's";
    /// As the language has it.
    pub const OF_LANGUAGE: &str = "The language's";
    /// From left to right.
    pub const LEFT_TO_RIGHT: &str = "Left to right";
    /// From right to left.
    pub const RIGHT_TO_LEFT: &str = "Right to left";
    /// Title of the editor.
    pub const APPEARANCE: &str = "Appearance";
    /// Label: which components the appearance is for.
    pub const HOLDS_FOR: &str = "Holds for";
    /// All of them.
    pub const EVERY_COMPONENT: &str = "Every component";
    /// One of them.
    pub fn alone(component: &str) -> String {
        format!("{component} alone")
    }
    /// Shows the steps of a variable.
    pub const SCALE: &str = "Scale";
    /// The same, of which variable.
    pub fn scale_of(variable: &str) -> String {
        format!("Scale of {variable}")
    }
    /// Goes back to one value for all steps.
    pub const ONE_VALUE: &str = "One value";
    /// The same, of which variable.
    pub fn one_value_for(variable: &str) -> String {
        format!("One value for {variable}")
    }
    /// What a scale is for.
    pub fn scale_hint(variable: &str, main: &str) -> String {
        let used = match variable {
            "colorPrimary" => "600 is the main button under the pointer, 700 the pressed one; the others are",
            "fontSize" => "xs to xl are small print to titles: all are",
            "fontWeight" => "From text to titles: all are",
            _ => "The others are",
        };
        format!("The field above is {main}, which stands for all of it. {used} custom properties for your own CSS too.")
    }
    /// Title of a group.
    pub const ELEMENTS: &str = "Elements";
    /// What is done in it.
    pub const ELEMENTS_HINT: &str = "Single parts of the components. Each takes classes of your own stylesheet, which the preview does not have, and CSS.";
    /// Label: classes for an element.
    pub const CLASSES: &str = "Classes";
    /// Label: declarations for an element.
    pub const CSS: &str = "CSS";
    /// What such declarations look like.
    pub const CSS_EXAMPLE: &str = "letter-spacing: 0.02em;\n&:hover { opacity: 0.9 }";
    /// Before the states that an element can be in.
    pub const IN_STATE: &str = "When:";
    /// Asks for an element in a state.
    pub fn in_state(key: &str, state: &str) -> String {
        format!("{state}: {key}")
    }
    /// Takes back what an element gets.
    pub const REMOVE: &str = "Remove";
    /// The same, of which element.
    pub fn remove(key: &str) -> String {
        format!("Remove {key}")
    }
    /// Label: the key of an element.
    pub const FIND: &str = "Find an element";
    /// Asks for that element.
    pub const EDIT: &str = "Edit";
    /// Chooses an element in the preview.
    pub const POINT: &str = "Pick an element";
    /// Title of the elements that the preview has.
    pub const IN_PREVIEW: &str = "In this preview";
    /// Title of those that it does not have.
    pub fn elsewhere(count: usize) -> String {
        format!("Elsewhere ({count})")
    }
    /// Title of a group.
    pub const THEMES: &str = "Theme";
    /// Label: the theme.
    pub const THEME: &str = "Theme";
    /// Label: the theme over it.
    pub const THEME_OVER: &str = "Another theme over it";
    /// Label: light or dark.
    pub const SCHEME: &str = "Light or dark";
    /// Light.
    pub const LIGHT: &str = "Light";
    /// Dark.
    pub const DARK: &str = "Dark";
    /// As the system has it.
    pub const AUTO: &str = "Auto";
    /// Neither is said.
    pub const UNSAID: &str = "Unset";
    /// No theme.
    pub const NONE: &str = "None";
    /// Title of a group.
    pub const COLORS: &str = "Colours";
    /// Title of a group.
    pub const SHAPE: &str = "Type and shape";
    /// Title of a group.
    pub const OPTIONS: &str = "Options";
    /// A switch that is on.
    pub const ON: &str = "On";
    /// A switch that is off.
    pub const OFF: &str = "Off";
    /// Shows what was chosen.
    pub const SUBMIT: &str = "Show";
    /// Takes everything back that was chosen.
    pub const RESET: &str = "Start over";
    /// Title of the code.
    pub const CODE: &str = "Code";
    /// Title of the code for an app.
    pub const RUST: &str = "Rust";
    /// Title of the code for a configuration; the file's name.
    pub const CONFIGURATION: &str = "Leptos.toml";
    /// In a configuration in which nothing has to be said.
    pub const AS_USUAL: &str = "Everything is as it is by default.";
    /// Copies a code.
    pub const COPY: &str = "Copy";
    /// The same, of which code.
    pub fn copy(title: &str) -> String {
        format!("Copy {title}")
    }
    /// That it was copied.
    pub const COPIED: &str = "Copied";
    /// That it could not be copied.
    pub const COPY_BY_HAND: &str = "Your browser does not let a page copy: select the code and copy it.";
    /// Label: a colour, chosen from a picture of all.
    pub fn pick(name: &str) -> String {
        format!("Pick {name}")
    }
    /// The name of a theme or a choice, of that in a configuration: `iconButton` is "Icon button".
    pub fn words(name: &str) -> String {
        let mut words = String::with_capacity(name.len() + 4);
        for (at, c) in name.chars().enumerate() {
            match c {
                c if at == 0 => words.extend(c.to_uppercase()),
                c if c.is_ascii_uppercase() => {
                    words.push(' ');
                    words.push(c.to_ascii_lowercase());
                }
                c => words.push(c),
            }
        }
        words
    }
    /// What each language calls itself.
    pub fn language(tag: &str) -> &'static str {
        match tag {
            "ar" => "العربية",
            "de" => "Deutsch",
            "en" => "English",
            "es" => "Español",
            "fr" => "Français",
            "he" => "עברית",
            "it" => "Italiano",
            "ja" => "日本語",
            "ko" => "한국어",
            "nl" => "Nederlands",
            "pl" => "Polski",
            "pt-BR" => "Português (Brasil)",
            "ru" => "Русский",
            "tr" => "Türkçe",
            "uk" => "Українська",
            "zh-Hans" => "简体中文",
            "zh-Hant" => "繁體中文",
            _ => "",
        }
    }
}
