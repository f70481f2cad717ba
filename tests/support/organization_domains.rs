//! Organizations with verified domains, and people with addresses in them.

use vestibule::model::EnrollmentMode;
use vestibule::server::{NewOrganizationDomain, Settings};

use super::{Browser, Database, House, Person};

/// A server whose organizations have domains.
pub async fn house(database: &Database, change: impl FnOnce(&mut Settings)) -> House {
    super::organizations::house(database, |settings| {
        settings.organizations.domains.enabled = true;
        change(settings);
    })
    .await
}

/// Someone whose address is in another domain.
pub fn person_at(email: &str) -> Person {
    Person { email: email.to_owned(), ..Person::named("ada") }
}

impl House {
    /// Someone with an account and this address: their browser and their id.
    pub async fn person_at(&self, email: &str) -> (Browser, String) {
        let browser = self.sign_up(&person_at(email)).await;
        let id = browser.user_id().await;
        (browser, id)
    }

    /// A domain that the app knows to be an organization's; gives its id.
    pub async fn domain(&self, organization_id: &str, name: &str, enrollment_mode: EnrollmentMode) -> String {
        let new = NewOrganizationDomain { enrollment_mode, verified: true, ..NewOrganizationDomain::named(name) };
        self.vestibule.organizations().domains().create(organization_id, &new).await.expect("is made").id
    }
}
