//! A product's page: what it is and costs, where it lies, who waits for it, and what was changed.

use axum::extract::State;
use kontor_catalog::model::{ProductId, ProductKind};
use kontor_catalog::records::Product;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{self, Action, Target, Tone, Weight, card, card_with, facts, split};
use kontor_web::{App, Id};
use maud::{Markup, html};

use super::change::found;
use super::{archive, form, history, texts};
use crate::page::changes;
use crate::page::path_part;
use crate::stock::page::parts;

/// The page.
pub async fn show(State(app): State<App>, visit: Visit, Id(id): Id<ProductId>) -> Result<Page, PageProblem> {
    let failed = |fault| PageProblem::new(&visit, fault);
    let product = found(&app, &visit, id).await?;
    let history = changes::newest(&app, &visit, id.raw(), history::sentence).await.map_err(failed)?;
    let has_stock = product.kind == ProductKind::Goods && visit.may("stock:read");
    let stock = if has_stock {
        stock(&app, &visit, &product).await.map_err(failed)?
    } else {
        html! {}
    };
    let main = html! {
        (stock)
        (card(visit.say(texts::HISTORY), &history))
    };
    let states: &[(Tone, &str)] =
        if product.archived { &[(Tone::Idle, visit.say(texts::ARCHIVED))] } else { &[] };
    let back = (visit.say(texts::PRODUCTS), "/products");
    Ok(Page::new(&visit, format!("{} · {}", product.sku, product.name))
        .live(&format!("products product:{id} stock orders"))
        .heading(page::heading(Some(back), product.name.as_str(), states))
        .tools(tools(&visit, &product))
        .body(split(&main, &about(&visit, &product))))
}

fn tools(visit: &Visit, product: &Product) -> Markup {
    let (change, archive) =
        (format!("/products/{}/change", product.id), format!("/products/{}/archive", product.id));
    let (label, value) =
        if product.archived { (texts::UNARCHIVE, "false") } else { (texts::ARCHIVE, "true") };
    let fields = [(archive::FIELD, value)];
    html! {
        @if visit.may("products:write") {
            (page::actions(visit, &[
                Action::new(visit.say(label), Target::Post(&archive, &fields)),
                Action::primary(visit.say(texts::CHANGE), Target::Link(&change)).key("e"),
            ]))
        }
    }
}

fn about(visit: &Visit, product: &Product) -> Markup {
    let word = |text| html! { (visit.say(text)) };
    let mut list = vec![
        (visit.say(texts::SKU), page::copyable(product.sku.as_str())),
        (visit.say(texts::PRICE), html! { (form::price(visit, product)) }),
        (visit.say(texts::BASIS), word(form::basis(product.basis))),
        (visit.say(texts::TAX), word(form::tax(product.tax_class))),
        (visit.say(texts::KIND), word(form::kind(product.kind))),
        (visit.say(texts::UNIT), html! { (product.unit) }),
        (visit.say(texts::OUT_OF_STOCK), word(form::out_of_stock(product.out_of_stock))),
    ];
    list.extend(
        product
            .barcode
            .as_ref()
            .map(|barcode| (visit.say(texts::BARCODE), page::copyable(&barcode.to_string()))),
    );
    card(visit.say(texts::FACTS), &facts(&list))
}

/// Where it lies, who waits for it, and what moved last.
async fn stock(app: &App, visit: &Visit, product: &Product) -> Result<Markup, kontor_store::Fault> {
    let places = parts::places(app, visit, product).await?;
    let waiting = parts::waiting(app, visit, product.id).await?;
    let movements = parts::last_movements(app, visit, product.id).await?;
    let path = format!("/stock/{}", path_part(product.sku.as_str()));
    let all =
        Action { weight: Weight::Quiet, ..Action::new(visit.say(texts::ALL_STOCK), Target::Link(&path)) };
    Ok(html! {
        (card_with(visit.say(texts::STOCK), &page::action(visit, &all), &places))
        (card(visit.say(texts::WAITING), &waiting))
        (card(visit.say(texts::MOVEMENTS), &movements))
    })
}
