//! A certificate and its key, read from two files.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use kontor_kernel::limits;
use kontor_store::{Fault, FaultKind, journal};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use crate::config::TlsFiles;

/// Of the bytes of both files, by which a change is seen.
pub(super) type Digest = [u8; 32];

/// What was read.
#[derive(Debug)]
pub(super) struct Certificate {
    /// The chain with its key, ready to sign.
    pub(super) key: CertifiedKey,
    /// What the files held.
    pub(super) digest: Digest,
}

impl Certificate {
    /// Reads both files, and sees whether they belong together.
    pub(super) fn read(files: &TlsFiles) -> Result<Self, Fault> {
        let TlsFiles { certificate, key } = files;
        let (chain_text, key_text) = (bytes(certificate, "certificate")?, bytes(key, "key")?);
        let chain: Vec<_> = CertificateDer::pem_slice_iter(&chain_text)
            .collect::<Result<_, _>>()
            .map_err(|error| not_in(certificate, "certificates in PEM", error))?;
        if chain.is_empty() {
            let place = certificate.display();
            return Err(Fault::setting(format!(
                "{place} holds no certificate: tls_certificate names the file with BEGIN CERTIFICATE"
            )));
        }
        let private = PrivateKeyDer::from_pem_slice(&key_text)
            .map_err(|error| not_in(key, "an unencrypted private key in PEM", error))?;
        let certified = CertifiedKey::from_der(chain, private, &ring::default_provider());
        let certified = certified.map_err(|error| {
            let (key, certificate) = (key.display(), certificate.display());
            let what = format!("the key in {key} does not fit the first certificate in {certificate}");
            Fault::new(FaultKind::Setting, what, error)
        })?;
        let digest = journal::digest(&[chain_text, key_text].concat());
        Ok(Self { key: certified, digest })
    }
}

fn bytes(path: &Path, what: &str) -> Result<Vec<u8>, Fault> {
    let unread = |error: std::io::Error| {
        Fault::new(FaultKind::Setting, format!("the {what} {} can't be read", path.display()), error)
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unread)?;
    file.take(limits::TLS_FILE_BYTES).read_to_end(&mut bytes).map_err(unread)?;
    Ok(bytes)
}

fn not_in(path: &Path, what: &str, error: rustls::pki_types::pem::Error) -> Fault {
    Fault::new(FaultKind::Setting, format!("{} does not hold {what}", path.display()), error)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    /// Runs openssl, which Debian's PostgreSQL brings along.
    fn openssl(folder: &Path, words: &str) {
        let output = Command::new("openssl").current_dir(folder).args(words.split(' ')).output().unwrap();
        assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    }

    #[test]
    fn keys_are_read_in_each_form_that_is_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let made = |words: &str| openssl(folder.path(), words);
        made("ecparam -name prime256v1 -genkey -noout -out sec1.pem");
        made("pkcs8 -topk8 -nocrypt -in sec1.pem -out pkcs8.pem");
        made("genrsa -traditional -out pkcs1.pem 2048");
        made("pkcs8 -topk8 -nocrypt -in pkcs1.pem -out rsa.pem");
        made("pkcs8 -topk8 -passout pass:secret -in sec1.pem -out encrypted.pem");
        for (key, head) in
            [("pkcs8", "PRIVATE"), ("sec1", "EC PRIVATE"), ("pkcs1", "RSA PRIVATE"), ("rsa", "PRIVATE")]
        {
            let path = folder.path().join(format!("{key}.pem"));
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.starts_with(&format!("-----BEGIN {head} KEY-----")), "{key}: {text}");
            made(&format!("req -x509 -key {key}.pem -subj /CN=localhost -days 1 -out certificate.pem"));
            let certificate = folder.path().join("certificate.pem");
            let read = Certificate::read(&TlsFiles { certificate, key: path }).unwrap();
            assert_eq!(read.key.cert.len(), 1);
        }
        let encrypted = folder.path().join("encrypted.pem");
        let files = TlsFiles { certificate: folder.path().join("certificate.pem"), key: encrypted };
        assert!(Certificate::read(&files).unwrap_err().chain().contains("an unencrypted private key"));
    }
}
