//! Countries by code or name.
//!
//! `countries.txt` has a line for each country of ISO 3166-1: its alpha-2 and alpha-3 code, then its names, most usual
//! first. These are the short names of the standard and of the Unicode CLDR in English and German, and what else
//! people and shops write.

use std::collections::HashMap;
use std::sync::LazyLock;

static COUNTRIES: &str = include_str!("countries.txt");

/// The alpha-2 code of each country, by its codes and names as [`fold`] leaves them.
static CODES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut codes = HashMap::new();
    for (code, names) in COUNTRIES.lines().filter_map(parse) {
        codes.insert(fold(code), code);
        for name in names {
            codes.insert(fold(name), code);
            codes.insert(fold(&spelt_out(name)), code);
        }
    }
    codes
});

/// Code and names of a line.
fn parse(line: &'static str) -> Option<(&'static str, impl Iterator<Item = &'static str>)> {
    let (code, rest) = line.split_once(' ')?;
    let (long_code, names) = rest.split_once(' ')?;
    Some((code, std::iter::once(long_code).chain(names.split(" | "))))
}

/// The alpha-2 code (ISO 3166-1) of a country: from its alpha-2 or alpha-3 code, or from a name of it in English or
/// German, such as `Deutschland`, `Czech Republic`, `EIRE`, `USA`, `UK`. Capitals, accents, blanks and dots make no
/// difference, and umlauts may be spelt out.
///
/// `None` for what is no country of the standard: `Unspecified`, `European Community`, `West Indies`. So is `Channel
/// Islands`: Jersey (JE) and Guernsey (GG) each have a code, both together have none, and a guess would end up in an
/// address and a tax report. `Korea` is the southern one and `Congo` the one whose capital is Brazzaville, as the
/// standard has it; the parts of the United Kingdom are GB.
#[must_use]
pub fn code(name_or_code: &str) -> Option<&'static str> {
    CODES.get(&fold(name_or_code)).copied()
}

/// Letters and digits alone, in lower case and without accents.
fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            '&' => folded.push_str("and"),
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ď' | 'đ' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ğ' => folded.push('g'),
            'ì'..='ï' | 'ī' | 'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'š' | 'ş' => folded.push('s'),
            'ß' => folded.push_str("ss"),
            'ť' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'æ' => folded.push_str("ae"),
            // An accent that stands behind its letter is no letter, so it goes like blanks and dots.
            other if other.is_alphanumeric() => folded.push(other),
            _ => {}
        }
    }
    folded
}

/// Umlauts as two letters.
fn spelt_out(name: &str) -> String {
    name.replace('ä', "ae")
        .replace('Ä', "Ae")
        .replace('ö', "oe")
        .replace('Ö', "Oe")
        .replace('ü', "ue")
        .replace('Ü', "Ue")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn countries_are_found_by_code_and_name() {
        for (code_or_name, expected) in [
            ("DE", "DE"),
            ("de", "DE"),
            (" DEU ", "DE"),
            ("Germany", "DE"),
            ("DEUTSCHLAND", "DE"),
            ("Bundesrepublik Deutschland", "DE"),
            ("Österreich", "AT"),
            ("Osterreich", "AT"),
            ("OESTERREICH", "AT"),
            ("O\u{308}sterreich", "AT"),
            ("Daenemark", "DK"),
            ("Süd-Korea", "KR"),
            ("Korea", "KR"),
            ("United Kingdom", "GB"),
            ("UK", "GB"),
            ("U.K.", "GB"),
            ("England", "GB"),
            ("Großbritannien", "GB"),
            ("GROSSBRITANNIEN", "GB"),
            ("Schottland", "GB"),
            ("EIRE", "IE"),
            ("Éire", "IE"),
            ("USA", "US"),
            ("U.S.A.", "US"),
            ("Vereinigte Staaten", "US"),
            ("RSA", "ZA"),
            ("Czech Republic", "CZ"),
            ("Tschechien", "CZ"),
            ("Holland", "NL"),
            ("The Netherlands", "NL"),
            ("Cote d’Ivoire", "CI"),
            ("Bosnia and Herzegovina", "BA"),
            ("Bosnia & Herzegovina", "BA"),
            ("Bosnien und Herzegowina", "BA"),
            ("Saint Lucia", "LC"),
            ("St Lucia", "LC"),
            ("Turkey", "TR"),
            ("Türkiye", "TR"),
            ("Guinea", "GN"),
            ("Guinea-Bissau", "GW"),
            ("Niger", "NE"),
            ("Nigeria", "NG"),
            ("Congo", "CG"),
            ("DR Congo", "CD"),
            ("EL", "GR"),
            ("Hong Kong", "HK"),
            ("Jersey", "JE"),
            ("Guernsey", "GG"),
            ("Viet Nam", "VN"),
            ("United Arab Emirates", "AE"),
            ("Lithuania", "LT"),
        ] {
            assert_eq!(code(code_or_name), Some(expected), "{code_or_name:?}");
        }
    }

    #[test]
    fn what_is_no_country_has_no_code() {
        for text in [
            "",
            " ",
            "-",
            "?",
            "Unspecified",
            "European Community",
            "EU",
            "Channel Islands",
            "West Indies",
            "Europe",
            "Ausland",
            "Kosovo",
            "XK",
            "XX",
            "276",
            "D",
            "Virgin Islands",
            "日本",
            "Germany, Berlin",
        ] {
            assert_eq!(code(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_table_is_whole_and_nothing_in_it_means_two_countries() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let mut count = 0;
        let mut before = "";
        for line in COUNTRIES.lines() {
            let (alpha_2, names) = parse(line).unwrap();
            let is_code =
                |text: &str, letters| text.len() == letters && text.bytes().all(|b| b.is_ascii_uppercase());
            assert!(is_code(alpha_2, 2) && alpha_2 > before, "{line}");
            let names: Vec<&str> = names.collect();
            assert!(is_code(names[0], 3) && names.len() > 1, "{line}");
            for name in names.into_iter().chain([alpha_2]) {
                assert!(!name.trim().is_empty() && name.trim() == name, "{line}");
                assert_eq!(code(name), Some(alpha_2), "{name:?} means another country as well");
                for key in [fold(name), fold(&spelt_out(name))] {
                    assert!(key.is_ascii(), "{key:?} keeps a letter that has an accent");
                    assert_eq!(*seen.entry(key).or_insert(alpha_2), alpha_2, "{name:?}");
                }
            }
            before = alpha_2;
            count += 1;
        }
        assert_eq!(count, 249, "officially assigned codes of ISO 3166-1 as of 2026");
    }
}
