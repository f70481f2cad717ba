//! The operator's dashboard: who gets in, what each of them may do there, and what its pages do.

mod appearance;
mod commands;
mod data;
mod deliveries;
mod entry;
mod jobs;
mod jwt_templates;
mod keys;
mod lists;
mod lock_out;
mod long_lists;
mod mail;
mod organization_roles;
mod organizations;
mod overview;
mod redirect_urls;
mod roles;
mod seed;
mod sessions;
mod settings;
mod text_messages;
mod users;
mod webhooks;

use vestibule::server::{AuditAction, AuditQuery, OperatorRole};

use crate::support::{Answer, Browser, House};

impl House {
    /// Someone who runs the instance, and their id.
    pub(crate) async fn operator(&self, name: &str, role: OperatorRole) -> (Browser, String) {
        let (browser, id) = self.person(name).await;
        let token = self.operator_token(role).await;
        let answer = browser.send_form("/admin/setup", &[("token", &token)]).await;
        assert_eq!((answer.status, answer.header("location")), (303, Some("/admin")), "{}", answer.body);
        (browser, id)
    }

    /// Who did something last, as the audit log has it.
    async fn last_to(&self, action: AuditAction) -> Option<String> {
        let query = AuditQuery { actions: vec![action], limit: 1, ..AuditQuery::default() };
        let (noted, _) = self.vestibule.audit_log().list(&query).await.expect("is read");
        noted.into_iter().next().unwrap_or_else(|| panic!("nobody did: {}", action.as_str())).actor_id
    }

    /// What a link holds that makes an operator.
    async fn operator_token(&self, role: OperatorRole) -> String {
        let link = self.vestibule.operators().invite(role).await.expect("is made");
        link.url.expose().split_once("?token=").expect("has a token").1.to_owned()
    }
}

impl Browser {
    /// A form of the dashboard, as a page sends it.
    async fn send_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask("POST", path).by_hand().form(fields).send().await
    }

    /// The same, and the page where that leads.
    async fn send_form_and_follow(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask("POST", path).by_hand().form(fields).send_and_follow().await
    }
}

/// The last change of settings that a page knows of, as its forms say.
fn seen(page: &Answer) -> &str {
    let rest = page.body.split("name=\"seen\" value=\"").nth(1);
    rest.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("nothing was seen by {}", page.body))
}
