//! An invitation is taken back once; that its link is over then is told with inviting.

use kontor_store::Room;
use kontor_testkit::on_both;

use super::{Reject, WithdrawInvitation};
use crate::model::InvitationId;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn what_is_not_open_is_not_taken_back() {
    on_both(rooms, |db| async move {
        samples::found(&db).await;
        let refused = db.refused(WithdrawInvitation { invitation: InvitationId::new(1) }).await;
        assert_eq!(refused, Reject::DOCS[0].code);
        assert_eq!(Reject::UnknownInvitation.to_string(), Reject::DOCS[0].sentence);
        assert_eq!(db.events().await.len(), 1);
    });
}
