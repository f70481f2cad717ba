//! What a component was given that its section is drawn with. It crosses as the query of an address, which the component
//! writes in the browser and on the server alike.

use crate::elements::query_pairs;
use crate::model::{ActiveOrganization, User, fill, fill_personal};

/// What the components about organizations are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether nobody acts for themselves here.
    pub hide_personal: bool,
    /// Whether nothing is said of slugs.
    pub hide_slug: bool,
    /// Whether a key's description is asked for.
    pub show_description: bool,
    /// Where one goes after making an organization.
    pub after_create_url: String,
    /// Where one goes after choosing one.
    pub after_select_url: String,
    /// Where one goes after choosing to act for oneself.
    pub after_select_personal_url: String,
    /// Where one goes after leaving one.
    pub after_leave_url: String,
}

impl Options {
    /// As a component has written them. What cannot be read is as if it had been given nothing.
    pub fn read(text: &str) -> Self {
        let mut options = Self::default();
        for (name, value) in query_pairs(text) {
            let place = match name.as_str() {
                "hide_personal" => {
                    options.hide_personal = !value.is_empty();
                    continue;
                }
                "hide_slug" => {
                    options.hide_slug = !value.is_empty();
                    continue;
                }
                "show_description" => {
                    options.show_description = !value.is_empty();
                    continue;
                }
                "after_create_url" => &mut options.after_create_url,
                "after_select_url" => &mut options.after_select_url,
                "after_select_personal_url" => &mut options.after_select_personal_url,
                "after_leave_url" => &mut options.after_leave_url,
                _ => continue,
            };
            *place = value;
        }
        options
    }

    /// Where one goes who has chosen an organization; empty for where they are.
    pub fn after_select(&self, organization: &ActiveOrganization) -> String {
        fill(&self.after_select_url, &organization.id, organization.slug.as_deref())
    }

    /// The same of whoever has chosen to act for themselves.
    pub fn after_select_personal(&self, user: &User) -> String {
        fill_personal(&self.after_select_personal_url, &user.id, user.username.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::drawn::with_option;

    #[test]
    fn what_is_written_is_read() {
        let mut text = String::new();
        with_option(&mut text, "hide_personal", "1");
        with_option(&mut text, "after_select_url", "/o/:slug?a=b&c=d ü");
        with_option(&mut text, "after_select_personal_url", "/people/:username?by=:id");
        with_option(&mut text, "after_leave_url", "");
        let read = Options::read(&text);
        assert!(read.hide_personal && !read.hide_slug);
        assert_eq!((read.after_select_url.as_str(), read.after_leave_url.as_str()), ("/o/:slug?a=b&c=d ü", ""));
        let acme =
            ActiveOrganization { id: "org_1".into(), slug: Some("acme".into()), ..ActiveOrganization::default() };
        assert_eq!(read.after_select(&acme), "/o/acme?a=b&c=d ü");
        assert_eq!(read.after_select_personal_url, "/people/:username?by=:id");
        assert_eq!(Options::read("nonsense&&=%"), Options::default());
    }
}
