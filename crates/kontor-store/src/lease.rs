//! Leases: who makes ids with which node number, and who runs a follower.
//!
//! A lease has a holder and an end. One that is not renewed in time is free for the next; its fence number rises
//! each time it changes hands. One whose end lies further ahead than any lease lasts was taken by a clock that went
//! wrong, and is free as well: nobody waits a day for it.

use std::time::Duration;

use kontor_kernel::{Timestamp, limits};

use crate::Fault;
use crate::db::{Dialect, Value, WriteDb};

/// The node number of this process, which is part of every id it makes.
pub(crate) struct NodeLease {
    node: u8,
    holder: String,
    until: Timestamp,
}

const TAKE: &str = "INSERT INTO lease (name, holder, fence, until) VALUES ($1, $2, 1, $3) \
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until, \
     fence = CASE WHEN lease.holder = excluded.holder THEN lease.fence ELSE lease.fence + 1 END \
     WHERE lease.until < $4 OR lease.until > $5 OR lease.holder = excluded.holder RETURNING fence";

/// The row stays: its fence must go on rising.
const GIVE_BACK: &str = "UPDATE lease SET until = 0 WHERE name = $1 AND holder = $2";

/// Takes or renews a lease; its fence, or `None` while somebody else holds it.
pub(crate) fn hold(db: &mut WriteDb, name: &str, holder: &str, now: Timestamp) -> Result<Option<i64>, Fault> {
    // A SQLite file has one writing process, so whoever held a lease of it before is gone.
    let free_before = match db.dialect() {
        Dialect::Sqlite => Timestamp::from_micros(i64::MAX),
        Dialect::Postgres => now,
    };
    let until = end(now);
    // Clocks of two servers may differ by as long as a lease lasts.
    let free_behind = end(until);
    let params =
        [name.into(), holder.into(), Value::of(&until), Value::of(&free_before), Value::of(&free_behind)];
    let row = db.query(TAKE, &params)?.into_iter().next();
    row.map(|mut row| row.take()).transpose()
}

pub(crate) fn give_back(db: &mut WriteDb, name: &str, holder: &str) -> Result<(), Fault> {
    db.query(GIVE_BACK, &[Value::from(name), Value::from(holder)]).map(drop)
}

/// Somebody who holds leases: this process, told apart from others with the same number.
pub(crate) fn holder() -> Result<String, Fault> {
    let mut bytes = [0_u8; 8];
    random(&mut bytes)?;
    let tag: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{}-{tag}", std::process::id()))
}

fn end(now: Timestamp) -> Timestamp {
    now.plus(Duration::from_secs(limits::LEASE_SECONDS))
}

impl NodeLease {
    /// Takes the lowest free node number. A SQLite file has one writing process, so its node is always 0.
    pub(crate) fn take(db: &mut WriteDb, now: Timestamp) -> Result<Self, Fault> {
        let mut lease = Self { node: 0, holder: holder()?, until: end(now) };
        if db.dialect() == Dialect::Postgres {
            lease.find_node(db, now)?;
        }
        Ok(lease)
    }

    pub(crate) fn node(&self) -> u8 {
        self.node
    }

    fn find_node(&mut self, db: &mut WriteDb, now: Timestamp) -> Result<(), Fault> {
        for node in 0..=u8::MAX {
            if self.hold(db, node, now)? {
                self.node = node;
                return Ok(());
            }
        }
        Err(Fault::setting("256 servers are writing to this database already: stop one of them"))
    }

    fn hold(&mut self, db: &mut WriteDb, node: u8, now: Timestamp) -> Result<bool, Fault> {
        let held = hold(db, &format!("node-{node}"), &self.holder, now)?.is_some();
        if held {
            self.until = end(now);
        }
        Ok(held)
    }

    /// Whether it is time to renew: a third of the lease is gone, or the clock went back, by which it would last too long.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        let rest = Duration::from_secs(limits::LEASE_SECONDS / 3 * 2);
        now.plus(rest) > self.until || end(now) < self.until
    }

    /// Whether the lease was not renewed in time, so that another process may hold the number.
    pub(crate) fn has_run_out(&self, now: Timestamp) -> bool {
        now > self.until
    }

    /// Renews the lease. `false`: it was lost, and another number is held now.
    pub(crate) fn renew(&mut self, db: &mut WriteDb, now: Timestamp) -> Result<bool, Fault> {
        if db.dialect() == Dialect::Sqlite {
            self.until = end(now);
            return Ok(true);
        }
        if self.hold(db, self.node, now)? {
            return Ok(true);
        }
        self.find_node(db, now)?;
        Ok(false)
    }

    pub(crate) fn give_back(&mut self, db: &mut WriteDb) {
        if db.dialect() == Dialect::Postgres
            && let Err(fault) = give_back(db, &format!("node-{}", self.node), &self.holder)
        {
            tracing::debug!(fault = fault.chain(), "the node number runs out by itself");
        }
    }
}

/// Fills bytes from the operating system's random source. The one place where chance comes from: salts, tokens.
///
/// # Errors
/// When the system has no random source.
pub fn random(bytes: &mut [u8]) -> Result<(), Fault> {
    let filled = rustix::rand::getrandom(&mut *bytes, rustix::rand::GetRandomFlags::empty())
        .map_err(|error| Fault::new(crate::FaultKind::Database, "the random source fails", error))?;
    if filled == bytes.len() { Ok(()) } else { Err(Fault::bug("the random source gave too little")) }
}
