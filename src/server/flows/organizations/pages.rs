//! The list of all organizations as operators leaf through it in the dashboard, and find one as they type.

use super::access::check_enabled;
use super::{Organizations, domain_name, read};
use crate::model::Organization;
use crate::server::flows::Error;
use crate::server::flows::pages::{cut, looked_for, most};
use crate::server::store::user_pages::Place;
use crate::server::store::{organization_pages, organizations};

pub use crate::server::store::organization_pages::{OrganizationPageOrder, OrganizationsMeant};

/// So many are looked at that begin alike, where only some of them are meant.
const LOOKED_AT: i64 = 500;

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct OrganizationPageQuery {
    /// How a name, a slug or a domain begins, or an id; all of them where it is empty.
    pub beginning: String,
    /// Which of them.
    pub meant: OrganizationsMeant,
    /// In which order, where none is looked for and all are meant; some of them stand by when they were made.
    pub order: OrganizationPageOrder,
    /// From where on, likewise.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: i64,
}

/// A part of the list.
#[derive(Clone, Debug)]
pub struct OrganizationPart {
    /// Which are on it.
    pub organizations: Vec<Organization>,
    /// Where the next part begins, if there is one.
    pub next: Option<Place>,
    /// Whether more are found than these, or begin so than were looked at: then more has to be typed.
    pub is_cut: bool,
}

impl Organizations<'_> {
    /// A part of the list of all organizations, or those that begin so.
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`, or when the database does not answer.
    pub async fn page(&self, query: &OrganizationPageQuery) -> Result<OrganizationPart, Error> {
        let app = self.0;
        check_enabled(app)?;
        let limit = most(query.limit);
        let beginning = looked_for(&query.beginning);
        let looks = beginning.as_deref() != Some("");
        let (mut places, are_more) = match beginning {
            None => (Vec::new(), false),
            Some(text) if text.is_empty() => {
                let (order, after) = (query.order, query.after.as_ref());
                (organization_pages::after(&app.store, &query.meant, order, after, limit + 1).await?, false)
            }
            Some(text) => self.found(&text, &query.meant, limit).await?,
        };
        let is_more = cut(&mut places, limit) || are_more;
        let next = places.last().filter(|_| is_more && !looks).cloned();
        let ids: Vec<&str> = places.iter().map(|place| place.id.as_str()).collect();
        let found = organizations::all_of(&mut *app.store.read().await?, &ids, app.clock.now()).await?;
        let organizations = found.into_iter().map(|counted| read::organization(app, counted)).collect();
        Ok(OrganizationPart { organizations, next, is_cut: is_more && looks })
    }

    /// Those that are meant of those that begin so, and whether more may begin so than were looked at.
    async fn found(&self, text: &str, meant: &OrganizationsMeant, limit: i64) -> Result<(Vec<Place>, bool), Error> {
        let store = &self.0.store;
        let (ids, are_more) = match text.starts_with("org_") {
            true => (vec![text.to_owned()], false),
            false => {
                // Which of them are meant no index knows that knows how they begin.
                let rows = if *meant == OrganizationsMeant::default() { limit } else { LOOKED_AT };
                let domain = domain_name::compared(text);
                organization_pages::beginning(store, text, domain.as_deref().unwrap_or(text), rows).await?
            }
        };
        let ids = organization_pages::meant_of(store, meant, ids).await?;
        Ok((ids.into_iter().map(|id| Place { at: 0, id }).collect(), are_more))
    }
}
