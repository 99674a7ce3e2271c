//! The file that is read, and how: what all imports have in common.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use kontor_formats::csv::{CsvFault, CsvReader, Encoding, Wanted};
use kontor_formats::values::{DateOrder, DecimalMark};
use kontor_store::{Fault, FaultKind};

use super::cells::Spelling;
use super::columns::{Column, Columns, pair};
use super::refused::Rejects;

/// The file and how it is read.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// The file: CSV, as it is or packed with gzip.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which columns of the file are what, such as sku=StockCode,price=UnitPrice; what is left out is looked for by its
    /// own name.
    #[arg(long, value_name = "NAME=COLUMN", value_delimiter = ',', value_parser = pair)]
    columns: Vec<(String, String)>,
    /// What separates the fields; left out, it is found out.
    #[arg(long, value_name = "SIGN", value_parser = separator)]
    separator: Option<u8>,
    /// How the bytes become text; left out, it is found out.
    #[arg(long, value_name = "ENCODING")]
    encoding: Option<EncodingName>,
    /// What stands before the fraction of a number; left out, a comma where fields are separated by semicolons, else a
    /// point.
    #[arg(long, value_name = "MARK")]
    decimal: Option<MarkName>,
    /// The order of day, month and year in dates with slashes, such as 12/1/2010.
    #[arg(long, value_name = "ORDER")]
    dates: Option<OrderName>,
    /// Read and check everything and say what would come, but change nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// List the lines that are not taken in this file, each with its reason.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum EncodingName {
    /// Unicode.
    #[value(name = "utf-8")]
    Utf8,
    /// Western European, as spreadsheets on Windows write it.
    #[value(name = "windows-1252", alias = "cp1252")]
    Windows1252,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MarkName {
    /// 1234.56
    Point,
    /// 1234,56
    Comma,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OrderName {
    /// 31/12/2010
    #[value(name = "day-first", alias = "dmy")]
    Day,
    /// 12/31/2010
    #[value(name = "month-first", alias = "mdy")]
    Month,
    /// 2010/12/31, which is known by itself
    #[value(name = "year-first", alias = "ymd")]
    Year,
}

fn separator(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [sign] if sign.is_ascii() => Ok(*sign),
        _ => Err("it is one sign, such as ; or , or tab".to_owned()),
    }
}

/// A file that is open.
pub(super) struct Opened {
    /// Its rows.
    pub(super) rows: CsvReader,
    /// How its values are written.
    pub(super) spelling: Spelling,
    /// Where the lines go that are not taken.
    pub(super) rejects: Rejects,
}

impl Source {
    /// Opens the file.
    ///
    /// # Errors
    /// When it can't be read, or the list of rejects can't be written.
    pub(super) fn open(&self) -> Result<Opened, Fault> {
        let encoding = self.encoding.map(|name| match name {
            EncodingName::Utf8 => Encoding::Utf8,
            EncodingName::Windows1252 => Encoding::Windows1252,
        });
        let wanted = Wanted { separator: self.separator, encoding };
        let rows = CsvReader::open(&self.file, wanted).map_err(|fault| unread(&self.name(), fault))?;
        let separator = rows.dialect().separator;
        let mark = match self.decimal {
            Some(MarkName::Comma) => DecimalMark::Comma,
            Some(MarkName::Point) => DecimalMark::Point,
            None if separator == b';' => DecimalMark::Comma,
            None => DecimalMark::Point,
        };
        let dates = match self.dates {
            Some(OrderName::Day) => Some(DateOrder::DayFirst),
            Some(OrderName::Month) => Some(DateOrder::MonthFirst),
            Some(OrderName::Year) | None => None,
        };
        let rejects = match &self.rejects {
            Some(path) => Rejects::listed(path, &self.file, rows.header(), separator)?,
            None => Rejects::counted(),
        };
        Ok(Opened { rows, spelling: Spelling { mark, dates }, rejects })
    }

    /// Which column of the file is what.
    ///
    /// # Errors
    /// As [`Columns::new`].
    pub(super) fn columns<'a>(
        &'a self,
        known: &'static [Column],
        rows: &'a CsvReader,
    ) -> Result<Columns<'a>, Fault> {
        Columns::new(known, &self.columns, rows.header())
    }

    /// A path that writes, or only says what it would write.
    pub(super) fn writing(&self, path: &str) -> String {
        if self.dry_run { format!("{path}?dry_run=true") } else { path.to_owned() }
    }

    /// What the file is called.
    pub(super) fn name(&self) -> String {
        self.file.display().to_string()
    }
}

/// What is wrong with a file of this name.
pub(super) fn unread(name: &str, fault: CsvFault) -> Fault {
    Fault::new(FaultKind::Setting, name, fault)
}
