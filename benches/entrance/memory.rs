use super::Failure;
use super::http::{Connection, post};
use super::server::{PASSWORD, Server};
use super::table::Table;

const SESSIONS: usize = 10_000;
const CONNECTIONS: usize = 16;

/// Resident memory with ten thousand people signed in, every one of whose tokens is still good. Hashing is made cheap
/// here, so that they are all there within a token's minute.
pub async fn run(table: &mut Table) -> Result<(), Failure> {
    eprintln!("▸ Memory with {SESSIONS} live sessions …");
    let cheap = "[vestibule.password.hash]\nmemory_kib = 8\niterations = 1";
    let server = Server::start("memory", cheap).await?;
    let people = server.people(100).await?;
    let empty = server.resident()?;
    let tasks: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let (address, people) = (server.address, people.clone());
            tokio::spawn(async move {
                let mut connection = Connection::open(address).await?;
                for session in (number..SESSIONS).step_by(CONNECTIONS) {
                    let form = [("identifier", people[session % people.len()].as_str()), ("password", PASSWORD)];
                    let status = connection.status(&post("/vestibule/api/sign_in/create", "", &form)).await?;
                    if status != 200 {
                        return Err(format!("sign-in ended with {status}").into());
                    }
                }
                Ok::<(), Failure>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    let full = server.resident()?;
    table.add(
        "resident memory with 10,000 live sessions",
        format!("{full:.0} MB ({empty:.0} before)"),
        "150 MB".into(),
        format!("{:.2}", full / 150.0),
    );
    Ok(())
}
