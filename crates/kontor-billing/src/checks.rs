//! What must always hold in this room.

use kontor_store::check::{Check, CheckKind};

const INVOICES: &str = "SELECT COUNT(*) FROM billing_invoice";
const PAYMENTS: &str = "SELECT COUNT(*) FROM billing_payment";

const fn sql(name: &'static str, about: &'static str, count: &'static str, offenders: &'static str) -> Check {
    Check { name, about, kind: CheckKind::Sql { count, offenders } }
}

pub(crate) fn checks() -> Vec<Check> {
    [documents(), corrections(), orders(), books(), money()].concat()
}

/// Documents in themselves.
fn documents() -> Vec<Check> {
    vec![
        sql(
            "invoice_totals_add_up",
            "On each invoice and credit note, net + tax = gross, and the lines and the tax rates come to it.",
            INVOICES,
            "SELECT i.org_id, i.number, 'net, tax, gross, lines and tax rates do not add up' FROM billing_invoice i \
             LEFT JOIN (SELECT org_id, invoice, SUM(net) AS net, SUM(tax) AS tax, SUM(gross) AS gross, \
                SUM(CASE WHEN net + tax <> gross OR credited < 0 OR credited > quantity THEN 1 ELSE 0 END) AS wrong \
                FROM billing_invoice_line GROUP BY org_id, invoice) l ON l.org_id = i.org_id AND l.invoice = i.id \
             LEFT JOIN (SELECT org_id, invoice, SUM(net) AS net, SUM(tax) AS tax, SUM(gross) AS gross, \
                SUM(CASE WHEN net + tax <> gross THEN 1 ELSE 0 END) AS wrong \
                FROM billing_invoice_tax GROUP BY org_id, invoice) t ON t.org_id = i.org_id AND t.invoice = i.id \
             WHERE i.net + i.tax <> i.gross OR l.wrong <> 0 OR t.wrong <> 0 \
             OR l.net IS NULL OR l.net <> i.net OR l.tax <> i.tax OR l.gross <> i.gross \
             OR t.net IS NULL OR t.net <> i.net OR t.tax <> i.tax OR t.gross <> i.gross",
        ),
        sql(
            "invoice_lines_make_their_tax",
            "For each tax rate of an invoice, the lines come to it.",
            "SELECT COUNT(*) FROM billing_invoice_tax",
            // Both sides with opposite signs: what has no partner shows as well.
            "SELECT b.org_id, i.number, 'the lines do not come to the rate ' || b.tax_class \
             FROM (SELECT org_id, invoice, tax_class, tax_rate, net, tax FROM billing_invoice_tax \
                UNION ALL SELECT org_id, invoice, tax_class, tax_rate, -net, -tax FROM billing_invoice_line) b \
             JOIN billing_invoice i ON i.org_id = b.org_id AND i.id = b.invoice \
             GROUP BY b.org_id, i.number, b.tax_class, b.tax_rate HAVING SUM(b.net) <> 0 OR SUM(b.tax) <> 0",
        ),
        sql(
            "invoice_numbers_have_no_gaps",
            "The invoices of each year have the numbers of their series, all of them and each once; credit notes, \
             payments and refunds likewise.",
            INVOICES,
            "SELECT s.org_id, s.name, 'the series has given ' || CAST(s.next - 1 AS TEXT) || ' numbers, the documents have ' \
                || CAST(COALESCE(n.numbers, 0) AS TEXT) \
             FROM ledger_series s LEFT JOIN (SELECT org_id, substr(number, 1, 8) AS prefix, \
                COUNT(DISTINCT number) AS numbers, MAX(CAST(substr(number, 9) AS BIGINT)) AS last \
                FROM (SELECT org_id, number FROM billing_invoice UNION ALL SELECT org_id, number FROM billing_payment) d \
                GROUP BY org_id, substr(number, 1, 8)) n \
             ON n.org_id = s.org_id AND n.prefix = s.prefix \
             WHERE (s.name LIKE 'invoice-%' OR s.name LIKE 'credit_note-%' OR s.name LIKE 'payment-%' \
                OR s.name LIKE 'refund-%') \
             AND (COALESCE(n.numbers, 0) <> s.next - 1 OR COALESCE(n.last, 0) <> s.next - 1)",
        ),
    ]
}

