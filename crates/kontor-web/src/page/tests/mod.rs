//! What every component must keep: text is escaped, names reach those who don't see, no style in the markup.

mod gallery;

use kontor_kernel::{Actor, Currency};
use maud::html;

use super::*;
use crate::console::{Assets, Looking, NavLink, Permits, Visit};
use crate::{Caller, Language, Problem, Text};

/// A visit by Jana at a merchant in Hamburg.
pub(super) fn visit() -> Visit {
    visit_in(Language::English)
}

pub(super) fn visit_in(language: Language) -> Visit {
    looking_at(language, "/orders/ord_1", "")
}

/// A visit by Jana, who looks at this path.
pub(super) fn looking_at(language: Language, path: &str, theme: &str) -> Visit {
    let caller = Caller {
        org: 1,
        actor: Actor::new("user:usr_1"),
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
    };
    let link = |en, de, href, icon, key| NavLink { label: Text { en, de }, href, icon, key };
    let looking = Looking {
        name: "Jana <Lager>".into(),
        org_name: "Kaffee & Gerät GmbH".into(),
        theme: theme.into(),
        density: String::new(),
        csrf: "c0ffee".into(),
        permits: Permits::new(|_| true),
        nav: vec![
            link("Today", "Heute", "/", "today", "g t"),
            link("Orders", "Aufträge", "/orders", "orders", "g o"),
            link("Counter", "Kasse", "/counter", "counter", "g k"),
            link("Shipping", "Versand", "/shipments", "shipping", "g v"),
            link("Stock", "Bestand", "/stock", "stock", "g s"),
            link("Products", "Artikel", "/products", "products", "g p"),
            link("Customers", "Kunden", "/customers", "customers", "g c"),
            link("Invoices", "Rechnungen", "/invoices", "invoice", "g r"),
            link("Payments", "Zahlungen", "/payments", "payment", "g z"),
            link("Ledger", "Hauptbuch", "/ledger", "ledger", "g h"),
            link("Settings", "Einstellungen", "/settings", "settings", "g e"),
        ],
        path: path.into(),
        address: path.into(),
        request_id: "req_7f3a".into(),
        flash: None,
        is_fragment: false,
        is_shared: false,
        position: Some(7),
        assets: Assets {
            style: "../../crates/kontor/assets/kontor.css".into(),
            script: "../../crates/kontor/assets/kontor.js".into(),
            icon: "../../crates/kontor/assets/icon.svg".into(),
        },
    };
    Visit::new(caller, language, looking)
}

/// What nobody may be able to put into a page.
const EVIL: &str = "\"><script>alert('x')</script>&";

