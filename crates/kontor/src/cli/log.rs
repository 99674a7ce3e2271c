//! Logs: to stderr, for people or machines.

use std::io::IsTerminal;

use kontor_store::{Fault, FaultKind};
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts to log. A panic is logged too, within the request that it broke.
pub(super) fn start(config: &Config) -> Result<(), Fault> {
    let bad = |error: Box<dyn std::error::Error + Send + Sync>| {
        Fault::new(FaultKind::Setting, format!("the setting log can't be read: {:?}", config.log), error)
    };
    let filter = EnvFilter::try_new(&config.log).map_err(|error| bad(error.into()))?;
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match config.log_format {
        LogFormat::Text => logs.try_init(),
        LogFormat::Json => logs.json().flatten_event(true).try_init(),
    }
    .map_err(bad)?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("no message");
        tracing::error!(place, message, "a panic: this is a bug of Kontor");
    }));
    Ok(())
}