/// Credit notes against what they correct.
fn corrections() -> Vec<Check> {
    vec![sql(
        "credit_notes_match_invoices",
        "What is credited of each invoice, line and tax rate is the sum of its credit notes, and no more than was \
             invoiced.",
        INVOICES,
        "SELECT b.org_id, i.number, 'what is credited is not the sum of the credit notes' \
             FROM (SELECT org_id, id AS invoice, 0 AS line, credited AS amount FROM billing_invoice WHERE kind = 'invoice' \
                UNION ALL SELECT org_id, corrects, 0, -gross FROM billing_invoice WHERE kind = 'credit_note' \
                UNION ALL SELECT org_id, invoice, line, credited FROM billing_invoice_line \
                UNION ALL SELECT c.org_id, c.corrects, l.line, -l.quantity FROM billing_invoice_line l \
                JOIN billing_invoice c ON c.org_id = l.org_id AND c.id = l.invoice WHERE c.kind = 'credit_note' \
                UNION ALL SELECT org_id, invoice, -1, credited_net + credited_tax FROM billing_invoice_tax \
                UNION ALL SELECT org_id, corrects, -1, -gross FROM billing_invoice WHERE kind = 'credit_note') b \
             JOIN billing_invoice i ON i.org_id = b.org_id AND i.id = b.invoice \
             GROUP BY b.org_id, i.number, b.line HAVING SUM(b.amount) <> 0 \
             UNION ALL SELECT org_id, number, 'more is credited and paid than was invoiced, or less than nothing' \
             FROM billing_invoice WHERE paid < 0 OR credited < 0 OR paid + credited > gross",
    )]
}

/// Documents against the orders behind them.
fn orders() -> Vec<Check> {
    vec![
        sql(
            "order_line_invoiced_matches",
            "What each order line has invoiced is the sum of its invoices.",
            "SELECT COUNT(*) FROM orders_line",
            "SELECT b.org_id, o.number || ' line ' || CAST(b.line AS TEXT), \
                'what is invoiced is not the sum of the invoices' \
             FROM (SELECT org_id, order_id, line, invoiced AS quantity FROM orders_line \
                UNION ALL SELECT i.org_id, i.order_id, l.order_line, -l.quantity FROM billing_invoice_line l \
                JOIN billing_invoice i ON i.org_id = l.org_id AND i.id = l.invoice WHERE i.kind = 'invoice') b \
             JOIN orders_order o ON o.org_id = b.org_id AND o.id = b.order_id \
             GROUP BY b.org_id, o.number, b.line HAVING SUM(b.quantity) <> 0",
        ),
        sql(
            "orders_invoiced_credited_paid",
            "What each order has invoiced, credited and paid is the sum of its invoices, credit notes and their payments.",
            "SELECT COUNT(*) FROM orders_order",
            "SELECT o.org_id, o.number, 'invoiced, credited or paid differs from the invoices' FROM orders_order o \
             LEFT JOIN (SELECT org_id, order_id, SUM(gross) AS gross, SUM(credited) AS credited, SUM(paid) AS paid \
                FROM billing_invoice WHERE kind = 'invoice' GROUP BY org_id, order_id) i \
             ON i.org_id = o.org_id AND i.order_id = o.id \
             WHERE o.invoiced <> COALESCE(i.gross, 0) OR o.credited <> COALESCE(i.credited, 0) \
             OR o.paid <> COALESCE(i.paid, 0)",
        ),
    ]
}

