//! All that differs between the two databases in the text of a statement.

use kontor_kernel::ColumnKind;

use crate::desk::{ColumnSpec, TableSpec};

/// The databases that Kontor runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// Its name, as shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// The statement as this database reads it.
    ///
    /// `/*sqlite … */` and `/*pg … */` become plain text on their database and nothing on the other. SQLite numbers
    /// `$1`-style parameters by first appearance and not by their digits, so `$` + digit becomes `?` there; a `$`
    /// inside quotes is left alone.
    #[must_use]
    pub fn text(self, sql: &str) -> String {
        let (mine, other) = match self {
            Self::Sqlite => ("/*sqlite", "/*pg"),
            Self::Postgres => ("/*pg", "/*sqlite"),
        };
        let mut out = String::with_capacity(sql.len());
        let mut rest = sql;
        let mut quoted = false;
        while let Some(first) = rest.chars().next() {
            if !quoted && rest.starts_with("/*") {
                let (comment, after) = rest.split_once("*/").unwrap_or((rest, ""));
                if let Some(text) = comment.strip_prefix(mine) {
                    out.push_str(&self.text(text.trim()));
                } else if !comment.starts_with(other) {
                    out.push(' ');
                }
                rest = after;
                continue;
            }
            if !quoted && rest.starts_with("--") {
                // To the end of the line; an apostrophe in it opens no quotes.
                let end = rest.find('\n').unwrap_or(rest.len());
                let (comment, after) = rest.split_at(end);
                out.push_str(comment);
                rest = after;
                continue;
            }
            if first == '\'' {
                quoted = !quoted;
            }
            let after = rest.get(first.len_utf8()..).unwrap_or("");
            let is_parameter = first == '$' && after.starts_with(|c: char| c.is_ascii_digit());
            out.push(if is_parameter && !quoted && self == Self::Sqlite { '?' } else { first });
            rest = after;
        }
        out
    }
}

/// A migration as this database reads it: on SQLite, whose `STRICT` tables know fewer names, the types are its own.
impl Dialect {
    /// The text of a migration.
    #[must_use]
    pub fn schema_text(self, sql: &str) -> String {
        let text = self.text(sql);
        match self {
            Self::Sqlite => text.replace("BIGINT", "INTEGER").replace("BYTEA", "BLOB"),
            Self::Postgres => text,
        }
    }
}

/// A prepared statement's text and the kinds of its parameters behind the merchant.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    pub(crate) kinds: Vec<ColumnKind>,
}

/// The statements of one described table.
#[derive(Debug, Clone)]
pub(crate) struct Statements {
    pub(crate) load: Statement,
    pub(crate) insert: Statement,
    pub(crate) update: Statement,
    pub(crate) delete: Statement,
    pub(crate) sets: Vec<Statement>,
}

impl Statements {
    pub(crate) fn of(
        dialect: Dialect,
        spec: &TableSpec,
        sets: &[(&'static [ColumnSpec], &'static str)],
    ) -> Self {
        let insert = insert(dialect, spec);
        let update = Statement { sql: format!("{} {}", insert.sql, on_conflict(spec)), ..insert.clone() };
        Self {
            load: load(dialect, spec, spec.key(), ""),
            insert,
            update,
            delete: delete(dialect, spec),
            sets: sets.iter().map(|(columns, filter)| load(dialect, spec, columns, filter)).collect(),
        }
    }

    /// Each with its name, for the test that prepares them all.
    pub(crate) fn each(&self) -> impl Iterator<Item = &Statement> {
        [&self.load, &self.insert, &self.update, &self.delete].into_iter().chain(&self.sets)
    }
}

fn kinds(columns: &[ColumnSpec]) -> Vec<ColumnKind> {
    columns.iter().map(|column| column.kind).collect()
}

fn names(columns: &[ColumnSpec], prefix: &str) -> String {
    columns.iter().map(|column| format!("{prefix}{}", column.name)).collect::<Vec<_>>().join(", ")
}

/// `$2::bigint[], $3::text[], …`: one array a column, behind the merchant.
fn arrays(columns: &[ColumnSpec]) -> String {
    let array =
        |(index, column): (usize, &ColumnSpec)| format!("${}::{}[]", index + 2, postgres_type(column.kind));
    columns.iter().enumerate().map(array).collect::<Vec<_>>().join(", ")
}

pub(crate) fn postgres_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Int => "bigint",
        ColumnKind::Text => "text",
        ColumnKind::Bytes => "bytea",
    }
}

fn conditions(columns: &[ColumnSpec], value: impl Fn(usize, &ColumnSpec) -> String) -> String {
    columns
        .iter()
        .enumerate()
        .map(|(index, column)| format!(" AND {} = {}", column.name, value(index, column)))
        .collect()
}

