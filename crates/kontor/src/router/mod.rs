//! Every path of the house: method, path, what a token must be allowed, and the handler. Nothing else decides who gets
//! where. The handlers' own `#[utoipa::path]` must say the same method and path; a test compares.

mod guard;
mod nav;
mod openapi;
mod own;
mod row;
mod visiting;

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
use crate::{assets, export, feed, live, ops};

pub use openapi::document;
pub use own::OwnDoor;
pub use row::{PageRow, Row};

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

    GET    "/api/v1/members"                                  read  Members      => identity::members::http::list_members;
    POST   "/api/v1/members"                                  write Members      => identity::invite::http::invite;
    PATCH  "/api/v1/members/{id}"                             write Members      => identity::change_member::http::change_member;
    DELETE "/api/v1/members/{id}"                             write Members      => identity::remove_member::http::remove_member;
    GET    "/api/v1/invitations"                              read  Members      => identity::members::http::list_invitations;
    DELETE "/api/v1/invitations/{id}"                         write Members      => identity::members::http::withdraw_invitation;
    GET    "/api/v1/sessions"                                 read  Members      => identity::sessions::http::list_sessions;
    DELETE "/api/v1/sessions/{id}"                            write Members      => identity::sessions::http::end_session;

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
    GET    "/api/v1/orders/{id}/history"                      read  Orders       => desk::timeline::http::history;
    GET    "/api/v1/orders/{id}/as-of/{position}"             read  Orders       => desk::order_overview::http::as_of;
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

    GET    "/api/v1/audit"                                    read  Events       => desk::audit::http::audit;
    GET    "/api/v1/search"                                   read  Org          => desk::search::http::search;
    GET    "/api/v1/events"                                   read  Events       => feed::http::events;
}

/// Turns the table's lines into pages.
macro_rules! pages {
    ( $( $method:ident $path:literal $access:tt $noun:tt => $($part:ident)::+ ; )+ ) => {
        /// Every page of the console, in the order of the table.
        #[must_use]
        pub fn pages() -> Vec<PageRow> {
            vec![ $( PageRow::new(
                Method::$method, $path, pages!(@scope $access $noun), pages!(@handler $method $($part)::+),
            ) ),+ ]
        }
    };
    (@scope open _) => { None };
    (@scope $access:ident $noun:ident) => { Some(Scope::$access(Noun::$noun)) };
    (@handler GET $($part:ident)::+) => { get($($part)::+) };
    (@handler POST $($part:ident)::+) => { axum::routing::post($($part)::+) };
}

