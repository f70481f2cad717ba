//! From where a request came, for what is noted while it is answered.

use std::net::IpAddr;

tokio::task_local! {
    static ORIGIN: Origin;
}

/// From where a request came.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The browser's address.
    pub client_ip: Option<String>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
}

impl Origin {
    /// Of what is known of a visitor.
    pub fn new(ip: Option<IpAddr>, user_agent: Option<&str>) -> Self {
        // A database takes no NUL, and a header has none; other control characters are nothing that a receiver expects.
        let user_agent = user_agent.map(|text| text.chars().filter(|c| !c.is_control()).collect());
        Self { client_ip: ip.map(|ip| ip.to_canonical().to_string()), user_agent }
    }

    /// Answers a request from there: what is noted meanwhile says so.
    pub async fn during<F: Future>(self, answer: F) -> F::Output {
        ORIGIN.scope(self, answer).await
    }

    /// That of the request that is being answered; empty where there is none.
    pub fn current() -> Self {
        ORIGIN.try_with(Clone::clone).unwrap_or_default()
    }
}
