//! How a table is described: once, by its `record!`, from which every statement comes.
//!
//! A record is a plain struct. Its key columns come first; the merchant (`org_id`) stands before them in every
//! table and is not part of the struct, because a desk belongs to one merchant.

use std::fmt::Debug;
use std::hash::Hash;

use kontor_kernel::{Cell, ColumnKind, WrongCell};

/// What becomes of a table when the journal is replayed, and who may write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Rows change by events alone; a replay must give the same rows.
    Business,
    /// Rows stand beside the journal (tokens, cursors, contact versions): a replay does not make them.
    Operational,
    /// Rows are made by a follower from the journal and can be rebuilt at any time.
    Derived,
}

/// One column: its name and what it holds.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec {
    /// The column's name in the database.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
}

/// A set of rows that is read whole, such as the lines of one order: all rows with the same set key.
pub struct SetSpec<R> {
    /// The columns that make the set key, in the order of the key's parts.
    pub columns: &'static [ColumnSpec],
    /// A further SQL condition that every member meets, or "" for none. It must say the same as `of`.
    pub filter: &'static str,
    /// The set key of a row, or `None` when the row is in no such set.
    pub of: fn(&R) -> Option<SetKey>,
}

/// The key of a set: one part for each of its columns.
pub type SetKey = Vec<KeyPart>;

/// One part of a set key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyPart {
    /// An integer column.
    Int(i64),
    /// A text column.
    Text(Box<str>),
}

impl KeyPart {
    /// The part as a cell.
    #[must_use]
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Int(int) => Cell::Int(*int),
            Self::Text(text) => Cell::Text(text),
        }
    }

    /// The part that stands for any column value that is an integer or a text.
    pub fn of(value: &impl kontor_kernel::Column) -> Self {
        match value.to_cell() {
            Cell::Int(int) => Self::Int(int),
            Cell::Text(text) => Self::Text(text.into()),
            Cell::Null | Cell::Bytes(_) => Self::Text("".into()),
        }
    }
}

/// The description of a table that the store needs; knows nothing of what the table is for.
#[derive(Debug, Clone, Copy)]
pub struct TableSpec {
    /// The table's name.
    pub name: &'static str,
    /// All columns behind `org_id`, the key's first.
    pub columns: &'static [ColumnSpec],
    /// How many of them make the key.
    pub key_columns: usize,
    /// Business, operational or derived.
    pub class: Class,
    /// Whether rows stay on the desk after a commit.
    pub kept: bool,
}

impl TableSpec {
    /// The key's columns.
    #[must_use]
    pub fn key(&self) -> &'static [ColumnSpec] {
        self.columns.get(..self.key_columns).unwrap_or(self.columns)
    }

    /// The columns behind the key.
    #[must_use]
    pub fn rest(&self) -> &'static [ColumnSpec] {
        self.columns.get(self.key_columns..).unwrap_or(&[])
    }

    /// The names of all columns, separated by commas.
    #[must_use]
    pub fn column_list(&self) -> String {
        self.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
    }
}

/// Reads the cells of one row in the order of the description's columns.
pub trait RowCells {
    /// The next cell, which the description says is of `kind`.
    ///
    /// # Errors
    /// When the database holds something else there.
    fn next_cell(&mut self, kind: ColumnKind) -> Result<Cell<'_>, WrongCell>;
}

/// A row of a described table. Written by [`record!`](crate::record), not by hand.
pub trait Record: Clone + PartialEq + Debug + Send + Sync + 'static {
    /// The columns that make the key, as a tuple.
    type Key: Clone + Eq + Ord + Hash + Debug + Send + Sync + 'static;
    /// The description.
    const SPEC: TableSpec;
    /// The sets that can be named.
    const SETS: &'static [SetSpec<Self>];

    /// The place of this table in a desk, given out at the first use in the process.
    fn slot() -> usize;
    /// The row's key.
    fn key(&self) -> Self::Key;
    /// The key's cells, in order.
    fn key_cells<'a>(key: &'a Self::Key, out: &mut Vec<Cell<'a>>);
    /// All cells, in order.
    fn cells<'a>(&'a self, out: &mut Vec<Cell<'a>>);
    /// The row that the cells hold.
    ///
    /// # Errors
    /// When a cell doesn't fit its column's type.
    fn read(cells: &mut dyn RowCells) -> Result<Self, WrongCell>;
}

/// A record of an operational or derived table: the only rows a command may put down without an event.
pub trait SideRecord: Record {}

