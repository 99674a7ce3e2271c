//! Writes a page of every sort to `target/gallery`, with the real style and script, to be looked at in a browser:
//! `python3 -m http.server` in the root of the repository, then `/target/gallery/board.html`.

use std::path::Path;

use kontor_kernel::{Amount, Currency, Date};
use maud::{Markup, html};

use super::super::chart::Series;
use super::super::*;
use super::looking_at;
use crate::console::{Flash, Visit};
use crate::{Language, Problem};

struct Draft {
    name: &'static str,
    path: &'static str,
    title: &'static str,
    heading: Option<Markup>,
    tools: Markup,
    body: Markup,
    is_bare: bool,
    flash: Option<Flash>,
}

impl Draft {
    fn new(name: &'static str, path: &'static str, title: &'static str) -> Self {
        Self {
            name,
            path,
            title,
            heading: None,
            tools: html! {},
            body: html! {},
            is_bare: false,
            flash: None,
        }
    }

    fn write(self, folder: &Path) {
        for theme in ["light", "dark"] {
            let visit = looking_at(Language::German, self.path, theme);
            let main = html! {
                main #main tabindex="-1" data-live="orders" data-position="7" {
                    header.head {
                        @match &self.heading { Some(heading) => (heading), None => h1 { (self.title) } }
                        @if !self.tools.0.is_empty() { div.head-tools { (self.tools) } }
                    }
                    (self.body)
                }
            };
            let document = shell(
                &visit,
                &Shell {
                    title: self.title,
                    main,
                    toasts: toasts(&visit, self.flash.as_ref()),
                    is_bare: self.is_bare,
                },
            );
            let file = folder.join(format!("{}-{theme}.html", self.name));
            std::fs::write(file, document.into_string()).unwrap();
        }
    }
}

fn visit() -> Visit {
    looking_at(Language::German, "/orders", "light")
}

fn euro(minor: i64) -> String {
    format::money(Amount::new(minor), Currency::EUR, Language::German)
}

#[test]
fn every_sort_of_page_is_drawn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    for draft in [
        board(),
        order(),
        today(),
        entry(),
        wrong(),
        sign_in(),
        figures(),
        question(),
        nothing(),
        note(),
        till(),
    ] {
        let name = draft.name;
        draft.write(&folder);
        let text = std::fs::read_to_string(folder.join(format!("{name}-dark.html"))).unwrap();
        assert!(text.contains("<main id=\"main\"") && text.contains("data-theme=\"dark\""), "{name}");
        assert!(!text.contains(" style="), "{name}: the policy forbids styles in the markup");
        assert!(!text.contains("http"), "{name}: no other host is asked");
    }
}

fn columns() -> [Column<'static>; 7] {
    [
        Column::text("Auftrag", Small::Title).sorted("?sort=number", None),
        Column::text("Eingang", Small::Hidden).sorted("?sort=at", Some(Direction::Down)),
        Column::text("Kunde", Small::Sub),
        Column::text("Ort", Small::Hidden),
        Column::text("Status", Small::Foot),
        Column::number("Artikel", Small::Hidden),
        Column::number("Summe", Small::Side).sorted("?sort=total", None),
    ]
}

fn rows() -> Vec<Row> {
    let customers = [
        ("Café Größenwahn & Söhne OHG", "München"),
        ("Jörg Hübner", "Bremen"),
        ("Hotel Seeblick", "Konstanz"),
        ("Rösterei Nordlicht", "Kiel"),
        ("Bistro Zwölf", "Hamburg"),
        ("Weinhaus Straßer", "Trier"),
        ("Bürobedarf Kühn GmbH", "Köln"),
    ];
    let states = [
        (Tone::Info, "Verpackt"),
        (Tone::Warn, "Wartet auf Zahlung"),
        (Tone::Info, "Kommissionierung"),
        (Tone::Idle, "Neu"),
        (Tone::Bad, "Klärfall"),
        (Tone::Ok, "Versendet"),
    ];
    (0..24_i64)
        .zip(customers.iter().cycle())
        .zip(states.iter().cycle())
        .map(|((index, (name, place)), (tone, word))| {
            let number = format!("SO-2026-{:06}", 10_838 - index);
            Row {
                id: format!("ord-{index}"),
                href: Some(format!("/orders/ord_{index}")),
                value: Some(format!("ord_{index}")),
                name: number.clone(),
                cells: vec![
                    html! { (number) },
                    html! { span.muted { "24.11.2026 " (16 - index / 6) ":" (format!("{:02}", 59 - index * 7 % 60)) } },
                    html! { (name) },
                    html! { span.muted { (place) } },
                    badge(*tone, word),
                    html! { (index * 7 % 17 + 1) },
                    html! { (euro(4_990 + index * 37_119 % 231_000)) },
                ],
            }
        })
        .collect()
}

