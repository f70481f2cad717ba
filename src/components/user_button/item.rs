use leptos::prelude::*;

/// What stands in the menu of [`UserButton`](super::UserButton) for the person who is signed in.
#[derive(Clone)]
pub enum UserButtonItem {
    /// Leads to the account, where the settings say where that is.
    ManageAccount,
    /// Signs this session out.
    SignOut,
    /// A link.
    Link {
        /// What it is called.
        label: String,
        /// Where it leads.
        href: String,
        /// In front of the label.
        icon: ViewFn,
    },
    /// Something that the app does in the browser.
    Action {
        /// What it is called.
        label: String,
        /// What happens.
        on_click: Callback<()>,
        /// In front of the label.
        icon: ViewFn,
    },
}

impl UserButtonItem {
    /// A link, to a page of the app or of the profile.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Link { label: label.into(), href: href.into(), icon: ViewFn::default() }
    }

    /// Something that the app does in the browser. It is not there without the browser's half, where it could do nothing.
    pub fn action(label: impl Into<String>, on_click: impl Fn() + Send + Sync + 'static) -> Self {
        Self::Action { label: label.into(), on_click: Callback::new(move |()| on_click()), icon: ViewFn::default() }
    }

    /// The same with an icon in front of the label. Those of its own keep theirs.
    #[must_use]
    pub fn with_icon(mut self, new: impl Into<ViewFn>) -> Self {
        if let Self::Link { icon, .. } | Self::Action { icon, .. } = &mut self {
            *icon = new.into();
        }
        self
    }
}

/// All there are: where the menu's own are not named, the account stands in front and the end of the session at the end.
pub fn in_order(named: Vec<UserButtonItem>) -> Vec<UserButtonItem> {
    let has = |own: fn(&UserButtonItem) -> bool| named.iter().any(own);
    let account = (!has(|item| matches!(item, UserButtonItem::ManageAccount))).then_some(UserButtonItem::ManageAccount);
    let sign_out = (!has(|item| matches!(item, UserButtonItem::SignOut))).then_some(UserButtonItem::SignOut);
    account.into_iter().chain(named).chain(sign_out).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_app_s() {
        let letters = |items: Vec<UserButtonItem>| -> String {
            let letter = |item: &UserButtonItem| match item {
                UserButtonItem::ManageAccount => 'm',
                UserButtonItem::SignOut => 's',
                UserButtonItem::Link { .. } => 'l',
                UserButtonItem::Action { .. } => 'a',
            };
            in_order(items).iter().map(letter).collect()
        };
        Owner::new().with(|| {
            let link = || UserButtonItem::link("Help", "/help");
            let action = || UserButtonItem::action("Ring", || ());
            assert_eq!(letters(vec![]), "ms");
            assert_eq!(letters(vec![link(), action()]), "mlas");
            assert_eq!(letters(vec![UserButtonItem::SignOut, link()]), "msl");
            assert_eq!(letters(vec![action(), UserButtonItem::ManageAccount, link()]), "amls");
        });
    }
}
