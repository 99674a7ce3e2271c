//! The picture that an authenticator reads the key from.

use kontor_store::Fault;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// A QR code as SVG, dark on light whatever the page's theme: cameras want it so.
pub(super) fn svg(text: &str) -> Result<String, Fault> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|error| Fault::bug(format!("a key has no QR code: {error}")))?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
    // Within a page there is no XML declaration.
    Ok(picture.split_once("?>").map_or(picture.as_str(), |(_, svg)| svg).to_owned())
}
