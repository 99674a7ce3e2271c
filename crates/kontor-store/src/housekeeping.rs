//! Housekeeping: what is kept for a while only, and goes in small pieces, so that nobody waits for it.

use std::time::Duration;

use kontor_kernel::{Actor, Context, Timestamp, limits};

use crate::command::{Command, Envelope, Failure};
use crate::db::{ReadDb, Value, select};
use crate::desk::{Desk, Record, Stop};
use crate::event::Recorded;
use crate::own::{OwnTables, UsedKey};
use crate::{Fault, Writer, journal, system_actor};

/// The idempotency keys of a merchant in the order of the primary key, behind a key.
const KEYS: &str = "org_id = $1 AND (actor, key) > ($2, $3) ORDER BY actor, key LIMIT $4";

/// Forgets the idempotency keys of all merchants that are older than [`limits::IDEMPOTENCY_DAYS`]; how many.
///
/// It reads beside the writer, and has it forget a few at a time in the bulk lane.
///
/// # Errors
/// When the database can't be read, or the writer does not carry it out. What is done stays done.
pub async fn forget_old_keys(writer: &Writer, reads: &ReadDb, now: Timestamp) -> Result<usize, Fault> {
    let before = now.minus(Duration::from_secs(limits::IDEMPOTENCY_DAYS * 24 * 60 * 60));
    let mut forgotten = 0;
    for (org, _) in journal::heads(reads).await?.into_iter().filter(|(_, position)| *position > 0) {
        let mut last = (Actor::new(""), String::new());
        loop {
            let params =
                vec![org.into(), Value::of(&last.0), Value::of(&last.1), limits::IDEMPOTENCY_PAGE.into()];
            let page: Vec<UsedKey> = reads.records(KEYS, params).await?;
            let Some(end) = page.last() else { break };
            last = end.key();
            let keys: Vec<_> = page.iter().filter(|key| key.used_at < before).map(Record::key).collect();
            if keys.is_empty() {
                continue;
            }
            forgotten += keys.len();
            let envelope = Envelope::new(org, system_actor("housekeeping")).bulk();
            writer.submit(envelope, ForgetKeys { keys, before }).await.map_err(not_done)?;
        }
    }
    Ok(forgotten)
}

fn not_done(failure: Failure) -> Fault {
    Fault::connection(match failure {
        Failure::Refused(refusal) => refusal.message,
        Failure::Fault(why) => why,
        Failure::Trouble(trouble) => trouble.sentence().to_owned(),
        Failure::Unknown => "nobody knows whether it was done".to_owned(),
        Failure::Busy | Failure::Expired | Failure::Closing => "the writer takes no more commands".to_owned(),
    })
}

/// Some keys are to be forgotten, as far as they are still old: meanwhile one may have been forgotten and used anew.
struct ForgetKeys {
    keys: Vec<(Actor, String)>,
    before: Timestamp,
}

impl Command for ForgetKeys {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        self.keys.iter().for_each(|key| desk.used_keys().want(key));
        desk.ready()?;
        for key in &self.keys {
            if desk.used_keys().find(key)?.is_some_and(|used| used.used_at < self.before) {
                desk.remove_side::<UsedKey>(key.clone());
            }
        }
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

pub(crate) fn queries() -> Vec<String> {
    vec![select::<UsedKey>(KEYS)]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::db::Dialect;
    use crate::room::Schema;

    #[test]
    fn a_key_that_was_used_anew_meanwhile_is_not_forgotten() {
        let schema = Arc::new(Schema::new(Vec::new()).unwrap());
        let mut desk = Desk::new(schema, Dialect::Sqlite);
        let moment = Timestamp::from_micros;
        desk.open(1, moment(9), false);
        let key = |name: &str| (Actor::new("token:x"), name.to_owned());
        for (name, used_at) in [("old", 4), ("anew", 5)] {
            let (actor, key) = key(name);
            let used_at = moment(used_at);
            desk.put_side(UsedKey { actor, key, digest: [0; 32], position: 1, events: 1, used_at });
        }
        let command = ForgetKeys { keys: vec![key("old"), key("anew")], before: moment(5) };
        command.decide(&mut desk, &Context::new(moment(9), Actor::new("system:housekeeping"), 1, 1)).unwrap();
        let is_there = |name| desk.used_keys().find(&key(name)).unwrap().is_some();
        assert_eq!([is_there("old"), is_there("anew")], [false, true]);
    }
}
