//! `kontor check`: what must always hold, room by room, over the whole database.

use kontor_store::check::Found;
use kontor_store::{Fault, ReadDb, Schema};
use serde_json::{Value, json};

/// A check with what it found.
pub struct Checked {
    /// Its name.
    pub name: &'static str,
    /// The rule in a sentence.
    pub about: &'static str,
    /// What was looked at, and what breaks the rule.
    pub found: Found,
}

/// Runs all checks on the database as of one moment; says before each which one it is.
///
/// # Errors
/// When the database can't be read.
pub async fn run(
    schema: &Schema,
    reads: &ReadDb,
    mut begins: impl FnMut(&str),
) -> Result<Vec<Checked>, Fault> {
    let snapshot = reads.snapshot().await?;
    let mut all = Vec::new();
    for check in schema.checks() {
        begins(check.name);
        let found = check.run(&snapshot).await?;
        all.push(Checked { name: check.name, about: check.about, found });
    }
    Ok(all)
}

impl Checked {
    /// Whether nothing breaks the rule.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.found.failed == 0
    }

    /// For people.
    #[must_use]
    pub fn text(&self) -> String {
        let (checked, failed) = (self.found.checked, self.found.failed);
        if self.is_clean() {
            return format!("ok    {:<40} {checked:>10}", self.name);
        }
        let mut text = format!("BAD   {:<40} {checked:>10}  {failed} break it: {}", self.name, self.about);
        for offender in &self.found.offenders {
            let org = kontor_identity::model::OrgId::new(offender.org);
            text.push_str(&format!("\n      {org}  {}: {}", offender.subject, offender.detail));
        }
        text
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let offenders = self.found.offenders.iter().map(|offender| {
            json!({
                "org": kontor_identity::model::OrgId::new(offender.org),
                "subject": offender.subject,
                "detail": offender.detail,
            })
        });
        json!({
            "name": self.name,
            "about": self.about,
            "checked": self.found.checked,
            "failed": self.found.failed,
            "offenders": offenders.collect::<Vec<_>>(),
        })
    }
}
