//! TLS on the server's connections: versions 1.2 and 1.3, one certificate, which may be renewed while it is served.

use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use kontor_kernel::limits;
use kontor_store::{Fault, FaultKind};
use kontor_web::Problem;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::certificate::{Certificate, Digest};
use super::writing::Taken;
use crate::config::TlsFiles;

/// How connections are secured. Cheap to clone.
#[derive(Clone)]
pub(in crate::cli) struct Tls {
    acceptor: TlsAcceptor,
    served: Arc<Served>,
}

/// The certificate that is shown, and where it comes from.
#[derive(Debug)]
struct Served {
    files: TlsFiles,
    current: RwLock<(Arc<CertifiedKey>, Digest)>,
}

impl ResolvesServerCert for Served {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner).0))
    }
}

/// The first byte of a TLS handshake's record (RFC 8446, 5.1).
const HANDSHAKE: u8 = 22;

impl Tls {
    /// Reads a certificate and its key.
    ///
    /// # Errors
    /// When a file can't be read, holds something else, or the key is another certificate's.
    pub(super) fn read(files: TlsFiles) -> Result<Self, Fault> {
        let Certificate { key, digest } = Certificate::read(&files)?;
        let served = Arc::new(Served { files, current: RwLock::new((Arc::new(key), digest)) });
        let resolver: Arc<dyn ResolvesServerCert> = Arc::<Served>::clone(&served);
        let bad = |error: rustls::Error| Fault::new(FaultKind::Setting, "TLS can't be set up", error);
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(bad)?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // Who comes again saves the costly half of the handshake, and nothing is kept for them here.
        config.ticketer = ring::Ticketer::new().map_err(bad)?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), served })
    }

    /// Looks whether the files have changed, and shows the new certificate from the next connection on. What can't be
    /// read leaves the old one in place: renewing writes one file after the other.
    pub(super) fn renew(&self) {
        match Certificate::read(&self.served.files) {
            Ok(Certificate { key, digest }) => {
                let mut current = self.served.current.write().unwrap_or_else(PoisonError::into_inner);
                if current.1 != digest {
                    *current = (Arc::new(key), digest);
                    tracing::info!("the renewed certificate is served from now on");
                }
            }
            Err(fault) => {
                tracing::warn!(fault = fault.chain(), "the certificate was not renewed: the old one stays");
            }
        }
    }

    /// The handshake. `None`: the other end did not speak TLS, and was told so.
    pub(super) async fn accept(&self, mut stream: Taken) -> io::Result<Option<TlsStream<Taken>>> {
        match stream.first_byte().await? {
            Some(HANDSHAKE) => self.acceptor.accept(stream).await.map(Some),
            Some(first) if first.is_ascii_uppercase() => {
                explain(&mut stream).await?;
                Ok(None)
            }
            Some(_) | None => Ok(None),
        }
    }
}

/// Answers a plain request, so that whoever wrote `http://` sees why it does not work.
async fn explain(stream: &mut Taken) -> io::Result<()> {
    let problem = Problem::bad_request(
        "tls_required",
        "This port speaks TLS: begin the address with https:// instead of http://.",
    );
    let body = serde_json::to_string(problem.body())?;
    let answer = format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await?;
    // A connection that is closed on unread bytes is reset, and the answer with it.
    let mut unread = [0; 4_096];
    let rest = async { while stream.read(&mut unread).await.is_ok_and(|count| count > 0) {} };
    let _ = timeout(Duration::from_secs(limits::LINGER_SECONDS), rest).await;
    Ok(())
}
