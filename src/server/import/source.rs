use std::cell::Cell;
use std::io::{BufRead, Error, ErrorKind, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Fields, Format, Unreadable, firebase};

/// What a file has of one user is no longer than this, in bytes: nothing else of it is held in memory.
const LONGEST: u64 = 4 * 1024 * 1024;
/// Nor is anything longer that stands beside the users and is passed over: what is nested is held while it is open.
const LONGEST_PASSED_OVER: u64 = 32 * 1024 * 1024;

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
    /// It is JSON, and the users are not where its system puts them. What stands there may be a secret.
    #[error("reading the file: there is no list of users in it")]
    NoUsers,
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
    let (first, lines) = first_byte(&mut reader)?.ok_or(SourceError::Empty)?;
    match first {
        b'[' => read_array(reader, &mut each),
        // One object in which the users are, or one after the other.
        b'{' if matches!(format, Format::Firebase | Format::Keycloak) => read_within(reader, &mut each),
        b'{' => read_lines(reader, lines, &mut each),
        _ => read_csv(format, reader, lines, &mut each),
    }
}

/// The first byte that is no space, which stays where it is, and how many lines end before it; a mark of the byte order is
/// passed over.
fn first_byte(reader: &mut impl BufRead) -> Result<Option<(u8, u64)>, SourceError> {
    let (mut is_start, mut lines) = (true, 0);
    loop {
        let buffer = reader.fill_buf()?;
        let Some(first) = buffer.first().copied() else { return Ok(None) };
        if is_start && buffer.starts_with(b"\xef\xbb\xbf") {
            reader.consume(3);
        } else if first.is_ascii_whitespace() {
            lines += u64::from(first == b'\n');
            reader.consume(1);
        } else {
            return Ok(Some((first, lines)));
        }
        is_start = false;
    }
}

fn too_long() -> Error {
    Error::new(ErrorKind::InvalidData, format!("what stands there of one user is longer than {LONGEST} bytes"))
}

fn fields_of(value: Value) -> Result<Fields, Unreadable> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err(Unreadable("not an object".into())),
    }
}

fn read_lines(
    mut reader: impl BufRead,
    mut line: u64,
    each: &mut impl FnMut(Record) -> ControlFlow<()>,
) -> Result<(), SourceError> {
    let mut number = 0;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = reader.by_ref().take(LONGEST).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(());
        }
        line += 1;
        let is_cut = bytes.len() as u64 == LONGEST && bytes.last() != Some(&b'\n');
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

/// Hands out a file a line at a time, so that at the end of a row nothing more was handed out than what was read. The CSV
/// reader's own count passes over the line breaks within quotation marks.
struct LineByLine<R> {
    inner: R,
    place: Rc<Place>,
}

/// Where in a file of rows one is.
struct Place {
    /// How many lines have ended.
    ended: Cell<u64>,
    /// The line that a row begins on, once that is known.
    begins: Cell<Option<u64>>,
    /// How many bytes more the row may have.
    left: Cell<u64>,
}

impl Place {
    /// A row follows, perhaps behind empty lines.
    fn expect_row(&self) {
        self.begins.set(None);
        self.left.set(LONGEST);
    }
}

impl<R: BufRead> LineByLine<R> {
    fn pass_over_empty_lines(&mut self) -> std::io::Result<()> {
        while let Some(end @ (b'\r' | b'\n')) = self.inner.fill_buf()?.first().copied() {
            self.inner.consume(1);
            self.place.ended.set(self.place.ended.get() + u64::from(end == b'\n'));
        }
        self.place.begins.set(Some(self.place.ended.get() + 1));
        Ok(())
    }
}

impl<R: BufRead> Read for LineByLine<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.place.begins.get().is_none() {
            self.pass_over_empty_lines()?;
        }
        let buffer = self.inner.fill_buf()?;
        let buffer = &buffer[..buffer.len().min(into.len())];
        let end = buffer.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let length = end.map_or(buffer.len(), |end| end + 1);
        into[..length].copy_from_slice(&buffer[..length]);
        self.inner.consume(length);
        let is_ended = into[..length].ends_with(b"\n");
        self.place.ended.set(self.place.ended.get() + u64::from(is_ended));
        let left = self.place.left.get().checked_sub(length as u64).ok_or_else(too_long)?;
        self.place.left.set(left);
        Ok(length)
    }
}

