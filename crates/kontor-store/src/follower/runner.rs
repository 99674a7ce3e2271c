//! Runs followers: a task for each, one lease for each, until they are stopped.

use std::sync::Arc;
use std::time::Duration;

use kontor_kernel::limits;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::Follower;
use super::steps::{Hands, Round, Steps};
use crate::{Fault, lease};

/// Followers at work.
pub struct Runner {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Runner {
    /// Starts a task for each follower. Must be called inside a runtime.
    ///
    /// # Errors
    /// When the system has no random source.
    pub fn start(hands: &Hands, followers: Vec<Arc<dyn Follower>>) -> Result<Self, Fault> {
        let (stop, _) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for follower in followers {
            let following = Following::new(follower, hands.clone())?;
            tasks.spawn(following.until_stopped(stop.subscribe()));
        }
        Ok(Self { tasks, stop })
    }

    /// Lets every follower end its step, gives their leases back, and returns when all are done. Comes before the
    /// writer is closed.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Runs one follower until there is nothing it can do now: it has caught up with every merchant, except where it is
/// parked or pauses behind a failure. For jobs and tests.
///
/// # Errors
/// When the database can't be read, or another runner holds the follower's lease.
pub async fn catch_up(hands: &Hands, follower: Arc<dyn Follower>) -> Result<(), Fault> {
    Following::new(follower, hands.clone())?.catch_up().await
}

/// One follower with its lease, and its memory of what has failed.
pub struct Following {
    steps: Steps,
    lease: String,
    holder: String,
    /// When the lease was taken or renewed last.
    held: Option<Instant>,
}

impl Following {
    /// A follower that is run by hand.
    ///
    /// # Errors
    /// When the system has no random source.
    pub fn new(follower: Arc<dyn Follower>, hands: Hands) -> Result<Self, Fault> {
        let lease = format!("follower-{}", follower.name());
        Ok(Self { steps: Steps::new(follower, hands), lease, holder: lease::holder()?, held: None })
    }

    /// See [`catch_up`].
    ///
    /// # Errors
    /// As [`catch_up`].
    pub async fn catch_up(&mut self) -> Result<(), Fault> {
        loop {
            if !self.hold_lease().await? {
                return Err(Fault::setting("another server runs this follower"));
            }
            match self.steps.round(|| true).await? {
                Round::Went => {}
                Round::Idle => {
                    self.give_lease_back().await;
                    return Ok(());
                }
                Round::Fenced | Round::Closing => return Err(Fault::setting("the follower was stopped")),
            }
        }
    }

    /// The fence of its lease, which it takes or renews.
    pub(super) async fn fence(&mut self) -> Result<i64, Fault> {
        if self.hold_lease().await? {
            return Ok(self.steps.fence);
        }
        Err(Fault::setting("another server runs this follower"))
    }

    async fn until_stopped(mut self, mut stop: watch::Receiver<bool>) {
        let mut ticks = self.steps.hands.writer.ticks();
        while !*stop.borrow() {
            // News that come while it works wake it again.
            ticks.borrow_and_update();
            let pause = self.turn(&stop).await;
            let Some(pause) = pause else { continue };
            let news = async {
                // A writer that is gone has no news any more.
                if ticks.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
                tokio::time::sleep(Duration::from_millis(limits::FOLLOWER_GATHER_MS)).await;
            };
            tokio::select! {
                _ = stop.changed() => {}
                () = tokio::time::sleep(pause) => {}
                () = news => {}
            }
        }
        self.give_lease_back().await;
    }

    /// One look for work; how long to wait for the next one, if at all.
    async fn turn(&mut self, stop: &watch::Receiver<bool>) -> Option<Duration> {
        let poll = Duration::from_millis(limits::FOLLOWER_POLL_MS);
        match self.hold_lease().await {
            Ok(true) => {}
            Ok(false) => return Some(renewal()),
            Err(fault) => {
                tracing::warn!(lease = self.lease, fault = fault.chain(), "a follower's lease can't be had");
                return Some(poll);
            }
        }
        let (lease, mut stopped) = (self.lease.clone(), stop.clone());
        let grace = async {
            let _ = stopped.wait_for(|stop| *stop).await;
            tokio::time::sleep(Duration::from_secs(limits::FOLLOWER_STOP_SECONDS)).await;
        };
        // A step that starts while the lease is fresh ends before it runs out.
        let held = self.held;
        let is_fresh = || held.is_some_and(|held| held.elapsed() < renewal());
        let round = self.steps.round(|| !*stop.borrow() && is_fresh());
        let round = tokio::select! {
            round = round => round,
            // Whatever it was doing comes again when it is started the next time.
            () = grace => return None,
        };
        match round {
            Ok(Round::Went) => None,
            Ok(Round::Idle) => Some(poll),
            Ok(Round::Fenced) => {
                tracing::warn!(lease, "another server has taken over a follower");
                self.held = None;
                Some(renewal())
            }
            Ok(Round::Closing) => Some(poll),
            Err(fault) => {
                tracing::warn!(lease, fault = fault.chain(), "a follower can't read");
                Some(poll)
            }
        }
    }

    /// Takes or renews the lease, when it is time to. Whether it is held.
    async fn hold_lease(&mut self) -> Result<bool, Fault> {
        if self.held.is_some_and(|held| held.elapsed() < renewal()) {
            return Ok(true);
        }
        let now = Instant::now();
        let fence = self.steps.hands.writer.hold_lease(self.lease.clone(), self.holder.clone()).await?;
        self.held = fence.map(|_| now);
        self.steps.fence = fence.unwrap_or(self.steps.fence);
        Ok(fence.is_some())
    }

    async fn give_lease_back(&mut self) {
        if self.held.take().is_some() {
            let back = self.steps.hands.writer.give_lease_back(self.lease.clone(), self.holder.clone()).await;
            if let Err(fault) = back {
                tracing::debug!(fault = fault.chain(), "a follower's lease runs out by itself");
            }
        }
    }
}

/// A lease is renewed when a third of it is gone.
fn renewal() -> Duration {
    Duration::from_secs(limits::LEASE_SECONDS / 3)
}
