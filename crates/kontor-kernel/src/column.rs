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

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    /// The value stands as this cell and is read from it again.
    fn check<T: Column + PartialEq + Debug>(value: &T, cell: Cell<'_>) {
        assert_eq!(value.to_cell(), cell);
        assert_eq!(T::from_cell(cell).as_ref(), Ok(value));
        let kind = match cell {
            Cell::Null => return,
            Cell::Int(_) => ColumnKind::Int,
            Cell::Text(_) => ColumnKind::Text,
            Cell::Bytes(_) => ColumnKind::Bytes,
        };
        assert_eq!(T::KIND, kind);
    }

    fn refused<T: Column + Debug>(cells: &[Cell<'_>], expected: &'static str) {
        for cell in cells {
            assert_eq!(T::from_cell(*cell).unwrap_err(), WrongCell { expected }, "{cell:?}");
        }
    }

    #[test]
    fn values_stand_in_cells_and_are_read_back() {
        check(&i64::MIN, Cell::Int(i64::MIN));
        check(&i32::MIN, Cell::Int(i64::from(i32::MIN)));
        check(&u32::MAX, Cell::Int(i64::from(u32::MAX)));
        check(&u16::MAX, Cell::Int(i64::from(u16::MAX)));
        check(&false, Cell::Int(0));
        check(&true, Cell::Int(1));
        check(&"ä".to_owned(), Cell::Text("ä"));
        check(&Box::<str>::from(""), Cell::Text(""));
        check(&vec![0_u8, 255], Cell::Bytes(&[0, 255]));
        check(&[7_u8; 32], Cell::Bytes(&[7; 32]));
        check(&Some(5_i64), Cell::Int(5));
        check(&None::<i64>, Cell::Null);
        check(&Some("x".to_owned()), Cell::Text("x"));
    }

    #[test]
    fn a_cell_of_another_sort_is_refused() {
        let (null, text, bytes) = (Cell::Null, Cell::Text("1"), Cell::Bytes(b"1"));
        refused::<i64>(&[null, text, bytes], "a 64-bit integer");
        refused::<i32>(&[Cell::Int(2_147_483_648), null, text], "a 32-bit integer");
        refused::<u32>(&[Cell::Int(-1), Cell::Int(4_294_967_296)], "a 32-bit number");
        refused::<u16>(&[Cell::Int(-1), Cell::Int(65_536)], "a 16-bit number");
        refused::<bool>(&[Cell::Int(2), Cell::Int(-1), null, text], "0 or 1");
        refused::<String>(&[null, Cell::Int(1), bytes], "a text");
        refused::<Box<str>>(&[null, Cell::Int(1), bytes], "a text");
        refused::<Vec<u8>>(&[null, Cell::Int(1), text], "bytes");
        refused::<[u8; 32]>(&[null, text, Cell::Bytes(&[7; 31]), Cell::Bytes(&[7; 33])], "32 bytes");
        refused::<Option<i64>>(&[text, bytes], "a 64-bit integer");
        assert_eq!(WrongCell { expected: "bytes" }.to_string(), "expected bytes");
    }

    #[test]
    fn only_options_may_be_empty() {
        const { assert!(<Option<i64>>::NULLABLE && !i64::NULLABLE && !<[u8; 32]>::NULLABLE) };
    }
}
