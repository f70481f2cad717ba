//! The `vestibule` binary.

mod browser_files;
mod commands;
mod doctor;
mod webhook_commands;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use axum_server::Handle;
use clap::{Parser, Subcommand};
use hyper_util::rt::TokioTimer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tracing_subscriber::EnvFilter;
use vestibule::server::store::Store;
use vestibule::server::{Origin, Settings, Vestibule};
use vestibule::site;

/// Where the settings are, unless another file is named.
const CONFIG: &str = "Leptos.toml";

type Failure = Box<dyn std::error::Error>;

/// The entrance hall for Leptos apps: sign-up, sign-in, sessions, and the screens for them.
#[derive(Parser)]
#[command(version)]
struct Cli {
    /// The file with the settings; the environment goes over it.
    #[arg(long, global = true, default_value = CONFIG, value_name = "FILE")]
    config: PathBuf,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server.
    Serve,
    /// Bring the database's schema up to date, and stop.
    Migrate,
    /// The keys that sign session tokens, and the publishable key.
    Keys {
        #[command(subcommand)]
        command: Keys,
    },
    /// Write all of users, organizations, sessions and the audit log into a file, as they are at this moment, with every secret
    /// that another instance needs.
    Export(commands::Export),
    /// Bring a file that `export` has written into an instance that is empty. What was broken off goes on where it stopped.
    Import(commands::Import),
    /// Invitations to sign up.
    Invitations {
        #[command(subcommand)]
        command: commands::Invitations,
    },
    /// Links that sign someone in.
    SignInTokens {
        #[command(subcommand)]
        command: commands::SignInTokens,
    },
    /// What tokens for other services say.
    JwtTemplates {
        #[command(subcommand)]
        command: commands::JwtTemplates,
    },
    /// The keys with which other backends call the REST API.
    SecretKeys {
        #[command(subcommand)]
        command: commands::SecretKeys,
    },
    /// Settings that change while a server runs, below what Leptos.toml and the environment say.
    Settings {
        #[command(subcommand)]
        command: commands::Settings,
    },
    /// Those who have an account.
    Users {
        #[command(subcommand)]
        command: commands::Users,
    },
    /// Those who wait to be let in.
    Waitlist {
        #[command(subcommand)]
        command: commands::Waitlist,
    },
    /// Who is told what happens, and what became of it.
    Webhooks {
        #[command(subcommand)]
        command: webhook_commands::Webhooks,
    },
    /// Who runs the instance: who gets into the dashboard at /admin.
    Admin {
        #[command(subcommand)]
        command: commands::Admin,
    },
    /// For whoever builds an app.
    Dev {
        #[command(subcommand)]
        command: commands::Dev,
    },
    /// Say what it would run with, and what of it is unsafe.
    Doctor,
}

#[derive(Subcommand)]
enum Keys {
    /// Make a new signing key. It is published at once and signs in a minute and a half, when whoever verifies tokens knows it; the
    /// one before it verifies for a day more after that.
    Create {
        /// Sign with it at once and with no other, because somebody has taken the one before it, whose tokens are good for nothing
        /// from now on: browsers get new ones by themselves; tokens by JWT templates and signed tokens of machines have to be
        /// asked for anew. Until every server and whoever verifies tokens has heard of it, for a minute or so, some still take
        /// the old key's tokens and refuse the new one's. Whatever uses npm `@clerk/backend` takes them until it is restarted or has
        /// another secret key, and what verifies with a key in PEM (`jwtKey`) until it has the new one.
        #[arg(long)]
        now: bool,
    },
    /// Print the publishable key, by which Clerk's published clients know this instance. It is no secret.
    Publishable,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    // `cargo leptos watch` starts the binary without a word.
    let outcome = match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(&cli.config).await,
        Command::Migrate => migrate(&cli.config).await,
        Command::Keys { command: Keys::Create { now } } => create_key(&cli.config, now).await,
        Command::Keys { command: Keys::Publishable } => publishable_key(&cli.config),
        Command::Export(arguments) => commands::export(&cli.config, arguments).await,
        Command::Import(arguments) => commands::import_archive(&cli.config, arguments).await,
        Command::Invitations { command } => commands::invitations(&cli.config, command).await,
        Command::SignInTokens { command } => commands::sign_in_tokens(&cli.config, command).await,
        Command::JwtTemplates { command } => commands::jwt_templates(&cli.config, command).await,
        Command::SecretKeys { command } => commands::secret_keys(&cli.config, command).await,
        Command::Settings { command } => commands::settings(&cli.config, command).await,
        Command::Users { command } => commands::users(&cli.config, command).await,
        Command::Waitlist { command } => commands::waitlist(&cli.config, command).await,
        Command::Webhooks { command } => webhook_commands::webhooks(&cli.config, command).await,
        Command::Admin { command } => commands::admin(&cli.config, command).await,
        Command::Dev { command } => commands::dev(&cli.config, command).await,
        Command::Doctor => doctor::doctor(&cli.config).await,
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            // One line per mistake, each of which stands by itself.
            for line in error.to_string().lines() {
                eprintln!("vestibule: {line}");
            }
            ExitCode::FAILURE
        }
    }
}

/// How long the head of a request may take to arrive: whoever sends it byte by byte holds a connection, and no longer.
const HEAD: Duration = Duration::from_secs(10);
/// How long nothing may come of a request's body.
const BODY_PAUSE: Duration = Duration::from_secs(30);
/// How long requests may take to finish once the server is to stop; whoever sends slowly is not waited for for ever.
const GRACE: Duration = Duration::from_secs(10);

