//! Followers: what may happen later, after the commit, reads the journal from a cursor of its own.
