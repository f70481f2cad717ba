//! Whoever sends slowly is not waited for for ever.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::Folder;
use crate::support::program::Program;

#[tokio::test]
async fn half_a_head_is_given_up() {
    let folder = Folder::new();
    let program = Program::start(folder.path()).await;
    let address = program.address.strip_prefix("http://").expect("an address");
    let mut connection = TcpStream::connect(address).await.expect("connects");
    connection.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-slow: ").await.expect("is sent");
    let mut answer = Vec::new();
    // It ends, however long that takes; without a limit it never would.
    connection.read_to_end(&mut answer).await.expect("is closed in order");
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
}
