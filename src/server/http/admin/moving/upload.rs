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
    /// The same as it was chosen.
    pub chosen: Chosen,
}

/// What is chosen and typed besides the file, but for a key: that is not sent back, as no file can be.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    pub format: String,
    pub dry_run: bool,
    pub trust_addresses: bool,
    pub drop_unreadable_passwords: bool,
    pub drop_unfit_usernames: bool,
    pub salt_separator: String,
    pub rounds: String,
    pub mem_cost: String,
}

impl Chosen {
    /// What is chosen before anyone has chosen.
    pub fn at_first() -> Self {
        Self { format: Format::Jsonl.as_str().to_owned(), dry_run: true, ..Self::default() }
    }

    /// Whether something is typed of Firebase.
    pub fn is_of_firebase(&self) -> bool {
        [&self.salt_separator, &self.rounds, &self.mem_cost].iter().any(|text| !text.is_empty())
    }
}

/// Why it cannot be read, in words.
pub struct Unreadable(pub String, pub Option<Box<Chosen>>);

impl From<multer::Error> for Unreadable {
    fn from(error: multer::Error) -> Self {
        match error {
            multer::Error::StreamSizeExceeded { .. } => too_large(),
            multer::Error::FieldSizeExceeded { field_name, .. } if field_name.as_deref() == Some(FILE) => too_large(),
            _ => Self("The form could not be read. Choose the file again.".into(), None),
        }
    }
}

fn too_large() -> Unreadable {
    let most = job::MOST_BYTES / (1024 * 1024);
    let why = format!("The file is larger than {most} MB. vestibule users import reads files of any length.");
    Unreadable(why, None)
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
    let boundary = boundary.ok_or_else(|| Unreadable("No file was sent.".into(), None))?;
    let sizes = SizeLimit::new()
        .whole_stream((job::MOST_BYTES + BESIDES) as u64)
        .per_field(MOST_TEXT)
        .for_field(FILE, job::MOST_BYTES as u64);
    let constraints = Constraints::new().allowed_fields(FIELDS.to_vec()).size_limit(sizes);
    let form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let read = tokio::time::timeout(PATIENCE, Typed::read(form)).await;
    read.unwrap_or_else(|_| Err(Unreadable("The file took too long.".into(), None)))?.understand()
}

/// What was typed and chosen.
#[derive(Default)]
struct Typed {
    file_name: String,
    file: Vec<u8>,
    signer_key: String,
    chosen: Chosen,
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
            let chosen = &mut typed.chosen;
            match name.as_str() {
                "format" => chosen.format = text,
                "dry_run" => chosen.dry_run = !text.is_empty(),
                "trust_addresses" => chosen.trust_addresses = !text.is_empty(),
                "drop_unreadable_passwords" => chosen.drop_unreadable_passwords = !text.is_empty(),
                "drop_unfit_usernames" => chosen.drop_unfit_usernames = !text.is_empty(),
                "signer_key" => typed.signer_key = text,
                "salt_separator" => chosen.salt_separator = text,
                "rounds" => chosen.rounds = text,
                // Of all others the form was refused.
                _ => chosen.mem_cost = text,
            }
        }
        Ok(typed)
    }

    fn understand(self) -> Result<Upload, Unreadable> {
        match self.options() {
            Ok((format, options)) => {
                let Self { file_name, file, chosen, .. } = self;
                Ok(Upload { file_name, format, options, file, chosen })
            }
            Err(why) => Err(Unreadable(why, Some(Box::new(self.chosen)))),
        }
    }

    /// What is to be done with it; else why nothing can, in words.
    fn options(&self) -> Result<(Format, Options), String> {
        if self.file.is_empty() {
            return Err("No file was chosen, or there is nothing in it.".into());
        }
        let chosen = &self.chosen;
        let format = chosen.format.parse::<Format>().map_err(|one_of| format!("Written by: {one_of}."))?;
        let options = Options {
            trust_addresses: chosen.trust_addresses,
            drop_unreadable_passwords: chosen.drop_unreadable_passwords,
            drop_unfit_usernames: chosen.drop_unfit_usernames,
            firebase: self.firebase()?,
            dry_run: chosen.dry_run,
        };
        Ok((format, options))
    }

    /// All of the parameters, or none.
    fn firebase(&self) -> Result<Option<FirebaseHash>, String> {
        let Chosen { salt_separator, rounds, mem_cost, .. } = &self.chosen;
        let all = [&self.signer_key, salt_separator, rounds, mem_cost];
        if all.iter().all(|text| text.is_empty()) {
            return Ok(None);
        }
        match (rounds.parse(), mem_cost.parse()) {
            (Ok(rounds), Ok(memory_cost)) if !self.signer_key.is_empty() => Ok(Some(FirebaseHash {
                signer_key: Secret::new(self.signer_key.clone()),
                salt_separator: salt_separator.clone(),
                rounds,
                memory_cost,
            })),
            _ => Err("Of Firebase's hash parameters all are needed: the key, the separator, and two numbers.".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firebase_says_all_of_its_parameters_or_none() {
        let mut typed = Typed { file: b"{}".to_vec(), ..Typed::default() };
        typed.chosen.format = "firebase".into();
        assert!(typed.firebase().is_ok_and(|hash| hash.is_none()));
        (typed.signer_key, typed.chosen.rounds) = ("a".into(), "8".into());
        assert!(typed.firebase().is_err());
        typed.chosen.mem_cost = "14".into();
        assert!(typed.firebase().is_ok_and(|hash| hash.is_some_and(|hash| hash.memory_cost == 14)));
        typed.chosen.format = "okta".into();
        let Err(Unreadable(why, Some(chosen))) = typed.understand() else { panic!("no format is called so") };
        assert!(why.contains("jsonl") && chosen.rounds == "8" && chosen.is_of_firebase());
    }
}