fn board() -> Draft {
    let visit = visit();
    let tab = |label, count, is_current| Tab { label, href: "/orders", count: Some(count), is_current };
    let tools = html! {
        (filter(&visit, &Filter {
            action: "/orders", query: "", placeholder: "Nummer, Kunde, Artikel …", keep: &[("tab", "all")], more: html! {},
        }))
        (action(&visit, &Action::new("Export", Target::Link("/orders.csv"))))
        (action(&visit, &Action::primary("Neuer Auftrag", Target::Link("/orders/new")).key("n")))
    };
    let body = html! {
        (tabs("Ansichten", &[
            tab("Alle", 24, true), tab("Neu", 4, false), tab("Wartet auf Zahlung", 4, false), tab("Kommissionierung", 5, false),
            tab("Verpackt", 3, false), tab("Versendet", 6, false), tab("Klärfall", 2, false),
        ]))
        (data_table(&visit, &Table {
            id: "orders", caption: "Aufträge", columns: &columns(), rows: &rows(), select: Some("bulk"), empty: html! {}, foot: None,
        }))
        (pager(&visit, Some("/orders"), Some("/orders?after=x")))
        (bulk(&visit, &Bulk { form: "bulk", action: "/orders/bulk", deeds: &[
            ("ship", "Versenden", Some("v")), ("invoices", "Rechnungen drucken", None), ("labels", "Etiketten", None),
        ] }))
    };
    Draft { tools, body, ..Draft::new("board", "/orders", "Aufträge") }
}

fn course() -> Vec<Entry<'static>> {
    let happened = |at, who, tone, text: &'static str| Entry {
        id: "",
        at,
        who,
        tone,
        text: html! { (text) },
        detail: None,
    };
    vec![
        Entry {
            detail: Some(("Buchungen", html! { p.muted { "1210 an 1590: 954,34 €" } })),
            ..happened(
                "Heute, 10:42",
                "Jana (Lager)",
                Tone::Bad,
                "Klärfall: 2 × TA-3310 fehlen am Platz C-02-4",
            )
        },
        happened("Heute, 10:31", "Jana (Lager)", Tone::Info, "Kommissionierung gestartet (Welle 118)"),
        happened("Heute, 09:58", "Bankabgleich", Tone::Ok, "Zahlung 954,34 € verbucht, Vorkasse"),
        happened("Heute, 09:57", "System", Tone::Ok, "Bestand reserviert: 48 Stück, 4 Positionen"),
        happened("Gestern, 21:14", "Shop-Anbindung", Tone::Idle, "Auftrag aus Shop „kontor.de“ übernommen"),
    ]
}

fn positions(visit: &Visit) -> Markup {
    let columns = [
        Column::text("Artikel", Small::Title),
        Column::text("Bezeichnung", Small::Sub),
        Column::text("Lagerplatz", Small::Hidden),
        Column::number("Menge", Small::Foot),
        Column::number("Verfügbar", Small::Hidden),
        Column::number("Netto", Small::Side),
    ];
    let line =
        |sku: &'static str, name: &'static str, place: &'static str, count: i64, stock: Markup, net: i64| {
            Row {
                id: format!("line-{sku}"),
                href: Some(format!("/stock/{sku}")),
                cells: vec![
                    html! { (sku) },
                    html! { (name) },
                    html! { span.muted { (place) } },
                    html! { (count) },
                    stock,
                    html! { (euro(net)) },
                ],
                ..Row::default()
            }
        };
    let lines = [
        line("KF-1001", "Espressobohnen „Kontor No. 1“ 1 kg", "A-03-2", 12, html! { "340" }, 22_680),
        line("MG-2040", "Handmühle aus Edelstahl", "B-11-1", 2, html! { "18" }, 17_900),
        line("TA-3310", "Keramiktasse 300 ml, mattschwarz", "C-02-4", 24, badge(Tone::Bad, "22"), 35_760),
        line("FL-4105", "Filtertüten Gr. 4, ungebleicht", "A-01-1", 10, html! { "900" }, 3_990),
    ];
    data_table(
        visit,
        &Table {
            id: "lines",
            caption: "Positionen",
            columns: &columns,
            rows: &lines,
            select: None,
            empty: html! {},
            foot: Some(&[
                html! { "4 Positionen" },
                html! {},
                html! {},
                html! { "48" },
                html! {},
                html! { (euro(80_330)) },
            ]),
        },
    )
}

