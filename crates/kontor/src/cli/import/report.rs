//! What came of an import.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use kontor_kernel::{Amount, Currency};
use kontor_store::Fault;
use serde_json::{Map, Value, json};

use crate::cli::out::{self, Progress};

/// What is counted while a file is read.
pub(super) struct Report {
    /// What is imported.
    pub(super) what: &'static str,
    /// Whether nothing is changed.
    pub(super) dry_run: bool,
    /// Rows read so far.
    pub(super) rows: u64,
    /// What is counted, in the order in which it is told: its name in JSON, how it is told, how many.
    pub(super) counts: Vec<Count>,
    /// What the orders come to.
    pub(super) sum: Option<(Amount, Currency)>,
}

/// One thing that is counted.
pub(super) struct Count {
    pub(super) name: &'static str,
    pub(super) told: &'static str,
    pub(super) number: u64,
}

impl Report {
    /// Counts these things.
    pub(super) fn new(what: &'static str, dry_run: bool, counts: &[(&'static str, &'static str)]) -> Self {
        let counts = counts.iter().map(|(name, told)| Count { name, told, number: 0 }).collect();
        Self { what, dry_run, rows: 0, counts, sum: None }
    }

    /// Counts more of one thing.
    pub(super) fn count(&mut self, name: &str, more: usize) {
        debug_assert!(self.counts.iter().any(|count| count.name == name), "{name} is not counted");
        for count in self.counts.iter_mut().filter(|count| count.name == name) {
            count.number = count.number.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        }
    }

    /// How many of one thing were counted.
    pub(super) fn number(&self, name: &str) -> String {
        grouped(self.counts.iter().find(|count| count.name == name).map_or(0, |count| count.number))
    }

    /// Says what came of it all, to stdout.
    ///
    /// # Errors
    /// When stdout is closed.
    pub(super) fn print(
        &self,
        refused: &BTreeMap<String, u64>,
        seconds: &str,
        as_json: bool,
    ) -> Result<(), Fault> {
        if as_json { out::json(&self.json(refused, seconds)) } else { self.tell(refused, seconds) }
    }

    fn json(&self, refused: &BTreeMap<String, u64>, seconds: &str) -> Value {
        let mut object = Map::new();
        object.insert("import".into(), json!(self.what));
        object.insert("dry_run".into(), json!(self.dry_run));
        object.insert("rows".into(), json!(self.rows));
        for count in &self.counts {
            object.insert(count.name.into(), json!(count.number));
        }
        if let Some((sum, currency)) = self.sum {
            object.insert("sum".into(), json!(sum.text(currency)));
            object.insert("currency".into(), json!(currency));
        }
        object.insert("rows_refused".into(), json!(refused.values().sum::<u64>()));
        object.insert("refused".into(), json!(refused));
        object.insert("seconds".into(), json!(seconds));
        Value::Object(object)
    }

    fn tell(&self, refused: &BTreeMap<String, u64>, seconds: &str) -> Result<(), Fault> {
        if self.dry_run {
            out::line("a dry run: this would come, nothing was changed")?;
        }
        out::line(&format!("{:>12}  rows read in {seconds} s", grouped(self.rows)))?;
        for count in &self.counts {
            out::line(&format!("{:>12}  {}", grouped(count.number), count.told))?;
        }
        if let Some((sum, currency)) = self.sum {
            out::line(&format!("{:>12}  {currency}, what these orders come to", sum.text(currency)))?;
        }
        out::line(&format!("{:>12}  rows not taken", grouped(refused.values().sum())))?;
        for (code, number) in refused {
            out::line(&format!("{:>12}    {code}", grouped(*number)))?;
        }
        Ok(())
    }
}

/// A number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How long an import takes, and how far it is.
pub(super) struct Watch {
    started: Instant,
    told: Duration,
    progress: Progress,
}

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "how long somebody has waited is real time")]
    pub(super) fn start() -> Self {
        Self { started: Instant::now(), told: Duration::ZERO, progress: Progress::new() }
    }

    /// Says how far it is, once a second at most.
    pub(super) fn say(&mut self, rows: u64, rest: &str) {
        let elapsed = self.started.elapsed();
        if elapsed.saturating_sub(self.told) < Duration::from_secs(1) {
            return;
        }
        self.told = elapsed;
        let millis = elapsed.as_millis().max(1);
        let speed = u128::from(rows).saturating_mul(1_000).checked_div(millis).unwrap_or(0);
        let speed = u64::try_from(speed).unwrap_or(u64::MAX);
        self.progress.say(&format!("{} rows, {} rows/s{rest}", grouped(rows), grouped(speed)));
    }

    /// The seconds it took.
    pub(super) fn seconds(&self) -> String {
        let elapsed = self.started.elapsed();
        format!("{}.{}", elapsed.as_secs(), elapsed.subsec_millis() / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_read_easily() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn a_report_is_one_object() {
        let mut report = Report::new("orders", true, &[("orders", "orders"), ("lines", "their lines")]);
        report.rows = 5;
        report.count("orders", 2);
        report.count("lines", 3);
        report.count("lines", 1);
        report.sum = Some((Amount::new(1_234), Currency::EUR));
        let refused = BTreeMap::from([("no_price".to_owned(), 1)]);
        assert_eq!(
            report.json(&refused, "0.1").to_string(),
            r#"{"currency":"EUR","dry_run":true,"import":"orders","lines":4,"orders":2,"refused":{"no_price":1},"rows":5,"rows_refused":1,"seconds":"0.1","sum":"12.34"}"#
        );
    }
}
