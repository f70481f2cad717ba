//! People and their organizations.

use vestibule::model::Organization;
use vestibule::server::flows::Error;
use vestibule::server::{NewOrganization, Settings};

use super::{Browser, Database, House, Person};

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
