use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};

use super::Failure;
use super::http::{load, post};
use super::server::{PASSWORD, Server};
use super::table::{Table, median};

const MEMORY_KIB: u32 = 19 * 1024;

/// Sign-ins with a password, against Argon2 alone with the same parameters on the same cores.
pub async fn run(table: &mut Table) -> Result<(), Failure> {
    eprintln!("▸ Sign-ins with a password …");
    let server = Server::start("passwords", "").await?;
    let people = server.people(64).await?;
    let requests: Vec<Vec<u8>> = people
        .iter()
        .map(|person| {
            post("/vestibule/api/sign_in/create", "", &[("identifier", person.as_str()), ("password", PASSWORD)])
        })
        .collect();
    let (mut ratios, mut ours, mut bares) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        let bare = tokio::task::spawn_blocking(|| bare(Duration::from_secs(5))).await??;
        let with = load(server.address, 32, Duration::from_secs(8), 200, requests.clone(), false).await?;
        ratios.push(with / bare);
        ours.push(with);
        bares.push(bare);
    }
    table.add(
        "password sign-ins/s (Argon2id 19 MiB, t=2, p=1)",
        format!("{:.1}", median(ours)),
        format!("{:.1} hashes/s of Argon2 alone", median(bares)),
        format!("{:.2}", median(ratios)),
    );
    Ok(())
}

/// Hashes per second on every core, each thread with memory that it keeps.
fn bare(duration: Duration) -> Result<f64, Failure> {
    let threads = std::thread::available_parallelism()?.get();
    let start = Instant::now();
    let workers: Vec<_> = (0..threads)
        .map(|_| {
            std::thread::spawn(move || -> Result<u64, argon2::Error> {
                let params = Params::new(MEMORY_KIB, 2, 1, None)?;
                let mut memory = vec![Block::default(); params.block_count()];
                let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                let (mut hashes, mut output) = (0, [0u8; 32]);
                while start.elapsed() < duration {
                    argon.hash_password_into_with_memory(
                        PASSWORD.as_bytes(),
                        b"0123456789abcdef",
                        &mut output,
                        &mut memory,
                    )?;
                    hashes += 1;
                }
                Ok(hashes)
            })
        })
        .collect();
    let mut hashes = 0;
    for worker in workers {
        hashes += worker.join().map_err(|_| "a hashing thread panicked")??;
    }
    Ok(hashes as f64 / start.elapsed().as_secs_f64())
}