#[test]
fn what_goes_into_a_text_is_escaped() {
    let visit = visit();
    let entry = Entry { id: EVIL, at: EVIL, who: EVIL, tone: Tone::Ok, text: html! { (EVIL) }, detail: None };
    let row = Row {
        id: EVIL.into(),
        href: Some(EVIL.into()),
        value: Some(EVIL.into()),
        name: EVIL.into(),
        cells: vec![html! { (EVIL) }],
    };
    let table = Table {
        id: EVIL,
        caption: EVIL,
        columns: &[Column::text(EVIL, Small::Title).sorted(EVIL, None)],
        rows: &[row],
        select: Some(EVIL),
        empty: html! {},
        foot: None,
    };
    let all = Field {
        label: EVIL,
        value: EVIL,
        hint: EVIL,
        error: EVIL,
        placeholder: EVIL,
        key: Some(EVIL),
        ..Field::new(EVIL, EVIL)
    };
    let choices = [Choice { closed: Some(EVIL), ..Choice::new(EVIL, EVIL) }];
    let lookup = Lookup { href: EVIL, id: Some((EVIL, EVIL)), chosen: EVIL };
    let kinds = [
        Kind::Text,
        Kind::TextArea,
        Kind::Check,
        Kind::Select(&choices),
        Kind::Radio(&choices),
        Kind::File(EVIL),
        Kind::Lookup(lookup),
    ];
    let parts = html! {
        (badge(Tone::Ok, EVIL)) (kbd(EVIL)) (copyable(EVIL)) (card(EVIL, &html! {})) (heading(Some((EVIL, EVIL)), EVIL, &[(Tone::Bad, EVIL)]))
        (facts(&[(EVIL, html! { (EVIL) })])) (totals(&[(EVIL, EVIL.into())])) (timeline(&[entry])) (data_table(&visit, &table))
        (tabs(EVIL, &[Tab { label: EVIL, href: EVIL, count: None, is_current: true }])) (pager(&visit, Some(EVIL), Some(EVIL)))
        (strip(EVIL, &[Step { label: EVIL, state: StepState::Now, detail: EVIL }])) (toast(Tone::Ok, EVIL, None))
        (stat(&Stat { label: EVIL, value: EVIL, change: Some((Tone::Ok, EVIL)), note: EVIL, href: Some(EVIL), line: &[] }))
        (task(Tone::Ok, EVIL, EVIL, EVIL, Some(EVIL))) (notice(Tone::Bad, EVIL, &html! {})) (problem_notice(&visit, &Problem::new(409, EVIL, EVIL).at(EVIL)))
        (bulk(&visit, &Bulk { form: EVIL, action: EVIL, deeds: &[(EVIL, EVIL, Some(EVIL))] }))
        (action(&visit, &Action::new(EVIL, Target::Post(EVIL, &[(EVIL, EVIL)])).key(EVIL)))
        (action(&visit, &Action { closed: Some(EVIL), ..Action::new(EVIL, Target::Sheet(EVIL)) }))
        (filter(&visit, &Filter { action: EVIL, query: EVIL, placeholder: EVIL, keep: &[(EVIL, EVIL)], more: html! {} }))
        (lookup_list(&[Found { value: EVIL, id: EVIL, label: EVIL, note: EVIL, href: Some(EVIL) }]))
        @for kind in kinds { (field(&visit, &Field { kind, ..all })) }
        (shell(&visit, &Shell { title: EVIL, main: html! {}, toasts: html! {}, is_bare: false }))
    };
    let text = parts.into_string();
    assert!(text.contains("&quot;&gt;&lt;script&gt;") && !text.contains("<script>"), "{text}");
    assert!(!text.contains(" style="), "the policy forbids styles in the markup");
    assert!(!text.contains("Jana <Lager>") && text.contains("Jana &lt;Lager&gt;"));
    for tag in text.split('<').map(|rest| rest.split('>').next().unwrap_or_default()) {
        assert!(tag.matches(" class=\"").count() <= 1, "a second class is lost: {tag}");
        assert!(tag.matches(" id=\"").count() <= 1, "a second id is lost: {tag}");
    }
}

#[test]
fn a_wrong_field_says_so_where_it_is() {
    let visit = visit_in(Language::German);
    let problem =
        Problem::new(422, "unknown", "There is no FX-1.").german("FX-1 gibt es nicht.").at("lines/0/sku");
    let wrong = Field { hint: "Number or scan", ..Field::new("lines[0][sku]", "Product") };
    let html = field(&visit, &wrong.with_problem(&visit, Some(&problem))).into_string();
    assert!(html.contains("<label for=\"f-lines-0-sku\">Product"), "{html}");
    assert!(html.contains("id=\"f-lines-0-sku\" name=\"lines[0][sku]\""), "{html}");
    assert!(
        html.contains("aria-describedby=\"f-lines-0-sku-error f-lines-0-sku-hint\" aria-invalid=\"true\""),
        "{html}"
    );
    assert!(html.contains("<p class=\"error\" id=\"f-lines-0-sku-error\">FX-1 gibt es nicht.</p>"), "{html}");
    let other = Field::new("lines[1][sku]", "Product").with_problem(&visit, Some(&problem));
    assert!(!field(&visit, &other).into_string().contains("aria-invalid"));
    let notice = problem_notice(&visit, &problem).into_string();
    assert!(notice.contains("role=\"alert\" tabindex=\"-1\""), "{notice}");
    assert!(
        notice.contains("href=\"#f-lines-0-sku\"")
            && notice.contains("req_7f3a")
            && notice.contains("unknown"),
        "{notice}"
    );
}