pages! {
    GET    "/"                                                read  Org          => desk::today::page::show;
    GET    "/orders"                                          read  Orders       => desk::board::page::show;
    GET    "/orders/new"                                      write Orders       => desk::new_order::page::show;
    POST   "/orders/new"                                      write Orders       => desk::new_order::page::submit;
    GET    "/counter"                                         write CounterSales => desk::counter::page::show;
    POST   "/counter"                                         write CounterSales => desk::counter::page::submit;
    GET    "/counter/receipt/{id}"                            read  Invoices     => desk::counter::page::receipt::show;
    GET    "/lookup/customers"                                read  Customers    => desk::lookup::page::customers;
    GET    "/lookup/products"                                 read  Products     => desk::lookup::page::products;

    GET    "/orders/{id}"                                     read  Orders       => desk::order_page::page::show::show;
    POST   "/orders/bulk"                                     read  Orders       => desk::order_page::page::bulk::submit;
    GET    "/orders/picklist"                                 read  Orders       => desk::order_page::page::sheets::pick_list;
    GET    "/orders/{id}/print"                               read  Orders       => desk::order_page::page::sheets::confirmation;
    GET    "/orders/{id}/ship"                                write Shipments    => desk::order_page::page::ship::show;
    POST   "/orders/{id}/ship"                                write Shipments    => desk::order_page::page::ship::submit;
    GET    "/orders/{id}/invoice"                             write Invoices     => desk::order_page::page::invoice::show;
    POST   "/orders/{id}/invoice"                             write Invoices     => desk::order_page::page::invoice::submit;
    GET    "/orders/{id}/pay"                                 write Payments     => desk::order_page::page::pay::show;
    POST   "/orders/{id}/pay"                                 write Payments     => desk::order_page::page::pay::submit;
    GET    "/orders/{id}/cancel"                              write Orders       => desk::order_page::page::cancel::show;
    POST   "/orders/{id}/cancel"                              write Orders       => desk::order_page::page::cancel::submit;
    GET    "/invoices"                                        read  Invoices     => desk::invoices::page::list;
    GET    "/invoices/{id}"                                   read  Invoices     => desk::invoices::page::show::show;
    GET    "/invoices/{id}/print"                             read  Invoices     => desk::invoices::page::print::show;
    GET    "/invoices/{id}/credit"                            write Invoices     => desk::order_page::page::credit::show;
    POST   "/invoices/{id}/credit"                            write Invoices     => desk::order_page::page::credit::submit;
    GET    "/payments"                                        read  Payments     => desk::payments::page::list;
    GET    "/payments/new"                                    write Payments     => desk::payments::page::new::blank;
    POST   "/payments/new"                                    write Payments     => desk::payments::page::new::submit;
    GET    "/payments/{id}"                                   read  Payments     => desk::payments::page::show::show;
    GET    "/payments/{id}/refund"                            write Payments     => desk::order_page::page::refund::show;
    POST   "/payments/{id}/refund"                            write Payments     => desk::order_page::page::refund::submit;
    GET    "/shipments"                                       read  Shipments    => desk::order_page::page::shipments::list;
    GET    "/shipments/{id}"                                  read  Shipments    => desk::order_page::page::shipments::show;
    GET    "/shipments/{id}/print"                            read  Shipments    => desk::order_page::page::sheets::delivery_note;

    GET    "/customers"                                       read  Customers    => desk::customer::page::list::show;
    GET    "/customers/new"                                   write Customers    => desk::customer::page::new::show;
    POST   "/customers/new"                                   write Customers    => desk::customer::page::new::submit;
    GET    "/customers/{id}"                                  read  Customers    => desk::customer::page::show::show;
    GET    "/customers/{id}/change"                           write Customers    => desk::customer::page::change::show;
    POST   "/customers/{id}/change"                           write Customers    => desk::customer::page::change::submit;
    POST   "/customers/{id}/notes"                            write Customers    => desk::customer::page::notes::write;
    POST   "/customers/{id}/notes/remove"                     write Customers    => desk::customer::page::notes::remove;
    GET    "/customers/{id}/merge"                            write Customers    => desk::customer::page::merge::show;
    POST   "/customers/{id}/merge"                            write Customers    => desk::customer::page::merge::submit;
    GET    "/customers/{id}/erase"                            write Customers    => desk::customer::page::erase::show;
    POST   "/customers/{id}/erase"                            write Customers    => desk::customer::page::erase::submit;
    GET    "/customers/{id}/export.json"                      write Customers    => desk::customer::page::export::file;

    GET    "/products"                                        read  Products     => desk::product::page::list::show;
    GET    "/products/new"                                    write Products     => desk::product::page::new::show;
    POST   "/products/new"                                    write Products     => desk::product::page::new::submit;
    GET    "/products/{id}"                                   read  Products     => desk::product::page::show::show;
    GET    "/products/{id}/change"                            write Products     => desk::product::page::change::show;
    POST   "/products/{id}/change"                            write Products     => desk::product::page::change::submit;
    POST   "/products/{id}/archive"                           write Products     => desk::product::page::archive::submit;
    GET    "/stock"                                           read  Stock        => desk::stock::page::list::show;
    GET    "/stock/receive"                                   write Stock        => desk::stock::page::receive::show;
    POST   "/stock/receive"                                   write Stock        => desk::stock::page::receive::submit;
    GET    "/stock/receipts/{id}"                             read  Stock        => desk::stock::page::receipt::show;
    GET    "/stock/adjust"                                    write Stock        => desk::stock::page::adjust::show;
    POST   "/stock/adjust"                                    write Stock        => desk::stock::page::adjust::submit;
    GET    "/stock/{sku}"                                     read  Stock        => desk::stock::page::show::show;
    GET    "/locations"                                       read  Locations    => desk::stock::page::locations::show;
    POST   "/locations"                                       write Locations    => desk::stock::page::locations::submit;
    GET    "/audit"                                           read  Tokens       => desk::audit::page::show;
    GET    "/search"                                          read  Org          => desk::search::page::show;
    GET    "/lookup/everything"                               read  Org          => desk::search::page::list;
    GET    "/live"                                            read  Org          => live::http::live;

    GET    "/sign-in"                                         open  _            => identity::page::sign_in::show;
    POST   "/sign-in"                                         open  _            => identity::page::sign_in::password;
    POST   "/sign-in/code"                                    open  _            => identity::page::sign_in::code;
    POST   "/sign-in/merchant"                                open  _            => identity::page::sign_in::merchant;
    POST   "/sign-out"                                        open  _            => identity::page::sign_in::sign_out;
    GET    "/setup/{secret}"                                  open  _            => desk::set_up::page::show;
    POST   "/setup/{secret}"                                  open  _            => desk::set_up::page::submit;
    GET    "/invite/{secret}"                                 open  _            => identity::page::invite::show;
    POST   "/invite/{secret}"                                 open  _            => identity::page::invite::accept;
    POST   "/invite/{secret}/join"                            open  _            => identity::page::invite::join;
    GET    "/reset/{secret}"                                  open  _            => identity::page::reset::show;
    POST   "/reset/{secret}"                                  open  _            => identity::page::reset::submit;

    GET    "/me"                                              read  Org          => identity::page::me::show;
    POST   "/me/profile"                                      read  Org          => identity::page::me::profile;
    POST   "/me/look"                                         read  Org          => identity::page::me::look;
    POST   "/me/password"                                     read  Org          => identity::page::me::password;
    POST   "/me/second-step"                                  read  Org          => identity::page::second_step::begin;
    POST   "/me/second-step/on"                               read  Org          => identity::page::second_step::turn_on;
    GET    "/me/second-step/off"                              read  Org          => identity::page::second_step::ask_off;
    POST   "/me/second-step/off"                              read  Org          => identity::page::second_step::turn_off;
    GET    "/me/recovery-codes"                               read  Org          => identity::page::second_step::ask_codes;
    POST   "/me/recovery-codes"                               read  Org          => identity::page::second_step::new_codes;
    POST   "/me/sessions/{id}/end"                            read  Org          => identity::page::me::end_session;
    POST   "/me/sign-out-everywhere"                          read  Org          => identity::page::me::end_all;
    POST   "/me/merchant"                                     read  Org          => identity::page::me::go_over;

    GET    "/settings"                                        read  Org          => identity::page::settings::show;
    GET    "/settings/team"                                   read  Members      => identity::page::team::show;
    POST   "/settings/team"                                   write Members      => identity::page::team::invite;
    POST   "/settings/team/invitations/{id}/withdraw"         write Members      => identity::page::team::withdraw;
    GET    "/settings/team/{id}"                              read  Members      => identity::page::team::member;
    POST   "/settings/team/{id}/role"                         write Members      => identity::page::team::role;
    POST   "/settings/team/{id}/reset"                        write Members      => identity::page::team::reset;
    GET    "/settings/team/{id}/remove"                       write Members      => identity::page::team::ask_removal;
    POST   "/settings/team/{id}/remove"                       write Members      => identity::page::team::remove;
    GET    "/settings/tokens"                                 read  Tokens       => identity::page::tokens::show;
    POST   "/settings/tokens"                                 write Tokens       => identity::page::tokens::create;
    POST   "/settings/tokens/{id}/revoke"                     write Tokens       => identity::page::tokens::revoke;

    GET    "/ledger"                                          read  Ledger       => ledger::trial_balance::page::show;
    GET    "/ledger/accounts/new"                             write Ledger       => ledger::open_account::page::blank;
    POST   "/ledger/accounts/new"                             write Ledger       => ledger::open_account::page::submit;
    GET    "/ledger/accounts/{number}"                        read  Ledger       => ledger::sheet::page::show;
    GET    "/ledger/entries"                                  read  Ledger       => ledger::entries::page::list;
    GET    "/ledger/entries/new"                              write Ledger       => ledger::post::page::blank;
    POST   "/ledger/entries/new"                              write Ledger       => ledger::post::page::submit;
    GET    "/ledger/entries/{number}"                         read  Ledger       => ledger::entries::page::show;
    GET    "/ledger/entries/{number}/reverse"                 write Ledger       => ledger::reverse::page::ask;
    POST   "/ledger/entries/{number}/reverse"                 write Ledger       => ledger::reverse::page::submit;
    GET    "/ledger/export.hledger"                           read  Ledger       => export::http::hledger;
    GET    "/ledger/export.beancount"                         read  Ledger       => export::http::beancount;
    GET    "/lookup/accounts"                                 read  Ledger       => ledger::accounts::page::lookup;

    GET    "/orders/export.csv"                               read  Orders       => export::http::orders_csv;
    GET    "/invoices/export.csv"                             read  Invoices     => export::http::invoices_csv;
}

/// Paths that need no token: none of them shows anything of a merchant.
pub const OPEN: &[&str] =
    &["/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api/docs", "/assets/{name}", "/favicon.ico"];

/// All paths, ready to be served.
pub fn router(house: &House) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(ops::http::healthz))
        .route("/readyz", get(ops::http::readyz))
        .route("/metrics", get(ops::http::metrics))
        .route("/api/openapi.json", get(ops::http::openapi))
        .route("/assets/{name}", get(assets::http::asset))
        .route("/favicon.ico", get(assets::http::icon))
        .with_state(house.clone())
        .merge(SwaggerUi::new("/api/docs").config(Config::from("/api/openapi.json")));
    for row in rows() {
        router = router.merge(row.guarded(house).with_state(house.app.clone()));
    }
    for page in pages() {
        router = router.merge(page.guarded(house).with_state(house.app.clone()));
    }
    router
        .fallback_service(visiting::unknown(house))
        .method_not_allowed_fallback(ops::http::unknown_method)
        .layer(axum::middleware::from_fn(with_request_id))
}
