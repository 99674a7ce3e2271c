//! The guard before every page: who looks, may they, does the form come from us; and the headers that keep a page to
//! itself.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use kontor_identity::http::Granted;
use kontor_identity::model::UiLanguage;
use kontor_identity::permissions::{Rights, Scope};
use kontor_identity::session::{SessionKeeper, Signed};
use kontor_identity::sign_in::Gate;
use kontor_kernel::{Actor, Currency, Zone};
use kontor_store::journal;
use kontor_web::console::cookies::{cookie, set_cookie};
use kontor_web::console::fragments::{Fragments, View};
use kontor_web::console::{
    FRAGMENT, Flash, Looking, NavLink, Onward, POSITION, PageProblem, Permits, Visit, origin,
};
use kontor_web::{App, Caller, Language, Problem, RequestId};
use tokio::sync::watch;
use tower::ServiceExt;

use super::nav;
use crate::app::House;
use crate::feed::http::Closing;
use crate::live::Hub;
use crate::metrics::RouteMetrics;
use crate::{assets, ops};

/// What the guard of one page knows.
pub(super) struct Porch {
    app: App,
    sessions: SessionKeeper,
    gate: Gate,
    scope: Option<Scope>,
    metrics: RouteMetrics,
    fragments: Fragments,
    live: Hub,
    closing: watch::Sender<bool>,
}

