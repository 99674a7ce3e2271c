//! Rows become orders: rows of one number are gathered, and orders handed on in portions that fit into memory.

use std::collections::VecDeque;

use kontor_formats::csv::CsvReader;
use kontor_kernel::limits;
use kontor_store::Fault;

use super::super::file::unread;
use super::super::refused::Refused;
use super::super::reject::Reject;
use super::line::{Head, Line, Reading};
use crate::remembered::Remembered;

/// An order of the file.
#[derive(Debug)]
pub(super) struct FileOrder {
    pub(super) head: Head,
    pub(super) lines: Vec<Line>,
    /// Whether lines of the same number stand further up and are an order by themselves.
    pub(super) again: bool,
}

/// Orders that are sent together, and the lines on the way to them that are not taken.
#[derive(Debug, Default)]
pub(super) struct Portion {
    pub(super) orders: Vec<FileOrder>,
    pub(super) refused: Vec<Refused>,
    /// Rows read so far.
    pub(super) rows: u64,
    /// Lines of its orders.
    lines: usize,
}

impl Portion {
    fn push(&mut self, order: FileOrder) {
        self.lines = self.lines.saturating_add(order.lines.len());
        self.orders.push(order);
    }

    fn is_full(&self) -> bool {
        self.orders.len() >= limits::IMPORT_PARTS
            || self.lines >= limits::IMPORT_LINES
            || self.refused.len() >= limits::IMPORT_LINES
    }

    fn holds(&self, order: &FileOrder) -> bool {
        self.orders.iter().any(|other| is_same(&other.head, &order.head))
    }
}

fn is_same(one: &Head, other: &Head) -> bool {
    one.channel == other.channel && one.number == other.number
}

/// What became of an order's number further up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Order,
    TooLong,
}

/// Orders whose lines are being gathered.
struct Gathering {
    /// The one that got a line last stands last.
    open: VecDeque<Open>,
    seen: Remembered<Before>,
}

struct Open {
    order: FileOrder,
    /// It has more lines than an order may have: none of them is kept.
    is_too_long: bool,
}

impl Gathering {
    fn new() -> Self {
        Self { open: VecDeque::new(), seen: Remembered::new(limits::IMPORT_REMEMBERED) }
    }

    /// Adds a line to its order. An order that had none for long is complete.
    fn add(&mut self, head: Head, line: Line, refused: &mut Vec<Refused>) -> Option<FileOrder> {
        if let Some(at) = self.open.iter().position(|open| is_same(&open.order.head, &head))
            && let Some(mut open) = self.open.remove(at)
        {
            open.add(line, refused);
            self.open.push_back(open);
            return None;
        }
        let before = self.seen.get(&seen_key(&head)).copied();
        let order = FileOrder { head, lines: Vec::new(), again: before == Some(Before::Order) };
        let mut open = Open { order, is_too_long: before == Some(Before::TooLong) };
        open.add(line, refused);
        let complete =
            if self.open.len() >= limits::IMPORT_OPEN_GROUPS { self.open.pop_front() } else { None };
        self.open.push_back(open);
        complete.and_then(|open| self.close(open))
    }

    /// At the end of the file: one of those that are left.
    fn next_left(&mut self) -> Option<FileOrder> {
        loop {
            let open = self.open.pop_front()?;
            if let Some(order) = self.close(open) {
                return Some(order);
            }
        }
    }

    fn close(&mut self, open: Open) -> Option<FileOrder> {
        let before = if open.is_too_long { Before::TooLong } else { Before::Order };
        self.seen.put(&seen_key(&open.order.head), before);
        (!open.is_too_long).then_some(open.order)
    }
}

fn seen_key(head: &Head) -> String {
    format!("{} {}", head.channel, head.number)
}

impl Open {
    fn add(&mut self, line: Line, refused: &mut Vec<Refused>) {
        self.order.lines.push(line);
        self.is_too_long |= self.order.lines.len() > limits::ORDER_LINES;
        if self.is_too_long {
            let reject = Reject::TooManyLines { number: self.order.head.number.to_string() };
            refused.extend(self.order.lines.drain(..).map(|line| Refused::by(line.row, &reject)));
        }
    }
}

/// Reads a file of orders, portion by portion.
pub(super) struct Gatherer {
    /// What the file is called.
    name: String,
    reading: Reading,
    file: CsvReader,
    rows: u64,
    gathering: Gathering,
    /// An order that had no place in the portion before.
    waiting: Option<FileOrder>,
    is_at_end: bool,
}

impl Gatherer {
    pub(super) fn new(name: String, reading: Reading, file: CsvReader) -> Self {
        let gathering = Gathering::new();
        Self { name, reading, file, rows: 0, gathering, waiting: None, is_at_end: false }
    }

    /// The next portion; `None` behind the last.
    ///
    /// # Errors
    /// When the file can't be read any further.
    pub(super) fn next(&mut self) -> Result<Option<Portion>, Fault> {
        let mut portion = Portion::default();
        if let Some(order) = self.waiting.take() {
            portion.push(order);
        }
        while !portion.is_full() {
            let complete = if self.is_at_end {
                let Some(order) = self.gathering.next_left() else { break };
                Some(order)
            } else {
                self.row(&mut portion)?
            };
            let Some(order) = complete else { continue };
            // What is answered to the second must come behind what is answered to the first.
            if order.again && portion.holds(&order) {
                self.waiting = Some(order);
                break;
            }
            portion.push(order);
        }
        portion.rows = self.rows;
        let is_empty = portion.orders.is_empty() && portion.refused.is_empty();
        Ok(if is_empty { None } else { Some(portion) })
    }

    /// Reads one row; an order that is complete with it.
    fn row(&mut self, portion: &mut Portion) -> Result<Option<FileOrder>, Fault> {
        let Some(row) = self.file.next().map_err(|fault| unread(&self.name, fault))? else {
            self.is_at_end = true;
            return Ok(None);
        };
        self.rows = self.rows.saturating_add(1);
        match row.map_err(Refused::from).and_then(|row| self.reading.read(row)) {
            Ok((head, line)) => Ok(self.gathering.add(head, line, &mut portion.refused)),
            Err(refused) => {
                portion.refused.push(refused);
                Ok(None)
            }
        }
    }
}
