//! Organizations, as they stand in the database, for tests that are about something else than how they come to be.

use serde_json::Value;
use vestibule::server::{RoleSettings, Settings};

use super::{Browser, Database, House, Person};

/// Switches organizations on, with a role of the app's own.
pub fn with_organizations(settings: &mut Settings) {
    settings.organizations.enabled = true;
    let permissions = ["org:notes:write", "org:notes:read"].map(str::to_owned).into();
    let editor = RoleSettings { name: "Editor".into(), permissions };
    settings.organizations.roles.insert("org:editor".into(), editor);
}

/// Makes an organization with an id and a slug that tell its name.
pub async fn found(database: &Database, name: &str) -> String {
    let id = format!("org_{name}");
    let sql = format!(
        "INSERT INTO organizations (id, name, slug, created_at, updated_at) VALUES ('{id}', '{name}', '{name}', 1, 1)"
    );
    database.execute(&sql).await;
    id
}

/// Lets someone belong to one.
pub async fn join(database: &Database, organization: &str, person: &Person, role: &str) {
    let sql = format!(
        "INSERT INTO organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
         SELECT 'orgmem_{organization}_' || user_id, '{organization}', user_id, '{role}', 1, 1 FROM identifiers
         WHERE normalized = '{}'",
        person.email
    );
    database.execute(&sql).await;
}

impl House {
    /// Someone with an account, and what their user is called.
    pub async fn member(&self, person: &Person) -> (Browser, String) {
        let browser = self.sign_up(person).await;
        let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
        (browser, id)
    }
}

impl Browser {
    /// What the session token says.
    pub fn claims(&self) -> Value {
        use base64::Engine;
        let token = self.cookie("__session").expect("a session token");
        let claims = token.split('.').nth(1).expect("has claims");
        serde_json::from_slice(&base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(claims).expect("base64")).expect("JSON")
    }

    /// Lets the session act in an organization, or in none.
    pub async fn act_in(&self, organization: &str) -> super::Answer {
        self.post("session/set_active_organization", &[("organization", organization)]).await
    }
}
