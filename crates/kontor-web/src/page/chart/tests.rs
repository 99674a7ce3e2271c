//! Charts say their figures in words, and every mark lies within the picture.

use super::*;
use crate::page::tests::visit;

fn chart<'a>(labels: &'a [&'a str], series: &'a [Series<'a>]) -> Chart<'a> {
    Chart { title: "Sales & more", labels, series, room: Room::Half }
}

fn plain(value: i64) -> String {
    value.to_string()
}

#[test]
fn every_chart_has_a_name_its_figures_and_no_style() {
    let (labels, values) = (["W1", "W<2>"], [10, 40]);
    let series = [
        Series { name: "Sales", values: &values, show: &plain },
        Series { name: "Orders", values: &values, show: &plain },
    ];
    let visit = visit();
    let chart = chart(&labels, &series);
    let first: kontor_kernel::Date = "2026-11-24".parse().unwrap();
    for (name, html) in [
        ("bar", bar(&visit, &chart)),
        ("bar_and_line", bar_and_line(&visit, &chart)),
        ("stacked", stacked(&visit, &chart)),
        ("horizontal", horizontal(&visit, &chart)),
        ("line", line(&visit, &chart)),
        ("area", area(&visit, &chart)),
        ("heat", heat(&visit, "Sales & more", first, &series[0])),
    ] {
        let html = html.into_string();
        assert!(html.contains("role=\"img\" aria-label=\"Sales &amp; more\""), "{name}");
        assert!(html.contains("<td class=\"num\">40</td>"), "{name}");
        assert!(html.contains("<title>"), "{name}");
        assert!(!html.contains("style=") && !html.contains("W<2>"), "{name}");
    }
}

#[test]
fn a_bar_stands_on_zero_and_hangs_below_it() {
    let values = [10, -5];
    let series = [Series { name: "Result", values: &values, show: &plain }];
    let html = bar(&visit(), &chart(&["A", "B"], &series)).into_string();
    // The axis goes from -5 to 10 over the 204 px between top and bottom: zero lies at 10 + 204 × 10 ÷ 15 = 146.
    assert!(html.contains("y=\"10\" height=\"136\""), "{html}");
    assert!(html.contains("y=\"146\" height=\"68\""), "{html}");
}

#[test]
fn parts_stand_upon_each_other() {
    let (first, second) = ([30], [20]);
    let series = [
        Series { name: "A", values: &first, show: &plain },
        Series { name: "B", values: &second, show: &plain },
    ];
    let html = stacked(&visit(), &chart(&["x"], &series)).into_string();
    // 0 to 60 over 204 px: the first from 112 to 214, the second upon it from 44 to 112.
    assert!(html.contains("y=\"112\" height=\"102\"") && html.contains("y=\"44\" height=\"68\""), "{html}");
}

#[test]
fn nothing_to_show_is_no_picture_and_no_panic() {
    let none = chart(&[], &[]);
    for html in
        [bar(&visit(), &none), line(&visit(), &none), stacked(&visit(), &none), horizontal(&visit(), &none)]
    {
        assert_eq!(html.into_string(), "");
    }
    let series = [Series { name: "A", values: &[], show: &plain }];
    for draw in [bar, line, area, stacked, horizontal, bar_and_line] {
        assert!(draw(&visit(), &chart(&[], &series)).into_string().contains("<svg"));
    }
    assert!(spark(&[]).into_string().contains("<svg"));
    assert!(spark(&[i64::MIN, i64::MAX]).into_string().contains("M2 22"));
}
