//! What a page knows of whoever looks at it.

use axum::http::{HeaderMap, Uri};

use crate::model::PageState;
use crate::server::flows::{self, active_organization, client, own_api_keys};
use crate::server::http::{assets, flash, page_lists, ticket};
use crate::server::vestibule::Vestibule;

/// What a page shows: who is signed in on this browser, what they belong to, and what the form before it has to say.
pub async fn page_state(
    app: &Vestibule,
    visitor: &flows::Visitor,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<PageState, flows::Error> {
    let mut held = match client::find(app, visitor).await? {
        Some(browser) => client::state(app, &mut *app.store.read().await?, &browser).await?,
        None => crate::model::Client::default(),
    };
    ticket::show(app, visitor, &mut held).await?;
    active_organization::show_named(app, visitor, &mut held).await?;
    let mut page = PageState {
        client: held,
        sessions: None,
        organizations: None,
        organization: None,
        api_keys: None,
        settings: assets::public_settings(app),
        words: String::new(),
        flash: flash::read(app, headers),
        now: app.clock.now(),
    };
    page_lists::add(app, visitor, uri, &mut page).await?;
    keep_made_key(app, &mut page).await?;
    Ok(page)
}

/// Leaves a key that was just made on the page only where keys are shown, and to whoever made it: it has no business in the HTML
/// of another page, and another person may have come to the browser meanwhile.
async fn keep_made_key(app: &Vestibule, page: &mut PageState) -> Result<(), flows::Error> {
    let Some(made) = page.flash.as_ref().and_then(|flash| flash.api_key.as_ref()) else { return Ok(()) };
    let is_theirs = match page.client.user().filter(|_| page.api_keys.is_some()) {
        Some(user) => own_api_keys::has_made(app, &user.id, &made.id).await?,
        None => false,
    };
    if let Some(flash) = page.flash.as_mut().filter(|_| !is_theirs) {
        flash.api_key = None;
    }
    Ok(())
}
