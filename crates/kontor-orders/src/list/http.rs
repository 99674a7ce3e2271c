//! The JSON door.

use axum::extract::State;
use kontor_customers::model::CustomerId;
use kontor_kernel::PageCursor;
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query, Shown};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Filter;
use crate::model::{Channel, ExternalNumber, Tab};
use crate::records::Order;
use crate::show::http::OrderView;

/// Which orders.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrderFilter {
    /// A tab of the board: `placed`, `to_ship`, `to_invoice`, `completed` or `cancelled`.
    #[param(value_type = Option<String>, example = "to_ship")]
    tab: Option<Tab>,
    /// The order with this number.
    number: Option<String>,
    /// The channel of the external number.
    #[param(value_type = Option<String>)]
    channel: Option<Channel>,
    /// The order with this number in its channel.
    #[param(value_type = Option<String>)]
    external: Option<ExternalNumber>,
    /// The orders of this customer.
    #[param(value_type = Option<String>)]
    customer: Option<CustomerId>,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of orders.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderList {
    /// The orders, newest first.
    items: Vec<OrderView>,
    /// Send it as `after` to get the next page.
    next: Option<String>,
}

/// List orders, newest first.
///
/// Refusals: `bad_query`, `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/orders", tag = "orders", params(OrderFilter),
    responses((status = 200, body = OrderList), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<OrderFilter>,
) -> Result<Listed<OrderView>, Problem> {
    let external = match (query.channel, query.external) {
        (Some(channel), Some(external)) => Some((channel, external)),
        (None, None) => None,
        _ => {
            return Err(Problem::bad_request(
                "bad_query",
                "channel and external belong together: send both.",
            ));
        }
    };
    let paging = Paging { limit: query.limit, after: query.after };
    let size = paging.size()?;
    let filter = Filter { tab: query.tab, number: query.number, external, customer: query.customer };
    let rows = super::page(&app.reads, caller.org, &filter, paging.after(i64::MAX)?, size).await?;
    let cursor = |order: &Order| PageCursor::new(order.id.raw()).to_string();
    Ok(Listed::of(rows, size, cursor, |order| OrderView::of(order, Vec::new(), caller.currency)))
}

/// How many orders each tab of the board shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct TallyView {
    /// The tab.
    #[schema(value_type = String, example = "to_ship")]
    tab: Tab,
    /// How many orders.
    count: i64,
}

/// Count the orders of each tab of the board. The counts are kept, not computed.
#[utoipa::path(
    get, path = "/api/v1/orders/tabs", tag = "orders",
    responses((status = 200, body = Vec<TallyView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn tabs(State(app): State<App>, caller: Caller) -> Result<Shown<Vec<TallyView>>, Problem> {
    let tallies = super::tallies(&app.reads, caller.org).await?;
    Ok(Shown(tallies.into_iter().map(|tally| TallyView { tab: tally.tab, count: tally.count }).collect()))
}
