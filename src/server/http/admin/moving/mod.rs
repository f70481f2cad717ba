//! What is taken out of the instance, and who is brought into it: by the same means as on the command line.

mod exported;
mod imports;
mod upload;

pub use self::imports::{bring_in, import, report};
pub use self::upload::drain;

use axum::response::Response;

use self::upload::Chosen;
use super::lines;
use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Instead, Operator};
use super::page::{Section, alert, button, choice, empty, field, moment, page, part, proof_first, table};
use crate::server::archive::{export_to_reader, newest_exports};
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::import::{Format, job};
use crate::server::store::user_imports::UserImportRow;

/// As many files are shown.
const SHOWN: i64 = 20;

/// What each format is the file of.
const fn system(format: Format) -> &'static str {
    match format {
        Format::Clerk => "Clerk",
        Format::Auth0 => "Auth0",
        Format::Firebase => "Firebase",
        Format::Supabase => "Supabase",
        Format::BetterAuth => "Better Auth",
        Format::Keycloak => "Keycloak",
        Format::Devise => "Devise",
        Format::Django => "Django",
        Format::Jsonl => "Lines of JSON of one's own",
    }
}

/// The page.
pub async fn show(operator: Operator) -> Answer {
    show_with(&operator, &Chosen::at_first(), None).await
}

/// The same with what is chosen, and what is wrong with a file.
async fn show_with(operator: &Operator, chosen: &Chosen, wrong: Option<&str>) -> Result<Response, Instead> {
    let files = job::list(&operator.app, SHOWN).await.map_err(flows::Error::from)?;
    let taken = newest_exports(&operator.app, SHOWN).await.map_err(flows::Error::from)?;
    let taken = exported::list(&taken, operator.app.clock.now());
    // Before a file is chosen: it would have to be sent twice, and whatever was chosen besides with it.
    let proof = operator.may(OperatorRole::Admin).then(|| proof_first(operator, Section::Data.path())).flatten();
    let main = Markup::from([
        proof.into(),
        bringing_in(operator, chosen, wrong),
        list(operator, &files),
        taking_out(operator, taken),
    ]);
    Ok(page(operator, Section::Data, "Data", main))
}

/// All of it as a file.
fn taking_out(operator: &Operator, taken: Markup) -> Markup {
    let about = [
        "All of users, organizations, memberships, invitations, waitlist, API keys, sessions and the audit log, as lines of JSON, as \
         they are at one moment. vestibule import brings the file into an instance that is empty.",
        "The file is a secret: passwords and keys stand in it as hashes, but secrets of authenticator apps and tokens of providers \
         as they are. Encrypt it before you keep it. It is not whole before the browser says that it has all of it.",
        "It is written while it is sent, and nothing of it is kept here. Below it stands how many records were sent, of how many.",
    ];
    let about: Markup = about.into_iter().map(paragraph).collect();
    let form = match operator.may(OperatorRole::Owner) {
        true => {
            let to = format!("{}/export", Section::Data.path());
            tag("form")
                .with("method", "post")
                .with("action", to)
                .with("data-download", "")
                .holds(button("Take all of it away", "danger"))
        }
        false => tag("p")
            .class("muted")
            .holds("An owner can take it away: who has the file has all that is secret of everyone."),
    };
    part("export", "Export", (), about.and(form).and(taken))
}

