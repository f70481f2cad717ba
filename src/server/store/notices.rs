use std::time::Duration;

use sqlx::postgres::PgListener;

use super::{Backend, Connection, Store, StoreError};

/// Where they are told.
pub(super) const CHANNEL: &str = "vestibule";

/// What one node tells the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A session is over.
    SessionEnded(String),
    /// What a user may do has changed, or what the members of an organization are told of it: an id of either.
    Outdated(String),
    /// The signing keys have changed.
    KeysChanged,
    /// Who may sign up, or where one may be led, has changed.
    ListsChanged,
    /// Settings have changed.
    SettingsChanged,
    /// Something may have been missed while the connection was down.
    Reconnected,
}

impl Notice {
    fn encode(&self) -> String {
        match self {
            Self::SessionEnded(id) => format!("session_ended {id}"),
            Self::Outdated(id) => format!("outdated {id}"),
            Self::KeysChanged => "keys_changed".into(),
            Self::ListsChanged => "lists_changed".into(),
            Self::SettingsChanged => "settings_changed".into(),
            Self::Reconnected => "reconnected".into(),
        }
    }

    fn decode(text: &str) -> Option<Self> {
        match text.split_once(' ') {
            Some(("session_ended", id)) => Some(Self::SessionEnded(id.to_owned())),
            Some(("outdated", id)) => Some(Self::Outdated(id.to_owned())),
            None if text == "keys_changed" => Some(Self::KeysChanged),
            None if text == "lists_changed" => Some(Self::ListsChanged),
            None if text == "settings_changed" => Some(Self::SettingsChanged),
            _ => None,
        }
    }
}

impl Store {
    /// Tells the other nodes, when and only when the transaction commits. On SQLite there are no other nodes.
    pub async fn tell(&self, connection: &mut Connection, notice: &Notice) -> Result<(), StoreError> {
        if self.backend() == Backend::Postgres {
            sqlx::query("SELECT 1 FROM (SELECT pg_notify($1, $2)) AS told")
                .bind(CHANNEL)
                .bind(notice.encode())
                .execute(connection)
                .await?;
        }
        Ok(())
    }

    /// What the other nodes tell; `None` on SQLite.
    pub async fn listen(&self) -> Result<Option<NoticeListener>, StoreError> {
        if self.backend() != Backend::Postgres {
            return Ok(None);
        }
        let mut listener = PgListener::connect(self.url()).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(NoticeListener { listener }))
    }
}

/// A connection on which the other nodes are heard.
#[derive(Debug)]
pub struct NoticeListener {
    listener: PgListener,
}

impl NoticeListener {
    /// The next notice. When the connection is lost it is made again, and [`Notice::Reconnected`] says that something
    /// may have been missed.
    pub async fn next(&mut self) -> Notice {
        loop {
            match self.listener.try_recv().await {
                Ok(Some(notification)) => {
                    if let Some(notice) = Notice::decode(notification.payload()) {
                        return notice;
                    }
                    tracing::warn!(payload = notification.payload(), "another node tells something unknown");
                }
                Ok(None) => return Notice::Reconnected,
                Err(error) => {
                    self.reconnect(&error).await;
                    return Notice::Reconnected;
                }
            }
        }
    }

    async fn reconnect(&mut self, error: &sqlx::Error) {
        tracing::warn!(%error, "not hearing the other nodes; trying again");
        loop {
            tokio::time::sleep(Duration::from_millis(250)).await;
            match self.listener.listen(CHANNEL).await {
                Ok(()) => return,
                Err(error) => tracing::debug!(%error, "still not hearing the other nodes"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_understood() {
        let of_ids = [Notice::SessionEnded("sess_1".into()), Notice::Outdated("org_1".into())];
        let of_none = [Notice::KeysChanged, Notice::ListsChanged, Notice::SettingsChanged];
        for notice in of_ids.into_iter().chain(of_none) {
            assert_eq!(Notice::decode(&notice.encode()), Some(notice));
        }
        assert_eq!(Notice::decode("drop table"), None);
    }
}
