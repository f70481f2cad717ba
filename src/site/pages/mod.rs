//! A file per page. Each has a stylesheet of its own in `style/pages`, scoped to it.

mod auth;
mod dashboard;
mod not_found;
mod organization;
mod start;
mod user;

pub use auth::{SignInPage, SignUpPage, WaitlistPage};
pub use dashboard::DashboardPage;
pub use not_found::NotFoundPage;
pub use organization::{CreateOrganizationPage, OrganizationPage};
pub use start::StartPage;
pub use user::UserPage;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use stylers_macro::style_sheet;

    /// The scope of a sheet comes from its number of characters: two of the same length would be one.
    #[test]
    fn every_sheet_has_a_scope_of_its_own() {
        let scopes = [
            style_sheet!("./style/pages/auth.css"),
            style_sheet!("./style/pages/dashboard.css"),
            style_sheet!("./style/pages/not_found.css"),
            style_sheet!("./style/pages/organization.css"),
            style_sheet!("./style/pages/start.css"),
            style_sheet!("./style/pages/user.css"),
        ];
        assert_eq!(HashSet::from(scopes).len(), scopes.len());
    }
}
