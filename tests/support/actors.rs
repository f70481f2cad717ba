//! Whoever acts in somebody's place.

use vestibule::server::{ActorToken, NewActorToken};

use super::tickets::path_of;
use super::{Browser, House};

/// Who acts, where it does not matter.
pub const SUPPORT: &str = "user_support";

impl House {
    /// An actor token, and the path of its link.
    pub async fn actor_token(&self, new: &NewActorToken) -> (ActorToken, String) {
        let made = self.vestibule.actor_tokens().create(new).await.expect("is made");
        let link = path_of(self, made.url.as_ref().expect("a link").expose());
        (made, link)
    }

    /// The path of a link with which somebody acts in a user's place.
    pub async fn link_in_place_of(&self, user_id: &str) -> String {
        self.actor_token(&NewActorToken::of(SUPPORT, user_id)).await.1
    }

    /// A browser in which somebody acts in a user's place.
    pub async fn in_place_of(&self, user_id: &str) -> Browser {
        let (browser, _) = self.opened(&self.link_in_place_of(user_id).await).await;
        browser.post("sign_in/ticket", &[]).await.expect_ok();
        browser
    }
}
