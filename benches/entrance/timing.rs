use std::time::Instant;

use super::Failure;
use super::http::{Connection, post};
use super::server::Server;
use super::table::{Table, median};

const PAIRS: usize = 1_000;
/// The fifth failure still costs what the others cost; the sixth try would be refused before anything is hashed.
const TRIES: usize = 5;

/// A wrong password for an account that there is, and for one that there is not. They take turns, also in who is first,
/// so that whatever slows the machine down for a while slows down both.
pub async fn run(table: &mut Table) -> Result<(), Failure> {
    eprintln!("▸ A wrong password, with and without an account …");
    let server = Server::start("timing", "").await?;
    let known = server.people(PAIRS / TRIES).await?;
    // As long, so that nothing takes longer to read.
    let unknown: Vec<String> = known.iter().map(|address| address.replace("person", "nobody")).collect();
    let mut connection = Connection::open(server.address).await?;
    let mut took = [Vec::new(), Vec::new()];
    for pair in 0..PAIRS {
        // Nobody is asked for again before everyone has been.
        let person = pair % known.len();
        for turn in 0..2 {
            let which = (pair + turn) % 2;
            let address = [&known, &unknown][which][person].as_str();
            let form = [("identifier", address), ("password", "no password of anyone")];
            let request = post("/vestibule/api/sign_in/create", "", &form);
            let start = Instant::now();
            let status = connection.status(&request).await?;
            took[which].push(start.elapsed().as_secs_f64() * 1e3);
            if status != 422 {
                return Err(format!("a wrong password ended with {status}").into());
            }
        }
    }
    let [known, unknown] = took.map(median);
    table.add(
        "ms of a sign-in with a wrong password, median",
        format!("{known:.2} with an account"),
        format!("{unknown:.2} without one"),
        format!("{:.3}", known / unknown),
    );
    Ok(())
}