/// Where a file is chosen.
fn bringing_in(operator: &Operator, chosen: &Chosen, wrong: Option<&str>) -> Markup {
    let about = paragraph(
        "Users of another system come with their addresses, names, passwords and metadata. Who is here already is passed over, so \
         the same file may be read again. Nobody is told by mail.",
    );
    let wrong = wrong.map(|wrong| alert("danger", tag("p").with("id", "file-wrong").holds(wrong)));
    if !operator.may(OperatorRole::Admin) {
        let whose = tag("p").class("muted").holds("Owners and admins bring files in.");
        return part("import", "Import users", (), Markup::from(wrong).and(about).and(whose));
    }
    let formats = Format::ALL.map(|format| (format.as_str(), system(format)));
    let file = tag("input")
        .with("id", "file")
        .with("name", "file")
        .with("type", "file")
        .when("required", true)
        .with("aria-describedby", if wrong.is_some() { "file-about file-wrong" } else { "file-about" });
    let file = if wrong.is_some() { file.with("aria-invalid", "true") } else { file };
    let most = job::MOST_BYTES / (1024 * 1024);
    let size =
        format!("At most {most} MB. What is longer is for vestibule users import, which reads files of any length.");
    let file = tag("div").class("field").holds([
        tag("label").with("for", "file").holds("File"),
        file.alone(),
        tag("p").class("muted").with("id", "file-about").holds(size),
    ]);
    let check = |name: &'static str, label: &str, on: bool| {
        let input = tag("input").with("type", "checkbox").with("name", name).with("value", "1").when("checked", on);
        tag("label").class("check").holds([input.alone(), tag("span").holds(label)])
    };
    let firebase = tag("details").when("open", chosen.is_of_firebase()).holds([
        tag("summary").holds("For a file of Firebase: its hash parameters"),
        tag("div").class("stack").holds([
            field("signer_key", "signer_key", "base64_signer_key", "password", ""),
            field("salt_separator", "salt_separator", "base64_salt_separator", "text", &chosen.salt_separator),
            field("rounds", "rounds", "rounds", "number", &chosen.rounds),
            field("mem_cost", "mem_cost", "mem_cost", "number", &chosen.mem_cost),
        ]),
    ]);
    let to = format!("{}/import", Section::Data.path());
    let form = tag("form")
        .class("stack")
        .with("method", "post")
        .with("action", to)
        .with("enctype", "multipart/form-data")
        .holds([
            choice("format", "format", "Written by", &formats, &chosen.format),
            file,
            check("dry_run", "Dry run: change nothing, and say what would come of it", chosen.dry_run),
            check("trust_addresses", "Take every address for proven, whatever the file says", chosen.trust_addresses),
            check(
                "drop_unreadable_passwords",
                "Bring in without their password whose password cannot be compared here",
                chosen.drop_unreadable_passwords,
            ),
            check(
                "drop_unfit_usernames",
                "Bring in without their username whose username cannot be one here",
                chosen.drop_unfit_usernames,
            ),
            firebase,
            button("Read the file", "primary"),
        ]);
    part("import", "Import users", (), Markup::from(wrong).and(about).and(form))
}

/// The files that were brought in.
pub fn list(operator: &Operator, files: &[UserImportRow]) -> Markup {
    let now = operator.app.clock.now();
    let rows: Vec<Vec<Markup>> = files
        .iter()
        .map(|file| {
            let name = if file.file_name.is_empty() { "A file" } else { file.file_name.as_str() };
            vec![
                tag("a").with("href", imports::path(&file.id)).with("dir", "auto").holds(name),
                file.format.as_str().into(),
                imports::state(file, now),
                imports::outcome(file),
                moment(file.created_at),
            ]
        })
        .collect();
    let shown = match rows.is_empty() {
        true => empty("No file was read yet.", paragraph("What comes of one stands here for a month.")),
        false => table("Files of users", &["File", "Written by", "State", "What came of it", "Read"], rows),
    };
    let shown = tag("div").class("fresh").with("id", "files-list").with("data-refresh", "files-list").holds(shown);
    part("files", "Files", (), shown)
}

/// Everything, as a file that is written while it is sent.
pub async fn export(operator: Operator) -> Answer {
    operator.require(OperatorRole::Owner)?;
    operator.require_proof(Section::Data.path()).await?;
    let (sender, body) = lines::channel();
    export_to_reader(&operator.app, operator.session.user_id(), sender).await.map_err(flows::Error::from)?;
    Ok(lines::download("vestibule-export.jsonl", body))
}
