use std::time::Duration;

use super::Failure;
use super::http::{get, load};
use super::server::Server;
use super::table::Table;

/// Sign-in pages, rendered for someone who has never been here, by the time that the server used of its cores.
pub async fn run(table: &mut Table) -> Result<(), Failure> {
    eprintln!("▸ Rendered sign-in pages …");
    let server = Server::start("pages", "").await?;
    let request = vec![get("/sign-in", "text/html", "")];
    load(server.address, 16, Duration::from_secs(1), 200, request.clone(), false).await?;
    let before = server.core_seconds()?;
    let seconds = 6;
    let per_second = load(server.address, 16, Duration::from_secs(seconds), 200, request, false).await?;
    let used = server.core_seconds()? - before;
    table.add(
        "rendered sign-in pages/s per core",
        format!("{:.0}", per_second * seconds as f64 / used),
        format!("{per_second:.0} pages/s in all"),
        "–".into(),
    );
    Ok(())
}
