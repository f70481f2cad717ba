use std::io::{BufRead, Read};
use std::ops::ControlFlow;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Fields, Format, Unreadable, firebase};

/// No line of a file is longer than this, in bytes.
const LONGEST_LINE: u64 = 4 * 1024 * 1024;

/// What a file has of one user.
#[derive(Debug)]
pub struct Record {
    /// The how manieth it is, from 1 on.
    pub number: u64,
    /// The line that it begins on, where it has lines of its own.
    pub line: Option<u64>,
    /// What stands there.
    pub fields: Result<Fields, Unreadable>,
}

/// Why a file cannot be read any further.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The disk fails, or it is no text.
    #[error("reading the file: {0}")]
    Io(#[from] std::io::Error),
    /// It is no JSON from some point on.
    #[error("reading the file: {0}")]
    Json(#[from] serde_json::Error),
    /// It is no CSV.
    #[error("reading the file: {0}")]
    Csv(#[from] csv::Error),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
}

/// Reads a file one user after the other, and holds no more than one of them. What is only wrong with one of them is told with
/// it; `each` says whether to go on.
///
/// # Errors
/// When what follows cannot be read at all.
pub fn read_records<R: BufRead>(
    format: Format,
    mut reader: R,
    mut each: impl FnMut(Record) -> ControlFlow<()>,
) -> Result<(), SourceError> {
    match first_byte(&mut reader)?.ok_or(SourceError::Empty)? {
        b'[' => read_array(reader, &mut each),
        // One object in which the users are, or one after the other.
        b'{' if matches!(format, Format::Firebase | Format::Keycloak) => read_within(reader, &mut each),
        b'{' => read_lines(reader, &mut each),
        _ => read_csv(format, reader, &mut each),
    }
}

/// The first byte that is no space, which stays where it is; a mark of the byte order is passed over.
fn first_byte(reader: &mut impl BufRead) -> Result<Option<u8>, SourceError> {
    let mut is_start = true;
    loop {
        let buffer = reader.fill_buf()?;
        let Some(first) = buffer.first().copied() else { return Ok(None) };
        if is_start && buffer.starts_with(b"\xef\xbb\xbf") {
            reader.consume(3);
        } else if first.is_ascii_whitespace() {
            reader.consume(1);
        } else {
            return Ok(Some(first));
        }
        is_start = false;
    }
}

fn fields_of(value: Value) -> Result<Fields, Unreadable> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err(Unreadable("not an object".into())),
    }
}

fn read_lines(mut reader: impl BufRead, each: &mut impl FnMut(Record) -> ControlFlow<()>) -> Result<(), SourceError> {
    let (mut line, mut number) = (0, 0);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(());
        }
        line += 1;
        let is_cut = bytes.len() as u64 == LONGEST_LINE && bytes.last() != Some(&b'\n');
        if is_cut {
            reader.skip_until(b'\n')?;
        } else if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        number += 1;
        let fields = match is_cut {
            true => Err(Unreadable("the line is too long".into())),
            false => serde_json::from_slice::<Value>(&bytes)
                .map_err(|error| Unreadable(format!("not JSON: {error}")))
                .and_then(fields_of),
        };
        if each(Record { number, line: Some(line), fields }).is_break() {
            return Ok(());
        }
    }
}

fn read_csv(
    format: Format,
    reader: impl Read,
    each: &mut impl FnMut(Record) -> ControlFlow<()>,
) -> Result<(), SourceError> {
    let has_headers = format != Format::Firebase;
    let mut reader = csv::ReaderBuilder::new().has_headers(has_headers).flexible(true).from_reader(reader);
    let names: Vec<String> = match has_headers {
        true => reader.headers()?.iter().map(|name| name.trim().to_owned()).collect(),
        false => firebase::COLUMNS.map(str::to_owned).to_vec(),
    };
    let mut row = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut row)? {
        number += 1;
        let line = row.position().map(csv::Position::line);
        // A row of another length has lost a quotation mark somewhere: what stands where is anybody's guess.
        let is_whole = row.len() == names.len() || (!has_headers && row.len() <= names.len() + 3);
        let fields = match is_whole {
            true => {
                let named = names.iter().zip(&row).filter(|(name, _)| !name.is_empty());
                Ok(named.map(|(name, value)| (name.clone(), Value::from(value))).collect())
            }
            false => Err(Unreadable(format!("{} fields in the place of {}", row.len(), names.len()))),
        };
        if each(Record { number, line, fields }).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// Gives out the elements of a list as they are read.
struct Elements<'a, F> {
    each: &'a mut F,
    /// Set when no more are wanted, which ends the reading in an error that is none.
    is_over: &'a mut bool,
}

impl<'de, F: FnMut(Record) -> ControlFlow<()>> DeserializeSeed<'de> for Elements<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Record) -> ControlFlow<()>> Visitor<'de> for Elements<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of users")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(value) = sequence.next_element::<Value>()? {
            number += 1;
            if (self.each)(Record { number, line: None, fields: fields_of(value) }).is_break() {
                *self.is_over = true;
                return Err(serde::de::Error::custom("no more are wanted"));
            }
        }
        Ok(())
    }
}

/// Finds the list of users in an object and passes over everything else.
struct Within<'a, F>(Elements<'a, F>);

impl<'de, F: FnMut(Record) -> ControlFlow<()>> Visitor<'de> for Within<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object with a list of users")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut elements = Some(self.0);
        while let Some(key) = map.next_key::<String>()? {
            match elements.take_if(|_| key == "users") {
                Some(elements) => map.next_value_seed(elements)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        match elements {
            Some(_) => Err(serde::de::Error::custom("there are no users in it")),
            None => Ok(()),
        }
    }
}

fn read_array(reader: impl Read, each: &mut impl FnMut(Record) -> ControlFlow<()>) -> Result<(), SourceError> {
    let mut is_over = false;
    let mut deserializer = serde_json::Deserializer::from_reader(reader);
    let read = Elements { each, is_over: &mut is_over }.deserialize(&mut deserializer);
    ended(read.and_then(|()| deserializer.end()), is_over)
}

fn read_within(reader: impl Read, each: &mut impl FnMut(Record) -> ControlFlow<()>) -> Result<(), SourceError> {
    let mut is_over = false;
    let mut deserializer = serde_json::Deserializer::from_reader(reader);
    let read = deserializer.deserialize_map(Within(Elements { each, is_over: &mut is_over }));
    ended(read.and_then(|()| deserializer.end()), is_over)
}

fn ended(read: Result<(), serde_json::Error>, is_over: bool) -> Result<(), SourceError> {
    if is_over { Ok(()) } else { Ok(read?) }
}