fn read_csv(
    format: Format,
    reader: impl BufRead,
    lines: u64,
    each: &mut impl FnMut(Record) -> ControlFlow<()>,
) -> Result<(), SourceError> {
    let has_headers = format != Format::Firebase;
    let place = Rc::new(Place { ended: Cell::new(lines), begins: Cell::new(None), left: Cell::new(LONGEST) });
    let reader = LineByLine { inner: reader, place: Rc::clone(&place) };
    let mut reader = csv::ReaderBuilder::new().has_headers(has_headers).flexible(true).from_reader(reader);
    let names: Vec<String> = match has_headers {
        true => reader.headers()?.iter().map(|name| name.trim().to_owned()).collect(),
        false => firebase::COLUMNS.map(str::to_owned).to_vec(),
    };
    let mut row = csv::StringRecord::new();
    let mut number = 0;
    loop {
        place.expect_row();
        if !reader.read_record(&mut row)? {
            return Ok(());
        }
        number += 1;
        let line = place.begins.get();
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
}

/// Gives out no more at a time than was said before.
struct Bounded<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        self.left.set(self.left.get().checked_sub(read as u64).ok_or_else(too_long)?);
        Ok(read)
    }
}

/// Gives out the elements of a list as they are read.
struct Elements<'a, F> {
    each: &'a mut F,
    /// Set when no more are wanted, which ends the reading in an error that is none.
    is_over: &'a mut bool,
    /// How many bytes may be read.
    left: &'a Cell<u64>,
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
        loop {
            self.left.set(LONGEST);
            let Some(value) = sequence.next_element::<Value>()? else { return Ok(()) };
            number += 1;
            if (self.each)(Record { number, line: None, fields: fields_of(value) }).is_break() {
                *self.is_over = true;
                return Err(serde::de::Error::custom("no more are wanted"));
            }
        }
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
        let left = self.0.left;
        let mut elements = Some(self.0);
        while let Some(key) = map.next_key::<String>()? {
            match elements.take_if(|_| key == "users") {
                Some(elements) => map.next_value_seed(elements)?,
                None => {
                    left.set(LONGEST_PASSED_OVER);
                    map.next_value::<IgnoredAny>()?;
                }
            }
            left.set(LONGEST);
        }
        match elements {
            Some(_) => Err(serde::de::Error::custom("there are no users in it")),
            None => Ok(()),
        }
    }
}

fn read_array(reader: impl Read, each: &mut impl FnMut(Record) -> ControlFlow<()>) -> Result<(), SourceError> {
    let (mut is_over, left) = (false, Rc::new(Cell::new(LONGEST)));
    let mut deserializer = serde_json::Deserializer::from_reader(Bounded { inner: reader, left: Rc::clone(&left) });
    let read = Elements { each, is_over: &mut is_over, left: &left }.deserialize(&mut deserializer);
    ended(read.and_then(|()| deserializer.end()), is_over)
}

fn read_within(reader: impl Read, each: &mut impl FnMut(Record) -> ControlFlow<()>) -> Result<(), SourceError> {
    let (mut is_over, left) = (false, Rc::new(Cell::new(LONGEST)));
    let mut deserializer = serde_json::Deserializer::from_reader(Bounded { inner: reader, left: Rc::clone(&left) });
    let read = deserializer.deserialize_map(Within(Elements { each, is_over: &mut is_over, left: &left }));
    ended(read.and_then(|()| deserializer.end()), is_over)
}

fn ended(read: Result<(), serde_json::Error>, is_over: bool) -> Result<(), SourceError> {
    match read {
        Err(_) if is_over => Ok(()),
        Err(error) if error.is_data() => Err(SourceError::NoUsers),
        read => Ok(read?),
    }
}
