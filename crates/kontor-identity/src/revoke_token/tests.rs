//! A token that does not exist can't be revoked; the rest is told with its bearer's story in `create_token`.

use kontor_store::Room;
use kontor_testkit::on_both;

use super::{Reject, RevokeToken};
use crate::model::TokenId;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn a_token_that_does_not_exist_is_not_revoked() {
    on_both(rooms, |db| async move {
        assert_eq!(db.refused(RevokeToken { token: TokenId::new(1) }).await, Reject::DOCS[0].code);
        assert_eq!(db.events().await.len(), 0);
    });
}
