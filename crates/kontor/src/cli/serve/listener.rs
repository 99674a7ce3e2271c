//! The address that is listened at, and how many connections the system lets this process have.

use std::net::{SocketAddr, TcpListener};

use kontor_kernel::limits;
use kontor_store::{Fault, FaultKind};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Takes the address, before anything else is done that would be in vain.
pub(in crate::cli) fn bind(address: SocketAddr) -> Result<TcpListener, Fault> {
    let bound = TcpListener::bind(address).and_then(|listener| {
        // The standard library lets 128 callers wait: a shop that comes back after an outage brings more at once.
        rustix::net::listen(&listener, limits::LISTEN_BACKLOG)?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    bound.map_err(|error| {
        Fault::new(
            FaultKind::Setting,
            format!("can't listen at {address}: choose another with --listen"),
            error,
        )
    })
}

/// Takes as many open files as the system allows this process at most; how many connections then fit.
pub(super) fn raise_file_limit(wanted: usize) -> usize {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, ..limit };
    let files = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files could not be raised");
            limit.current
        }
    };
    let room = room(files);
    if room < wanted {
        tracing::warn!(
            connections = room,
            wanted,
            "the system allows this process too few open files: raise LimitNOFILE, or lower connections"
        );
    }
    wanted.min(room)
}

/// The connections for which there are files, beside those that the server needs itself; `None`: no limit.
fn room(files: Option<u64>) -> usize {
    let Some(files) = files else { return usize::MAX };
    let room = files.saturating_sub(limits::FILES_BESIDE_CONNECTIONS).max(1);
    usize::try_from(room).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::room;

    #[test]
    fn the_servers_own_files_are_left_out() {
        assert_eq!([room(Some(1_024)), room(Some(3)), room(None)], [896, 1, usize::MAX]);
    }
}
