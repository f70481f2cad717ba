//! The form with a file of users in it.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::BodyExt;
use multer::{Constraints, Multipart, SizeLimit};

use crate::server::crypto::Secret;
use crate::server::import::{FirebaseHash, Format, Options, job};

/// What is around a file in its form, in bytes.
const BESIDES: usize = 64 * 1024;
/// No other field is larger.
const MOST_TEXT: u64 = 8 * 1024;
/// How long a form may be under way.
const PATIENCE: Duration = Duration::from_secs(300);

const FILE: &str = "file";
const FIELDS: [&str; 10] = [
    FILE,
    "format",
    "dry_run",
    "trust_addresses",
    "drop_unreadable_passwords",
    "drop_unfit_usernames",
    "signer_key",
    "salt_separator",
    "rounds",
    "mem_cost",
];

/// What was sent.
pub struct Upload {
    pub file_name: String,
    pub format: Format,
    pub options: Options,
    pub file: Vec<u8>,
}

/// Why it cannot be read, in words.
pub struct Unreadable(pub String);

impl From<multer::Error> for Unreadable {
    fn from(error: multer::Error) -> Self {
        match error {
            multer::Error::StreamSizeExceeded { .. } => too_large(),
            multer::Error::FieldSizeExceeded { field_name, .. } if field_name.as_deref() == Some(FILE) => too_large(),
            _ => Self("The form could not be read. Choose the file again.".into()),
        }
    }
}

fn too_large() -> Unreadable {
    let most = job::MOST_BYTES / (1024 * 1024);
    Unreadable(format!("The file is larger than {most} MB. vestibule users import reads files of any length."))
}

/// Lets a body come in and keeps nothing of it: a browser that is still sending when it is answered does not read the answer.
pub async fn drain(mut body: Body) {
    let rest = async { while let Some(Ok(_)) = body.frame().await {} };
    // Whoever takes longer is not answered.
    let _ = tokio::time::timeout(PATIENCE, rest).await;
}

/// Reads the form.
pub async fn read(request: Request) -> Result<Upload, Unreadable> {
    let (parts, body) = request.into_parts();
    let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let length = text(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > job::MOST_BYTES + BESIDES) {
        drain(body).await;
        return Err(too_large());
    }
    let boundary = text(CONTENT_TYPE).and_then(|kind| multer::parse_boundary(kind).ok());
    let boundary = boundary.ok_or_else(|| Unreadable("No file was sent.".into()))?;
    let sizes = SizeLimit::new()
        .whole_stream((job::MOST_BYTES + BESIDES) as u64)
        .per_field(MOST_TEXT)
        .for_field(FILE, job::MOST_BYTES as u64);
    let constraints = Constraints::new().allowed_fields(FIELDS.to_vec()).size_limit(sizes);
    let form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let read = tokio::time::timeout(PATIENCE, Typed::read(form)).await;
    read.unwrap_or_else(|_| Err(Unreadable("The file took too long.".into())))?.understand()
}

/// What was typed and chosen.
#[derive(Default)]
struct Typed {
    file_name: String,
    file: Vec<u8>,
    format: String,
    dry_run: bool,
    trust_addresses: bool,
    drop_unreadable_passwords: bool,
    drop_unfit_usernames: bool,
    signer_key: String,
    salt_separator: String,
    rounds: String,
    mem_cost: String,
}

impl Typed {
    async fn read(mut form: Multipart<'static>) -> Result<Self, Unreadable> {
        let mut typed = Self::default();
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == FILE {
                typed.file_name = field.file_name().unwrap_or_default().to_owned();
                typed.file = field.bytes().await?.to_vec();
                continue;
            }
            let text = field.text().await?.trim().to_owned();
            match name.as_str() {
                "format" => typed.format = text,
                "dry_run" => typed.dry_run = !text.is_empty(),
                "trust_addresses" => typed.trust_addresses = !text.is_empty(),
                "drop_unreadable_passwords" => typed.drop_unreadable_passwords = !text.is_empty(),
                "drop_unfit_usernames" => typed.drop_unfit_usernames = !text.is_empty(),
                "signer_key" => typed.signer_key = text,
                "salt_separator" => typed.salt_separator = text,
                "rounds" => typed.rounds = text,
                // Of all others the form was refused.
                _ => typed.mem_cost = text,
            }
        }
        Ok(typed)
    }

    fn understand(self) -> Result<Upload, Unreadable> {
        if self.file.is_empty() {
            return Err(Unreadable("No file was chosen, or there is nothing in it.".into()));
        }
        let format = self.format.parse::<Format>().map_err(|one_of| Unreadable(format!("Written by: {one_of}.")))?;
        let firebase = self.firebase()?;
        let options = Options {
            trust_addresses: self.trust_addresses,
            drop_unreadable_passwords: self.drop_unreadable_passwords,
            drop_unfit_usernames: self.drop_unfit_usernames,
            firebase,
            dry_run: self.dry_run,
        };
        Ok(Upload { file_name: self.file_name, format, options, file: self.file })
    }

    /// All of the parameters, or none.
    fn firebase(&self) -> Result<Option<FirebaseHash>, Unreadable> {
        let all = [&self.signer_key, &self.salt_separator, &self.rounds, &self.mem_cost];
        if all.iter().all(|text| text.is_empty()) {
            return Ok(None);
        }
        match (self.rounds.parse(), self.mem_cost.parse()) {
            (Ok(rounds), Ok(memory_cost)) if !self.signer_key.is_empty() => Ok(Some(FirebaseHash {
                signer_key: Secret::new(self.signer_key.clone()),
                salt_separator: self.salt_separator.clone(),
                rounds,
                memory_cost,
            })),
            _ => Err(Unreadable(
                "Of Firebase's hash parameters all are needed: the key, the separator, and two numbers.".into(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firebase_says_all_of_its_parameters_or_none() {
        let typed = Typed { file: b"{}".to_vec(), format: "firebase".into(), ..Typed::default() };
        assert!(typed.firebase().is_ok_and(|hash| hash.is_none()));
        let typed = Typed { signer_key: "a".into(), rounds: "8".into(), ..typed };
        assert!(typed.firebase().is_err());
        let typed = Typed { mem_cost: "14".into(), ..typed };
        assert!(typed.firebase().is_ok_and(|hash| hash.is_some_and(|hash| hash.memory_cost == 14)));
        let unknown = Typed { format: "okta".into(), ..typed };
        assert!(unknown.understand().is_err_and(|why| why.0.contains("jsonl")));
    }
}
