//! For those who run the server: is it alive, is it ready, what has it done. Also what it answers to a wrong address.

pub mod http;

use std::time::Duration;

use kontor_kernel::{Context, limits};
use kontor_store::{Command, Desk, Envelope, Failure, Fault, Recorded, Stop, Trouble, system_actor};
use kontor_web::App;
use tokio::time::timeout;

/// Asks the writer for a sign of life. It is sent to a merchant that does not exist: the writer takes it from its queue,
/// asks the database for the merchant, and refuses.
struct Ping;

impl Command for Ping {
    type Answer = ();

    fn decide(&self, _desk: &mut Desk, _context: &Context) -> Result<(), Stop> {
        Ok(())
    }

    fn answer(_recorded: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// An id that no merchant has, nor the house itself.
const NOBODY: i64 = -1;

/// Whether the server can do its work: the database answers, and the writer takes commands. A server whose database takes
/// no writes is ready as well, for readers, and says so: to be taken out of turn would help nobody.
///
/// # Errors
/// What does not work, in a sentence.
pub async fn ready(app: &App) -> Result<Option<Trouble>, String> {
    let patience = Duration::from_secs(limits::READY_SECONDS);
    let read = app.reads.query("SELECT MAX(number) FROM schema_migration", Vec::new());
    match timeout(patience, read).await {
        Ok(Ok(_)) => {}
        Ok(Err(fault)) => {
            tracing::warn!(fault = fault.chain(), "the database can't be read");
            return Err("The database can't be read.".to_owned());
        }
        Err(_) => return Err("The database does not answer.".to_owned()),
    }
    let ping = app.writer.submit(Envelope::new(NOBODY, system_actor("ready")).dry(true), Ping);
    match timeout(patience, ping).await {
        // Refused, since nobody has that id: the writer is there.
        Ok(Ok(_) | Err(Failure::Refused(_))) => Ok(app.writer.counts().troubled()),
        Ok(Err(Failure::Trouble(trouble @ (Trouble::Full | Trouble::ReadOnly)))) => Ok(Some(trouble)),
        Ok(Err(Failure::Busy)) => Err("The writer's queue is full.".to_owned()),
        Ok(Err(Failure::Closing)) => Err("The server is going down.".to_owned()),
        Ok(Err(Failure::Trouble(Trouble::Away))) => Err("The database can't be reached.".to_owned()),
        Ok(Err(Failure::Expired | Failure::Unknown | Failure::Fault(_))) => {
            Err("The database can't be written.".to_owned())
        }
        Err(_) => Err("The writer does not answer.".to_owned()),
    }
}
