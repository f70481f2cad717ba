//! A file line by line, of which no more than one is held.

use std::io::{BufRead, Error, ErrorKind, Read};

/// No line is longer than this, in bytes.
const LONGEST: u64 = 4 * 1024 * 1024;

/// A line that is not empty.
pub struct Line {
    /// Which line of the file it is, from 1 on.
    pub number: u64,
    /// What stands there; `None` if it is longer than any line.
    pub bytes: Option<Vec<u8>>,
}

/// The lines of a file that are not empty.
pub struct Lines<R> {
    source: R,
    number: u64,
    /// How many bytes were read.
    pub bytes: u64,
}

impl<R: BufRead> Lines<R> {
    pub fn new(source: R) -> Self {
        Self { source, number: 0, bytes: 0 }
    }

    /// The next one; `None` at the end. A file ends with a line break.
    pub fn next_line(&mut self) -> std::io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            let read = self.source.by_ref().take(LONGEST).read_until(b'\n', &mut bytes)?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.bytes += read as u64;
            let is_cut = bytes.len() as u64 == LONGEST && bytes.last() != Some(&b'\n');
            if !is_cut && bytes.last() != Some(&b'\n') {
                // Taken for a bad one it would be passed over when the file is there to its end.
                return Err(Error::new(ErrorKind::UnexpectedEof, "it is broken off in its last line"));
            }
            if is_cut {
                self.bytes += self.source.skip_until(b'\n')? as u64;
                return Ok(Some(Line { number: self.number, bytes: None }));
            }
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(Line { number: self.number, bytes: Some(bytes) }));
            }
        }
    }
}
