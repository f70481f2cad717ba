//! Webhooks: how quickly what has piled up reaches an endpoint that answers, while one beside it is slow and one is dead, and
//! how quickly a bare loop of the same HTTP client posts the same bodies to the same receiver.
//!
//! On SQLite, and on PostgreSQL where `VESTIBULE_TEST_POSTGRES_URL` names one. Neither is analyzed: what happens all at once is
//! there before any database has counted it.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use sqlx::AnyPool;
use sqlx::any::install_default_drivers;
use vestibule::server::{NewWebhookEndpoint, Settings, Vestibule};

use super::Failure;
use super::layer::serve;
use super::organizations::database;
use super::table::Table;

/// How much has piled up: each about somebody else.
const EVENTS: usize = 20_000;
/// How many requests are under way to one endpoint: as many as Vestibule sends.
const AT_ONCE: usize = 32;
/// How long the slow one takes for an answer.
const SLOW: Duration = Duration::from_secs(2);
/// How long nothing may arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// Lets it pile up and watches it drain.
pub async fn run(table: &mut Table) -> Result<(), Failure> {
    install_default_drivers();
    let directory = std::env::temp_dir().join(format!("vestibule-bench-webhooks-{}", std::process::id()));
    let sqlite = format!("sqlite://{}", directory.join("webhooks").display());
    measure(table, "SQLite", &sqlite, &directory).await?;
    if let Ok(server) = std::env::var("VESTIBULE_TEST_POSTGRES_URL") {
        measure(table, "PostgreSQL", &database(&server, "webhooks").await?, &directory).await?;
    }
    std::fs::remove_dir_all(directory).ok();
    Ok(())
}

async fn measure(table: &mut Table, on: &str, database_url: &str, directory: &Path) -> Result<(), Failure> {
    eprintln!("▸ {EVENTS} webhooks, {on} …");
    let mut settings = Settings::parse("[vestibule.webhooks]\nallow_loopback = true\n")?;
    settings.base_url = "http://localhost:3000".into();
    settings.database_url = database_url.to_owned();
    settings.secret_key_file = directory.join("key");
    let vestibule = Vestibule::start(settings).await?;
    let (good, slow) = (Receiver::start(Duration::ZERO).await?, Receiver::start(SLOW).await?);
    // Its port is free again at once, and nobody listens there.
    let dead = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    for address in [dead, slow.address, good.address] {
        vestibule.webhooks().create(&NewWebhookEndpoint::at(format!("http://{address}/"))).await?;
    }
    let pool = AnyPool::connect(database_url).await?;
    sqlx::query(sqlx::AssertSqlSafe(pile()?)).execute(&pool).await?;
    let began = Instant::now();
    good.wait_for(EVENTS).await?;
    let seconds = began.elapsed().as_secs_f64();
    let at_slow = slow.answered();
    let failed = "SELECT COUNT(*) FROM webhook_attempts WHERE error IS NOT NULL";
    let at_dead: i64 = sqlx::query_scalar(failed).fetch_one(&pool).await?;
    pool.close().await;
    vestibule.stop().await;

    let ours = EVENTS as f64 / seconds;
    let bare = bare(good.address, good.bodies()).await?;
    table.add(
        &format!("webhooks/s at an endpoint beside a slow and a dead one, {on}"),
        format!("{ours:.0}"),
        format!("{bare:.0} of a bare loop"),
        format!("{:.2}", ours / bare),
    );
    let pace = AT_ONCE as f64 / SLOW.as_secs_f64();
    let behind = EVENTS.saturating_sub(at_slow) as f64 / pace;
    table.add(
        &format!("… and at the slow one meanwhile, {} s each, {on}", SLOW.as_secs()),
        format!("{:.1}; {behind:.0} s behind", at_slow as f64 / seconds),
        format!("{pace:.1}, {AT_ONCE} at once"),
        format!("{:.2}", at_slow as f64 / seconds / pace),
    );
    table.add(
        &format!("… and tries at the dead one meanwhile, {on}"),
        format!("{:.1}", at_dead as f64 / seconds),
        "–".into(),
        "–".into(),
    );
    Ok(())
}

/// The statement that writes the events, as if they had happened.
fn pile() -> Result<String, Failure> {
    let now = UNIX_EPOCH.elapsed()?.as_millis();
    // About as much as a user is.
    let metadata = "x".repeat(400);
    Ok(format!(
        "WITH RECURSIVE numbers (number) AS
             (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {EVENTS})
         INSERT INTO events (id, type, subject_id, position, data, created_at, fan_out)
         SELECT 'evt_' || number, 'user.updated', 'user_' || number, number,
             '{{\"object\":\"user\",\"id\":\"user_' || number || '\",\"public_metadata\":{{\"x\":\"{metadata}\"}}}}', {now}, 0
         FROM numbers"
    ))
}

/// Posts each body once, as many at once as Vestibule does, and gives how many that are in a second.
async fn bare(address: SocketAddr, bodies: Vec<Bytes>) -> Result<f64, Failure> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("http://{address}/");
    let (bodies, next) = (Arc::new(bodies), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (client, url, bodies, next) = (client.clone(), url.clone(), Arc::clone(&bodies), Arc::clone(&next));
            tokio::spawn(async move {
                while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let request = client.post(&url).header("content-type", "application/json").body(body.clone());
                    request.send().await?.error_for_status()?.bytes().await?;
                }
                Ok::<(), reqwest::Error>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(bodies.len() as f64 / began.elapsed().as_secs_f64())
}

/// Whoever is told.
struct Receiver {
    address: SocketAddr,
    heard: Arc<Heard>,
}

struct Heard {
    takes: Duration,
    bodies: Mutex<Vec<Bytes>>,
    answered: AtomicUsize,
}

async fn hear(State(heard): State<Arc<Heard>>, body: Bytes) -> StatusCode {
    heard.bodies.lock().unwrap_or_else(PoisonError::into_inner).push(body);
    if !heard.takes.is_zero() {
        tokio::time::sleep(heard.takes).await;
    }
    heard.answered.fetch_add(1, Ordering::Relaxed);
    StatusCode::OK
}

impl Receiver {
    /// One that takes so long for an answer.
    async fn start(takes: Duration) -> Result<Self, Failure> {
        let heard = Arc::new(Heard { takes, bodies: Mutex::default(), answered: AtomicUsize::new(0) });
        let address = serve(Router::new().fallback(hear).with_state(Arc::clone(&heard))).await?;
        Ok(Self { address, heard })
    }

    fn answered(&self) -> usize {
        self.heard.answered.load(Ordering::Relaxed)
    }

    fn bodies(&self) -> Vec<Bytes> {
        self.heard.bodies.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until it has answered so often.
    async fn wait_for(&self, answers: usize) -> Result<(), Failure> {
        let (mut before, mut since) = (0, Instant::now());
        loop {
            let now = self.answered();
            if now >= answers {
                return Ok(());
            }
            if now > before {
                (before, since) = (now, Instant::now());
            }
            if since.elapsed() > PATIENCE {
                return Err(format!("{now} of {answers} webhooks arrive").into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}
