//! A follower's derived rows made again: the cursor goes back to the start, the rows go, the journal is read anew.

use std::marker::PhantomData;
use std::sync::Arc;

use kontor_kernel::{Context, limits};

use super::runner::Following;
use super::{FollowFault, Follower, Hands, actor};
use crate::command::{Command, Envelope};
use crate::desk::{Desk, SideRecord, Stop};
use crate::event::Recorded;
use crate::own::{FollowerCursor, OwnTables};
use crate::{Fault, journal};

/// Has a follower make the rows of its derived table again. What breaks off is made good by the next time: the cursor
/// goes back first.
///
/// # Errors
/// When another server runs the follower, or the database can't be read or written.
pub async fn start_over<R: SideRecord>(hands: &Hands, follower: Arc<dyn Follower>) -> Result<(), Fault> {
    let name = follower.name();
    let mut following = Following::new(follower, hands.clone())?;
    for (org, _) in journal::heads(&hands.reads).await? {
        let fence = following.fence().await?;
        submit(hands, org, name, Rewind { name, fence }).await?;
        loop {
            let params = vec![org.into(), limits::REBUILD_ROWS.into()];
            let rows = hands.reads.records::<R>("org_id = $1 LIMIT $2", params).await?;
            if rows.is_empty() {
                break;
            }
            let keys = rows.iter().map(R::key).collect();
            // The lease is renewed as long as it takes.
            following.fence().await?;
            submit(hands, org, name, Forget::<R> { keys, record: PhantomData }).await?;
        }
    }
    following.catch_up().await
}

async fn submit<C: Command>(hands: &Hands, org: i64, name: &str, command: C) -> Result<(), Fault> {
    match hands.writer.submit(Envelope::new(org, actor(name)).bulk(), command).await {
        Ok(_) => Ok(()),
        Err(failure) => match FollowFault::from(failure) {
            FollowFault::Later(why) | FollowFault::Broken(why) => Err(Fault::setting(why)),
        },
    }
}

/// The cursor goes back to the start, whatever held it up.
struct Rewind {
    name: &'static str,
    fence: i64,
}

impl Command for Rewind {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        let key = (self.name.to_owned(),);
        desk.follower_cursors().want(&key);
        desk.ready()?;
        if desk.follower_cursors().find(&key)?.is_some_and(|cursor| cursor.fence > self.fence) {
            return Err(super::CursorReject::Fenced.into());
        }
        let (name, fence) = (self.name.to_owned(), self.fence);
        desk.put_side(FollowerCursor { name, position: 0, attempts: 0, parked: None, fence });
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// Rows of a derived table go.
struct Forget<R: SideRecord> {
    keys: Vec<R::Key>,
    record: PhantomData<fn(R)>,
}

impl<R: SideRecord> Command for Forget<R> {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        self.keys.iter().for_each(|key| desk.remove_side::<R>(key.clone()));
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}
