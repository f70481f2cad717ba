//! Who runs the instance, and what a developer does with it, from the command line.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use vestibule::server::OperatorRole;

use super::{told, with};
use crate::Failure;

#[derive(Subcommand)]
pub enum Admin {
    /// Make a link by which whoever is signed in and opens it becomes an operator, once, within a day; and print it.
    Invite {
        /// What they may do: owner, admin, support or read-only.
        #[arg(long, value_name = "ROLE", default_value = "owner", value_parser = read_role)]
        role: OperatorRole,
    },
    /// List the operators.
    List,
}

#[derive(Subcommand)]
pub enum Dev {
    /// Make users who do not exist, to see how long lists are: in development alone.
    Seed {
        /// How many.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
        users: u64,
    },
}

fn read_role(name: &str) -> Result<OperatorRole, String> {
    OperatorRole::parse(&name.replace('-', "_")).ok_or_else(|| "is owner, admin, support or read-only".to_owned())
}

pub async fn admin(config: &Path, command: Admin) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        match command {
            Admin::Invite { role } => {
                let link = vestibule.operators().invite(role).await.map_err(|error| told(&error))?;
                println!("This link makes an operator ({}), once, within a day:", role.as_str());
                println!("{}", link.url.expose());
            }
            Admin::List => {
                for operator in vestibule.operators().list().await.map_err(|error| told(&error))? {
                    let address = operator.email_address.unwrap_or_default();
                    println!("{}  {:<9}  {}  {address}", operator.user_id, operator.role.as_str(), operator.name);
                }
            }
        }
        Ok(())
    })
    .await
}

pub async fn dev(config: &Path, command: Dev) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        let Dev::Seed { users } = command;
        let bar = ProgressBar::new(users);
        bar.set_style(ProgressStyle::with_template("{bar:30} {pos} of {len} users, {per_sec}")?);
        vestibule.seed(users, &mut |done, _| bar.set_position(done)).await?;
        bar.finish_and_clear();
        println!("{users} users who do not exist are there.");
        Ok(())
    })
    .await
}