/// Reads the rows whose `by` columns have the given values.
///
/// On PostgreSQL each key has its own look-up (`LATERAL … OFFSET 0`): with `org_id` first, a plan that was prepared
/// on an empty table would otherwise read the whole merchant.
fn load(dialect: Dialect, spec: &TableSpec, by: &[ColumnSpec], filter: &str) -> Statement {
    let table = spec.name;
    let columns = spec.column_list();
    let filter = if filter.is_empty() { String::new() } else { format!(" AND ({filter})") };
    let sql = match dialect {
        Dialect::Sqlite => {
            let found = conditions(by, |index, _| format!("?{}", index + 2));
            format!("SELECT {columns} FROM {table} WHERE org_id = ?1{found}{filter}")
        }
        Dialect::Postgres if by.is_empty() => {
            format!("SELECT {columns} FROM {table} WHERE org_id = $1{filter}")
        }
        Dialect::Postgres => {
            let found = conditions(by, |_, column| format!("wanted.k_{}", column.name));
            format!(
                "SELECT {} FROM UNNEST({}) AS wanted({}) CROSS JOIN LATERAL \
                 (SELECT {columns} FROM {table} WHERE org_id = $1{found}{filter} OFFSET 0) AS found",
                names(spec.columns, "found."),
                arrays(by),
                names(by, "k_"),
            )
        }
    };
    Statement { sql, kinds: kinds(by) }
}

fn insert(dialect: Dialect, spec: &TableSpec) -> Statement {
    let table = spec.name;
    let columns = spec.column_list();
    let separator = if spec.columns.is_empty() { "" } else { ", " };
    let sql = match dialect {
        Dialect::Sqlite => {
            let values: String = (0..spec.columns.len()).map(|index| format!(", ?{}", index + 2)).collect();
            format!("INSERT INTO {table} (org_id{separator}{columns}) VALUES (?1{values})")
        }
        // `WHERE TRUE` keeps SQLite's and PostgreSQL's grammar for ON CONFLICT behind SELECT the same.
        Dialect::Postgres => format!(
            "INSERT INTO {table} (org_id{separator}{columns}) SELECT $1::bigint{separator}{} FROM UNNEST({}) AS new({}) WHERE TRUE",
            names(spec.columns, "new."),
            arrays(spec.columns),
            columns,
        ),
    };
    Statement { sql, kinds: kinds(spec.columns) }
}

/// Changing a row is an upsert: its arbiter is always the primary key, so there is no plan to choose wrongly.
fn on_conflict(spec: &TableSpec) -> String {
    let key: String = spec.key().iter().map(|column| format!(", {}", column.name)).collect();
    let set = |column: &ColumnSpec| format!("{0} = excluded.{0}", column.name);
    let changes = spec.rest().iter().map(set).collect::<Vec<_>>().join(", ");
    if changes.is_empty() {
        format!("ON CONFLICT (org_id{key}) DO NOTHING")
    } else {
        format!("ON CONFLICT (org_id{key}) DO UPDATE SET {changes}")
    }
}

fn delete(dialect: Dialect, spec: &TableSpec) -> Statement {
    let table = spec.name;
    let sql = match dialect {
        Dialect::Sqlite => {
            let found = conditions(spec.key(), |index, _| format!("?{}", index + 2));
            format!("DELETE FROM {table} WHERE org_id = ?1{found}")
        }
        Dialect::Postgres if spec.key().is_empty() => format!("DELETE FROM {table} WHERE org_id = $1"),
        Dialect::Postgres => {
            let found: String = spec
                .key()
                .iter()
                .map(|column| format!(" AND {table}.{0} = old.k_{0}", column.name))
                .collect();
            let (arrays, keys) = (arrays(spec.key()), names(spec.key(), "k_"));
            format!(
                "DELETE FROM {table} USING UNNEST({arrays}) AS old({keys}) WHERE {table}.org_id = $1{found}"
            )
        }
    };
    Statement { sql, kinds: kinds(spec.key()) }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn parameters_keep_their_numbers_on_sqlite() {
        let sql = "SELECT $2, $1, '$3' /*pg FOR UPDATE*//*sqlite LIMIT $4*/ /* why */";
        assert_eq!(Dialect::Sqlite.text(sql), "SELECT ?2, ?1, '$3' LIMIT ?4  ");
        assert_eq!(Dialect::Postgres.text(sql), "SELECT $2, $1, '$3' FOR UPDATE  ");
    }

    #[test]
    fn an_apostrophe_in_a_comment_opens_no_quotes() {
        let sql = "-- a merchant's own\nCREATE TABLE t (a BIGINT) /*sqlite STRICT*/; -- it's $1\nSELECT $1, '--', /*pg 2*/";
        assert_eq!(
            Dialect::Sqlite.schema_text(sql),
            "-- a merchant's own\nCREATE TABLE t (a INTEGER) STRICT; -- it's $1\nSELECT ?1, '--', "
        );
        assert_eq!(
            Dialect::Postgres.schema_text(sql),
            "-- a merchant's own\nCREATE TABLE t (a BIGINT) ; -- it's $1\nSELECT $1, '--', 2"
        );
    }
}
