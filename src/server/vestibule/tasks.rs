//! What runs beside the requests: the ears for other nodes, renewed limits, the sweep of what is over.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::{StartError, Vestibule};
use crate::server::crypto::MINUTE;
use crate::server::flows::{job_runs, sweep};
use crate::server::jobs::Job;
use crate::server::store::{Notice, NoticeListener, sessions};

/// How far back one looks for sessions that ended unheard, in milliseconds: no token of an older one is good.
const CATCH_UP: i64 = 2 * MINUTE;
/// How long one waits between two rounds of what is done again and again.
const ROUND: Duration = Duration::from_secs(10);

impl Vestibule {
    /// Starts all of them; they end with `closed`.
    pub(super) fn start_tasks(&self, listener: Option<NoticeListener>, mut closed: watch::Receiver<()>) {
        if let Some(mut listener) = listener {
            let (weak, mut closed) = (Arc::downgrade(&self.force), closed.clone());
            tokio::spawn(async move {
                loop {
                    let notice = tokio::select! {
                        notice = listener.next() => notice,
                        _ = closed.changed() => return,
                    };
                    let Some(force) = weak.upgrade() else { return };
                    Self::of(force).hear(notice).await;
                }
            });
        }
        let (oauth, now) = (self.oauth.clone(), self.clock.now());
        tokio::spawn(async move { oauth.discover(now).await });
        // In a loop of its own: a long sweep is no silence.
        let (weak, mut ends) = (Arc::downgrade(&self.force), closed.clone());
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = tokio::time::sleep(ROUND) => {}
                    _ = ends.changed() => return,
                }
                let Some(force) = weak.upgrade() else { return };
                if let Err(error) = job_runs::tell(&Self::of(force)).await {
                    tracing::warn!(%error, "other servers could not be told what runs here");
                }
            }
        });
        let weak = Arc::downgrade(&self.force);
        tokio::spawn(async move {
            let mut rounds: u32 = 0;
            loop {
                tokio::select! {
                    () = tokio::time::sleep(ROUND) => {}
                    _ = closed.changed() => return,
                }
                let Some(force) = weak.upgrade() else { return };
                let this = Self::of(force);
                let (jobs, clock) = (&this.jobs, &this.clock);
                // What goes wrong with either is logged where it does.
                jobs.run(Job::LastUses, clock, this.activity.flush(&this.store)).await.ok();
                this.tokens.forget_expired(this.clock.now());
                this.addresses.forget_idle();
                this.typing.forget_idle();
                this.calls.forget_idle();
                // On SQLite nobody tells of what another process has changed.
                jobs.run(Job::Rereading, clock, this.reload()).await.ok();
                if rounds.is_multiple_of(60) {
                    match sweep::sweep(&this).await {
                        Ok(gone) => tracing::debug!(gone, "swept"),
                        Err(error) => tracing::warn!(%error, "the sweep did not finish"),
                    }
                }
                rounds = rounds.wrapping_add(1);
            }
        });
    }

    async fn hear(&self, notice: Notice) {
        match notice {
            Notice::SessionEnded(id) => self.tokens.revoke(&id, self.clock.now()),
            Notice::Outdated(id) => self.tokens.outdate(&id, self.clock.now()),
            Notice::KeysChanged => drop(self.reload_keys().await),
            Notice::ListsChanged => drop(self.reload_lists().await),
            Notice::SettingsChanged => drop(self.reload_settings().await),
            Notice::Reconnected => {
                drop(self.reload().await);
                self.catch_up().await;
            }
        }
    }

    /// Hears late of the sessions that ended while nothing was heard. Until that is known every token is checked anew.
    async fn catch_up(&self) {
        self.tokens.forget_all();
        let now = self.clock.now();
        let ended = async { sessions::ended_since(&mut *self.store.read().await?, now - CATCH_UP).await };
        match ended.await {
            Ok(ended) => ended.iter().for_each(|id| self.tokens.revoke(id, now)),
            Err(error) => tracing::error!(%error, "which sessions ended meanwhile could not be read"),
        }
    }

    /// Reads all of it again, each whatever becomes of the others. What goes wrong is logged.
    async fn reload(&self) -> Result<(), StartError> {
        let (keys, lists, settings) =
            (self.reload_keys().await, self.reload_lists().await, self.reload_settings().await);
        keys.and(lists).and(settings)
    }

    async fn reload_keys(&self) -> Result<(), StartError> {
        let read = self.load_keys().await;
        read.inspect_err(|error| tracing::error!(%error, "the signing keys could not be read again"))
    }

    async fn reload_settings(&self) -> Result<(), StartError> {
        let read = self.load_settings().await;
        read.inspect_err(|error| {
            tracing::error!(%error, "what was changed of the settings cannot hold here; all stays as it was");
        })
    }

    async fn reload_lists(&self) -> Result<(), StartError> {
        let read = self.lists.load(&self.store).await.map_err(StartError::from);
        read.inspect_err(|error| {
            tracing::error!(%error, "who may sign up, and where one may be led, could not be read again");
        })
    }
}
