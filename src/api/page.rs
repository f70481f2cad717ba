use leptos::server::codee::{Decoder, Encoder};

use crate::model::{ApiError, ApiErrors, ErrorCode, PageState};

/// The state as it stands in a page: read as the answers of server functions are, so that a bundle holds one way to read
/// JSON and not two.
#[derive(Debug)]
pub struct PageStateCodec;

impl Encoder<PageState> for PageStateCodec {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(page: &PageState) -> Result<String, serde_json::Error> {
        serde_json::to_string(page)
    }
}

impl Decoder<PageState> for PageStateCodec {
    type Error = ApiErrors;
    type Encoded = str;

    fn decode(text: &str) -> Result<PageState, ApiErrors> {
        read(text).ok_or_else(|| ApiError::new(ErrorCode::InternalError).into())
    }
}

#[cfg(all(feature = "hydrate", not(feature = "ssr"), not(test)))]
fn read(text: &str) -> Option<PageState> {
    use super::json;

    json::read(&json::Json::parse(text)?)
}

#[cfg(not(all(feature = "hydrate", not(feature = "ssr"), not(test))))]
fn read(text: &str) -> Option<PageState> {
    serde_json::from_str(text).ok()
}

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