#[test]
fn a_field_that_is_looked_up_is_a_combobox() {
    let lookup = Lookup { href: "/lookup/customers", id: Some(("customer_id", "cus_1")), chosen: "Hamburg" };
    let html = field(
        &visit(),
        &Field { kind: Kind::Lookup(lookup), value: "Café", ..Field::new("customer", "Customer") },
    );
    let html = html.into_string();
    for part in [
        "role=\"combobox\"",
        "aria-autocomplete=\"list\"",
        "aria-expanded=\"false\"",
        "aria-controls=\"f-customer-list\"",
        "<ul class=\"options\" id=\"f-customer-list\" role=\"listbox\"",
        "<input type=\"hidden\" name=\"customer_id\" value=\"cus_1\" data-id>",
        "data-lookup=\"/lookup/customers\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn the_side_shows_where_the_page_is() {
    let at = |path: &str| {
        let visit = looking_at(Language::English, path, "dark");
        shell(&visit, &Shell { title: "x", main: html! {}, toasts: html! {}, is_bare: false }).into_string()
    };
    let current = |html: &str| html.matches("aria-current=\"page\"").count();
    let order = at("/orders/ord_1");
    assert!(
        order.contains(
            "href=\"/orders\" data-room data-key=\"g o\" data-cmd=\"Orders\" aria-current=\"page\""
        ),
        "{order}"
    );
    assert_eq!((current(&order), current(&at("/ordersx")), current(&at("/"))), (1, 0, 1));
    // A room beyond the bar of a small screen stands in the menu as well, without its keys.
    assert_eq!((current(&at("/ledger")), at("/ledger").matches("data-key=\"g h\"").count()), (2, 1));
    assert!(order.contains("<html lang=\"en\" data-theme=\"dark\" data-density=\"compact\">"));
}

#[test]
fn a_bare_page_has_no_navigation_and_no_palette() {
    let bare = Shell { title: "x", main: html! { main #main {} }, toasts: html! {}, is_bare: true };
    let html = shell(&visit(), &bare).into_string();
    assert!(
        html.contains("<body class=\"alone\">") && !html.contains("<nav") && !html.contains("id=\"palette\""),
        "{html}"
    );
}

#[test]
fn a_table_without_rows_teaches() {
    let nothing =
        empty("Nothing yet.", &action(&visit(), &Action::primary("New", Target::Link("/new")).key("n")));
    let table =
        Table { id: "t", caption: "c", columns: &[], rows: &[], select: None, empty: nothing, foot: None };
    let html = data_table(&visit(), &table).into_string();
    assert!(
        html.contains("Nothing yet.") && html.contains("data-key=\"n\"") && !html.contains("<table"),
        "{html}"
    );
}

#[test]
fn a_row_is_named_selected_and_opened() {
    let visit = visit();
    let row = Row {
        id: "ord-1".into(),
        href: Some("/orders/ord_1".into()),
        value: Some("ord_1".into()),
        name: "SO-1".into(),
        cells: vec![html! { "SO-1" }, html! { "49.90" }],
    };
    let columns = [
        Column::text("Order", Small::Title),
        Column::number("Total", Small::Side).sorted("?sort=total", Some(Direction::Down)),
    ];
    let table = Table {
        id: "orders",
        caption: "Orders",
        columns: &columns,
        rows: &[row],
        select: Some("bulk"),
        empty: html! {},
        foot: None,
    };
    let html = data_table(&visit, &table).into_string();
    for part in [
        "<tr id=\"ord-1\" data-href=\"/orders/ord_1\">",
        "<input type=\"checkbox\" name=\"pick\" value=\"ord_1\" form=\"bulk\" data-select autocomplete=\"off\" aria-label=\"Select SO-1\">",
        "<td class=\"s-title\"><a href=\"/orders/ord_1\">SO-1</a></td>",
        "<td class=\"num s-side\">49.90</td>",
        "<th scope=\"col\" class=\"num\" aria-sort=\"descending\"><a href=\"?sort=total\">Total</a></th>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn every_icon_has_its_name_and_its_drawing() {
    for one in Icon::ALL {
        assert_eq!(Icon::named(one.name()), one);
        assert!(icon(one).into_string().contains(" d=\"M"), "{one:?}");
    }
    assert_eq!(Icon::named("no such icon"), Icon::More);
}

#[test]
fn what_asks_first_names_its_effects_and_its_deed() {
    let ask = Confirm {
        action: "/x/cancel",
        effects: &[(Tone::Warn, "€49.90 will be refunded.".into())],
        fields: html! {},
        label: "Cancel the order",
        is_danger: true,
        back: "/x",
    };
    let html = confirm(&visit(), &ask).into_string();
    assert!(html.contains("<li class=\"tone-warn\">€49.90 will be refunded.</li>"), "{html}");
    assert!(
        html.contains("class=\"button danger\"") && html.contains(">Cancel the order</button>"),
        "{html}"
    );
    assert!(html.contains("name=\"_csrf\" value=\"c0ffee\"") && html.contains("name=\"_key\""), "{html}");
}

#[test]
fn buttons_of_the_script_alone_are_there_for_it_alone() {
    assert!(
        passkey_button("Passkey", Passkey::Register)
            .into_string()
            .contains("data-passkey=\"register\" hidden")
    );
    assert!(passkey_button("Passkey", Passkey::SignIn).into_string().contains("data-passkey=\"sign-in\""));
    assert!(recalculate("Again").into_string().contains("value=\"preview\" data-recalc"));
}
