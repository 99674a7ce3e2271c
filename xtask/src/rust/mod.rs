//! Reads Rust as text: what is comment, what is literal, what belongs to tests. No syntax tree.

use std::ops::Range;

/// A Rust file and its views, all of the same length, so an offset in one is an offset in each.
pub(crate) struct Source {
    /// Where it lies.
    pub(crate) path: String,
    /// Comments blanked; literals as written.
    pub(crate) quoted: String,
    /// Comments and the insides of literals blanked.
    pub(crate) code: String,
    /// As `code`, and everything that only tests compile blanked; empty of words in a file of tests.
    pub(crate) production: String,
    tests: Vec<Range<usize>>,
}

impl Source {
    pub(crate) fn new(path: String, text: &str) -> Self {
        let (quoted, code) = mask(text);
        let tests =
            if is_test_file(&path) { std::iter::once(0..code.len()).collect() } else { test_items(&code) };
        let production = blank(&code, &tests);
        Self { path, quoted, code, production, tests }
    }

    /// The line of an offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        cut(&self.code, 0..offset).matches('\n').count() + 1
    }

    /// What only tests compile, with its literals.
    pub(crate) fn test_text(&self) -> impl Iterator<Item = &str> {
        self.tests.iter().map(|range| cut(&self.quoted, range.clone()))
    }

    /// The insides of the string literals in a range of production code, each with its offset.
    pub(crate) fn literals(&self, range: Range<usize>) -> Vec<(usize, &str)> {
        let mut found = Vec::new();
        let mut quotes = cut(&self.production, range.clone()).match_indices('"').map(|(at, _)| at);
        while let (Some(open), Some(close)) = (quotes.next(), quotes.next()) {
            let start = range.start + open + 1;
            found.push((start, cut(&self.quoted, start..range.start + close)));
        }
        found
    }
}

/// Whether a whole file is compiled for tests alone: `tests.rs`, or anything in a folder `tests` or `benches`.
pub(crate) fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.split('/').any(|part| part == "tests" || part == "benches")
}

