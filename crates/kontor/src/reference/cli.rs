//! The command line's page: each command with its help.

use super::{Page, head};

/// The command line.
#[must_use]
pub fn cli() -> Page {
    let about = "Answers go to stdout, everything else to stderr. The exit code is 0 when it is done, 1 when it is not \
        (or a check found something), 2 when the arguments can't be read.";
    let mut text = head("Command line", "cli", about);
    let mut program = crate::cli::command();
    program.build();
    describe(&program, &mut text);
    Page { name: "cli.md", text }
}

fn describe(command: &clap::Command, text: &mut String) {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    let help = command.clone().render_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!("\n## `{name}`\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        describe(inner, text);
    }
}
