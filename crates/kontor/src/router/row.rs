//! One line of the table of paths.

use std::sync::Arc;

use axum::Router;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;
use kontor_identity::permissions::Scope;
use kontor_web::App;
use utoipa_axum::router::UtoipaMethodRouter;

use super::guard::{Door, guard};
use super::visiting::{Porch, visiting};
use crate::app::House;

/// A path with what it needs.
pub struct Row {
    /// The method.
    pub method: Method,
    /// The path, with its places in braces.
    pub path: &'static str,
    /// What a token must be allowed.
    pub scope: Scope,
    pub(super) schemas: Schemas,
    pub(super) paths: utoipa::openapi::path::Paths,
    handler: MethodRouter<App>,
}

type Schemas = Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>;

impl Row {
    pub(super) fn new(
        method: Method,
        path: &'static str,
        scope: Scope,
        (schemas, paths, handler): UtoipaMethodRouter<App>,
    ) -> Self {
        Self { method, path, scope, schemas, paths, handler }
    }

    /// The path with a guard before its handler.
    pub(super) fn guarded(self, house: &House) -> Router<App> {
        let method = method_name(&self.method);
        let door = Door {
            doorkeeper: house.doorkeeper.clone(),
            scope: self.scope,
            metrics: house.metrics.route(method, self.path),
            closing: house.closing.clone(),
        };
        let handler = self.handler.route_layer(from_fn_with_state(Arc::new(door), guard));
        Router::new().route(self.path, handler)
    }
}

/// A page of the console with what it needs.
pub struct PageRow {
    /// The method: GET for what is looked at, POST for forms.
    pub method: Method,
    /// The path, with its places in braces.
    pub path: &'static str,
    /// What the person must be allowed; `None` where nobody needs to be signed in.
    pub scope: Option<Scope>,
    handler: MethodRouter<App>,
}

impl PageRow {
    pub(super) fn new(
        method: Method,
        path: &'static str,
        scope: Option<Scope>,
        handler: MethodRouter<App>,
    ) -> Self {
        Self { method, path, scope, handler }
    }

    /// The page with a guard before its handler.
    pub(super) fn guarded(self, house: &House) -> Router<App> {
        let metrics = house.metrics.route(method_name(&self.method), self.path);
        let porch = Porch::new(house, self.scope, metrics);
        let handler = self.handler.route_layer(from_fn_with_state(Arc::new(porch), visiting));
        Router::new().route(self.path, handler)
    }
}

/// The method's name, which lives as long as the program.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "OTHER",
    }
}