/// A part of a text; "" where the range doesn't fit it.
pub(crate) fn cut(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

fn blank(text: &str, ranges: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        blank_bytes(&mut bytes, range.clone());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn blank_bytes(bytes: &mut [u8], range: Range<usize>) {
    if let Some(part) = bytes.get_mut(range) {
        part.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
}

enum Token {
    Code,
    Comment,
    /// The offsets of what stands between the quotes.
    Literal(Range<usize>),
}

/// The text without comments, and without comments and the insides of literals.
fn mask(text: &str) -> (String, String) {
    let bytes = text.as_bytes();
    let (mut quoted, mut code) = (bytes.to_vec(), bytes.to_vec());
    let mut at = 0;
    while at < bytes.len() {
        let (token, end) = next_token(bytes, at);
        match token {
            Token::Code => {}
            Token::Comment => {
                blank_bytes(&mut quoted, at..end);
                blank_bytes(&mut code, at..end);
            }
            Token::Literal(inside) => blank_bytes(&mut code, inside),
        }
        at = end;
    }
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(quoted), text(code))
}

fn next_token(bytes: &[u8], at: usize) -> (Token, usize) {
    let rest = bytes.get(at..).unwrap_or_default();
    let end = |length: usize| (at + length).min(bytes.len());
    match rest {
        [b'/', b'/', ..] => (Token::Comment, end(rest.iter().take_while(|byte| **byte != b'\n').count())),
        [b'/', b'*', ..] => (Token::Comment, end(block_comment(rest))),
        [b'"', ..] => string(rest, at),
        [b'\'', ..] => character(rest, at),
        [first, ..] if is_word(*first) => word_or_raw_string(rest, at),
        _ => (Token::Code, end(1)),
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of a comment that begins here; block comments nest in Rust.
fn block_comment(rest: &[u8]) -> usize {
    let mut depth: usize = 0;
    let mut at: usize = 0;
    while let Some(pair) = rest.get(at..at + 2) {
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth = depth.saturating_sub(1),
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn string(rest: &[u8], at: usize) -> (Token, usize) {
    let mut length: usize = 1;
    loop {
        match rest.get(length) {
            Some(b'\\') => length += 2,
            Some(b'"') | None => break,
            Some(_) => length += 1,
        }
    }
    let close = at + length.min(rest.len());
    (Token::Literal(at + 1..close), (close + 1).min(at + rest.len()))
}

/// A character literal, or the quote of a lifetime.
fn character(rest: &[u8], at: usize) -> (Token, usize) {
    let close = if rest.get(1) == Some(&b'\\') {
        // Behind the backslash and the byte it escapes.
        rest.iter().skip(3).position(|byte| *byte == b'\'').map(|more| more + 3)
    } else {
        let width = match rest.get(1) {
            Some(0..0x80) | None => 1,
            Some(0x80..0xe0) => 2,
            Some(0xe0..0xf0) => 3,
            Some(0xf0..) => 4,
        };
        Some(width + 1).filter(|close| rest.get(*close) == Some(&b'\''))
    };
    match close {
        Some(close) => {
            let end = at + close;
            (Token::Literal(at + 1..end), end + 1)
        }
        None => (Token::Code, at + 1),
    }
}

fn word_or_raw_string(rest: &[u8], at: usize) -> (Token, usize) {
    let length = rest.iter().take_while(|byte| is_word(**byte)).count();
    let word = rest.get(..length).unwrap_or_default();
    let after = rest.get(length..).unwrap_or_default();
    let hashes = after.iter().take_while(|byte| **byte == b'#').count();
    if !matches!(word, b"r" | b"br" | b"cr") || after.get(hashes) != Some(&b'"') {
        return (Token::Code, at + length);
    }
    let open = length + hashes + 1;
    let mut closing = vec![b'"'];
    closing.resize(hashes + 1, b'#');
    let body = rest.get(open..).unwrap_or_default();
    let inside = body.windows(closing.len()).position(|window| window == closing).unwrap_or(body.len());
    let start = at + open;
    let end = start + inside;
    (Token::Literal(start..end), (end + closing.len()).min(at + rest.len()))
}

/// The items that stand under `#[cfg(test)]`.
fn test_items(code: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for mark in ["#[cfg(test)]", "#[cfg(all(test,"] {
        for (start, _) in code.match_indices(mark) {
            found.push(start..item_end(code, start));
        }
    }
    found
}

/// The end of the item that begins here: behind its block, or behind its `;`.
fn item_end(code: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = code.as_bytes().get(at) {
        match byte {
            b'{' => return block_end(code, at),
            b'(' | b'[' => at = block_end(code, at),
            b';' => return at + 1,
            _ => at += 1,
        }
    }
    code.len()
}

/// The offset behind the bracket that closes the one at `open`.
pub(crate) fn block_end(code: &str, open: usize) -> usize {
    let mut depth: usize = 0;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

/// The words of a text (identifiers, keywords, numbers), each with its offset.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at: usize = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.bytes().position(is_word)?;
        let length = text.get(start..)?.bytes().take_while(|byte| is_word(*byte)).count();
        at = start + length;
        Some((start, text.get(start..at)?))
    })
}

/// Where a macro is called, as `name!` and an open bracket: the range between its brackets.
pub(crate) fn macro_calls(code: &str, name: &str) -> Vec<Range<usize>> {
    words(code)
        .filter(|(_, word)| *word == name)
        .filter_map(|(at, word)| {
            let behind = at + word.len();
            let rest = code.get(behind..)?.strip_prefix('!')?;
            let open = behind + 1 + (rest.len() - rest.trim_start().len());
            matches!(code.as_bytes().get(open)?, b'{' | b'(' | b'[').then(|| open..block_end(code, open))
        })
        .collect()
}

/// A thing that other crates can name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PublicItem<'a> {
    pub(crate) offset: usize,
    pub(crate) kind: &'a str,
    pub(crate) name: &'a str,
}

/// The items behind a bare `pub`, the fields behind one (kind `field`), and the macros.
pub(crate) fn public_items(code: &str) -> Vec<PublicItem<'_>> {
    const KINDS: &[&str] = &["fn", "struct", "enum", "trait", "type", "const", "static", "mod", "union"];
    let all: Vec<(usize, &str)> = words(code).collect();
    let mut found = Vec::new();
    for (index, (at, word)) in all.iter().enumerate() {
        let mut rest = all.iter().skip(index + 1).copied();
        let between = |end: usize| cut(code, at + word.len()..end);
        match *word {
            "macro_rules" => {
                found.extend(rest.next().map(|(offset, name)| PublicItem { offset, kind: "macro", name }));
            }
            "pub" => {
                let Some((first, mut kind)) = rest.next() else { continue };
                if !between(first).trim().is_empty() {
                    continue; // pub(crate), pub $name
                }
                let behind = code.get(first + kind.len()..).unwrap_or_default();
                if behind.starts_with(':') && !behind.starts_with("::") {
                    found.push(PublicItem { offset: first, kind: "field", name: kind });
                    continue;
                }
                let mut named = rest.next();
                while let Some((_, next @ ("fn" | "unsafe" | "async" | "extern" | "mut" | "trait"))) = named {
                    kind = if next == "mut" { kind } else { next };
                    named = rest.next();
                }
                let Some((offset, name)) = named else { continue };
                let from_macro =
                    offset.checked_sub(1).and_then(|before| code.as_bytes().get(before)) == Some(&b'$');
                if KINDS.contains(&kind) && !from_macro {
                    found.push(PublicItem { offset, kind, name });
                }
            }
            _ => {}
        }
    }
    found
}

/// The paths that `use` brings in, groups written out: `use a::{b, c as d};` gives `a::b` and `a::c`.
pub(crate) fn uses(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in words(code).filter(|(_, word)| *word == "use") {
        let start = at + 3;
        let rest = code.get(start..).unwrap_or_default();
        let tree = rest.split(';').next().unwrap_or_default();
        // `use<'a>` of a return type is no import.
        if !tree.starts_with('<') {
            expand(tree.trim(), "", &mut |path| found.push((at, path)));
        }
    }
    found
}

fn expand(tree: &str, prefix: &str, found: &mut dyn FnMut(String)) {
    let tree = tree.trim();
    match tree.split_once('{') {
        None => {
            let path = tree.split_whitespace().next().unwrap_or_default();
            if !path.is_empty() {
                found(format!("{prefix}{path}").trim_start_matches("::").to_owned());
            }
        }
        Some((head, _)) => {
            let open = head.len();
            let end = block_end(tree, open).saturating_sub(1);
            let prefix = format!("{prefix}{}", head.trim());
            for part in split_top(cut(tree, open + 1..end), b',') {
                expand(part, &prefix, found);
            }
        }
    }
}

/// Splits at a separator that stands in no bracket.
pub(crate) fn split_top(text: &str, separator: u8) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth): (usize, usize) = (0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ if byte == separator && depth == 0 => {
                parts.push(cut(text, start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(cut(text, start..text.len()));
    parts
}

#[cfg(test)]
mod tests;
