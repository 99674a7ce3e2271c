//! The refusals' page: every code that the API answers with.

use std::collections::BTreeSet;

use kontor_kernel::RefusalDoc;
use kontor_store::Trouble;

use super::{Page, head};

/// A part of the house with its refusals, in the order in which it checks.
type Part = (&'static str, &'static [RefusalDoc]);

const fn doc(status: u16, code: &'static str, sentence: &'static str) -> RefusalDoc {
    RefusalDoc { code, status, sentence }
}

const fn trouble(trouble: Trouble) -> RefusalDoc {
    doc(503, trouble.code(), trouble.sentence())
}

/// What every door may answer, whatever lies behind it.
const DOORS: &[RefusalDoc] = &[
    doc(400, "bad_json", "The body can't be read: the sentence says why, the field where."),
    doc(400, "bad_query", "The query can't be read."),
    doc(400, "bad_limit", "limit must be 1 to 200."),
    doc(400, "bad_moment", "A moment is written 2026-11-24T18:36:00Z, a day 2026-11-24."),
    doc(400, "bad_cursor", "after must be the `next` of the page before, as it was given."),
    doc(400, "bad_date", "A day in the query can't be read: write it as 2026-11-24."),
    doc(400, "bad_filter", "Filters of the list that exclude each other: send one of them."),
    doc(400, "bad_feed", "after, limit or wait of the feed is out of bounds."),
    doc(400, "bad_dry_run", "dry_run must be true or false."),
    doc(400, "bad_if_match", "If-Match must be one version in quotation marks, as the header ETag gives it."),
    doc(400, "bad_idempotency_key", "The Idempotency-Key must be 1 to 200 visible ASCII characters."),
    doc(400, "tls_required", "This port speaks TLS: begin the address with https:// instead of http://."),
    doc(401, "unauthenticated", "Send a valid token: Authorization: Bearer kontor_…"),
    doc(403, "forbidden", "This token may not do that: it needs the scope that the sentence names."),
    doc(404, "not_found", "There is no such object: check the id. Another merchant's object is none."),
    doc(404, "unknown_path", "There is nothing at this path."),
    doc(405, "unknown_method", "This path does not take this method: see the header Allow."),
    doc(408, "body_too_slow", "The body did not come in time: send it again."),
    doc(413, "body_too_large", "The body is larger than the door takes: send less at once."),
    doc(422, "bad_batch", "A batch request has 1 to 1,000 parts."),
    doc(
        422,
        "count_or_difference",
        "A line of an adjustment names what was counted or the difference, not both.",
    ),
    doc(422, "bad_value", "A value can't be read: the field says which, the sentence what is expected."),
    doc(
        500,
        "fault",
        "The server could not do this; nothing was done. The request id tells its operator where to look.",
    ),
    doc(
        500,
        "outcome_unknown",
        "The database went away while this was being stored, and nobody knows whether it was: send it again with the same \
         Idempotency-Key, or look first.",
    ),
    doc(503, "busy", "Too many commands are waiting: send it again after Retry-After."),
    doc(503, "closing", "The server is going down; nothing was done: send it again."),
    doc(503, "expired", "The command waited too long and was dropped; nothing was done: send it again."),
    trouble(Trouble::Full),
    trouble(Trouble::ReadOnly),
    trouble(Trouble::Away),
];

