//! Every path of the house: method, path, what a token must be allowed, and the handler. Nothing else decides who gets
//! where. The handlers' own `#[utoipa::path]` must say the same method and path; a test compares.

mod guard;
mod openapi;
mod own;
mod row;

use axum::Router;
use axum::http::Method;
use axum::routing::get;
use kontor_identity::permissions::{Noun, Scope};
use kontor_web::with_request_id;
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config, SwaggerUi};

use kontor_billing as billing;
use kontor_catalog as catalog;
use kontor_customers as customers;
use kontor_desk as desk;
use kontor_fulfilment as fulfilment;
use kontor_identity as identity;
use kontor_integrations as integrations;
use kontor_inventory as inventory;
use kontor_ledger as ledger;
use kontor_orders as orders;

use crate::app::House;
use crate::{feed, ops};

pub use openapi::document;
pub use own::OwnDoor;
pub use row::Row;

/// Turns the table's lines into rows.
macro_rules! table {
    ( $( $method:ident $path:literal $access:ident $noun:ident => $($part:ident)::+ ; )+ ) => {
        /// Every path that needs a token, in the order of the table.
        #[must_use]
        pub fn rows() -> Vec<Row> {
            vec![ $( Row::new(Method::$method, $path, Scope::$access(Noun::$noun), routes!($($part)::+)) ),+ ]
        }
    };
}

table! {
    GET    "/api/v1/org"                                      read  Org          => identity::show_org::http::show_org;
    PATCH  "/api/v1/org"                                      write Org          => identity::change_org::http::change_org;

    GET    "/api/v1/tokens"                                   read  Tokens       => identity::list_tokens::http::list_tokens;
    POST   "/api/v1/tokens"                                   write Tokens       => identity::create_token::http::create_token;
    DELETE "/api/v1/tokens/{id}"                              write Tokens       => identity::revoke_token::http::revoke_token;

    GET    "/api/v1/products"                                 read  Products     => catalog::list::http::list;
    POST   "/api/v1/products"                                 write Products     => catalog::add_product::http::add_product;
    GET    "/api/v1/products/{id}"                            read  Products     => catalog::show::http::show;
    PATCH  "/api/v1/products/{id}"                            write Products     => catalog::change_product::http::change_product;

    GET    "/api/v1/customers"                                read  Customers    => customers::show::http::list;
    POST   "/api/v1/customers"                                write Customers    => customers::register::http::register;
    GET    "/api/v1/customers/{id}"                           read  Customers    => customers::show::http::show;
    PATCH  "/api/v1/customers/{id}"                           write Customers    => customers::change::http::change;
    GET    "/api/v1/customers/{id}/notes"                     read  Customers    => customers::notes::http::list;
    POST   "/api/v1/customers/{id}/notes"                     write Customers    => customers::note::http::write;
    DELETE "/api/v1/customer-notes/{id}"                      write Customers    => customers::remove_note::http::remove;
    GET    "/api/v1/customers/{id}/export"                    write Customers    => desk::customer_export::http::export;
    POST   "/api/v1/customers/{id}/merge"                     write Customers    => customers::merge::http::merge;
    POST   "/api/v1/customers/{id}/erase"                     write Customers    => desk::erase_customer::http::erase;

    GET    "/api/v1/locations"                                read  Locations    => inventory::locations::http::list;
    POST   "/api/v1/locations"                                write Locations    => inventory::add_location::http::add_location;
    PATCH  "/api/v1/locations/{code}"                         write Locations    => inventory::change_location::http::change_location;
    GET    "/api/v1/stock/low"                                read  Stock        => inventory::low::http::list;
    PATCH  "/api/v1/stock/{sku}/threshold"                    write Stock        => inventory::set_threshold::http::set_threshold;
    GET    "/api/v1/stock"                                    read  Stock        => inventory::stock::http::list;
    GET    "/api/v1/stock/history"                            read  Stock        => inventory::history::http::show;
    GET    "/api/v1/stock/movements"                          read  Stock        => inventory::movements::http::list;
    POST   "/api/v1/stock/receipts"                           write Stock        => inventory::receive::http::receive;
    POST   "/api/v1/stock/adjustments"                        write Stock        => inventory::adjust::http::adjust;

    GET    "/api/v1/orders"                                   read  Orders       => orders::list::http::list;
    POST   "/api/v1/orders"                                   write Orders       => orders::place::http::place;
    POST   "/api/v1/orders/batch"                             write Orders       => orders::place::http::place_batch;
    GET    "/api/v1/orders/tabs"                              read  Orders       => orders::list::http::tabs;
    GET    "/api/v1/orders/{id}"                              read  Orders       => orders::show::http::show;
    POST   "/api/v1/orders/{id}/cancel"                       write Orders       => orders::cancel::http::cancel;

    POST   "/api/v1/orders/{id}/ship"                         write Shipments    => fulfilment::ship::http::ship;
    GET    "/api/v1/shipments"                                read  Shipments    => fulfilment::list::http::list;
    GET    "/api/v1/shipments/{id}"                           read  Shipments    => fulfilment::show::http::show;

    POST   "/api/v1/orders/{id}/invoice"                      write Invoices     => billing::issue::http::issue;
    GET    "/api/v1/invoices"                                 read  Invoices     => billing::list::http::list;
    GET    "/api/v1/invoices/{id}"                            read  Invoices     => billing::show::http::show;
    POST   "/api/v1/invoices/{id}/credit"                     write Invoices     => billing::credit::http::credit;

    GET    "/api/v1/payments"                                 read  Payments     => billing::payments::http::list;
    POST   "/api/v1/payments"                                 write Payments     => billing::pay::http::record;
    GET    "/api/v1/payments/{id}"                            read  Payments     => billing::payments::http::show;
    POST   "/api/v1/payments/{id}/refund"                     write Payments     => billing::refund::http::refund;
    POST   "/api/v1/counter-sales"                            write CounterSales => billing::counter_sale::http::sell;

    GET    "/api/v1/accounts"                                 read  Ledger       => ledger::accounts::http::list;
    POST   "/api/v1/accounts"                                 write Ledger       => ledger::open_account::http::open_account;
    GET    "/api/v1/journal-entries"                          read  Ledger       => ledger::entries::http::list;
    POST   "/api/v1/journal-entries"                          write Ledger       => ledger::post::http::post;
    GET    "/api/v1/journal-entries/{number}"                 read  Ledger       => ledger::entries::http::show;
    POST   "/api/v1/journal-entries/{number}/reverse"         write Ledger       => ledger::reverse::http::reverse;
    GET    "/api/v1/reports/trial-balance"                    read  Ledger       => ledger::trial_balance::http::show;

    POST   "/api/v1/imports/orders"                           write Imports      => integrations::import_order::http::import_orders;

    GET    "/api/v1/events"                                   read  Events       => feed::http::events;
}

/// Paths that need no token: none of them shows anything of a merchant.
pub const OPEN: &[&str] = &["/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api/docs"];

/// All paths, ready to be served.
pub fn router(house: &House) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(ops::http::healthz))
        .route("/readyz", get(ops::http::readyz))
        .route("/metrics", get(ops::http::metrics))
        .route("/api/openapi.json", get(ops::http::openapi))
        .with_state(house.clone())
        .merge(SwaggerUi::new("/api/docs").config(Config::from("/api/openapi.json")));
    for row in rows() {
        router = router.merge(row.guarded(house).with_state(house.app.clone()));
    }
    router
        .fallback(ops::http::unknown_path)
        .method_not_allowed_fallback(ops::http::unknown_method)
        .layer(axum::middleware::from_fn(with_request_id))
}
