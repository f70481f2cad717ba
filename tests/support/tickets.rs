//! Links with tickets, and what people do with them.

use super::{Answer, Browser, House};

/// The part of a link of ours that a browser asks for.
#[track_caller]
pub fn path_of(house: &House, link: &str) -> String {
    link.strip_prefix(house.origin()).unwrap_or_else(|| panic!("leads elsewhere: {link}")).to_owned()
}

impl House {
    /// The path of the newest link that was mailed to someone.
    pub async fn link_to(&self, email: &str) -> String {
        path_of(self, &self.mail_to(email).await.link.expect("a link"))
    }

    /// Opens a link in a browser that has not been here; gives the page, too.
    pub async fn opened(&self, link: &str) -> (Browser, Answer) {
        let browser = self.browser();
        let page = browser.page(link).await;
        (browser, page)
    }
}