fn order() -> Draft {
    let visit = visit();
    let entries = course();
    let step = |label, state, detail| Step { label, state, detail };
    let body = html! {
        (strip("Stand", &[
            step("Eingang", StepState::Done, "23.11. 21:14"), step("Bezahlt", StepState::Done, "24.11. 09:58"),
            step("Kommissioniert", StepState::Bad, "2 fehlen"), step("Verpackt", StepState::Now, ""),
            step("Versendet", StepState::Todo, ""), step("Abgeschlossen", StepState::Todo, ""),
        ]))
        (notice(Tone::Warn, "Paul hat diesen Auftrag vor einer Minute geändert.",
            &html! { p { "Menge von TA-3310: 20 → 24. Ihre Eingaben stehen noch da: prüfen und noch einmal senden." } }))
        (split(
            &html! {
                (positions(&visit))
                (card("Verlauf", &timeline(&entries)))
            },
            &html! {
                (card_with("Kunde", &action(&visit, &Action { weight: Weight::Quiet, ..Action::new("Ändern", Target::Link("/x")) }), &facts(&[
                    ("Name", html! { a href="/customers/x" { "Café Größenwahn & Söhne OHG" } }), ("Ort", html! { "München" }),
                    ("Aufträge", html! { "14 · 12.480,00 € Umsatz" }), ("Bonität", badge(Tone::Ok, "Gut")),
                ])))
                (card("Beträge", &totals(&[("Netto", euro(80_330)), ("USt", euro(15_263)), ("Brutto", euro(95_593))])))
                (card("Dokumente", &facts(&[
                    ("Rechnung", html! { a href="/x" { "RE-2026-04711.pdf" } " " (badge(Tone::Idle, "Entwurf")) }),
                    ("Etikett", html! { span.muted { "noch keins – entsteht beim Verpacken" } }),
                ])))
            },
        ))
    };
    let tools = actions(
        &visit,
        &[
            Action::new("Lieferschein", Target::Link("/x")),
            Action {
                weight: Weight::Danger,
                ..Action::new("Stornieren", Target::Sheet("question-light.html"))
            },
            Action {
                closed: Some("Erst wenn alles verpackt ist."),
                ..Action::new("Versenden", Target::Link(""))
            },
            Action::primary("Verpacken", Target::Post("/orders/x/pack", &[("_version", "7")])).key("v"),
        ],
    );
    let heading = heading(Some(("Aufträge", "/orders")), "SO-2026-010838", &[(Tone::Info, "Verpackt")]);
    let flash = Flash::new("2 Positionen reserviert.").undone_by("/x", vec![("a".into(), "b".into())]);
    Draft {
        heading: Some(heading),
        tools,
        body,
        flash: Some(flash),
        ..Draft::new("order", "/orders/x", "SO-2026-010838")
    }
}

