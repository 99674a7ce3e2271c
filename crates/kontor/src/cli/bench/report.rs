//! The report: one JSON object, made of whole numbers alone.

use std::process::ExitCode;

use kontor_store::Fault;
use serde_json::{Map, Value};

use super::Bed;
use super::clients::Run;
use super::processes::Spent;
use crate::cli::out;

/// The fields of a report, in the making.
pub(super) struct Report(Map<String, Value>);

impl Report {
    /// A report of a scenario, with what was measured on.
    pub(super) fn of(scenario: &str, bed: &Bed<'_>) -> Self {
        let mut report = Self(Map::new());
        report.set("scenario", scenario);
        report.set("database", bed.reads.dialect().name());
        report.set("clients", bed.args.clients);
        report.set("orders_before", bed.merchant.size.orders);
        report
    }

    /// A part of a report.
    pub(super) fn part() -> Self {
        Self(Map::new())
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// How many orders came to their end, how many calls were refused, and how many orders a second that is.
    pub(super) fn run(&mut self, run: &Run) {
        self.set("orders", run.done);
        self.set("refused", run.refused);
        self.set("orders_per_s", run.per_second());
    }

    /// CPU time for each of so many orders or requests, named so.
    pub(super) fn cpu(&mut self, each: &str, spent: &Spent, count: u64) {
        let per = |micros: u64| decimal(tenths(micros, count), 10);
        self.set(&format!("server_cpu_us_per_{each}"), per(spent.server_micros));
        self.set(&format!("database_cpu_us_per_{each}"), spent.database_micros.map_or(Value::Null, per));
        self.set(&format!("cpu_us_per_{each}"), per(spent.cpu_micros()));
    }

    /// What the writer did for each order.
    pub(super) fn writer(&mut self, spent: &Spent, orders: u64) {
        let per_order = |micros: u64| decimal(tenths(micros, orders), 10);
        self.set("write_path_cpu_us_per_order", per_order(spent.write_path_micros()));
        self.set("save_cpu_us_per_order", per_order(spent.save_micros));
        self.set("rows_per_order", per_order(spent.rows));
        self.set("event_bytes_per_order", spent.bytes.checked_div(orders).unwrap_or(0));
        self.set("batches", spent.batches);
        self.millis("longest_batch_ms", spent.longest_micros);
        self.set("batches_over_20_ms", spent.over_20_ms);
        self.set("batches_over_50_ms", spent.over_50_ms);
    }

    /// A time in milliseconds, given in microseconds.
    pub(super) fn millis(&mut self, name: &str, micros: u64) {
        self.set(name, decimal(micros, 1_000));
    }

    /// Median and 99th percentile of a step's calls, whose names begin so.
    pub(super) fn percentiles(&mut self, prefix: &str, run: &mut Run, step: usize) {
        self.millis(&format!("{prefix}p50_ms"), run.percentile(step, 50));
        self.millis(&format!("{prefix}p99_ms"), run.percentile(step, 99));
    }

    pub(super) fn value(self) -> Value {
        Value::Object(self.0)
    }
}

/// Tenths of microseconds for each of so many.
pub(super) fn tenths(micros: u64, count: u64) -> u64 {
    micros.saturating_mul(10).checked_div(count).unwrap_or(0)
}

/// A hundred times the one divided by the other.
pub(super) fn hundredths(one: u64, other: u64) -> u64 {
    one.saturating_mul(100).checked_div(other).unwrap_or(0)
}

/// The one in the middle.
pub(super) fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

/// A fixed-point figure as a JSON number, without arithmetic on floats.
pub(super) fn decimal(value: u64, unit: u64) -> Value {
    let (whole, rest) = (value.checked_div(unit).unwrap_or(0), value.checked_rem(unit).unwrap_or(0));
    let width = unit.ilog10();
    let text = format!("{whole}.{rest:0width$}", width = usize::try_from(width).unwrap_or(0));
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// Prints a report: as JSON on one line, or a line for each figure.
pub(super) fn print(report: &Value, as_json: bool) -> Result<ExitCode, Fault> {
    if as_json {
        out::json(report)?;
    } else {
        print_part("", report)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn print_part(name: &str, value: &Value) -> Result<(), Fault> {
    let within = |inner: &str| if name.is_empty() { inner.to_owned() } else { format!("{name}.{inner}") };
    match value {
        Value::Object(fields) => {
            fields.iter().try_for_each(|(inner, value)| print_part(&within(inner), value))
        }
        Value::Array(parts) => {
            let parts = (1_usize..).zip(parts);
            parts.into_iter().try_for_each(|(number, part)| print_part(&within(&number.to_string()), part))
        }
        _ => out::line(&format!("{name:<36} {value}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact_without_floats() {
        let table = [(0, 10, "0.0"), (1_234, 10, "123.4"), (1_005, 1_000, "1.005"), (42, 100, "0.42")];
        for (value, unit, text) in table {
            assert_eq!(decimal(value, unit).to_string(), text);
        }
        assert_eq!((tenths(1_000, 3), tenths(1, 0)), (3_333, 0));
        assert_eq!((hundredths(11, 10), hundredths(1, 0)), (110, 0));
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(median(vec![9, 1, 5, 7, 3]), 5);
        assert_eq!(median(Vec::new()), 0);
    }

    #[test]
    fn percentiles_are_those_of_all_clients() {
        let mut run = Run::default();
        (1..=100).for_each(|micros| run.took(1, micros * 10));
        let mut report = Report::part();
        report.percentiles("ship_", &mut run, 1);
        report.percentiles("pay_", &mut run, 2);
        let expected = r#"{"pay_p50_ms":0.0,"pay_p99_ms":0.0,"ship_p50_ms":0.5,"ship_p99_ms":0.99}"#;
        assert_eq!(report.value().to_string(), expected);
    }
}
