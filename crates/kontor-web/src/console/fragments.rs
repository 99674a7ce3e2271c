//! Contents of live pages, made once and shared by all who look at the same view with the same rights.
//!
//! When something changes, every open page asks for its content again, as of the change's position at least. The first
//! who asks has it made; the others wait for it and get the same bytes. So a view costs one rendering a change, however
//! many look at it.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use hashbrown::HashMap;
use kontor_kernel::limits;

use super::POSITION;
use crate::Language;

/// Which content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct View {
    /// The merchant.
    pub org: i64,
    /// What the lookers may, as a number that is the same for the same rights.
    pub rights: u64,
    /// The language.
    pub language: Language,
    /// The path with its query.
    pub address: String,
}

/// The contents that were made lately. Cheap to clone.
#[derive(Clone, Default)]
pub struct Fragments {
    slots: Arc<Mutex<HashMap<View, Slot>>>,
}

type Slot = Arc<tokio::sync::Mutex<Option<Made>>>;

#[derive(Clone)]
struct Made {
    position: i64,
    headers: HeaderMap,
    content: Bytes,
}

impl Fragments {
    /// The content of a view as of a position or later; made by `make` unless somebody else just had it made.
    ///
    /// Only a content that was made well and says its position is shared.
    pub async fn get<F: Future<Output = Response>>(
        &self,
        view: View,
        at_least: i64,
        make: impl FnOnce() -> F,
    ) -> Response {
        let slot = self.slot(view);
        let mut made = slot.lock().await;
        if let Some(made) = made.as_ref().filter(|made| made.position >= at_least) {
            return made.response();
        }
        let response = make().await;
        let position = response.headers().get(&POSITION).and_then(|value| value.to_str().ok()?.parse().ok());
        let (Some(position), StatusCode::OK) = (position, response.status()) else { return response };
        let (parts, body) = response.into_parts();
        match to_bytes(body, limits::FRAGMENT_BYTES).await {
            Ok(content) => {
                let new = Made { position, headers: parts.headers, content };
                *made = Some(new.clone());
                new.response()
            }
            Err(_) => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::INSUFFICIENT_STORAGE;
                response
            }
        }
    }

    fn slot(&self, view: View) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= limits::FRAGMENTS && !slots.contains_key(&view) {
            // Those that nobody waits for. It is a matter of a second; what is still looked at comes again.
            slots.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        Arc::clone(slots.entry(view).or_default())
    }
}

impl Made {
    fn response(&self) -> Response {
        let mut response = Response::new(Body::from(self.content.clone()));
        *response.headers_mut() = self.headers.clone();
        response
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use axum::http::HeaderValue;

    use super::*;

    fn view(address: &str) -> View {
        View { org: 1, rights: 3, language: Language::German, address: address.to_owned() }
    }

    fn made(position: i64) -> Response {
        let mut response = Response::new(Body::from(format!("as of {position}")));
        response.headers_mut().insert(POSITION, HeaderValue::from(position));
        response
    }

    async fn text(response: Response) -> String {
        String::from_utf8(to_bytes(response.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_view_is_made_once_for_all_who_ask_for_the_same_change() {
        let (fragments, count) = (Fragments::default(), Arc::new(AtomicI64::new(0)));
        let asking = (0..200).map(|_| {
            let (fragments, count) = (fragments.clone(), Arc::clone(&count));
            async move {
                let make = || async {
                    tokio::task::yield_now().await;
                    made(10 + count.fetch_add(1, Ordering::SeqCst))
                };
                text(fragments.get(view("/orders"), 10, make).await).await
            }
        });
        let all = futures_util::future::join_all(asking).await;
        assert!(all.iter().all(|text| text == "as of 10"), "{all:?}");
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let later = fragments.get(view("/orders"), 11, || async { made(12) }).await;
        assert_eq!(text(later).await, "as of 12");
        let other = View { rights: 1, ..view("/orders") };
        assert_eq!(text(fragments.get(other, 1, || async { made(5) }).await).await, "as of 5");
    }

    #[tokio::test]
    async fn what_went_wrong_is_not_shared_and_memory_is_bounded() {
        let fragments = Fragments::default();
        let bad = || async {
            let mut response = made(9);
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            response
        };
        assert_eq!(fragments.get(view("/x"), 1, bad).await.status(), 503);
        assert_eq!(text(fragments.get(view("/x"), 1, || async { made(1) }).await).await, "as of 1");
        for number in 0..limits::FRAGMENTS * 2 {
            fragments.get(view(&format!("/orders?{number}")), 1, || async { made(1) }).await;
        }
        assert!(fragments.slots.lock().unwrap().len() <= limits::FRAGMENTS);
    }
}
