//! A network between the writer and PostgreSQL that can be cut at the worst moment.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

use kontor_store::DatabaseUrl;

/// What is cut next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    Nothing,
    /// The next thing that the writer says does not arrive.
    Request,
    /// The next thing that the writer says arrives, and the answer to it does not.
    Answer,
    /// The next thing that the writer says does not arrive, nor anything behind it, and the connection stays open.
    Silence,
}

/// Listens on a port of its own and hands everything on, until it is told to cut.
pub(crate) struct Proxy {
    port: u16,
    cut: Arc<AtomicU8>,
    cuts: Arc<AtomicU64>,
    closed: Arc<AtomicBool>,
}

impl Proxy {
    pub(crate) fn before(url: &DatabaseUrl) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server: SocketAddr = place_of(url).parse().unwrap();
        let cut = Arc::new(AtomicU8::new(0));
        let closed = Arc::new(AtomicBool::new(false));
        let cuts = Arc::new(AtomicU64::new(0));
        let (told, is_closed) = ((Arc::clone(&cut), Arc::clone(&cuts)), Arc::clone(&closed));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(client) = client else { return };
                if is_closed.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(server) = TcpStream::connect(server) else { continue };
                hand_on(&client, &server, &told, Cut::Request);
                hand_on(&server, &client, &told, Cut::Answer);
            }
        });
        Self { port, cut, cuts, closed }
    }

    /// The database's address through this proxy.
    pub(crate) fn url(&self, url: &DatabaseUrl) -> DatabaseUrl {
        let DatabaseUrl::Postgres(text) = url else { panic!("only PostgreSQL is reached over a network") };
        let text = text.replace(&place_of(url), &format!("127.0.0.1:{}", self.port));
        text.parse().unwrap()
    }

    pub(crate) fn cut(&self, what: Cut) {
        self.cut.store(number(what), Ordering::SeqCst);
    }

    /// Lets nobody in any more, or again.
    pub(crate) fn close(&self, closed: bool) {
        self.closed.store(closed, Ordering::SeqCst);
    }

    /// How often it has cut.
    pub(crate) fn cuts(&self) -> u64 {
        self.cuts.load(Ordering::SeqCst)
    }
}

fn number(cut: Cut) -> u8 {
    match cut {
        Cut::Nothing => 0,
        Cut::Request => 1,
        Cut::Answer => 2,
        Cut::Silence => 3,
    }
}

/// `127.0.0.1:5432` out of an address.
fn place_of(url: &DatabaseUrl) -> String {
    let text = url.to_string();
    let (_, rest) = text.split_once("://").unwrap();
    rest.split('/').next().unwrap().to_owned()
}

type Told = (Arc<AtomicU8>, Arc<AtomicU64>);

fn hand_on(from: &TcpStream, to: &TcpStream, told: &Told, direction: Cut) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    let (cut, cuts) = told.clone();
    std::thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            let (now, done) = (number(direction), number(Cut::Nothing));
            let silence = (number(Cut::Silence), direction == Cut::Request);
            if silence.1 && cut.compare_exchange(silence.0, done, Ordering::SeqCst, Ordering::SeqCst).is_ok()
            {
                cuts.fetch_add(1, Ordering::SeqCst);
                // Taken, and never handed on.
                while let Ok(1..) = from.read(&mut bytes) {}
                break;
            }
            if cut.compare_exchange(now, done, Ordering::SeqCst, Ordering::SeqCst).is_ok() {
                cuts.fetch_add(1, Ordering::SeqCst);
                break;
            }
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    });
}
