//! What tokens for other services say, from the command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::{Map, Value};
use vestibule::server::crypto::{Secret, SigningAlgorithm};
use vestibule::server::flows::jwt_templates::{CLOCK_SKEWS, LIFETIMES, USUAL_CLOCK_SKEW, USUAL_LIFETIME};
use vestibule::server::{JwtSigning, JwtTemplateError, NewJwtTemplate};

use super::{Page, with};
use crate::Failure;

#[derive(Subcommand)]
pub enum JwtTemplates {
    /// Make a template, by whose name an app gets tokens for another service.
    Create {
        /// What to call it: a to z, 0 to 9, - and _.
        name: String,
        /// What its tokens say: an object in JSON, with shortcodes such as {{user.id}}.
        #[arg(long, value_name = "JSON", default_value = "{}")]
        claims: String,
        /// How long its tokens are good.
        #[arg(long, value_name = "SECONDS", default_value_t = USUAL_LIFETIME)]
        #[arg(value_parser = clap::value_parser!(i64).range(LIFETIMES))]
        lifetime: i64,
        /// How far the other service's clock may be behind.
        #[arg(long, value_name = "SECONDS", default_value_t = USUAL_CLOCK_SKEW)]
        #[arg(value_parser = clap::value_parser!(i64).range(CLOCK_SKEWS))]
        allowed_clock_skew: i64,
        /// How a key of its own signs: HS256, HS384, HS512, RS256, RS384, RS512, ES256 or EdDSA.
        #[arg(long, value_name = "ALGORITHM", value_parser = algorithm, requires = "signing_key_file")]
        signing_algorithm: Option<SigningAlgorithm>,
        /// The file with that key: a secret, of which a line break at the end is no part, or a private key in PEM.
        #[arg(long, value_name = "FILE", requires = "signing_algorithm")]
        signing_key_file: Option<PathBuf>,
    },
    /// List the templates, newest first.
    List {
        #[command(flatten)]
        page: Page,
    },
    /// Delete a template: nobody gets a token by it any more. Those that were made stay good until they have run out.
    Delete {
        /// `jtmp_…`
        id: String,
    },
}

fn algorithm(name: &str) -> Result<SigningAlgorithm, String> {
    SigningAlgorithm::parse(name)
        .ok_or_else(|| format!("is none of {}", SigningAlgorithm::ALL.map(SigningAlgorithm::as_str).join(", ")))
}

fn key_of(file: &Path) -> Result<Secret, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}

fn told(error: &JwtTemplateError) -> String {
    match error.param() {
        Some(param) => format!("{param}: {error}"),
        None => error.to_string(),
    }
}

pub async fn jwt_templates(config: &Path, command: JwtTemplates) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        let templates = vestibule.jwt_templates();
        match command {
            JwtTemplates::Create {
                name,
                claims,
                lifetime,
                allowed_clock_skew,
                signing_algorithm,
                signing_key_file,
            } => {
                let claims: Map<String, Value> =
                    serde_json::from_str(&claims).map_err(|_| "--claims: is no object in JSON")?;
                let signing = match &signing_key_file {
                    Some(file) => JwtSigning::Own { algorithm: signing_algorithm, key: Some(key_of(file)?) },
                    None => JwtSigning::Instance,
                };
                let new =
                    NewJwtTemplate { lifetime, allowed_clock_skew, signing, ..NewJwtTemplate::saying(name, claims) };
                let made = templates.create(&new).await.map_err(|error| told(&error))?;
                println!("get_token(\"{}\") gives tokens by it from now on:", made.name);
                println!("{}", made.id);
            }
            JwtTemplates::List { page } => {
                let (all, _) = templates.list(page.limit, page.offset).await.map_err(|error| told(&error))?;
                for one in all {
                    let key = if one.custom_signing_key { "its own key" } else { "the instance's key" };
                    let algorithm = one.signing_algorithm.as_str();
                    println!("{}  {:<20} {} s, {algorithm}, {key}", one.id, one.name, one.lifetime);
                }
            }
            JwtTemplates::Delete { id } => {
                templates.delete(&id).await.map_err(|error| told(&error))?;
                println!("Nobody gets a token by it any more.");
            }
        }
        Ok(())
    })
    .await
}
