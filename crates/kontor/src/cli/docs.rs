//! `kontor docs`: the generated reference.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use kontor_store::{Fault, FaultKind};

use super::out;
use crate::reference::{self, Page};

/// Write the generated reference: the API, events, settings, this command line, refusals.
#[derive(Debug, Args)]
pub(super) struct Docs {
    /// Which part; all when left out.
    part: Option<Part>,
    /// The folder to write into.
    #[arg(long, value_name = "FOLDER", default_value = "docs/reference")]
    to: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Openapi,
    Events,
    Config,
    Cli,
    Rejects,
}

impl Part {
    fn page(self) -> Result<Page, Fault> {
        match self {
            Self::Openapi => Ok(reference::openapi()),
            Self::Events => reference::events(),
            Self::Config => Ok(reference::config()),
            Self::Cli => Ok(reference::cli()),
            Self::Rejects => Ok(reference::rejects()),
        }
    }
}

impl Docs {
    pub(super) fn run(&self) -> Result<ExitCode, Fault> {
        let all = Part::value_variants();
        for part in all.iter().filter(|part| self.part.is_none_or(|wanted| wanted == **part)) {
            let page = part.page()?;
            let path = self.to.join(page.name);
            let written = std::fs::create_dir_all(&self.to).and_then(|()| std::fs::write(&path, page.text));
            written.map_err(|error| {
                Fault::new(FaultKind::Setting, format!("can't write {}: check --to", path.display()), error)
            })?;
            out::line(&path.display().to_string())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
