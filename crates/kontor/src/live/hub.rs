//! The hub: one task watches a merchant's journal for all who listen.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use hashbrown::{HashMap, HashSet};
use kontor_kernel::limits;
use kontor_store::journal;
use kontor_web::App;
use tokio::sync::{broadcast, watch};
use tokio::time::{sleep, timeout};

use super::Changed;
use super::pace::Pace;

/// Watches journals and tells what changed. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    app: App,
    closing: watch::Sender<bool>,
    watched: Arc<Mutex<HashMap<i64, broadcast::Sender<Arc<Changed>>>>>,
}

impl Hub {
    /// A hub that watches nothing yet.
    #[must_use]
    pub fn new(app: App, closing: watch::Sender<bool>) -> Self {
        Self { app, closing, watched: Arc::default() }
    }

    /// What changes at a merchant from now on.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the task ends by itself with its last listener, and when the house closes"
    )]
    pub fn listen(&self, org: i64) -> broadcast::Receiver<Arc<Changed>> {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = watched.get(&org) {
            return sender.subscribe();
        }
        let (sender, receiver) = broadcast::channel(limits::LIVE_QUEUE);
        watched.insert(org, sender.clone());
        tokio::spawn(self.clone().watch(org, sender));
        receiver
    }

    /// How many merchants are watched.
    #[must_use]
    pub fn watched(&self) -> usize {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    async fn watch(self, org: i64, sender: broadcast::Sender<Arc<Changed>>) {
        let mut closing = self.closing.subscribe();
        tokio::select! {
            () = self.tell(org, &sender) => {}
            _ = closing.wait_for(|closing| *closing) => {
                self.watched.lock().unwrap_or_else(PoisonError::into_inner).remove(&org);
            }
        }
    }

    /// Tells what changes until nobody listens.
    #[expect(clippy::disallowed_methods, reason = "how fast changes are told is real time")]
    async fn tell(&self, org: i64, sender: &broadcast::Sender<Arc<Changed>>) {
        let (mut ticks, mut pace, mut after) = (self.app.writer.ticks(), Pace::default(), None);
        loop {
            ticks.mark_unchanged();
            match self.news(org, after).await {
                Ok((position, Some((changed, changes)))) => {
                    after = Some(position);
                    // Nobody may be there any more to hear it.
                    let _ = sender.send(Arc::new(changed));
                    pace.told(Instant::now(), changes);
                }
                Ok((position, None)) => after = Some(position),
                Err(fault) => {
                    tracing::warn!(fault = fault.chain(), "the journal can't be watched for live pages");
                }
            }
            if self.is_left(org, sender) {
                return;
            }
            let look = Duration::from_millis(limits::FEED_LOOK_MS);
            if timeout(look, ticks.changed()).await.is_ok() {
                sleep(pace.wait(Instant::now()).max(Duration::from_millis(limits::LIVE_REST_MS))).await;
            }
        }
    }

    /// What is behind a position, with how many changes it was; from the journal's end, when there is none yet.
    async fn news(
        &self,
        org: i64,
        after: Option<i64>,
    ) -> Result<(i64, Option<(Changed, usize)>), kontor_store::Fault> {
        let Some(mut after) = after else {
            return Ok((journal::head(&self.app.reads, org).await?.map_or(0, |head| head.position), None));
        };
        let mut events = Vec::new();
        loop {
            let page = journal::briefs(&self.app.reads, org, after, limits::LIVE_PAGE).await?;
            let is_last = i64::try_from(page.len()).unwrap_or(i64::MAX) < limits::LIVE_PAGE;
            after = page.last().map_or(after, |event| event.position);
            events.extend(page);
            if is_last || events.len() >= limits::LIVE_EVENTS {
                break;
            }
        }
        let changes = events.iter().map(|event| event.cause).collect::<HashSet<_>>().len();
        Ok((after, Changed::of(&events).map(|changed| (changed, changes))))
    }

    /// Whether nobody listens any more; then the merchant is not watched any more, either.
    fn is_left(&self, org: i64, sender: &broadcast::Sender<Arc<Changed>>) -> bool {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let is_left = sender.receiver_count() == 0;
        if is_left {
            watched.remove(&org);
        }
        is_left
    }
}
