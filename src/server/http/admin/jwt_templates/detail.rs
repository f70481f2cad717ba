use axum::response::Response;
use serde_json::{Map, Value};

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Instead, Operator};
use super::super::page::{Section, button, choice, dangerous, field, moment, page, part, proof_first};
use super::super::typed::{Typed, area, code, wrong};
use super::super::users::object;
use super::path;
use crate::server::claims_template::{ClaimsTemplate, Purpose};
use crate::server::crypto::SigningAlgorithm;
use crate::server::flows::jwt_templates::{JwtTemplate, USUAL_CLOCK_SKEW, USUAL_LIFETIME};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::service_tokens::{self, Holder};

/// What a template begins with that nobody has written yet.
const BEGINNING: &str = "{\n  \"aud\": \"https://service.example\",\n  \"email\": \"{{user.primary_email_address}}\",\n  \
                         \"role\": \"{{user.public_metadata.role || 'authenticated'}}\"\n}";

/// What stands in the fields. A key does not: it is written, and never shown.
#[derive(Clone, Debug)]
pub struct Written {
    pub name: String,
    pub claims: String,
    pub lifetime: i64,
    pub allowed_clock_skew: i64,
    pub has_own_key: bool,
    pub algorithm: String,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            name: String::new(),
            claims: BEGINNING.to_owned(),
            lifetime: USUAL_LIFETIME,
            allowed_clock_skew: USUAL_CLOCK_SKEW,
            has_own_key: false,
            algorithm: SigningAlgorithm::HS256.as_str().to_owned(),
        }
    }
}

impl Written {
    /// What a template is.
    pub fn of(template: &JwtTemplate) -> Self {
        Self {
            name: template.name.clone(),
            claims: serde_json::to_string_pretty(&template.claims).unwrap_or_default(),
            lifetime: template.lifetime,
            allowed_clock_skew: template.allowed_clock_skew,
            has_own_key: template.custom_signing_key,
            algorithm: template.signing_algorithm.as_str().to_owned(),
        }
    }

    /// What was typed.
    pub fn typed(typed: &Typed) -> Self {
        Self {
            name: typed.one("name").to_owned(),
            claims: typed.one("claims").replace("\r\n", "\n"),
            lifetime: typed.number("lifetime", USUAL_LIFETIME),
            allowed_clock_skew: typed.number("allowed_clock_skew", USUAL_CLOCK_SKEW),
            has_own_key: typed.one("signing") == "own",
            algorithm: typed.one("signing_algorithm").to_owned(),
        }
    }

    /// The claims, if they are an object.
    pub fn claims(&self) -> Result<Map<String, Value>, String> {
        object(&self.claims).map_err(|wrong| format!("claims: {wrong}"))
    }

    /// What a token by it would say of the operator who looks at it; else why there would be none.
    async fn preview(&self, operator: &Operator) -> Result<Result<Map<String, Value>, String>, Instead> {
        let read = self.claims().and_then(|claims| {
            ClaimsTemplate::read_for(Purpose::Service, &claims).map_err(|wrong| format!("claims: {wrong}"))
        });
        let claims = match read {
            Ok(claims) => claims,
            Err(why) => return Ok(Err(why)),
        };
        let session = &operator.session;
        let holder = Holder {
            user_id: session.user_id(),
            session_id: session.session_id(),
            organization_id: session.org_id(),
            stand_in: None,
        };
        let times = (self.lifetime, self.allowed_clock_skew);
        let said = service_tokens::preview(&operator.app, holder, &claims, times).await?;
        Ok(said.ok_or_else(|| "claims: a token with all that would be too long".to_owned()))
    }
}