/// Every feature with refusals of its own.
const PARTS: &[Part] = &[
    ("every door", DOORS),
    ("every write", kontor_store::command::WriterReject::DOCS),
    ("identity: found a merchant", kontor_identity::found_org::Reject::DOCS),
    ("import: a line of a file", crate::cli::ImportReject::DOCS),
    // Pages and the command line alone; no operation of the API names them.
    ("console: the counter", kontor_desk::counter::Reject::DOCS),
    ("identity: attempts to sign in", kontor_identity::attempt::Reject::DOCS),
    ("identity: sign in", kontor_identity::sign_in::Reject::DOCS),
    ("identity: second step", kontor_identity::second_step::Reject::DOCS),
    ("identity: one-time links", kontor_identity::ticket::Reject::DOCS),
    ("identity: enter a user", kontor_identity::create_user::Reject::DOCS),
    ("identity: join", kontor_identity::join::Reject::DOCS),
    ("identity: open a session", kontor_identity::open_session::Reject::DOCS),
    ("identity: set a password", kontor_identity::set_password::Reject::DOCS),
    ("identity: invite", kontor_identity::invite::Reject::DOCS),
    ("identity: take an invitation back", kontor_identity::withdraw_invitation::Reject::DOCS),
    ("identity: change a member", kontor_identity::change_member::Reject::DOCS),
    ("identity: end a session", kontor_identity::end_session::Reject::DOCS),
    ("identity: create a token", kontor_identity::create_token::Reject::DOCS),
    ("identity: revoke a token", kontor_identity::revoke_token::Reject::DOCS),
    ("catalog: prices", kontor_catalog::rules::PriceReject::DOCS),
    ("identity: change the merchant", kontor_identity::change_org::Reject::DOCS),
    ("catalog: tax classes", kontor_catalog::rules::ClassReject::DOCS),
    ("catalog: barcodes", kontor_catalog::rules::BarcodeReject::DOCS),
    ("catalog: add a product", kontor_catalog::add_product::Reject::DOCS),
    ("catalog: change a product", kontor_catalog::change_product::Reject::DOCS),
    ("every change with a version", kontor_store::desk::VersionReject::DOCS),
    ("customers: the card and the terms", kontor_customers::rules::Reject::DOCS),
    ("customers: merged and erased ones", kontor_customers::rules::ClosedReject::DOCS),
    ("customers: register", kontor_customers::register::Reject::DOCS),
    ("customers: change", kontor_customers::change::Reject::DOCS),
    ("customers: write a note", kontor_customers::note::Reject::DOCS),
    ("customers: remove a note", kontor_customers::remove_note::Reject::DOCS),
    ("customers: merge", kontor_customers::merge::Reject::DOCS),
    ("customers: erase", kontor_customers::erase::Reject::DOCS),
    ("ledger: the books", kontor_ledger::rules::Reject::DOCS),
    ("ledger: open an account", kontor_ledger::open_account::Reject::DOCS),
    ("ledger: post by hand", kontor_ledger::post::Reject::DOCS),
    ("ledger: reverse an entry", kontor_ledger::reverse::Reject::DOCS),
    ("inventory: reserve", kontor_inventory::rules::Reject::DOCS),
    ("inventory: opening stock", kontor_inventory::rules::OpeningReject::DOCS),
    ("inventory: add a location", kontor_inventory::add_location::Reject::DOCS),
    ("inventory: change a location", kontor_inventory::change_location::Reject::DOCS),
    ("inventory: set a threshold", kontor_inventory::set_threshold::Reject::DOCS),
    ("inventory: receive goods", kontor_inventory::receive::Reject::DOCS),
    ("inventory: adjust stock", kontor_inventory::adjust::Reject::DOCS),
    ("orders: an order's lines", kontor_orders::rules::Reject::DOCS),
    ("orders: an order that was seen before", kontor_orders::rules::VersionReject::DOCS),
    ("orders: place", kontor_orders::place::Reject::DOCS),
    ("orders: cancel", kontor_orders::cancel::Reject::DOCS),
    ("fulfilment: ship", kontor_fulfilment::ship::Reject::DOCS),
    ("billing: what a customer owes", kontor_billing::rules::Reject::DOCS),
    ("billing: what is invoiced", kontor_billing::rules::InvoicingReject::DOCS),
    ("billing: what is paid", kontor_billing::rules::PayingReject::DOCS),
    ("billing: invoice", kontor_billing::issue::Reject::DOCS),
    ("billing: credit note", kontor_billing::credit::Reject::DOCS),
    ("billing: payment", kontor_billing::pay::Reject::DOCS),
    ("billing: refund", kontor_billing::refund::Reject::DOCS),
    ("billing: counter sale", kontor_billing::counter_sale::Reject::DOCS),
    ("integrations: import an order", kontor_integrations::import_order::Reject::DOCS),
];

/// How many parts stand first that no operation of the API names.
const WITHOUT_OPERATION: usize = 13;

/// Every code.
#[must_use]
pub fn codes() -> BTreeSet<&'static str> {
    PARTS.iter().flat_map(|(_, docs)| docs.iter()).map(|doc| doc.code).collect()
}

/// The codes of features that have a path: each must be named by an operation. What every door or write may answer is
/// said once for all; merchants are founded and files imported at the command line, and people sign in at pages.
#[must_use]
pub fn feature_codes() -> BTreeSet<&'static str> {
    let features = PARTS.iter().skip(WITHOUT_OPERATION);
    features.flat_map(|(_, docs)| docs.iter()).map(|doc| doc.code).collect()
}

/// The refusals.
#[must_use]
pub fn rejects() -> Page {
    let about = "What can't be done is answered as `application/problem+json` with one of these codes. Codes are stable; \
        sentences may get better. Within a part they stand in the order in which they are checked.";
    let mut text = head("Refusals", "rejects", about);
    for (part, docs) in PARTS {
        text.push_str(&format!("\n## {part}\n\n| status | code | sentence |\n|---|---|---|\n"));
        for doc in *docs {
            let sentence = doc.sentence.replace('|', "\\|");
            text.push_str(&format!("| {} | `{}` | {sentence} |\n", doc.status, doc.code));
        }
    }
    Page { name: "rejects.md", text }
}
