//! Where the bytes come from: plain or unpacked, one buffer at a time.

use std::io::{self, Cursor, ErrorKind, Read};

use flate2::read::MultiGzDecoder;
use kontor_kernel::limits;

/// The first bytes of a file that gzip has packed.
const GZIP: &[u8] = &[0x1f, 0x8b, 0x08];

/// A file and the part of it that is in hand: at first its head, [`limits::CSV_HEAD_BYTES`] long.
pub(super) struct Source {
    from: Box<dyn Read + Send>,
    is_packed: bool,
    buffer: Vec<u8>,
    /// Bytes of the buffer that have been used.
    used: usize,
    /// Bytes of the buffer that came from the file.
    filled: usize,
    /// Whether the head is the whole file.
    is_short: bool,
}

/// A failure to read, and whether it is a damage of the packed file.
pub(super) struct Unreadable {
    pub(super) source: io::Error,
    pub(super) is_damage: bool,
}

impl Source {
    /// Reads the head.
    pub(super) fn new(mut from: Box<dyn Read + Send>) -> Result<Self, Unreadable> {
        let mut buffer = vec![0; limits::CSV_HEAD_BYTES];
        let plain = |source| Unreadable { source, is_damage: false };
        let filled = fill(&mut from, &mut buffer).map_err(plain)?;
        let is_short = filled < buffer.len();
        let mut source = Self { from, is_packed: false, buffer, used: 0, filled, is_short };
        if source.rest().starts_with(GZIP) {
            let packed = Cursor::new(source.rest().to_vec()).chain(source.from);
            source.from = Box::new(MultiGzDecoder::new(packed));
            source.is_packed = true;
            match fill(&mut source.from, &mut source.buffer) {
                Ok(filled) => source.filled = filled,
                Err(error) => return Err(unreadable(error, true)),
            }
            source.is_short = source.filled < source.buffer.len();
        }
        Ok(source)
    }

    /// The unused part of the buffer.
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.used..self.filled).unwrap_or_default()
    }

    /// Whether the head is the whole file.
    pub(super) fn is_short(&self) -> bool {
        self.is_short
    }

    /// Marks bytes of the buffer as used.
    pub(super) fn take(&mut self, bytes: usize) {
        self.used = self.used.saturating_add(bytes).min(self.filled);
    }

    /// Reads on when the buffer is used up; `false` at the end of the file.
    pub(super) fn more(&mut self) -> Result<bool, Unreadable> {
        if self.used < self.filled {
            return Ok(true);
        }
        let read = read(&mut self.from, &mut self.buffer);
        self.filled = read.map_err(|error| unreadable(error, self.is_packed))?;
        self.used = 0;
        Ok(self.filled > 0)
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.buffer.capacity()
    }
}

/// Fills the buffer as far as the file reaches.
fn fill(from: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0_usize;
    while let Some(room) = buffer.get_mut(filled..)
        && !room.is_empty()
    {
        match read(from, room)? {
            0 => break,
            more => filled = filled.saturating_add(more),
        }
    }
    Ok(filled)
}

/// Reads once, again and again where a signal comes in between.
fn read(from: &mut dyn Read, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(room) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// What a decoder says of bytes that it can't unpack differs from what a disk says.
fn unreadable(source: io::Error, is_packed: bool) -> Unreadable {
    let says_damage =
        matches!(source.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof);
    Unreadable { is_damage: is_packed && says_damage, source }
}
