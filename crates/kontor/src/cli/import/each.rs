//! An import in which each row is one thing by itself: many are under way at once.

use futures_util::{StreamExt, stream};
use kontor_formats::csv::Row;
use kontor_kernel::limits;
use kontor_store::Fault;

use super::file::{Opened, Source, unread};
use super::refused::Refused;
use super::reject::Reject;
use super::report::{Report, Watch};
use crate::cli::door::{Answered, Door};
use crate::remembered::Remembered;

/// What every import of this sort counts.
pub(super) const COUNTS: [(&str, &str); 3] =
    [("added", "added"), ("changed", "changed"), ("here_already", "here already")];

/// What an import makes of a row.
pub(super) trait Things {
    /// A row that was read.
    type Thing;

    /// Reads a row.
    fn read(&self, row: &Row) -> Result<Self::Thing, Reject>;

    /// What must not stand in the file twice.
    fn key<'a>(&self, thing: &'a Self::Thing) -> std::borrow::Cow<'a, str>;

    /// Brings it about. `key` is the request's own.
    async fn send(&self, door: &Door, thing: &Self::Thing, key: &str) -> Result<Became, Fault>;
}

/// What became of a row.
pub(super) enum Became {
    Added,
    Changed,
    /// It is there already, as it should be.
    Here,
    /// The door refuses it.
    Refused(Answered),
}

/// Adds something that is not there; `taken` is how the door refuses it when somebody else was quicker, whose is as good.
pub(super) async fn add(
    door: &Door,
    path: &str,
    body: Vec<u8>,
    key: &str,
    taken: &str,
) -> Result<Became, Fault> {
    let added = door.post(path, body, key).await?;
    Ok(match added.text("/code") {
        _ if added.is_done() => Became::Added,
        code if code == taken => Became::Here,
        _ => Became::Refused(added),
    })
}

/// Reads the file to its end.
pub(super) async fn run<T: Things>(
    things: &T,
    door: &Door,
    source: &Source,
    mut opened: Opened,
    mut report: Report,
) -> Result<(), Fault> {
    let mut watch = Watch::start();
    let mut seen: Remembered<u64> = Remembered::new(limits::IMPORT_REMEMBERED);
    let run = super::run_id()?;
    loop {
        let mut batch = Vec::new();
        while batch.len() < limits::BATCH_COMMANDS {
            let Some(row) = opened.rows.next().map_err(|fault| unread(&source.name(), fault))? else { break };
            report.rows = report.rows.saturating_add(1);
            match row.map_err(Refused::from).and_then(|row| read(things, row, &mut seen)) {
                Ok(read) => batch.push(read),
                Err(refused) => opened.rejects.add(refused)?,
            }
        }
        if batch.is_empty() {
            break;
        }
        let sending = batch.iter().map(|(row, thing)| {
            let key = format!("{run}/{}", row.line);
            async move { things.send(door, thing, &key).await }
        });
        let became: Vec<_> = stream::iter(sending).buffered(limits::IMPORT_REQUESTS).collect().await;
        for ((row, _), became) in batch.into_iter().zip(became) {
            match became? {
                Became::Added => report.count("added", 1),
                Became::Changed => report.count("changed", 1),
                Became::Here => report.count("here_already", 1),
                Became::Refused(answered) => {
                    let (code, detail) = (answered.text("/code"), answered.text("/detail"));
                    opened.rejects.add(Refused::at_door(row, code, detail))?;
                }
            }
        }
        watch.say(report.rows, "");
    }
    let refused = opened.rejects.finish()?;
    let seconds = watch.seconds();
    drop(watch);
    report.print(&refused, &seconds, source.json)
}

/// Reads a row, unless its key stands further up.
fn read<T: Things>(things: &T, row: Row, seen: &mut Remembered<u64>) -> Result<(Row, T::Thing), Refused> {
    let thing = match things.read(&row) {
        Ok(thing) => thing,
        Err(reject) => return Err(Refused::by(row, &reject)),
    };
    let key = things.key(&thing);
    if let Some(line) = seen.get(&key) {
        let reject = Reject::Twice { key: key.into_owned(), line: *line };
        return Err(Refused::by(row, &reject));
    }
    seen.put(&key, row.line);
    drop(key);
    Ok((row, thing))
}
