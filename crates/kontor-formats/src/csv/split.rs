//! Cuts bytes into rows and fields.
//!
//! Rows end with LF, CR LF or CR. A field that begins with `"` ends at the next `"` that isn't doubled, whatever
//! stands between; there a separator or the end of the row must follow. A `"` further inside of a field is a sign like
//! any other: inches are written that way.
//!
//! The common readers take anything behind a closing quote, and take the end of the file for one. Then two rows with
//! a forgotten quote each melt into one that looks whole, and an order line is lost without a word. Nor do they
//! bound a field. So this one is our own; the tests compare it with one of them.

use kontor_kernel::limits;

use super::BadRowReason;

const QUOTE: u8 = b'"';

/// Where in a row the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No byte of the row has been seen.
    RowStart,
    /// No byte of the field has been seen, but a separator before it.
    FieldStart,
    /// In a field without quotes.
    Plain,
    /// Behind the quote that opens a field.
    Quoted,
    /// Behind a quote within quotes: it closes the field, or is the first of two.
    QuoteInQuoted,
    /// The row is bad: the rest of its line is passed over.
    Skipped,
}

/// The row that is being read, or was read last, and the place in the file.
#[derive(Debug)]
pub(super) struct Splitter {
    separator: u8,
    state: State,
    /// What was kept of the row's fields, one behind the other.
    text: Vec<u8>,
    /// Where in `text` each field ends.
    ends: Vec<usize>,
    /// How many fields the row has, whether kept or not.
    count: usize,
    /// Whether a quote opened in the row.
    has_quotes: bool,
    /// Whether a quote stands further inside of a field.
    has_stray_quotes: bool,
    /// What is wrong with the row; from there on nothing of it is kept.
    wrong: Option<BadRowReason>,
    /// The line that the next byte belongs to, from 1.
    line: u64,
    /// Whether that line has no byte yet.
    line_is_new: bool,
    /// Whether the last byte was a CR, so that an LF belongs to it.
    after_cr: bool,
    /// The line in which the row begins.
    row_line: u64,
    /// The line in which the field begins.
    field_line: u64,
}

impl Splitter {
    pub(super) fn new(separator: u8) -> Self {
        Self {
            separator,
            state: State::RowStart,
            text: Vec::new(),
            ends: Vec::new(),
            count: 0,
            has_quotes: false,
            has_stray_quotes: false,
            wrong: None,
            line: 1,
            line_is_new: true,
            after_cr: false,
            row_line: 1,
            field_line: 1,
        }
    }

    /// Takes bytes up to the end of a row. How many it took, and whether a row is whole; it is there to be looked
    /// at until this is called again.
    pub(super) fn feed(&mut self, input: &[u8]) -> (usize, bool) {
        let mut rest = input;
        while let Some((&byte, behind)) = rest.split_first() {
            let run = self.run(rest);
            if run > 0
                && let Some((plain, behind)) = rest.split_at_checked(run)
            {
                match self.state {
                    State::Skipped => {}
                    State::Plain => {
                        self.has_stray_quotes |= plain.contains(&QUOTE);
                        self.keep(plain);
                    }
                    _ => self.keep(plain),
                }
                (self.after_cr, self.line_is_new) = (false, false);
                rest = behind;
                continue;
            }
            rest = behind;
            let is_second = byte == b'\n' && self.after_cr;
            if self.step(byte, is_second) {
                return (input.len().saturating_sub(rest.len()), true);
            }
        }
        (input.len(), false)
    }

    /// Takes the end of the file. Whether a row ends there.
    pub(super) fn end(&mut self) -> bool {
        match self.state {
            State::RowStart => return false,
            State::Quoted => self.wrong = Some(BadRowReason::UnclosedQuote { line: self.field_line }),
            State::FieldStart | State::Plain | State::QuoteInQuoted | State::Skipped => {}
        }
        self.end_field();
        self.state = State::RowStart;
        true
    }

    /// One byte; whether it ends the row. `is_second`: it is the LF of a CR LF, whose CR has been seen.
    fn step(&mut self, byte: u8, is_second: bool) -> bool {
        if self.state == State::RowStart {
            if is_break(byte) {
                self.pass(byte, is_second);
                return false;
            }
            self.begin_row();
        }
        let ends_row = match self.state {
            State::RowStart | State::FieldStart => self.first_of_field(byte),
            State::Plain => self.behind_field(byte),
            State::Quoted => {
                if byte == QUOTE {
                    self.state = State::QuoteInQuoted;
                } else {
                    self.keep(&[byte]);
                }
                false
            }
            State::QuoteInQuoted if byte == QUOTE => {
                self.keep(&[QUOTE]);
                self.state = State::Quoted;
                false
            }
            State::QuoteInQuoted if byte == self.separator || is_break(byte) => self.behind_field(byte),
            State::QuoteInQuoted => {
                self.wrong.get_or_insert(BadRowReason::TextBehindQuote { line: self.field_line });
                self.state = State::Skipped;
                false
            }
            State::Skipped => self.behind_field(byte),
        };
        self.pass(byte, is_second);
        ends_row
    }