/// Documents and money against the books and the customers.
fn books() -> Vec<Check> {
    vec![
        sql(
            "receivables_equal_open_invoices",
            "The receivables in the books are what is open of all invoices less the unassigned money.",
            INVOICES,
            "SELECT b.org_id, 'receivables', \
                'the books and the open invoices differ by ' || CAST(SUM(b.amount) AS TEXT) || ' minor units' \
             FROM (SELECT l.org_id, l.debit - l.credit AS amount FROM ledger_balance l \
                JOIN ledger_account a ON a.org_id = l.org_id AND a.number = l.account WHERE a.role = 'receivables' \
                UNION ALL SELECT org_id, paid + credited - gross FROM billing_invoice WHERE kind = 'invoice' \
                UNION ALL SELECT org_id, unassigned FROM billing_payment) b \
             GROUP BY b.org_id HAVING SUM(b.amount) <> 0",
        ),
        sql(
            "invoices_match_ledger",
            "Each invoice and credit note is posted with its gross total to receivables and with its tax to the tax \
             accounts, on its day.",
            INVOICES,
            "SELECT i.org_id, i.number, 'the document and its posting differ' FROM billing_invoice i \
             LEFT JOIN (SELECT e.org_id, e.source_id, MIN(e.posting_date) AS first_day, MAX(e.posting_date) AS last_day, \
                SUM(CASE WHEN a.role = 'receivables' THEN p.debit - p.credit ELSE 0 END) AS gross, \
                SUM(CASE WHEN a.role LIKE 'vat_%' THEN p.credit - p.debit ELSE 0 END) AS tax \
                FROM ledger_entry e JOIN ledger_posting p ON p.org_id = e.org_id AND p.entry = e.number \
                JOIN ledger_account a ON a.org_id = p.org_id AND a.number = p.account \
                WHERE e.source_kind IN ('invoice', 'credit_note') GROUP BY e.org_id, e.source_id) l \
             ON l.org_id = i.org_id AND l.source_id = i.id \
             WHERE COALESCE(l.gross, 0) <> CASE i.kind WHEN 'invoice' THEN i.gross ELSE -i.gross END \
             OR COALESCE(l.tax, 0) <> CASE i.kind WHEN 'invoice' THEN i.tax ELSE -i.tax END \
             OR l.first_day <> i.posting_date OR l.last_day <> i.posting_date",
        ),
        sql(
            "payments_match_ledger",
            "Each payment and refund is posted with its amount to receivables, on its day.",
            PAYMENTS,
            "SELECT m.org_id, m.number, 'the money and its posting differ' FROM billing_payment m \
             LEFT JOIN (SELECT e.org_id, e.source_id, MIN(e.posting_date) AS day, \
                SUM(CASE WHEN a.role = 'receivables' THEN p.credit - p.debit ELSE 0 END) AS amount \
                FROM ledger_entry e JOIN ledger_posting p ON p.org_id = e.org_id AND p.entry = e.number \
                JOIN ledger_account a ON a.org_id = p.org_id AND a.number = p.account \
                WHERE e.source_kind IN ('payment', 'refund') GROUP BY e.org_id, e.source_id) l \
             ON l.org_id = m.org_id AND l.source_id = m.id \
             WHERE l.day IS NULL OR l.day <> m.date \
             OR l.amount <> CASE m.kind WHEN 'payment' THEN m.amount ELSE -m.amount END",
        ),
        sql(
            "customer_open_balances",
            "Each customer's open balance is what is open of their invoices less their unassigned money; that of duplicates \
             merged into them is among it.",
            "SELECT COUNT(*) FROM customers_customer",
            "SELECT c.org_id, c.number, 'the open balance differs from invoices and payments' FROM customers_customer c \
             LEFT JOIN (SELECT b.org_id, COALESCE(k.merged_into, k.id) AS customer, SUM(b.amount) AS amount \
                FROM (SELECT org_id, customer, gross - paid - credited AS amount FROM billing_invoice \
                    WHERE kind = 'invoice' \
                    UNION ALL SELECT org_id, customer, -unassigned FROM billing_payment) b \
                JOIN customers_customer k ON k.org_id = b.org_id AND k.id = b.customer \
                GROUP BY b.org_id, COALESCE(k.merged_into, k.id)) s ON s.org_id = c.org_id AND s.customer = c.id \
             WHERE c.open_balance <> COALESCE(s.amount, 0)",
        ),
    ]
}

