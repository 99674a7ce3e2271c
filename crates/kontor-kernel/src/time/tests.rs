use proptest::prelude::{prop_assert_eq, proptest};

use super::*;

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

#[test]
fn a_moment_is_written_in_utc_with_microseconds() {
    let table = [
        ("2026-11-24T18:36:00.123456Z", "2026-11-24T18:36:00.123456Z"),
        ("2026-11-24T18:36:00Z", "2026-11-24T18:36:00.000000Z"),
        ("2026-11-24T19:36:00.5+01:00", "2026-11-24T18:36:00.500000Z"),
        ("2026-11-24T13:06:00-05:30", "2026-11-24T18:36:00.000000Z"),
        ("2026-11-24t18:36:00z", "2026-11-24T18:36:00.000000Z"),
        ("2026-11-24T18:36:00.1234569Z", "2026-11-24T18:36:00.123456Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ];
    for (text, expected) in table {
        let moment = moment(text);
        assert_eq!(format!("{moment} {moment:?}"), format!("{expected} {expected}"), "{text}");
        assert_eq!(serde_json::to_string(&moment).unwrap(), format!("\"{expected}\""));
        assert_eq!(serde_json::from_str::<Timestamp>(&format!("\"{text}\"")).unwrap(), moment);
        assert_eq!(Timestamp::from_cell(moment.to_cell()), Ok(moment));
    }
    assert_eq!(moment("1970-01-01T00:00:01Z").micros(), 1_000_000);
    assert_eq!(moment("1970-01-01T00:00:01Z").to_cell(), Cell::Int(1_000_000));
}

#[test]
fn what_leaves_the_moment_open_is_refused() {
    for text in [
        "",
        "now",
        "2026-11-24",
        "2026-11-24T18:36:00",
        "2026-11-24T25:00:00Z",
        "2026-02-30T00:00:00Z",
        "1764009360",
    ] {
        let error = text.parse::<Timestamp>().unwrap_err();
        assert_eq!(error.to_string(), "expected a moment such as 2026-11-24T18:36:00Z", "{text:?}");
    }
    assert!(serde_json::from_str::<Timestamp>("1764009360").is_err());
}

#[test]
fn moments_are_moved_and_stop_at_the_ends() {
    let start = moment("2026-11-24T18:36:00Z");
    let hour = Duration::from_secs(3_600);
    assert_eq!(start.plus(hour), moment("2026-11-24T19:36:00Z"));
    assert_eq!(start.plus(hour).minus(hour), start);
    let (first, last) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
    assert_eq!((start.plus(Duration::MAX), last.plus(hour)), (last, last));
    assert_eq!(first.minus(hour), first);
    assert_eq!(last.to_string(), "9999-12-30T22:00:00.999999Z");
    assert_eq!(zone("UTC").date_at(last), date("9999-12-30"));
    assert_eq!(zone("UTC").date_at(first).as_str(), "0000-01-01");
}

#[test]
fn a_day_is_one_of_the_calendar() {
    for text in ["2026-11-24", "0001-01-01", "9999-12-31", "2024-02-29"] {
        let date = date(text);
        assert_eq!(format!("{date} {date:?}"), format!("{text} {text}"));
        assert_eq!(serde_json::to_string(&date).unwrap(), format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Date>(&format!("\"{text}\"")).unwrap(), date);
        assert_eq!(date.to_cell(), Cell::Text(text));
        assert_eq!(Date::from_cell(Cell::Text(text)), Ok(date));
    }
    for text in [
        "",
        "2026-02-29",
        "2026-13-01",
        "2026-1-1",
        "20261124",
        "24.11.2026",
        "0000-01-01",
        "-000001-01-01",
        "+002026-11-24",
        "2026-W48-2",
        "2026-11-24T00:00",
        "2026-11-24T18:36:00Z",
        " 2026-11-24",
    ] {
        assert!(text.parse::<Date>().is_err(), "{text:?}");
        assert!(Date::from_cell(Cell::Text(text)).is_err(), "{text:?}");
    }
    assert_eq!(Date::ymd(2026, 11, 24), Ok(date("2026-11-24")));
    assert_eq!(Date::ymd(2026, 11, 31), Err(BAD_DATE));
    assert_eq!(Date::ymd(-1, 1, 1), Err(BAD_DATE));
    assert_eq!(date("2026-11-24").year(), 2026);
    assert!(date("2026-11-24") < date("2026-12-01"));
}

#[test]
fn days_are_counted_over_months_and_leap_years() {
    let table = [
        ("2026-11-24", 14, Some("2026-12-08")),
        ("2024-02-28", 1, Some("2024-02-29")),
        ("2026-01-01", -1, Some("2025-12-31")),
        ("2026-01-01", 0, Some("2026-01-01")),
        ("9999-12-31", 1, None),
        ("0001-01-01", -1, None),
        ("2026-01-01", i64::MAX, None),
        ("2026-01-01", i64::MIN, None),
    ];
    for (from, days, expected) in table {
        assert_eq!(date(from).add_days(days), expected.map(date), "{from} + {days}");
    }
}

#[test]
fn the_day_depends_on_the_zone() {
    let table = [
        ("2026-11-24T22:59:59Z", "Europe/Berlin", "2026-11-24"),
        ("2026-11-24T23:00:00Z", "Europe/Berlin", "2026-11-25"),
        // In summer the day begins an hour earlier.
        ("2026-07-24T22:00:00Z", "Europe/Berlin", "2026-07-25"),
        ("2026-11-24T23:00:00Z", "UTC", "2026-11-24"),
        ("2026-11-24T23:00:00Z", "America/New_York", "2026-11-24"),
        ("2026-11-24T23:00:00Z", "Pacific/Auckland", "2026-11-25"),
    ];
    for (at, name, expected) in table {
        assert_eq!(zone(name).date_at(moment(at)), date(expected), "{at} in {name}");
    }
}

#[test]
fn a_day_begins_where_the_zone_says() {
    let table = [
        ("2026-11-24", "Europe/Berlin", "2026-11-23T23:00:00Z"),
        ("2026-07-24", "Europe/Berlin", "2026-07-23T22:00:00Z"),
        // Midnight was skipped: the clocks went from 00:00 to 01:00.
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        ("9999-12-31", "UTC", "9999-12-30T22:00:00.999999Z"),
    ];
    for (day, name, expected) in table {
        assert_eq!(zone(name).start_of(date(day)), moment(expected), "{day} in {name}");
    }
}

#[test]
fn a_zone_is_known_by_its_name() {
    for text in ["Europe/Berlin", "europe/berlin", "EUROPE/BERLIN"] {
        let zone = zone(text);
        assert_eq!(format!("{zone} {zone:?} {}", zone.as_str()), "Europe/Berlin Europe/Berlin Europe/Berlin");
        assert_eq!(serde_json::to_string(&zone).unwrap(), "\"Europe/Berlin\"");
        assert_eq!(serde_json::from_str::<Zone>(&format!("\"{text}\"")).unwrap(), zone);
        assert_eq!(zone.to_cell(), Cell::Text("Europe/Berlin"));
        assert_eq!(Zone::from_cell(zone.to_cell()).unwrap(), zone);
    }
    assert_ne!(zone("Europe/Berlin"), zone("Europe/Vienna"));
    for text in ["", "Berlin", "Europe/Atlantis", "+01:00", "CET-1CEST", "Etc/Unknown", "../../etc/passwd"] {
        assert!(text.parse::<Zone>().is_err(), "{text:?}");
    }
}

#[test]
fn a_fixed_clock_is_turned_by_hand() {
    let start = moment("2026-11-24T18:36:00Z");
    let clock = FixedClock::new(start);
    assert_eq!((clock.now(), clock.now()), (start, start));
    clock.advance(Duration::from_micros(5));
    assert_eq!(clock.now(), Timestamp::from_micros(start.micros() + 5));
    clock.set(start);
    assert_eq!(clock.now(), start);
    clock.advance(Duration::MAX);
    assert_eq!(clock.now().micros(), i64::MAX);
}

#[test]
fn the_machines_clock_is_past_the_day_this_was_written() {
    let clock: &dyn Clock = &SystemClock;
    let first = clock.now();
    assert!(first > moment("2025-01-01T00:00:00Z") && first < moment("2200-01-01T00:00:00Z"), "{first}");
}

proptest! {
    #[test]
    fn every_moment_is_read_back(micros in -62_135_596_800_000_000..253_402_207_200_999_999_i64) {
        let moment = Timestamp::from_micros(micros);
        prop_assert_eq!(moment.to_string().parse(), Ok(moment));
    }

    #[test]
    fn every_day_is_read_back_and_counted_back(days in 0..3_652_059_i64, more in -1_000_000..1_000_000_i64) {
        let day = date("0001-01-01").add_days(days).unwrap();
        prop_assert_eq!(day.to_string(), day.day.to_string());
        prop_assert_eq!(day.to_string().parse(), Ok(day));
        if let Some(other) = day.add_days(more) {
            prop_assert_eq!(other.add_days(-more), Some(day));
        }
    }

    #[test]
    fn a_day_begins_on_that_day(days in 1..3_000_000_i64, name in "Europe/Berlin|UTC|Asia/Kolkata|America/New_York") {
        let (day, zone) = (date("0001-01-01").add_days(days).unwrap(), zone(&name));
        let start = zone.start_of(day);
        prop_assert_eq!(zone.date_at(start), day);
        prop_assert_eq!(Some(zone.date_at(start.minus(Duration::from_micros(1)))), day.add_days(-1));
    }
}
