//! What is unsafe about the settings, each with the way to where it is mended.

use super::markup::{Markup, link, paragraph};
use super::page::{Section, alert};
use super::settings;
use crate::server::settings::Warning;

/// All of them.
pub fn draw(warnings: &[Warning]) -> Markup {
    warnings.iter().map(|warning| alert("warning", told(&warning.text))).collect()
}

/// A line, which begins with the name of what it is about.
fn told(text: &str) -> Markup {
    let name = text.split_once(": ").map_or("", |(name, _)| name);
    let way = match settings::place_of(name) {
        Some((to, page)) => link(to, format!("Settings: {page}")),
        None if name.starts_with("appearance") => link(Section::Appearance.path(), Section::Appearance.name()),
        // It has no page: what is there of it stands in the file.
        None => "Leptos.toml or the environment says it".into(),
    };
    paragraph(Markup::from(text).and(". ").and(way).and("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_leads_to_where_it_is_mended() {
        for (text, way) in [
            ("environment: development", "<a href=\"/admin/settings/start#instance\">Settings: Fixed at the start</a>"),
            ("mail.smtp_url: is not set", "href=\"/admin/settings/messages#"),
            // A table stands where what is in it does.
            ("sms: no service is set", "href=\"/admin/settings/messages#"),
            ("security.content_security_policy: `x`", "href=\"/admin/settings/attack-protection#"),
            ("VESTIBULE_SECRET_KEY: <none>", "&lt;none&gt;. Leptos.toml or the environment says it."),
        ] {
            let html = told(text).into_string();
            assert!(html.contains(way), "{text}: {html}");
        }
    }
}
