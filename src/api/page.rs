use crate::model::PageState;

/// All that a page needs to know about its visitor. On the server it comes with the request, where the layer has put
/// it, and the answer gets the headers that a page needs. In the browser it is asked for only when a page was made
/// without a server, and is empty.
#[cfg(feature = "ssr")]
pub fn page_state() -> PageState {
    crate::server::form::page_state()
}

/// All that a page needs to know about its visitor. On the server it comes with the request, where the layer has put
/// it, and the answer gets the headers that a page needs. In the browser it is asked for only when a page was made
/// without a server, and is empty.
#[cfg(not(feature = "ssr"))]
pub fn page_state() -> PageState {
    PageState::default()
}