/// The settings. Without the usual file the defaults hold; a file that was asked for has to be there.
fn load(config: &Path) -> Result<Settings, Failure> {
    is_there(config)?;
    Ok(Settings::load(config)?)
}

fn is_there(config: &Path) -> Result<(), Failure> {
    if config != Path::new(CONFIG) && !config.exists() {
        return Err(format!("--config: {} does not exist", config.display()).into());
    }
    Ok(())
}

async fn serve(config: &Path) -> Result<ExitCode, Failure> {
    let settings = load(config)?;
    start_logging(&settings);
    for warning in settings.warnings() {
        tracing::warn!("{}", warning.text);
    }
    let options = browser_files::leptos_options(config)?;
    browser_files::keep_apart(&options, config, &settings)?;
    if let Some(text) = doctor::missing_files(&options) {
        tracing::warn!("{text}");
    }
    let vestibule = Vestibule::start(settings).await?;
    let listener = TcpListener::bind(options.site_addr)
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .map_err(|error| format!("LEPTOS_SITE_ADDR: cannot listen on {}: {error}", options.site_addr))?;
    let first = match vestibule.settings().admin.enabled {
        true => Origin::operator().during(vestibule.operators().invite_first()).await?,
        false => None,
    };
    println!("{}", addresses(vestibule.settings(), first.as_ref().map(|link| link.url.expose())));
    let app = site::router(&vestibule, options).layer(RequestBodyTimeoutLayer::new(BODY_PAUSE));
    let handle = Handle::new();
    let mut server = axum_server::from_tcp(listener)?.http1_only().handle(handle.clone());
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    tokio::spawn(async move {
        asked_to_stop().await;
        handle.graceful_shutdown(Some(GRACE));
    });
    server.serve(app.into_make_service_with_connect_info::<SocketAddr>()).await?;
    vestibule.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// Where one goes from here. The dashboard is one such place once somebody gets in there; until then it is where one becomes the
/// first who does.
fn addresses(settings: &Settings, first: Option<&str>) -> String {
    let base = &settings.base_url;
    let mut lines = vec![
        format!("Vestibule is ready at {base}"),
        format!("  sign up    {base}{}", settings.paths.sign_up),
        format!("  sign in    {base}{}", settings.paths.sign_in),
    ];
    if settings.is_development() {
        lines.push(format!("  mailbox    {base}/dev/mailbox   (what would have been mailed)"));
        lines.push(format!("  playground {base}/playground   (every component in every state)"));
    }
    match first {
        Some(link) => {
            lines.push(format!("  set up     {link}   (makes you the owner of the dashboard, once, within a day)"));
        }
        None if settings.admin.enabled => lines.push(format!("  dashboard  {base}/admin")),
        None => {}
    }
    lines.join("\n")
}

fn start_logging(settings: &Settings) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if settings.is_development() {
        lines.with_target(false).init();
    } else {
        lines.json().init();
    }
}

async fn asked_to_stop() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "cannot listen for Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(error) => {
                tracing::error!(%error, "cannot listen for SIGTERM");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

async fn migrate(config: &Path) -> Result<ExitCode, Failure> {
    let settings = load(config)?;
    Store::open(&settings.database_url).await?.close().await;
    println!("The database is up to date.");
    Ok(ExitCode::SUCCESS)
}

fn publishable_key(config: &Path) -> Result<ExitCode, Failure> {
    let settings = load(config)?;
    let key = settings.publishable_key().ok_or_else(|| {
        format!("base_url: no key of Clerk's clients can name {}; another address has one", settings.base_url)
    })?;
    println!("{key}");
    Ok(ExitCode::SUCCESS)
}

/// What nobody can do from here: some verify tokens with a key for which they do not ask again.
const AFTER_A_STOLEN_KEY: &str = "\
Restart every service that uses npm @clerk/backend, or give it another secret key, and replace every jwtKey and PEM:
until then it may take the old key's tokens for as long as somebody keeps asking.";

async fn create_key(config: &Path, now: bool) -> Result<ExitCode, Failure> {
    let vestibule = Vestibule::start(load(config)?).await?;
    let made = async {
        match now {
            true => vestibule.replace_signing_key().await,
            false => vestibule.rotate_signing_key().await,
        }
    };
    let made = Origin::operator().during(made).await;
    vestibule.stop().await;
    let kid = made?;
    match now {
        true => {
            println!("{kid} signs from now on. What any other key has signed is good no longer.");
            println!("{AFTER_A_STOLEN_KEY}");
        }
        false => println!("{kid} is published now, and signs in a minute and a half."),
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dashboard_is_named_once_somebody_gets_in_there() {
        let mut settings = Settings { base_url: "http://localhost:3000".into(), ..Settings::default() };
        let line = "\n  dashboard  http://localhost:3000/admin";
        assert!(addresses(&settings, None).ends_with(line));
        let first = addresses(&settings, Some("http://localhost:3000/admin/setup?token=x"));
        assert!(
            !first.contains("dashboard  ")
                && first.contains("\n  set up     http://localhost:3000/admin/setup?token=x")
        );
        settings.admin.enabled = false;
        assert!(!addresses(&settings, None).contains("/admin"));
    }
}