impl Porch {
    pub(super) fn new(house: &House, scope: Option<Scope>, metrics: RouteMetrics) -> Self {
        Self {
            app: house.app.clone(),
            sessions: house.sessions.clone(),
            gate: house.gate.clone(),
            scope,
            metrics,
            fragments: house.fragments.clone(),
            live: house.live.clone(),
            closing: house.closing.clone(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "how long an answer takes is real time")]
pub(super) async fn visiting(State(porch): State<Arc<Porch>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let mut response = match pass(&porch, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    };
    kept_to_itself(response.headers_mut());
    porch.metrics.answered(response.status().as_u16(), started.elapsed());
    response
}

async fn pass(porch: &Porch, mut request: Request, next: Next) -> Result<Response, PageProblem> {
    let signed = porch.sessions.identify(request.headers()).await?;
    let visit = visit_of(&request, signed.as_ref());
    if request.method() != Method::GET && !origin::is_own(request.headers()) {
        return Err(PageProblem::new(&visit, Problem::foreign_form()));
    }
    let rights = signed.as_ref().map(|signed| signed.rights);
    if let Some(scope) = porch.scope {
        match rights {
            None => return Ok(to_sign_in(&visit, request.method())),
            Some(rights) if !rights.allow(scope) => {
                return Err(PageProblem::new(&visit, Problem::forbidden_page(&scope.to_string())));
            }
            Some(_) => {}
        }
    }
    let asked = asked_position(&request).zip(rights);
    let new_visitor = signed.is_none().then(|| visit.looking().csrf.clone());
    let is_get = request.method() == Method::GET;
    let extensions = request.extensions_mut();
    extensions.insert(Granted(rights.unwrap_or(Rights::NONE)));
    extensions.insert(Closing(porch.closing.subscribe()));
    extensions.insert(porch.live.clone());
    extensions.insert(porch.sessions.clone());
    extensions.insert(porch.gate.clone());
    if let Some(signed) = signed {
        extensions.insert(signed.caller.clone());
        extensions.insert(signed);
    }
    if let Some((position, rights)) = asked {
        return shared(porch, visit, (position, rights), request, next).await;
    }
    let visit =
        if is_get && new_visitor.is_none() { visit.at(position(porch, &visit).await?) } else { visit };
    extensions.insert(visit.clone());
    let mut response = answer(&visit, request, next).await?;
    if let Some(secret) = new_visitor {
        response.headers_mut().append(header::SET_COOKIE, set_cookie(VISITOR, &secret, None, false));
    }
    Ok(response)
}

/// The position of the journal before anything is read for a page: a change behind it is news to the page.
async fn position(porch: &Porch, visit: &Visit) -> Result<Option<i64>, PageProblem> {
    let head = journal::head(&porch.app.reads, visit.caller.org).await;
    head.map(|head| head.map(|head| head.position)).map_err(|fault| PageProblem::new(visit, fault))
}

/// Has the handler answer. Its panic is ours to answer; what it worked on is gone with it.
async fn answer(visit: &Visit, request: Request, next: Next) -> Result<Response, PageProblem> {
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answered.map_err(|_| PageProblem::new(visit, Problem::of_panic()))
}

/// The content of a live page, made once for all who look at it with the same rights.
async fn shared(
    porch: &Porch,
    visit: Visit,
    (at_least, rights): (i64, Rights),
    mut request: Request,
    next: Next,
) -> Result<Response, PageProblem> {
    let looking = visit.looking();
    let view = View {
        org: visit.caller.org,
        rights: rights.bits(),
        language: visit.language,
        address: looking.address.clone(),
    };
    let make = || async {
        let shared = match position(porch, &visit).await {
            Ok(position) => visit.at(position).shared(),
            Err(problem) => return problem.into_response(),
        };
        request.extensions_mut().insert(shared.clone());
        answer(&shared, request, next).await.unwrap_or_else(IntoResponse::into_response)
    };
    Ok(porch.fragments.get(view, at_least, make).await)
}

/// The position that the script has heard of, when it asks for the content of a live page again.
fn asked_position(request: &Request) -> Option<i64> {
    let is_fragment = request.method() == Method::GET && request.headers().contains_key(FRAGMENT);
    let position = request.headers().get(POSITION).filter(|_| is_fragment)?;
    position.to_str().ok()?.parse().ok()
}

/// Somebody who is not signed in is sent to do so, and back. A form that was sent when the session had ended is not
/// thrown away: the script keeps it, and without script the browser's way back does.
fn to_sign_in(visit: &Visit, method: &Method) -> Response {
    let looking = visit.looking();
    if looking.is_fragment || *method != Method::GET {
        return PageProblem::new(visit, Problem::signed_out()).into_response();
    }
    let back: String = form_urlencoded::byte_serialize(looking.address.as_bytes()).collect();
    Onward::to(if looking.address == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={back}") })
        .into_response()
}

fn visit_of(request: &Request, signed: Option<&Signed>) -> Visit {
    let headers = request.headers();
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let chosen = signed
        .and_then(|signed| signed.language)
        .map(UiLanguage::as_str)
        .or_else(|| cookie(headers, LANGUAGE));
    let language = chosen
        .and_then(Language::from_tag)
        .unwrap_or_else(|| Language::from_accept(text(header::ACCEPT_LANGUAGE)));
    let pick = |own: Option<&str>, name: &str, known: &[&str]| {
        let value = own.or_else(|| cookie(headers, name)).unwrap_or_default();
        if known.contains(&value) { value.to_owned() } else { String::new() }
    };
    let rights = signed.map_or(Rights::NONE, |signed| signed.rights);
    let looking = Looking {
        name: signed.map(|signed| signed.name.to_string()).unwrap_or_default(),
        org_name: signed.map(|signed| signed.org_name.to_string()).unwrap_or_default(),
        theme: pick(signed.map(|signed| signed.theme.as_str()), "kontor_theme", &["light", "dark"]),
        density: pick(signed.map(|signed| signed.density.as_str()), "kontor_density", &["cosy"]),
        csrf: csrf(headers, signed),
        permits: Permits::new(move |scope| scope.parse().is_ok_and(|scope: Scope| rights.allow(scope))),
        nav: if signed.is_some() { nav_for(rights) } else { Vec::new() },
        path: request.uri().path().to_owned(),
        address: request.uri().path_and_query().map_or("/", |address| address.as_str()).to_owned(),
        request_id: request
            .extensions()
            .get::<RequestId>()
            .and_then(|id| id.0.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        flash: Flash::of(headers),
        is_fragment: headers.contains_key(FRAGMENT),
        is_shared: false,
        position: None,
        assets: assets::addresses(),
    };
    Visit::new(caller_of(signed), language, looking)
}

/// The name of the cookie with the language that somebody chose before they were signed in.
const LANGUAGE: &str = "kontor_language";
/// The name of the cookie that ties a form to the browser before sign-in.
const VISITOR: &str = "kontor_visitor";

/// What shows that a form is ours: the session's own secret, and before sign-in the browser's.
fn csrf(headers: &HeaderMap, signed: Option<&Signed>) -> String {
    let is_sane =
        |text: &&str| text.len() == VISITOR_CHARS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match signed {
        Some(signed) => signed.csrf.to_string(),
        None => cookie(headers, VISITOR).filter(is_sane).map_or_else(new_visitor, str::to_owned),
    }
}

const VISITOR_CHARS: usize = 32;

/// Without chance from the system there is no form before sign-in: an empty secret fits none.
fn new_visitor() -> String {
    let mut bytes = [0_u8; VISITOR_CHARS / 2];
    if kontor_store::random(&mut bytes).is_err() {
        return String::new();
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn caller_of(signed: Option<&Signed>) -> Caller {
    match signed {
        Some(signed) => signed.caller.clone(),
        None => Caller { org: 0, actor: Actor::new("visitor"), currency: Currency::EUR, zone: Zone::utc() },
    }
}

/// The pages in the side that somebody may see.
fn nav_for(rights: Rights) -> Vec<NavLink> {
    nav::LINKS.iter().filter(|link| rights.allow(link.scope)).map(|link| link.shown.clone()).collect()
}

/// What stands at no path: a page for those who look with a browser, a problem for programs.
pub(super) fn unknown(house: &House) -> Router {
    let porch = Porch::new(house, None, house.metrics.route("GET", "unknown"));
    let page = |visit: Visit| async move { PageProblem::new(&visit, Problem::not_found("page")) };
    let pages = Router::new().fallback(page).layer(from_fn_with_state(Arc::new(porch), visiting));
    let choose = move |request: Request| {
        let pages = pages.clone();
        async move {
            let accepts = request
                .headers()
                .get(header::ACCEPT)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default();
            let is_page = accepts.contains("text/html") && !request.uri().path().starts_with("/api/");
            if is_page {
                return pages.oneshot(request).await.into_response();
            }
            ops::http::unknown_path(request.uri().clone()).await.into_response()
        }
    };
    Router::new().fallback(choose)
}

/// What a page may do and who may show it (Content Security Policy Level 3): nothing from elsewhere, and in no frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

fn kept_to_itself(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
