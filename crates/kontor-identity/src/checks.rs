//! What must always hold in this room.

use kontor_store::check::{Check, CheckKind};

pub(crate) fn checks() -> Vec<Check> {
    vec![
        Check {
            name: "merchants_are_founded",
            about: "Each merchant was founded by an event of its own journal.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM identity_org",
                offenders: "SELECT o.org_id, o.name, 'no event founded this merchant' \
                    FROM identity_org o LEFT JOIN journal j \
                    ON j.org_id = o.org_id AND j.subject = o.org_id AND j.kind = 'identity.org_founded' \
                    WHERE j.position IS NULL",
            },
        },
        Check {
            name: "tokens_are_in_the_journal",
            about: "Each token was made by an event of its merchant.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM identity_token",
                offenders: "SELECT t.org_id, t.name, 'no event made this token' \
                    FROM identity_token t LEFT JOIN journal j \
                    ON j.org_id = t.org_id AND j.subject = t.id AND j.kind = 'identity.token_created' \
                    WHERE j.position IS NULL",
            },
        },
    ]
}
