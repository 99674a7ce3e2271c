//! How a value stands in a database column.

/// The content of one column of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// An integer.
    Int(i64),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Integers of 64 bits.
    Int,
    /// Text in UTF-8.
    Text,
    /// Bytes.
    Bytes,
}

/// A cell does not fit the type that is read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct WrongCell {
    /// What would have fitted.
    pub expected: &'static str,
}

/// A value that stands in one column.
pub trait Column: Sized {
    /// What its column holds.
    const KIND: ColumnKind;
    /// Whether the column may be empty.
    const NULLABLE: bool = false;

    /// The value as a cell.
    fn to_cell(&self) -> Cell<'_>;

    /// The value of a cell.
    ///
    /// # Errors
    /// [`WrongCell`] when the cell holds something else.
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell>;
}

macro_rules! integers {
    ($($int:ty => $name:literal),*) => { $(
        impl Column for $int {
            const KIND: ColumnKind = ColumnKind::Int;
            fn to_cell(&self) -> Cell<'_> {
                Cell::Int(i64::from(*self))
            }
            fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
                match cell {
                    Cell::Int(int) => <$int>::try_from(int).map_err(|_| WrongCell { expected: $name }),
                    _ => Err(WrongCell { expected: $name }),
                }
            }
        }
    )* };
}

integers!(i64 => "a 64-bit integer", i32 => "a 32-bit integer", u32 => "a 32-bit number", u16 => "a 16-bit number");

impl Column for bool {
    const KIND: ColumnKind = ColumnKind::Int;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Int(i64::from(*self))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            _ => Err(WrongCell { expected: "0 or 1" }),
        }
    }
}

impl Column for String {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            _ => Err(WrongCell { expected: "a text" }),
        }
    }
}

impl Column for Box<str> {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => Ok(text.into()),
            _ => Err(WrongCell { expected: "a text" }),
        }
    }
}

impl Column for Vec<u8> {
    const KIND: ColumnKind = ColumnKind::Bytes;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Bytes(self)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Bytes(bytes) => Ok(bytes.to_vec()),
            _ => Err(WrongCell { expected: "bytes" }),
        }
    }
}

impl Column for [u8; 32] {
    const KIND: ColumnKind = ColumnKind::Bytes;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Bytes(self)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Bytes(bytes) => bytes.try_into().map_err(|_| WrongCell { expected: "32 bytes" }),
            _ => Err(WrongCell { expected: "32 bytes" }),
        }
    }
}

impl<T: Column> Column for Option<T> {
    const KIND: ColumnKind = T::KIND;
    const NULLABLE: bool = true;
    fn to_cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, Column::to_cell)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Null => Ok(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}