fn today() -> Draft {
    let line: [i64; 8] = [40, 42, 39, 45, 47, 46, 52, 58];
    let card_of = |label, value, change, note| {
        stat(&Stat { label, value, change: Some(change), note, href: Some("/orders"), line: &line })
    };
    let body = html! {
        (grid(&[
            card_of("Umsatz heute", "4.189,20 €", (Tone::Ok, "+19,0 %"), "gegen Di. davor"),
            card_of("Aufträge", "47", (Tone::Ok, "+18,6 %"), ""),
            card_of("Ø Warenkorb", "88,75 €", (Tone::Idle, "+0,3 %"), ""),
            card_of("Lieferzeit Median", "26 h", (Tone::Bad, "+3 h"), ""),
        ]))
        (split(
            &card("Braucht jemanden", &html! {
                (task(Tone::Info, "12", "Aufträge sind zu versenden", "/orders?tab=to_ship", Some("1")))
                (task(Tone::Bad, "3", "Artikel fehlen für bezahlte Aufträge", "/stock", Some("2")))
                (task(Tone::Warn, "7", "Rechnungen sind überfällig, 2.310,40 €", "/invoices", Some("3")))
                (task(Tone::Idle, "2", "Zahlungen ohne Zuordnung", "/payments", None))
            }),
            &card("Zuletzt", &timeline(&[Entry {
                id: "e1", at: "Heute, 10:42", who: "Jana", tone: Tone::Ok, text: html! { "SO-2026-010838 versendet" }, detail: None,
            }])),
        ))
    };
    Draft { body, ..Draft::new("today", "/", "Heute") }
}

fn entry() -> Draft {
    let visit = visit();
    let pays = [
        Choice::new("invoice", "Auf Rechnung, 14 Tage"),
        Choice::new("prepaid", "Vorkasse"),
        Choice { closed: Some("erst mit einer TSE"), ..Choice::new("cash", "Bar") },
    ];
    let lookup = |href, chosen| Kind::Lookup(Lookup { href, id: Some(("customer_id", "")), chosen });
    let body = form(
        &visit,
        "/orders/new",
        None,
        &html! {
            (steps("Schritte", &[
                Step { label: "Händler", state: StepState::Done, detail: "" }, Step { label: "Steuer", state: StepState::Now, detail: "" },
                Step { label: "Erster Artikel", state: StepState::Todo, detail: "" }, Step { label: "Fertig", state: StepState::Todo, detail: "" },
            ]))
            (split(
                &html! {
                    (card("Kunde", &fields(&[
                        field(&visit, &Field {
                            kind: lookup("/lookup/customers", "K-20417 · München · 14 Aufträge"), value: "Café Größenwahn",
                            is_required: true, has_focus: true, key: Some("c"), hint: "Name, Nummer oder Mail; neue legen Sie mit Enter an.",
                            ..Field::new("customer", "Kunde")
                        }),
                        field(&visit, &Field { kind: Kind::Select(&pays), value: "invoice", ..Field::new("pays", "Zahlung") }),
                        field(&visit, &Field { kind: Kind::Date, value: "2026-11-26", ..Field::new("due", "Liefertag") }),
                    ])))
                    (card("Positionen", &html! {
                        (fields(&[
                            field(&visit, &Field { kind: Kind::Scan, placeholder: "Name, Nummer oder Scan", ..Field::new("lines[0][sku]", "Artikel") }),
                            field(&visit, &Field { kind: Kind::Decimal, value: "12", ..Field::new("lines[0][quantity]", "Menge") }),
                            field(&visit, &Field { kind: Kind::Decimal, value: "18,90", error: "Der Preis liegt unter dem Einkauf: mindestens 19,20 €.", ..Field::new("lines[0][price]", "Einzelpreis") }),
                        ]))
                    }))
                    (card("Bemerkung", &fields(&[
                        field(&visit, &Field { kind: Kind::TextArea, value: "Bitte hinten anliefern.", ..Field::new("note", "Für das Lager") }),
                        field(&visit, &Field { kind: Kind::Radio(&pays), value: "prepaid", ..Field::new("way", "Zahlungsweg") }),
                        field(&visit, &Field { kind: Kind::Check, value: "true", hint: "Der Kunde bekommt eine Mail.", ..Field::new("mail", "Bestätigung senden") }),
                    ])))
                },
                &card("Summe", &html! {
                    (totals(&[("Netto", euro(22_680)), ("USt 7 %", euro(1_588)), ("Brutto", euro(24_268))]))
                    (actions(&visit, &[Action::primary("Annehmen", Target::Send("")).key("Ctrl Enter")]))
                }),
            ))
        },
    );
    Draft { body, ..Draft::new("entry", "/orders/new", "Neuer Auftrag") }
}

