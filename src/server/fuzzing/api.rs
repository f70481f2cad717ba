//! What other backends and operators send.

use serde_json::{Map, Value};

use super::text;
use crate::server::claims_template::{ClaimsTemplate, Purpose};
use crate::server::crypto::{Prefix, is_ordered_id};
use crate::server::http::backend::readers;
use crate::server::http::page_lists;

/// The body of a request to the REST API, as each of its operations reads it.
pub fn bodies(bytes: &[u8]) {
    readers::bodies(bytes);
}

/// The query of a request, with the places in its lists: to the REST API, and to a page.
pub fn queries(bytes: &[u8]) {
    readers::queries(bytes);
    let Some(query) = text(bytes) else { return };
    let asked = page_lists::asked_in(query);
    for page in [asked.members_page, asked.invitations_page, asked.requests_page] {
        assert!((1..=1_000_000).contains(&page), "page {page}");
    }
    assert!(!is_ordered_id(Prefix::AuditEntry, query) || query.len() == 36);
}

/// Claims that an operator adds to tokens.
pub fn claims_templates(bytes: &[u8]) {
    let Ok(claims) = serde_json::from_slice::<Map<String, Value>>(bytes) else { return };
    for purpose in [Purpose::Session, Purpose::Service] {
        match ClaimsTemplate::read_for(purpose, &claims) {
            Ok(template) => assert!(!template.is_empty() || claims.is_empty()),
            Err(problem) => assert!(!problem.is_empty()),
        }
    }
}
