//! The loop of whoever sends what waits in the database. Every node has one for each channel and one for webhooks; they share
//! what waits. In turns it notes what came of what was sent, and begins to send what is due.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::{JoinError, JoinHandle, JoinSet};

use crate::server::crypto::Clock;
use crate::server::jobs::{Job, Jobs};
use crate::server::store::StoreError;

/// How long what is being sent is waited for at the end.
const GRACE: Duration = Duration::from_secs(5);

/// Something that waits in the database to be sent.
pub trait Outbox: Send + Sync + 'static {
    /// What is known of something once sending it is over.
    type Done: Send + Sync + 'static;

    /// What is sent, as the log says it.
    const WHAT: &'static str;
    /// How often one looks for something to do when nobody says that there is something: other nodes do not.
    const ROUND: Duration;

    /// What operators see of it.
    fn job(&self) -> Job;

    /// Notes what came of some of it. What cannot be noted is noted later; what never is is due again when its claim runs out.
    fn note(&self, done: &[Self::Done]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Begins to send what is due, as much of it as may be sent at once. Says how long to wait before looking again.
    fn round(
        self: &Arc<Self>,
        tasks: &mut Tasks<Self::Done>,
    ) -> impl Future<Output = Result<Duration, StoreError>> + Send;
}

/// What one node is sending.
#[derive(Debug)]
pub struct Tasks<T> {
    under_way: JoinSet<T>,
    done: Vec<T>,
}

impl<T: Send + 'static> Tasks<T> {
    /// How many are under way.
    pub fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// Begins one.
    pub fn begin(&mut self, one: impl Future<Output = T> + Send + 'static) {
        self.under_way.spawn(one);
    }

    fn keep(&mut self, one: Result<T, JoinError>) {
        match one {
            Ok(one) => self.done.push(one),
            // It is due again when the claim runs out.
            Err(error) => tracing::error!(%error, "something that was to be sent was not"),
        }
    }
}

/// The loop, and what is said to it.
#[derive(Debug)]
pub struct Rounds<O> {
    wake: Arc<Notify>,
    /// Dropped with everything else, which ends it too.
    stop: watch::Sender<()>,
    outbox: Arc<O>,
    /// Where it is noted how each turn went, and when.
    jobs: (Jobs, Clock),
    task: Mutex<Option<JoinHandle<()>>>,
}

impl<O: Outbox> Rounds<O> {
    /// One that does nothing yet.
    pub fn new(outbox: O, jobs: Jobs, clock: Clock) -> Self {
        Self {
            wake: Arc::default(),
            stop: watch::Sender::new(()),
            outbox: Arc::new(outbox),
            jobs: (jobs, clock),
            task: Mutex::default(),
        }
    }

    /// Begins to work.
    pub fn start(&self) {
        let work = run(Arc::clone(&self.outbox), self.jobs.clone(), Arc::clone(&self.wake), self.stop.subscribe());
        *self.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokio::spawn(work));
    }

    /// Looks for something to do at once.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Takes nothing more, and waits some seconds for what is being sent. What is not over by then is due again when its claim
    /// runs out.
    pub async fn stop(&self) {
        self.stop.send_replace(());
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, what = O::WHAT, "whoever sends did not end well");
        }
    }
}

async fn run<O: Outbox>(
    outbox: Arc<O>,
    (jobs, clock): (Jobs, Clock),
    wake: Arc<Notify>,
    mut stopped: watch::Receiver<()>,
) {
    let mut tasks: Tasks<O::Done> = Tasks { under_way: JoinSet::new(), done: Vec::new() };
    loop {
        let turned = jobs.run(outbox.job(), &clock, turn(&outbox, &mut tasks)).await;
        let wait = turned.unwrap_or_else(|error| {
            tracing::warn!(%error, what = O::WHAT, "the outbox could not be worked on");
            O::ROUND
        });
        tokio::select! {
            _ = stopped.changed() => break,
            () = wake.notified() => {}
            () = tokio::time::sleep(wait) => {}
            Some(one) = tasks.under_way.join_next() => tasks.keep(one),
        }
        while let Some(one) = tasks.under_way.try_join_next() {
            tasks.keep(one);
        }
    }
    let finish = async {
        while let Some(one) = tasks.under_way.join_next().await {
            tasks.keep(one);
        }
    };
    if tokio::time::timeout(GRACE, finish).await.is_err() {
        let left = tasks.under_way.len();
        tracing::warn!(left, what = O::WHAT, "stopped while something was being sent; it is tried again");
    }
    if let Err(error) = note(&*outbox, &mut tasks).await {
        tracing::warn!(%error, what = O::WHAT, "what became of some could not be noted; they are sent again");
    }
}

async fn turn<O: Outbox>(outbox: &Arc<O>, tasks: &mut Tasks<O::Done>) -> Result<Duration, StoreError> {
    note(&**outbox, tasks).await?;
    outbox.round(tasks).await
}

async fn note<O: Outbox>(outbox: &O, tasks: &mut Tasks<O::Done>) -> Result<(), StoreError> {
    if !tasks.done.is_empty() {
        outbox.note(&tasks.done).await?;
        tasks.done.clear();
    }
    Ok(())
}