/// The page of a template, or of one that is not there yet, with what stands in its fields.
pub async fn draw(
    operator: &Operator,
    known: Option<&JwtTemplate>,
    written: Written,
    why: Option<&str>,
) -> Result<Response, Instead> {
    let may = operator.may(OperatorRole::Admin);
    let preview = match written.preview(operator).await? {
        Ok(said) => {
            let about = "Of a token that was made now for your own session. Nothing has signed it.";
            let json = serde_json::to_string_pretty(&said).unwrap_or_default();
            part("preview", "What a token says", (), paragraph(about).and(code(&json)))
        }
        // It stands above the form already where that was sent.
        Err(_) if why.is_some() => Markup::default(),
        Err(wrong) => part("preview", "What a token says", (), paragraph(wrong)),
    };
    let use_it = known.map(|template| {
        let lines = format!("let token = protected.get_token(\"{}\").await?;", template.name);
        let since = paragraph(Markup::from("Last changed: ").and(moment(template.updated_at)));
        part("use", "In the app", (), code(&lines).and(since))
    });
    let danger = known.filter(|_| may).map(|template| {
        let what = "Deletes the template: nobody gets a token by it any more, and what asks for one fails. Tokens that were \
                    made stay good until they have run out.";
        let to = format!("{}/delete", path(&template.id));
        part("danger", "Danger", (), dangerous(&to, "confirmation", "Delete this template", what, &template.name))
    });
    let title = known.map_or("New template", |template| template.name.as_str());
    // It is asked for where a key is typed, which is not to be typed twice.
    let back = known.map_or_else(|| path("new"), |template| path(&template.id));
    let proof = may.then(|| proof_first(operator, &back)).flatten();
    let main =
        Markup::from([wrong(why), proof.into(), fields(known, &written, may), preview, use_it.into(), danger.into()]);
    Ok(page(operator, Section::JwtTemplates, title, main))
}

fn fields(known: Option<&JwtTemplate>, written: &Written, may: bool) -> Markup {
    let to = known.map_or_else(|| Section::JwtTemplates.path().to_owned(), |known| path(&known.id) + "/update");
    let signing = [("instance", "As session tokens are: RS256, by the JWKS"), ("own", "With a key of its own")];
    let algorithms = SigningAlgorithm::ALL.map(|algorithm| (algorithm.as_str(), algorithm.as_str()));
    let about_key = match known.is_some_and(|known| known.custom_signing_key) {
        true => "There is one. It is not shown; what is typed here takes its place, and nothing leaves it as it is.",
        false => "A secret that the other service knows as well, or a private key in PEM. It is never shown again.",
    };
    let about_claims = "An object in JSON. {{user.…}}, {{org.…}} and {{session.id}} stand for what is known of whoever asks; \
                        || goes on to the next where there is nothing.";
    let id = known.map(|known| tag("input").with("type", "hidden").with("name", "id").with("value", &known.id).alone());
    let send = may.then(|| {
        let preview = tag("button")
            .class("button")
            .with("type", "submit")
            .with("formaction", path("preview"))
            .with("formnovalidate", "")
            .holds("Preview");
        let label = if known.is_some() { "Save the template" } else { "Create the template" };
        tag("div").class("actions").holds([button(label, "primary"), preview])
    });
    let signed = may.then(|| {
        Markup::from([
            choice("signing", "signing", "Signed", &signing, if written.has_own_key { "own" } else { "instance" }),
            choice(
                "signing_algorithm",
                "signing_algorithm",
                "Algorithm of its own key",
                &algorithms,
                &written.algorithm,
            ),
            area("signing_key", ("Its own key", about_key), "", (false, may)),
        ])
    });
    let form = tag("form").class("stack").with("method", "post").with("action", to).holds([
        id.into(),
        field("name", "name", "Name, by which it is asked for", "text", &written.name),
        area("claims", ("Claims", about_claims), &written.claims, (true, may)),
        field("lifetime", "lifetime", "Good for, in seconds", "number", &written.lifetime.to_string()),
        field(
            "allowed_clock_skew",
            "allowed_clock_skew",
            "How far the other clock may be behind, in seconds",
            "number",
            &written.allowed_clock_skew.to_string(),
        ),
        signed.into(),
        send.into(),
    ]);
    part("template", "Template", (), form)
}
