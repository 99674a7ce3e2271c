//! TLS to PostgreSQL: who is believed to be the server, in the words of libpq.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kontor_kernel::limits;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Fault, FaultKind};

/// How a connection is secured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Security {
    /// Not at all (`disable`).
    Plain,
    /// Encrypted where the server can (`prefer`, as libpq does when nothing is said).
    Prefer,
    /// Encrypted, whoever the server is (`require`).
    Require,
    /// With a server that one of these vouches for, whatever its name (`verify-ca`).
    Chain(Roots),
    /// With a server that one of these vouches for under the name that the address calls it (`verify-full`).
    Name(Roots),
}

/// Who vouches for a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Roots {
    /// The certificates in a file; the server's own may be among them.
    File(PathBuf),
    /// Those that the system trusts.
    System,
}

impl Security {
    /// Reads `sslmode` and `sslrootcert`.
    pub(super) fn of(mode: Option<&str>, roots: Option<String>) -> Result<Self, Fault> {
        let roots = roots.map(|roots| match roots.as_str() {
            "system" => Roots::System,
            path => Roots::File(PathBuf::from(path)),
        });
        match (mode, roots) {
            (None | Some("prefer"), None) => Ok(Self::Prefer),
            (Some("disable"), None) => Ok(Self::Plain),
            (Some("require"), None) => Ok(Self::Require),
            // Anybody may have a certificate of a public authority: without the name it says nothing.
            (Some("require" | "verify-ca"), Some(Roots::System)) => Err(Fault::setting(
                "sslrootcert=system says nothing of a server whose name is not looked at: take sslmode=verify-full",
            )),
            (Some("require" | "verify-ca"), Some(roots)) => Ok(Self::Chain(roots)),
            (Some("verify-ca"), None) => Err(Fault::setting(
                "sslmode=verify-ca needs sslrootcert, the file with the certificate that vouches for the server",
            )),
            (Some("verify-full"), roots) => Ok(Self::Name(roots.unwrap_or(Roots::System))),
            // Who names a certificate wants it to be looked at.
            (None, Some(roots)) => Ok(Self::Name(roots)),
            (Some(mode @ ("disable" | "prefer")), Some(_)) => {
                Err(Fault::setting(format!("sslrootcert has no meaning with sslmode={mode}")))
            }
            (Some(other), _) => Err(Fault::setting(format!(
                "sslmode is {other}: it must be disable, prefer, require, verify-ca or verify-full"
            ))),
        }
    }

    /// What tokio-postgres is to do.
    pub(super) fn mode(&self) -> SslMode {
        match self {
            Self::Plain => SslMode::Disable,
            Self::Prefer => SslMode::Prefer,
            Self::Require | Self::Chain(_) | Self::Name(_) => SslMode::Require,
        }
    }

    /// Makes the client's half of TLS. Certificates are read each time, so that a renewed one needs no restart.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect, Fault> {
        let provider = Arc::new(ring::default_provider());
        let verifier = match self {
            Self::Plain | Self::Prefer => Verifier::new(&provider, Belief::Anything),
            Self::Require => Verifier::new(&provider, Belief::Anybody),
            Self::Chain(roots) => Verifier::new(&provider, Belief::Chain(roots.read()?)),
            Self::Name(roots) => Verifier::new(&provider, Belief::Name(roots.read()?)),
        };
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(|error| Fault::new(FaultKind::Bug, "TLS can't be set up", error))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(MakeRustlsConnect::new(config))
    }
}

/// Certificates that vouch for servers.
#[derive(Debug)]
struct Trusted {
    anchors: RootCertStore,
    /// As they were read. A server that shows one of them is trusted, as with OpenSSL: such a certificate is often the
    /// server's own, signed by itself, and no authority's.
    themselves: Vec<CertificateDer<'static>>,
}

impl Roots {
    fn read(&self) -> Result<Trusted, Fault> {
        let mut anchors = RootCertStore::empty();
        let Self::File(path) = self else {
            let found = rustls_native_certs::load_native_certs();
            let (taken, _) = anchors.add_parsable_certificates(found.certs);
            if taken == 0 {
                return Err(Fault::setting(
                    "the system trusts no certificates (install ca-certificates), or name a file with sslrootcert",
                ));
            }
            return Ok(Trusted { anchors, themselves: Vec::new() });
        };
        let themselves = certificates(path)?;
        anchors.add_parsable_certificates(themselves.iter().cloned());
        Ok(Trusted { anchors, themselves })
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Fault> {
    let fault = |error: Box<dyn std::error::Error + Send + Sync>| {
        let what = format!("the certificates of sslrootcert, {}, can't be read", path.display());
        Fault::new(FaultKind::Setting, what, error)
    };
    let mut text = Vec::new();
    let file = File::open(path).map_err(|error| fault(error.into()))?;
    file.take(limits::TLS_FILE_BYTES).read_to_end(&mut text).map_err(|error| fault(error.into()))?;
    let found: Vec<_> = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<_, _>>()
        .map_err(|error| fault(error.into()))?;
    if found.is_empty() { Err(fault("there is none in it".into())) } else { Ok(found) }
}

/// What is asked of a server's certificate.
#[derive(Debug)]
enum Belief {
    /// Nothing, and its signature may be of a sort that is not understood: what could be had would be no encryption.
    Anything,
    /// That the server has its key. With SCRAM this keeps out whoever stands in between, for they are bound together.
    Anybody,
    /// That somebody trusted vouches for it.
    Chain(Trusted),
    /// And that it is in the server's name.
    Name(Trusted),
}

#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    belief: Belief,
}

impl Verifier {
    fn new(provider: &Arc<CryptoProvider>, belief: Belief) -> Self {
        Self { provider: Arc::clone(provider), belief }
    }

    fn vouched_for(
        &self,
        trusted: &Trusted,
        (end, between): (&CertificateDer<'_>, &[CertificateDer<'_>]),
        now: UnixTime,
    ) -> Result<(), rustls::Error> {
        if trusted.themselves.iter().any(|own| own == end) {
            return Ok(());
        }
        let algorithms = self.provider.signature_verification_algorithms.all;
        let parsed = ParsedCertificate::try_from(end)?;
        verify_server_cert_signed_by_trust_anchor(&parsed, &trusted.anchors, between, now, algorithms)
    }

    /// A handshake's signature, as far as it matters.
    fn signed(
        &self,
        verified: Result<HandshakeSignatureValid, rustls::Error>,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        match (&self.belief, verified) {
            (Belief::Anything, Err(_)) => Ok(HandshakeSignatureValid::assertion()),
            (_, verified) => verified,
        }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown = (end_entity, intermediates);
        match &self.belief {
            Belief::Anything | Belief::Anybody => {}
            Belief::Chain(trusted) => self.vouched_for(trusted, shown, now)?,
            Belief::Name(trusted) => {
                self.vouched_for(trusted, shown, now)?;
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
            }
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        self.signed(verify_tls12_signature(message, certificate, signature, algorithms))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        self.signed(verify_tls13_signature(message, certificate, signature, algorithms))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
