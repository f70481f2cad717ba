//! As little HTTP as will do, so that the client takes little of the cores that the server needs.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Failure;

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The values that the answer sets cookies to, as a `Cookie` header has them.
    pub fn cookies(&self) -> String {
        let set = self.head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
        set.filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ")
    }

    /// The body without what frames it on the way.
    pub fn content(&self) -> Result<Vec<u8>, Failure> {
        if !self.head.lines().any(|line| line == "transfer-encoding: chunked") {
            return Ok(self.body.clone());
        }
        let (mut content, mut rest) = (Vec::new(), &self.body[..]);
        loop {
            let line = rest.windows(2).position(|two| two == b"\r\n").ok_or("a chunk without a length")?;
            let length = usize::from_str_radix(std::str::from_utf8(&rest[..line])?, 16)?;
            if length == 0 {
                return Ok(content);
            }
            let start = line + 2;
            content.extend(rest.get(start..start + length).ok_or("a chunk that ends too early")?);
            rest = rest.get(start + length + 2..).ok_or("a chunk that does not end")?;
        }
    }
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(16 * 1024) })
    }

    /// Sends a request and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer, Failure> {
        let (head_end, body_end) = self.exchange(request).await?;
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let body = self.buffer[head_end..body_end].to_vec();
        Ok(Answer { status: status(&self.buffer)?, head, body })
    }

    /// The same, but only the status is wanted.
    pub async fn status(&mut self, request: &[u8]) -> Result<u16, Failure> {
        self.exchange(request).await?;
        status(&self.buffer)
    }

    /// The same for an answer that is always as long: it is counted and not read.
    async fn counted(&mut self, request: &[u8], length: usize) -> Result<u16, Failure> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        while self.buffer.len() < length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server hung up".into());
            }
        }
        status(&self.buffer)
    }

    async fn exchange(&mut self, request: &[u8]) -> Result<(usize, usize), Failure> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server hung up".into());
            }
            if let Some(ends) = whole(&self.buffer) {
                return Ok(ends);
            }
        }
    }
}

fn status(answer: &[u8]) -> Result<u16, Failure> {
    let text = answer.get(9..12).ok_or("no status line")?;
    Ok(std::str::from_utf8(text)?.parse()?)
}

/// Where head and body end, once both are there.
fn whole(answer: &[u8]) -> Option<(usize, usize)> {
    let head_end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..head_end]).ok()?;
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    if let Some(length) = header("content-length: ") {
        let end = head_end + length.trim().parse::<usize>().ok()?;
        return (answer.len() >= end).then_some((head_end, end));
    }
    match header("transfer-encoding: ") {
        Some(_) => answer.ends_with(b"\r\n0\r\n\r\n").then_some((head_end, answer.len())),
        None => Some((head_end, head_end)),
    }
}

/// What a browser sends that had the first cookies and was then given others.
pub fn merged(had: &str, given: &str) -> String {
    let name = |cookie: &str| cookie.split('=').next().unwrap_or_default().to_owned();
    let new: Vec<_> = given.split("; ").filter(|cookie| !cookie.is_empty()).collect();
    let kept = had.split("; ").filter(|cookie| !new.iter().any(|it| name(it) == name(cookie)));
    kept.chain(new.iter().copied()).collect::<Vec<_>>().join("; ")
}

/// A form as a script sends it.
pub fn post(path: &str, cookies: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\nsec-fetch-site: same-origin\r\n\
         cookie: {cookies}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len(),
    )
    .into_bytes()
}

/// A question.
pub fn get(path: &str, accept: &str, cookies: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: {accept}\r\ncookie: {cookies}\r\n\r\n").into_bytes()
}

/// The same from whoever takes brotli.
pub fn get_compressed(path: &str, accept: &str, cookies: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: {accept}\r\naccept-encoding: br\r\ncookie: {cookies}\r\n\r\n"
    )
    .into_bytes()
}

/// Sends requests over so many connections for so long, each connection its own in turn, and gives the answers per
/// second. Every answer has to have the status that is expected; where all are of one length, that is `fixed`.
pub async fn load(
    address: SocketAddr,
    connections: usize,
    duration: Duration,
    expected: u16,
    requests: Vec<Vec<u8>>,
    fixed: bool,
) -> Result<f64, Failure> {
    let requests = Arc::new(requests);
    let end = Instant::now() + duration;
    let start = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|number| {
            let requests = Arc::clone(&requests);
            tokio::spawn(async move {
                let mut connection = Connection::open(address).await?;
                let mut answers = 0u64;
                let mut next = number;
                // One question has one answer, whose length is known once it has come.
                let mut length = None;
                while Instant::now() < end {
                    let request = &requests[next % requests.len()];
                    let status = match length {
                        Some(length) => connection.counted(request, length).await?,
                        None => connection.status(request).await?,
                    };
                    if fixed {
                        length = Some(connection.buffer.len());
                    }
                    if status != expected {
                        return Err(format!("status {status} instead of {expected}").into());
                    }
                    answers += 1;
                    next += connections;
                }
                Ok::<u64, Failure>(answers)
            })
        })
        .collect();
    let mut answers = 0;
    for task in tasks {
        answers += task.await??;
    }
    Ok(answers as f64 / start.elapsed().as_secs_f64())
}
