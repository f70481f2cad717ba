//! Invitations to organizations that nobody has made: they stand in the database.

use vestibule::server::Settings;
use vestibule::server::store::organization_memberships::NewMembership;
use vestibule::server::store::organizations::NewOrganization;
use vestibule::server::store::{Store, organization_memberships, organizations};

use super::tickets::path_of;
use super::{Browser, House};

/// Switches organizations on, with a role that lets others in and may else do nothing.
pub fn with_hiring(settings: &mut Settings) {
    settings.organizations.enabled = true;
    let hiring = vestibule::server::RoleSettings {
        name: "Hiring".into(),
        permissions: ["org:sys_memberships:manage".to_owned()].into(),
        ..Default::default()
    };
    settings.organizations.roles.insert("org:hiring".into(), hiring);
}

impl Browser {
    /// The id of who is signed in.
    pub async fn user_id(&self) -> String {
        self.get("/api/me").await.json()["id"].as_str().expect("someone is signed in").to_owned()
    }
}

impl House {
    async fn store(&self) -> Store {
        Store::connect(self.database.url()).await.expect("the database answers")
    }

    /// Makes an organization that nobody belongs to; gives its id.
    pub async fn empty_organization(&self, name: &str, most: Option<i64>) -> String {
        let id = format!("org_{name}");
        let slug = name.to_lowercase();
        let new = NewOrganization {
            id: &id,
            name,
            slug: Some(&slug),
            created_by: None,
            max_allowed_memberships: most,
            public_metadata: "{}",
            private_metadata: "{}",
        };
        let store = self.store().await;
        let mut tx = store.write().await.expect("a transaction");
        organizations::insert(&mut tx, &new, self.clock.now()).await.expect("is made");
        tx.commit().await.expect("is committed");
        store.close().await;
        id
    }

    /// Lets someone in.
    pub async fn enter(&self, organization_id: &str, user_id: &str, role: &str) {
        let new = NewMembership {
            id: &format!("orgmem_{organization_id}_{user_id}"),
            organization_id,
            user_id,
            role,
            public_metadata: "{}",
            private_metadata: "{}",
        };
        let store = self.store().await;
        let mut tx = store.write().await.expect("a transaction");
        let made = organization_memberships::insert(&mut tx, &new, self.clock.now()).await.expect("is asked");
        assert!(made.is_some(), "was not in before");
        tx.commit().await.expect("is committed");
        store.close().await;
    }

    /// The role that someone has in an organization, if they belong to it.
    pub async fn role_in(&self, organization_id: &str, user_id: &str) -> Option<String> {
        let sql = format!(
            "SELECT role FROM organization_memberships WHERE organization_id = '{organization_id}' AND user_id = '{user_id}'"
        );
        self.database.texts(&sql).await.pop()
    }

    /// Invites an address in the app's own name; gives the invitation's id and the path of its link.
    pub async fn invite_to(&self, organization_id: &str, email: &str) -> (String, String) {
        let new = vestibule::server::NewOrganizationInvitation::to(email);
        let sent = self.vestibule.organizations().invitations().create(organization_id, &new).await.expect("is made");
        let link = path_of(self, sent.url.as_ref().expect("a link").expose());
        (sent.invitation.id, link)
    }
}
