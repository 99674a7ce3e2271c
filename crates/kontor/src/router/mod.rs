//! Every path of the house: method, path, what a token must be allowed, and the handler. Nothing else decides who gets
//! where. The handlers' own `#[utoipa::path]` must say the same method and path; a test compares.

mod guard;
mod openapi;
mod row;

use axum::Router;
use axum::http::Method;
use axum::routing::get;
use kontor_identity::permissions::{Noun, Scope};
use kontor_web::with_request_id;
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config, SwaggerUi};

use kontor_customers as customers;
use kontor_identity as identity;

use crate::app::House;
use crate::{feed, ops};

pub use openapi::document;
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
    GET    "/api/v1/tokens"                        read  Tokens       => identity::list_tokens::http::list_tokens;
    POST   "/api/v1/tokens"                        write Tokens       => identity::create_token::http::create_token;
    DELETE "/api/v1/tokens/{id}"                   write Tokens       => identity::revoke_token::http::revoke_token;

    GET    "/api/v1/customers"                     read  Customers    => customers::show::http::list;
    POST   "/api/v1/customers"                     write Customers    => customers::register::http::register;
    GET    "/api/v1/customers/{id}"                read  Customers    => customers::show::http::show;

    GET    "/api/v1/events"                        read  Events       => feed::http::events;
}

/// Paths that need no token: none of them shows anything of a merchant.
pub const OPEN: &[&str] = &["/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api/docs"];

/// All paths, ready to be served.
#[must_use]
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
