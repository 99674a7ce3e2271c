//! A session lets its user in at its merchant alone, until it is ended in any of the ways in which it may be.

use std::sync::Arc;
use std::time::Duration;

use kontor_kernel::{Clock, limits};
use kontor_store::{Room, Value};
use kontor_testkit::axum::http::{HeaderMap, header};
use kontor_testkit::{TestDb, on_both, on_both_alone};
use kontor_web::App;

use super::{Cookies, SessionKeeper, Signed};
use crate::model::{DeviceName, OrgId, SessionId, SignInBy, UserId};
use crate::open_session::OpenSession;
use crate::permissions::{Noun, Role, Scope};
use crate::samples::{self, Change, Tamper};
use crate::seal::Seal;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

pub(super) fn keeper(db: &TestDb) -> SessionKeeper {
    let clock: Arc<dyn Clock> = db.clock.clone();
    let app =
        App { writer: db.writer.clone(), reads: db.reads.clone(), clock, schema: Arc::clone(&db.schema) };
    SessionKeeper::new(app, Cookies::new(false))
}

fn sent(cookie: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, format!("theme=dark; kontor_session={cookie}").parse().unwrap());
    headers
}

async fn open(db: &TestDb, user: UserId) -> (SessionId, String) {
    let seal = Seal::new().unwrap();
    let command = OpenSession {
        user,
        session_round: 1,
        by: SignInBy::Password,
        device: DeviceName::of_browser("Firefox"),
        workplace: None,
        hash: seal.hash(),
    };
    let session = db.submit(command).await.unwrap().answer.session;
    (session, seal.text(db.org, session.raw()))
}

async fn looks(keeper: &SessionKeeper, cookie: &str) -> Option<Signed> {
    keeper.identify(&sent(cookie)).await.unwrap()
}

#[test]
fn a_session_says_who_looks_and_what_they_may() {
    on_both(rooms, |db| async move {
        let user = samples::owner(&db).await;
        let (session, cookie) = open(&db, user).await;
        let keeper = keeper(&db);
        let signed = looks(&keeper, &cookie).await.unwrap();
        assert_eq!((signed.user, signed.session, signed.role), (user, session, Role::Owner));
        assert_eq!((signed.caller.org, signed.caller.actor.as_str()), (db.org, &*format!("user:{user}")));
        assert_eq!((&*signed.name, &*signed.org_name), ("Anna Hansen", "Hansen Kaffee GmbH"));
        assert!(signed.rights.allow(Scope::write(Noun::Org)));
        assert!(signed.csrf.len() == 52 && !cookie.contains(&*signed.csrf));

        let other = Seal::new().unwrap();
        let bad = [
            String::new(),
            "x".repeat(78),
            other.text(db.org, session.raw()),
            other.text(db.org, 1),
            cookie.replacen(cookie.get(..13).unwrap(), &OrgId::new(db.org + 1).to_string()[4..], 1),
        ];
        for bad in bad {
            assert!(looks(&keeper, &bad).await.is_none(), "{bad}");
        }
        assert!(keeper.identify(&HeaderMap::new()).await.unwrap().is_none());
        let secure = SessionKeeper::new(keeper.shared_app(), Cookies::new(true));
        assert!(
            looks(&secure, &cookie).await.is_none(),
            "with TLS only a cookie that no other host could set"
        );
    });
}

#[test]
fn a_session_ends_with_its_time_and_when_it_is_not_used() {
    on_both_alone(rooms, |db| async move {
        let user = samples::owner(&db).await;
        let keeper = keeper(&db);
        let (_, idle) = open(&db, user).await;
        let (session, used) = open(&db, user).await;
        let hours = |hours: u64| Duration::from_secs(hours * 60 * 60);
        let step = limits::SESSION_IDLE_HOURS / 2;
        for _ in 0..3 {
            db.advance(hours(step));
            assert!(looks(&keeper, &used).await.is_some(), "used, it goes on");
            // The next command comes behind what nobody waited for.
            db.submit(Tamper(|_, _| Ok(()), user)).await.unwrap();
        }
        assert!(looks(&keeper, &idle).await.is_none());
        let seen = db
            .reads
            .query("SELECT last_seen_at FROM identity_session WHERE id = $1", vec![Value::of(&session)]);
        assert_eq!(seen.await.unwrap()[0].take::<kontor_kernel::Timestamp>().unwrap(), db.clock.now());
        for _ in 0..(limits::SESSION_DAYS * 24 / step) {
            db.advance(hours(step));
            let _ = looks(&keeper, &used).await;
            db.submit(Tamper(|_, _| Ok(()), user)).await.unwrap();
        }
        assert!(looks(&keeper, &used).await.is_none(), "at last it ends all the same");
    });
}

#[test]
fn whatever_ends_a_session_is_felt_after_a_moment() {
    let ends: [(&str, i64, Change); 3] = [
        ("ended", 1, samples::end_sessions),
        ("another round", 0, samples::next_round),
        ("closed", 0, samples::close_user),
    ];
    for (name, of_merchant, end) in ends {
        on_both_alone(rooms, |db| async move {
            let user = samples::owner(&db).await;
            let (_, cookie) = open(&db, user).await;
            let keeper = keeper(&db);
            assert!(looks(&keeper, &cookie).await.is_some());
            let envelope = if of_merchant == 1 { db.envelope() } else { crate::house::envelope(db.actor()) };
            db.writer.submit(envelope, Tamper(end, user)).await.unwrap();
            db.advance(Duration::from_secs(limits::TOKEN_SECONDS));
            assert!(looks(&keeper, &cookie).await.is_none(), "{name}");
        });
    }
}

#[test]
fn an_ended_session_holds_no_longer_when_the_clock_goes_back() {
    on_both_alone(rooms, |db| async move {
        let user = samples::owner(&db).await;
        let (session, cookie) = open(&db, user).await;
        let keeper = keeper(&db);
        assert!(looks(&keeper, &cookie).await.is_some());
        db.submit(Tamper(samples::end_sessions, user)).await.unwrap();
        // For a moment it is remembered; that moment must not become a day.
        assert!(looks(&keeper, &cookie).await.is_some());
        db.clock.set(db.clock.now().minus(Duration::from_secs(24 * 60 * 60)));
        assert!(looks(&keeper, &cookie).await.is_none());
        let (_, cookie) = open(&db, user).await;
        let signed = looks(&keeper, &cookie).await.unwrap();
        assert_ne!(signed.session, session);
        db.submit(Tamper(samples::end_sessions, user)).await.unwrap();
        keeper.forget(signed.session);
        assert!(looks(&keeper, &cookie).await.is_none(), "who signs out here is out at once");
    });
}