/// Describes a table once: struct, key, columns, sets.
///
/// ```ignore
/// record! {
///     /// Stock of one product at one location.
///     pub struct Stock in "inventory_stock", business, kept {
///         key { product: ProductId, location: LocationCode }
///         /// Pieces on the shelf.
///         on_hand: Quantity,
///     }
///     sets { AT_LOCATION (location) where "" => |row| Some(vec![KeyPart::of(&row.location)]) }
/// }
/// ```
/// The class is `business`, `operational` or `derived`; `kept` rows stay on the desk between batches, `brief` ones don't.
#[macro_export]
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident in $table:literal, $class:ident, $kept:ident {
            key { $( $(#[$kmeta:meta])* $key:ident : $kty:ty ),* $(,)? }
            $( $(#[$cmeta:meta])* $column:ident : $cty:ty ),* $(,)?
        }
        $( sets { $( $(#[$smeta:meta])* $set:ident ( $($scol:ident : $scty:ty),+ ) where $filter:literal => $of:expr ; )+ } )?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $( $(#[$kmeta])* pub $key: $kty, )*
            $( $(#[$cmeta])* pub $column: $cty, )*
        }

        impl $crate::desk::Record for $name {
            type Key = ( $( $kty, )* );
            const SPEC: $crate::desk::TableSpec = $crate::desk::TableSpec {
                name: $table,
                columns: &[
                    $( $crate::desk::ColumnSpec {
                        name: stringify!($key), kind: <$kty as $crate::kernel::Column>::KIND,
                    }, )*
                    $( $crate::desk::ColumnSpec {
                        name: stringify!($column), kind: <$cty as $crate::kernel::Column>::KIND,
                    }, )*
                ],
                key_columns: { const KEY: &[&str] = &[ $( stringify!($key) ),* ]; KEY.len() },
                class: $crate::record!(@class $class),
                kept: $crate::record!(@kept $kept),
            };
            const SETS: &'static [$crate::desk::SetSpec<Self>] = &[ $( $(
                $crate::desk::SetSpec {
                    columns: &[ $( $crate::desk::ColumnSpec {
                        name: stringify!($scol), kind: <$scty as $crate::kernel::Column>::KIND,
                    } ),+ ],
                    filter: $filter,
                    of: $of,
                },
            )+ )? ];

            fn slot() -> usize {
                static SLOT: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
                *SLOT.get_or_init($crate::desk::next_slot)
            }
            fn key(&self) -> Self::Key {
                $crate::record!(@key self $($key)*)
            }
            fn key_cells<'a>(key: &'a Self::Key, out: &mut Vec<$crate::kernel::Cell<'a>>) {
                let ( $( $key, )* ) = key;
                let _ = &out;
                $( out.push($crate::kernel::Column::to_cell($key)); )*
            }
            fn cells<'a>(&'a self, out: &mut Vec<$crate::kernel::Cell<'a>>) {
                $( out.push($crate::kernel::Column::to_cell(&self.$key)); )*
                $( out.push($crate::kernel::Column::to_cell(&self.$column)); )*
            }
            fn read(cells: &mut dyn $crate::desk::RowCells) -> Result<Self, $crate::kernel::WrongCell> {
                Ok(Self {
                    $( $key: $crate::desk::next_value(cells)?, )*
                    $( $column: $crate::desk::next_value(cells)?, )*
                })
            }
        }

        $crate::record!(@side $class $name);
        $crate::record!(@sets 0usize, $name, $( $( $(#[$smeta])* $set; )+ )?);
    };

    // A table with one row for each merchant has no key of its own.
    (@key $self:ident) => { Default::default() };
    (@key $self:ident $($key:ident)+) => { ( $( $self.$key.clone(), )+ ) };
    (@class business) => { $crate::desk::Class::Business };
    (@class operational) => { $crate::desk::Class::Operational };
    (@class derived) => { $crate::desk::Class::Derived };
    (@kept kept) => { true };
    (@kept brief) => { false };
    (@side business $name:ident) => {};
    (@side operational $name:ident) => { impl $crate::desk::SideRecord for $name {} };
    (@side derived $name:ident) => { impl $crate::desk::SideRecord for $name {} };
    (@sets $at:expr, $name:ident, ) => {};
    (@sets $at:expr, $name:ident, $(#[$smeta:meta])* $set:ident; $($rest:tt)*) => {
        impl $name {
            $(#[$smeta])*
            pub const $set: $crate::desk::SetName<$name> = $crate::desk::SetName::new($at);
        }
        $crate::record!(@sets $at + 1usize, $name, $($rest)*);
    };
}

/// Reads the next cell as a value.
///
/// # Errors
/// When the cell doesn't fit the type.
pub fn next_value<T: kontor_kernel::Column>(cells: &mut dyn RowCells) -> Result<T, WrongCell> {
    T::from_cell(cells.next_cell(T::KIND)?)
}

/// Gives a desk access to a room's tables by name, and lists them for the store.
///
/// `pub trait OrderTables, OrderTablesMut { orders: orders_mut: Order, … }` makes `rows.orders()` for everybody
/// and `rows.orders_mut()` for the crate alone, so only a room's own `apply` can change its rows.
#[macro_export]
macro_rules! tables {
    ( $(#[$meta:meta])* pub trait $read:ident, $write:ident { $( $(#[$tmeta:meta])* $get:ident, $get_mut:ident : $record:ty ; )+ } ) => {
        $(#[$meta])*
        pub trait $read {
            $( $(#[$tmeta])* fn $get(&self) -> &$crate::desk::Table<$record>; )+
        }
        impl $read for $crate::desk::Rows {
            $( fn $get(&self) -> &$crate::desk::Table<$record> { self.table::<$record>() } )+
        }
        pub(crate) trait $write {
            $( fn $get_mut(&mut self) -> &mut $crate::desk::Table<$record>; )+
        }
        impl $write for $crate::desk::Rows {
            $( fn $get_mut(&mut self) -> &mut $crate::desk::Table<$record> { self.table_mut::<$record>() } )+
        }
        $crate::tables!(@list $($record)+);
    };
    // A room whose tables are written beside the journal only needs no mutable access.
    ( $(#[$meta:meta])* pub trait $read:ident { $( $(#[$tmeta:meta])* $get:ident : $record:ty ; )+ } ) => {
        $(#[$meta])*
        pub trait $read {
            $( $(#[$tmeta])* fn $get(&self) -> &$crate::desk::Table<$record>; )+
        }
        impl $read for $crate::desk::Rows {
            $( fn $get(&self) -> &$crate::desk::Table<$record> { self.table::<$record>() } )+
        }
        $crate::tables!(@list $($record)+);
    };
    (@list $($record:ty)+) => {
        /// The tables of this room.
        #[must_use]
        pub fn tables() -> Vec<$crate::desk::TableEntry> {
            vec![ $( $crate::desk::TableEntry::of::<$record>(), )+ ]
        }
    };
}