fn wrong() -> Draft {
    let visit = visit();
    let problem = Problem::new(422, "unknown_sku", "There is no product FX-1.")
        .german("Es gibt keinen Artikel FX-1: prüfen Sie die Nummer.")
        .at("lines/0/sku");
    let body = html! {
        (problem_notice(&visit, &problem))
        (card("Positionen", &form(&visit, "/x", Some(7), &html! {
            (field(&visit, &Field { value: "FX-1", ..Field::new("lines[0][sku]", "Artikel") }.with_problem(&visit, Some(&problem))))
            (actions(&visit, &[Action::primary("Speichern", Target::Send(""))]))
        })))
    };
    Draft { body, ..Draft::new("wrong", "/orders/new", "Neuer Auftrag") }
}

fn sign_in() -> Draft {
    let visit = visit();
    let body = card(
        "Willkommen zurück",
        &html! {
            (form(&visit, "/sign-in", None, &html! {
                (field(&visit, &Field { kind: Kind::Mail, has_focus: true, is_required: true, autocomplete: "username webauthn", ..Field::new("mail", "Mail") }))
                (field(&visit, &Field { kind: Kind::Password, is_required: true, ..Field::new("password", "Passwort") }))
                div.actions {
                    (action(&visit, &Action::primary("Anmelden", Target::Send(""))))
                    (passkey_button("Mit Passkey", Passkey::SignIn))
                }
            }))
        },
    );
    Draft { body, is_bare: true, ..Draft::new("sign-in", "/sign-in", "Anmelden") }
}

fn figures() -> Draft {
    let visit = visit();
    let weeks: Vec<String> = (36..48).map(|week| format!("KW {week}")).collect();
    let weeks: Vec<&str> = weeks.iter().map(String::as_str).collect();
    let sales =
        [18_400, 21_300, 19_900, 24_800, 23_200, 26_600, 25_200, 29_000, 31_500, 29_900, 35_200, 41_890]
            .map(|euro| euro * 100);
    let orders = [212, 241, 233, 281, 262, 297, 291, 322, 351, 340, 398, 472];
    let back = [12, 18, 9, 22, 17, 11, 25, 19, 21, 16, 30, 28];
    let whole = |value: i64| format!("{} €", format::number(value / 100, Language::German));
    let count = |value: i64| format::number(value, Language::German);
    let sold = Series { name: "Umsatz", values: &sales, show: &whole };
    let taken = Series { name: "Aufträge", values: &orders, show: &count };
    let returned = Series { name: "Rücksendungen", values: &back, show: &count };
    let title = "Umsatz und Aufträge je Woche";
    let both = chart::Chart { title, labels: &weeks, series: &[sold, taken], room: chart::Room::Wide };
    let (two, one) = ([taken, returned], [sold]);
    let half = |series| chart::Chart { title, labels: &weeks, series, room: chart::Room::Half };
    let days: Vec<i64> = (0..365).map(|day| if day % 7 > 4 { 0 } else { day * 37 % 83 }).collect();
    let first: Date = "2025-12-01".parse().unwrap();
    let names =
        ["Espressobohnen „Kontor No. 1“ 1 kg", "Handmühle", "Keramiktasse 300 ml", "Filtertüten Gr. 4"];
    let body = html! {
        (card(title, &chart::bar_and_line(&visit, &both)))
        div.grid {
            (card("Linien", &chart::line(&visit, &half(&two))))
            (card("Fläche", &chart::area(&visit, &half(&one))))
            (card("Gestapelt", &chart::stacked(&visit, &half(&two))))
            (card("Säulen", &chart::bar(&visit, &half(&two))))
        }
        (card("Artikel", &chart::horizontal(&visit, &chart::Chart {
            labels: &names, series: &[Series { values: &[412_000, 289_000, 199_000, 32_000], ..sold }], ..both
        })))
        (card("Aufträge je Tag", &chart::heat(&visit, "Aufträge je Tag", first, &Series { name: "Aufträge", values: &days, show: &count })))
    };
    Draft { body, ..Draft::new("figures", "/", "Auswertung") }
}

