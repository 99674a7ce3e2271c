//! Exports as files of the console.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use kontor_store::Fault;
use kontor_web::App;
use kontor_web::console::{PageProblem, Visit};

use super::{Export, Program, Sort};

/// All orders as CSV, a row for each line, as `kontor export orders-csv` prints them. It is always the whole table:
/// filters of the board are not looked at.
pub async fn orders_csv(State(app): State<App>, visit: Visit) -> Result<Response, PageProblem> {
    file(&app, &visit, Sort::Orders).await
}

/// All invoices and credit notes as CSV, a row each. It is always the whole table.
pub async fn invoices_csv(State(app): State<App>, visit: Visit) -> Result<Response, PageProblem> {
    file(&app, &visit, Sort::Invoices).await
}

/// The books as an hledger journal.
pub async fn hledger(State(app): State<App>, visit: Visit) -> Result<Response, PageProblem> {
    file(&app, &visit, Sort::Books(Program::Hledger)).await
}

/// The books as a Beancount journal.
pub async fn beancount(State(app): State<App>, visit: Visit) -> Result<Response, PageProblem> {
    file(&app, &visit, Sort::Books(Program::Beancount)).await
}

/// What an export has written and nobody has sent yet: one page at most.
#[derive(Clone, Default)]
struct Gathered(Arc<Mutex<Vec<u8>>>);

impl Gathered {
    fn taken(&self) -> Bytes {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Bytes::from(std::mem::take(&mut *bytes))
    }
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The file as a stream: the next page is read when the one before has been taken. Where reading fails in the middle,
/// the answer breaks off instead of ending, so nobody takes a part for the whole.
async fn file(app: &App, visit: &Visit, sort: Sort) -> Result<Response, PageProblem> {
    let gathered = Gathered::default();
    let begun = Export::begin(&app.reads, visit.caller.org, sort, gathered.clone()).await;
    let export = begun.map_err(|fault| PageProblem::new(visit, fault))?;
    let pages = stream::try_unfold(Some(export), move |export| {
        let gathered = gathered.clone();
        async move {
            let Some(mut export) = export else { return Ok(None) };
            let next = async {
                if export.page().await? {
                    return Ok(Some(export));
                }
                export.finish()?;
                Ok(None)
            };
            let next: Option<Export<Gathered>> = next.await.map_err(|fault: Fault| logged(&fault))?;
            Ok::<_, io::Error>(Some((gathered.taken(), next)))
        }
    });
    let (name, kind) = match sort {
        Sort::Orders => ("orders.csv", "text/csv; charset=utf-8"),
        Sort::Invoices => ("invoices.csv", "text/csv; charset=utf-8"),
        Sort::Books(Program::Hledger) => ("books.hledger", "text/plain; charset=utf-8"),
        Sort::Books(Program::Beancount) => ("books.beancount", "text/plain; charset=utf-8"),
    };
    let mut response = Body::from_stream(pages).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let today = visit.caller.zone.date_at(app.clock.now());
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{today}-{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

fn logged(fault: &Fault) -> io::Error {
    tracing::error!(fault = fault.chain(), "an export broke off");
    io::Error::other("the export broke off")
}