/// Money in itself.
fn money() -> Vec<Check> {
    vec![
        sql(
            "payments_add_up",
            "Each payment is what it settles + unassigned + paid back, none below zero; what was paid back is the sum of its \
             refunds.",
            PAYMENTS,
            "SELECT m.org_id, m.number, 'the parts of the payment do not come to it' FROM billing_payment m \
             LEFT JOIN (SELECT org_id, payment, SUM(amount) AS amount, MIN(amount) AS least \
                FROM billing_allocation GROUP BY org_id, payment) a ON a.org_id = m.org_id AND a.payment = m.id \
             LEFT JOIN (SELECT org_id, refunds, SUM(amount) AS amount FROM billing_payment \
                WHERE kind = 'refund' GROUP BY org_id, refunds) r ON r.org_id = m.org_id AND r.refunds = m.id \
             WHERE m.amount <= 0 OR m.unassigned < 0 OR m.refunded <> COALESCE(r.amount, 0) OR a.least <= 0 \
             OR (m.kind = 'payment' AND m.amount <> COALESCE(a.amount, 0) + m.unassigned + m.refunded) \
             OR (m.kind = 'refund' AND (m.unassigned <> 0 OR m.refunded <> 0 OR a.amount IS NOT NULL))",
        ),
        sql(
            "invoices_paid_by_payments",
            "What is paid of each invoice is what payments of the same customer settle of it.",
            INVOICES,
            "SELECT b.org_id, i.number, 'what is paid is not what payments settle' \
             FROM (SELECT org_id, id AS invoice, paid AS amount FROM billing_invoice \
                UNION ALL SELECT org_id, invoice, -amount FROM billing_allocation) b \
             JOIN billing_invoice i ON i.org_id = b.org_id AND i.id = b.invoice \
             GROUP BY b.org_id, i.number HAVING SUM(b.amount) <> 0 \
             UNION ALL SELECT a.org_id, i.number, 'a payment of another customer settles it' FROM billing_allocation a \
             JOIN billing_invoice i ON i.org_id = a.org_id AND i.id = a.invoice \
             JOIN billing_payment m ON m.org_id = a.org_id AND m.id = a.payment \
             LEFT JOIN customers_customer p ON p.org_id = m.org_id AND p.id = m.customer \
             LEFT JOIN customers_customer c ON c.org_id = i.org_id AND c.id = i.customer \
             WHERE COALESCE(p.merged_into, p.id, 0) <> COALESCE(c.merged_into, c.id, 0)",
        ),
        sql(
            "counter_sales_match_stock_issues",
            "What was handed over at the counter is what left stock under the order itself.",
            "SELECT COUNT(*) FROM orders_order WHERE channel = 'counter'",
            "SELECT b.org_id, o.number, 'handed over and issued from stock differ by ' \
                || CAST(SUM(b.quantity) AS TEXT) || ' thousandths of product ' || CAST(b.product AS TEXT) \
             FROM (SELECT m.org_id, m.document AS order_id, m.product, m.quantity FROM inventory_movement m \
                WHERE m.kind = 'issue' \
                UNION ALL SELECT l.org_id, l.order_id, l.product, l.shipped FROM orders_line l \
                JOIN (SELECT DISTINCT org_id, document FROM inventory_movement WHERE kind = 'issue') d \
                ON d.org_id = l.org_id AND d.document = l.order_id WHERE l.kind = 'goods') b \
             JOIN orders_order o ON o.org_id = b.org_id AND o.id = b.order_id \
             GROUP BY b.org_id, o.number, b.product HAVING SUM(b.quantity) <> 0",
        ),
    ]
}