fn question() -> Draft {
    let visit = visit();
    let body = confirm(
        &visit,
        &Confirm {
            action: "/orders/x/cancel",
            effects: &[
                (Tone::Info, "48 Stück werden wieder frei.".into()),
                (
                    Tone::Warn,
                    "954,34 € sind zu erstatten: die Zahlung steht danach unter „zu erstatten“.".into(),
                ),
                (Tone::Idle, "Der Kunde bekommt keine Nachricht.".into()),
            ],
            fields: field(
                &visit,
                &Field { kind: Kind::TextArea, is_required: true, ..Field::new("reason", "Grund") },
            ),
            label: "Auftrag stornieren",
            is_danger: true,
            back: "/orders/x",
        },
    );
    let heading = heading(Some(("SO-2026-010838", "/orders/x")), "Auftrag stornieren?", &[]);
    Draft {
        heading: Some(heading),
        body,
        ..Draft::new("question", "/orders/x/cancel", "Auftrag stornieren?")
    }
}

fn nothing() -> Draft {
    let visit = visit();
    let empty = empty(
        "Noch keine Aufträge. Sie kommen aus Ihrem Shop, aus einer Datei oder von Hand.",
        &action(&visit, &Action::primary("Neuer Auftrag", Target::Link("/orders/new")).key("n")),
    );
    let body = data_table(
        &visit,
        &Table {
            id: "orders",
            caption: "Aufträge",
            columns: &columns(),
            rows: &[],
            select: None,
            empty,
            foot: None,
        },
    );
    Draft { body, ..Draft::new("nothing", "/orders", "Aufträge") }
}

fn note() -> Draft {
    let visit = visit();
    let columns = [
        Column::text("Artikel", Small::Title),
        Column::text("Bezeichnung", Small::Sub),
        Column::number("Menge", Small::Side),
    ];
    let row = |sku: &'static str, name: &'static str, count: &'static str| Row {
        cells: vec![html! { (sku) }, html! { (name) }, html! { (count) }],
        ..Row::default()
    };
    let rows = [
        row("KF-1001", "Espressobohnen „Kontor No. 1“ 1 kg", "12"),
        row("MG-2040", "Handmühle aus Edelstahl", "2"),
    ];
    let body = paper::letter(&paper::Letter {
        sender: "kontor",
        return_line: "Kontor Musterhandel GmbH · Am Sandtorkai 42 · 20457 Hamburg",
        address: &[
            "Café Größenwahn & Söhne OHG",
            "Frau Dr. Änne Übermut",
            "Sendlinger Straße 8",
            "80331 München",
        ],
        facts: &[
            ("Auftrag", "SO-2026-010815".into()),
            ("Datum", "24.11.2026".into()),
            ("Kundennummer", "K-20417".into()),
        ],
        title: "Lieferschein SH-2026-004711",
        body: html! {
            p { "Wir liefern Ihnen wie vereinbart:" }
            (data_table(&visit, &Table { id: "lines", caption: "Positionen", columns: &columns, rows: &rows, select: None, empty: html! {}, foot: None }))
            (totals(&[("Summe netto", euro(320_150)), ("Umsatzsteuer", euro(57_297)), ("Rechnungsbetrag", euro(377_447))]))
        },
        foot: &[
            html! { "Kontor Musterhandel GmbH" br; "20457 Hamburg" },
            html! { "HRB 123456, AG Hamburg" br; "USt-IdNr. DE123456789" },
        ],
    });
    Draft { body, is_bare: true, ..Draft::new("note", "/shipments/x/note", "Lieferschein") }
}

fn till() -> Draft {
    let body = paper::receipt(&paper::Receipt {
        sender: "kontor",
        lines: &["Kontor Musterhandel GmbH", "Am Sandtorkai 42, 20457 Hamburg", "USt-IdNr. DE123456789"],
        facts: &[("Beleg", "RE-2026-04711".into()), ("Zeit", "24.11.2026 16:59".into())],
        sold: &[
            paper::ReceiptLine { name: "Espressobohnen 1 kg", count: "2 × 18,90 €", amount: "37,80 €" },
            paper::ReceiptLine { name: "Keramiktasse 300 ml", count: "1 × 14,90 €", amount: "14,90 €" },
        ],
        sums: &[("Netto", "45,28 €".into()), ("Summe", "52,70 €".into())],
        more: &[
            ("USt 7 % in 37,80 €", "2,47 €".into()),
            ("USt 19 % in 14,90 €", "2,38 €".into()),
            ("Karte", "52,70 €".into()),
        ],
        thanks: "Danke für Ihren Einkauf!",
    });
    Draft { body, is_bare: true, ..Draft::new("till", "/counter/x/receipt", "Beleg") }
}
