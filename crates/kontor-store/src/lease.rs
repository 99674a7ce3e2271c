//! Leases: who makes ids with which node number, and who runs a follower.
//!
//! A lease has a holder and an end. One that is not renewed in time is free for the next; its fence number rises
//! each time it changes hands.

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
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = lease.fence + 1, until = excluded.until \
     WHERE lease.until < $4 OR lease.holder = excluded.holder RETURNING fence";

const GIVE_BACK: &str = "DELETE FROM lease WHERE name = $1 AND holder = $2";

impl NodeLease {
    /// Takes the lowest free node number. A SQLite file has one writing process, so its node is always 0.
    pub(crate) fn take(db: &mut WriteDb, now: Timestamp) -> Result<Self, Fault> {
        let holder = format!("{}-{}", std::process::id(), random_tag()?);
        let mut lease = Self { node: 0, holder, until: now };
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
        let until = now.plus(std::time::Duration::from_secs(limits::LEASE_SECONDS));
        let params = [
            Value::Text(format!("node-{node}")),
            Value::from(&*self.holder),
            Value::of(&until),
            Value::of(&now),
        ];
        let held = !db.query(TAKE, &params)?.is_empty();
        if held {
            self.until = until;
        }
        Ok(held)
    }

    /// Whether it is time to renew: a third of the lease is gone.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        let third = std::time::Duration::from_secs(limits::LEASE_SECONDS / 3 * 2);
        now.plus(third) > self.until
    }

    /// Renews the lease. `false`: it was lost, and another number is held now.
    pub(crate) fn renew(&mut self, db: &mut WriteDb, now: Timestamp) -> Result<bool, Fault> {
        if db.dialect() == Dialect::Sqlite {
            self.until = now.plus(std::time::Duration::from_secs(limits::LEASE_SECONDS));
            return Ok(true);
        }
        if self.hold(db, self.node, now)? {
            return Ok(true);
        }
        self.find_node(db, now)?;
        Ok(false)
    }

    pub(crate) fn give_back(&mut self, db: &mut WriteDb) {
        if db.dialect() == Dialect::Postgres {
            let params = [Value::Text(format!("node-{}", self.node)), Value::from(&*self.holder)];
            if let Err(fault) = db.query(GIVE_BACK, &params) {
                tracing::debug!(fault = fault.chain(), "the node number runs out by itself");
            }
        }
    }
}

/// A few random characters that tell two processes with the same number apart.
fn random_tag() -> Result<String, Fault> {
    let mut bytes = [0_u8; 8];
    random(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
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