    fn first_of_field(&mut self, byte: u8) -> bool {
        self.field_line = self.line;
        if byte == QUOTE {
            self.has_quotes = true;
            self.state = State::Quoted;
            false
        } else if byte == self.separator || is_break(byte) {
            self.behind_field(byte)
        } else {
            self.state = State::Plain;
            self.keep(&[byte]);
            false
        }
    }

    /// A separator or the end of the row.
    fn behind_field(&mut self, byte: u8) -> bool {
        self.end_field();
        let ends_row = is_break(byte);
        self.state = if ends_row { State::RowStart } else { State::FieldStart };
        ends_row
    }

    fn begin_row(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.count = 0;
        self.has_quotes = false;
        self.has_stray_quotes = false;
        self.wrong = None;
        self.row_line = self.line;
        self.state = State::FieldStart;
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.wrong.is_some() || self.count >= limits::CSV_FIELDS {
            return;
        }
        let begun = self.ends.last().copied().unwrap_or(0);
        let length = self.text.len().saturating_add(bytes.len());
        if length.saturating_sub(begun) > limits::CSV_FIELD_BYTES {
            self.wrong = Some(BadRowReason::FieldTooLong { line: self.field_line });
        } else {
            self.text.extend_from_slice(bytes);
        }
    }

    fn end_field(&mut self) {
        // Looked at here rather than with each byte, so that the reason doesn't hang on how the bytes came in.
        if self.wrong.is_none() && self.text.len() > limits::CSV_ROW_BYTES {
            self.wrong = Some(BadRowReason::RowTooLong);
        }
        if self.wrong.is_none() && self.count < limits::CSV_FIELDS {
            self.ends.push(self.text.len());
        }
        self.count = self.count.saturating_add(1);
    }

    /// Counts lines.
    fn pass(&mut self, byte: u8, is_second: bool) {
        if is_break(byte) && !is_second {
            self.line = self.line.saturating_add(1);
        }
        self.line_is_new = is_break(byte);
        self.after_cr = byte == b'\r';
    }

    /// How many of the next bytes change nothing but the text.
    fn run(&self, bytes: &[u8]) -> usize {
        let separator = self.separator;
        let end = match self.state {
            State::Plain => bytes.iter().position(|byte| *byte == separator || is_break(*byte)),
            State::Quoted => bytes.iter().position(|byte| *byte == QUOTE || is_break(*byte)),
            State::Skipped => bytes.iter().position(|byte| is_break(*byte)),
            State::RowStart | State::FieldStart | State::QuoteInQuoted => Some(0),
        };
        end.unwrap_or(bytes.len())
    }

    /// The line in which the row begins.
    pub(super) fn row_line(&self) -> u64 {
        self.row_line
    }

    /// How many lines the row takes up.
    pub(super) fn row_lines(&self) -> u64 {
        let behind = if self.line_is_new { self.line } else { self.line.saturating_add(1) };
        behind.saturating_sub(self.row_line)
    }

    /// The last line that is whole; 0 before the first.
    pub(super) fn lines_before(&self) -> u64 {
        self.line.saturating_sub(1)
    }

    /// How many fields the row has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Whether a quote stands further inside of a field.
    pub(super) fn has_stray_quotes(&self) -> bool {
        self.has_stray_quotes
    }

    /// What is wrong with the row.
    pub(super) fn wrong(&self) -> Option<BadRowReason> {
        self.wrong
    }

    /// What was kept of all fields, one behind the other.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Where in the text each field lies, as far as it was kept.
    pub(super) fn ranges(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(start, end)| start..end)
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>()
    }

    /// Whether the row is a line of blanks.
    pub(super) fn is_blank(&self) -> bool {
        self.count == 1
            && !self.has_quotes
            && self.wrong.is_none()
            && self.text.iter().all(u8::is_ascii_whitespace)
    }

    /// Counts a line that somebody else has taken.
    pub(super) fn skip_line(&mut self) {
        self.line = self.line.saturating_add(1);
    }
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}
