//! Versions: whether somebody has seen the newest of what they change.

use kontor_kernel::rejects;

rejects! {
    /// What is refused to who changes something without having seen the newest of it.
    pub enum VersionReject {
        /// Somebody else was quicker.
        ChangedMeanwhile { position: i64 } at "version", facts(position) => 409, "changed_meanwhile", "Somebody else has changed this meanwhile: look at it as it is now, and send your change again."
                | "Jemand anders hat das inzwischen geändert: sehen Sie es sich an, wie es jetzt ist, und senden Sie Ihre Änderung noch einmal.";
    }
}

/// Whether a caller has seen the newest of what they change: the version they saw, if they say one, is not older than
/// the last change, which is the position of its event.
///
/// # Errors
/// [`VersionReject::ChangedMeanwhile`].
pub fn check_version(seen: Option<i64>, changed: i64) -> Result<(), VersionReject> {
    match seen {
        Some(seen) if seen < changed => Err(VersionReject::ChangedMeanwhile { position: changed }),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use kontor_kernel::Refuse;

    use super::*;

    #[test]
    fn who_has_not_seen_the_last_change_is_told_where_it_stands() {
        assert_eq!(check_version(None, 7), Ok(()));
        assert_eq!(check_version(Some(7), 7), Ok(()));
        assert_eq!(check_version(Some(9), 7), Ok(()), "other things may have moved the version since");
        let refusal = check_version(Some(6), 7).unwrap_err().refusal();
        assert_eq!((refusal.code, refusal.field.as_deref()), ("changed_meanwhile", Some("version")));
        assert_eq!(refusal.detail, [("position", "7".to_owned())]);
    }
}
