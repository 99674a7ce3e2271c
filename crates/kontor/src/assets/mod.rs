//! Style, script and icons of the console: in the program itself, served under addresses that carry the hash of their
//! content, so browsers may keep them for ever.

pub mod http;

use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use kontor_store::journal;
use kontor_web::console::Assets;

/// A file of the console.
struct Asset {
    name: String,
    kind: &'static str,
    content: &'static [u8],
    /// The same, compressed with gzip; the program does it once.
    compressed: Vec<u8>,
}

const FILES: &[(&str, &str, &str, &[u8])] = &[
    ("kontor", "css", "text/css; charset=utf-8", include_bytes!("../../assets/kontor.css")),
    ("kontor", "js", "text/javascript; charset=utf-8", include_bytes!("../../assets/kontor.js")),
    ("icon", "svg", "image/svg+xml", include_bytes!("../../assets/icon.svg")),
];

fn assets() -> &'static [Asset] {
    static ASSETS: OnceLock<Vec<Asset>> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let make = |(stem, ending, kind, content): &(&str, &str, &'static str, &'static [u8])| Asset {
            name: format!("{stem}.{}.{ending}", short_hash(content)),
            kind,
            content,
            compressed: compressed(content),
        };
        FILES.iter().map(make).collect()
    })
}

/// Enough of the content's hash to tell versions apart.
fn short_hash(content: &[u8]) -> String {
    journal::digest(content).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn compressed(content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // A vector takes all that is written.
    encoder.write_all(content).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// Where the files are.
#[must_use]
pub fn addresses() -> Assets {
    static ADDRESSES: OnceLock<Assets> = OnceLock::new();
    let of = |ending: &str| {
        let asset = assets().iter().find(|asset| asset.name.ends_with(ending));
        asset.map(|asset| format!("/assets/{}", asset.name)).unwrap_or_default()
    };
    ADDRESSES.get_or_init(|| Assets { style: of(".css"), script: of(".js"), icon: of(".svg") }).clone()
}

/// Bytes of style and script together as a browser loads them.
#[must_use]
pub fn compressed_bytes() -> usize {
    assets().iter().map(|asset| asset.compressed.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_and_script_are_small() {
        assert!(compressed_bytes() <= 40 << 10, "{} bytes", compressed_bytes());
        let addresses = addresses();
        for address in [&addresses.style, &addresses.script, &addresses.icon] {
            assert!(address.starts_with("/assets/"), "{address}");
        }
    }
}
