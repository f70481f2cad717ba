//! People and their organizations.

use serde_json::Value;
use vestibule::model::Organization;
use vestibule::server::flows::Error;
use vestibule::server::{NewOrganization, RoleSettings, Settings};

use super::{Answer, Browser, Database, House, Person};

/// A server with organizations.
pub async fn house(database: &Database, change: impl FnOnce(&mut Settings)) -> House {
    House::with(database, |settings| {
        settings.organizations.enabled = true;
        settings.security.forms_per_minute = 10_000_000;
        change(settings);
    })
    .await
}

impl House {
    /// Someone with an account: their browser and their id.
    pub async fn person(&self, name: &str) -> (Browser, String) {
        let browser = self.sign_up(&Person::named(name)).await;
        let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
        (browser, id)
    }

    /// The ids of several people.
    pub async fn people<const COUNT: usize>(&self, names: [&str; COUNT]) -> [String; COUNT] {
        let mut ids = names.map(str::to_owned);
        for id in &mut ids {
            *id = self.person(id).await.1;
        }
        ids
    }

    /// An organization of someone, and of others in a role each.
    pub async fn organization(&self, name: &str, admin: &str, others: &[(&str, &str)]) -> Organization {
        let new = NewOrganization { created_by: Some(admin.to_owned()), ..NewOrganization::named(name) };
        let made = self.vestibule.organizations().create(&new).await.expect("is made");
        for (user, role) in others {
            self.vestibule.organizations().add_member(&made.id, user, role).await.expect("is let in");
        }
        made
    }

    /// The role of someone in an organization, if they belong to it.
    pub async fn role_of(&self, organization: &str, user: &str) -> Option<String> {
        let (all, _) = self.vestibule.organizations().memberships_of(user, 500, 0).await.expect("is read");
        all.into_iter().find(|it| it.organization.id == organization).map(|it| it.role)
    }
}

/// Why something was refused: the code, and the field if it is one's.
#[track_caller]
pub fn refusal<T: std::fmt::Debug>(refused: Result<T, Error>) -> String {
    match refused.expect_err("is refused") {
        Error::Refused(errors) => {
            let error = &errors.errors[0];
            let field = error.meta.param_name.map(|field| format!("@{}", field.name()));
            format!("{}{}", error.code.as_str(), field.unwrap_or_default())
        }
        other => panic!("{other}"),
    }
}

/// Switches organizations on, with a role of the app's own.
pub fn with_organizations(settings: &mut Settings) {
    settings.organizations.enabled = true;
    let permissions = ["org:notes:write", "org:notes:read"].map(str::to_owned).into();
    let editor = RoleSettings { name: "Editor".into(), permissions, ..RoleSettings::default() };
    settings.organizations.roles.insert("org:editor".into(), editor);
}

/// Makes an organization with an id and a slug that tell its name, as it stands in the database: where nobody has made it.
pub async fn found(database: &Database, name: &str) -> String {
    let id = format!("org_{name}");
    let sql = format!(
        "INSERT INTO organizations (id, name, slug, created_at, updated_at, search_text)
         VALUES ('{id}', '{name}', '{name}', 1, 1, '{name}')"
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

impl Browser {
    /// What the session token says.
    pub fn claims(&self) -> Value {
        use base64::Engine;
        let token = self.cookie("__session").expect("a session token");
        let claims = token.split('.').nth(1).expect("has claims");
        serde_json::from_slice(&base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(claims).expect("base64")).expect("JSON")
    }

    /// Lets the session act in an organization, or in none: from a page that is about none.
    pub async fn act_in(&self, organization: &str) -> Answer {
        let ask = self.ask("POST", "/vestibule/api/session/set_active_organization").by_script();
        ask.header("referer", "http://localhost:3000/dashboard").form(&[("organization", organization)]).send().await
    }
}
