//! Which column of a file is what.

use std::sync::Arc;

use kontor_store::Fault;

/// Something that an import reads from a column.
pub(super) struct Column {
    /// What it is called in `--columns` and, when nothing else is said, in the file.
    pub(super) name: &'static str,
    /// What it is, for the help.
    pub(super) about: &'static str,
    /// Whether a file must have it.
    pub(super) is_needed: bool,
}

impl Column {
    pub(super) const fn needed(name: &'static str, about: &'static str) -> Self {
        Self { name, about, is_needed: true }
    }

    pub(super) const fn optional(name: &'static str, about: &'static str) -> Self {
        Self { name, about, is_needed: false }
    }
}

/// A column of the file that was found.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Its name in the file.
    pub(super) title: Arc<str>,
    /// Its place in a row.
    pub(super) index: usize,
}

/// The columns of a file, by what they are.
pub(super) struct Columns<'a> {
    known: &'static [Column],
    given: &'a [(String, String)],
    header: &'a [String],
}

impl<'a> Columns<'a> {
    /// Looks at what `--columns` says and at the head line.
    ///
    /// # Errors
    /// When `--columns` names something that isn't read, or twice.
    pub(super) fn new(
        known: &'static [Column],
        given: &'a [(String, String)],
        header: &'a [String],
    ) -> Result<Self, Fault> {
        for (index, (name, _)) in given.iter().enumerate() {
            if !known.iter().any(|column| column.name == name) {
                let names: Vec<&str> = known.iter().map(|column| column.name).collect();
                return Err(Fault::setting(format!(
                    "--columns: {name} is none of {}: write NAME=COLUMN OF THE FILE",
                    names.join(", ")
                )));
            }
            if given.iter().take(index).any(|(other, _)| other == name) {
                return Err(Fault::setting(format!("--columns: {name} is named twice")));
            }
        }
        Ok(Self { known, given, header })
    }

    /// A column that a file must have.
    ///
    /// # Errors
    /// When it isn't there, or is there twice.
    pub(super) fn needed(&self, name: &'static str) -> Result<Field, Fault> {
        self.find(name)?.ok_or_else(|| {
            let titles: Vec<&str> = self.header.iter().map(|title| title.trim()).collect();
            Fault::setting(format!(
                "the file has no column {name}: say with --columns {name}=… which of its columns that is: {}",
                titles.join(", ")
            ))
        })
    }

    /// A column that a file may have.
    ///
    /// # Errors
    /// When `--columns` names one that isn't there, or it is there twice.
    pub(super) fn optional(&self, name: &'static str) -> Result<Option<Field>, Fault> {
        self.find(name)
    }

    fn find(&self, name: &'static str) -> Result<Option<Field>, Fault> {
        debug_assert!(self.known.iter().any(|column| column.name == name), "{name} is not documented");
        let given = self.given.iter().find(|(given, _)| given == name).map(|(_, title)| title.as_str());
        let wanted = given.unwrap_or(name);
        let mut found = self.header.iter().enumerate().filter(|(_, title)| is_same(title, wanted));
        let Some((index, title)) = found.next() else {
            return match given {
                Some(title) => Err(Fault::setting(format!(
                    "--columns: the file has no column {title}: its columns are {}",
                    self.header.join(", ")
                ))),
                None => Ok(None),
            };
        };
        if found.next().is_some() {
            return Err(Fault::setting(format!(
                "the file has two columns {}: rename one of them in its first line",
                title.trim()
            )));
        }
        Ok(Some(Field { title: title.trim().into(), index }))
    }
}

fn is_same(title: &str, wanted: &str) -> bool {
    title.trim().to_lowercase() == wanted.trim().to_lowercase()
}

/// `NAME=COLUMN` of the command line.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    let (name, title) = text
        .split_once('=')
        .ok_or_else(|| format!("write {text}=COLUMN OF THE FILE, such as sku=StockCode"))?;
    let (name, title) = (name.trim(), title.trim());
    if title.is_empty() {
        return Err(format!("say which column of the file {name} is"));
    }
    Ok((name.to_owned(), title.to_owned()))
}

/// The columns for the help.
pub(super) fn help(known: &[Column]) -> String {
    let mut text = String::from("Columns, for --columns or as they are called in the file:\n");
    for column in known {
        let needed = if column.is_needed { " (needed)" } else { "" };
        text.push_str(&format!("  {:<15} {}{needed}\n", column.name, column.about));
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Column] = &[
        Column::needed("sku", "The SKU"),
        Column::needed("price", "The price"),
        Column::optional("name", "Its name"),
    ];

    fn given(pairs: &[&str]) -> Vec<(String, String)> {
        pairs.iter().map(|text| pair(text).unwrap()).collect()
    }

    fn header(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_column_is_found_by_its_own_name_or_the_given_one() {
        let (given, header) = (given(&["sku = StockCode"]), header("Name, stockcode ,PRICE"));
        let columns = Columns::new(KNOWN, &given, &header).unwrap();
        let sku = columns.needed("sku").unwrap();
        assert_eq!((sku.index, &*sku.title), (1, "stockcode"));
        assert_eq!(columns.needed("price").unwrap().index, 2);
        assert_eq!(columns.optional("name").unwrap().unwrap().index, 0);
    }

    #[test]
    fn what_is_missing_or_double_is_said() {
        for (pairs, line, says) in [
            (
                &[][..],
                "name,price",
                "the file has no column sku: say with --columns sku=… which of its columns that is: name, price",
            ),
            (&["sku=Code"], "sku,price", "the file has no column Code: its columns are sku, price"),
            (&["colour=sku"], "sku", "colour is none of sku, price, name"),
            (&["sku=a", "sku=b"], "a,b", "sku is named twice"),
            (&[], "sku,SKU", "the file has two columns sku"),
        ] {
            let (given, header) = (given(pairs), header(line));
            let found = Columns::new(KNOWN, &given, &header).and_then(|columns| columns.needed("sku"));
            let said = found.unwrap_err().to_string();
            assert!(said.contains(says), "{said}");
        }
        assert!(pair("sku").unwrap_err().contains("sku=COLUMN"));
        assert!(pair("sku=").unwrap_err().contains("which column"));
    }

    #[test]
    fn the_help_lists_every_column() {
        let text = help(KNOWN);
        assert!(text.contains("sku             The SKU (needed)\n") && text.ends_with("Its name"), "{text}");
    }
}
