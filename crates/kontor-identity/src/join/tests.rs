//! The first member is the owner; every other one comes by an invitation.

use kontor_store::Room;
use kontor_testkit::on_both_alone;

use super::{Join, Reject};
use crate::model::{InvitationId, MemberState};
use crate::permissions::Role;
use crate::records::Member;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn only_the_first_comes_uninvited() {
    on_both_alone(rooms, |db| async move {
        let owner = samples::owner(&db).await;
        let other = samples::user(&db, "bea").await;
        let codes = [Reject::NotTheFirst.to_string(), Reject::InvitationOver.to_string()];
        let refused = db.refused(Join { user: other, invitation: None }).await;
        assert_eq!(refused, "not_the_first");
        let refused = db.refused(Join { user: other, invitation: Some(InvitationId::new(1)) }).await;
        assert_eq!(refused, "invitation_over");
        assert!(Reject::DOCS.iter().filter(|doc| codes.iter().any(|code| code == doc.sentence)).count() == 2);
        let members: Vec<Member> = db.reads.records("org_id = $1", vec![db.org.into()]).await.unwrap();
        assert_eq!(members.len(), 1);
        assert_eq!(
            (members[0].user_id, members[0].role, members[0].state),
            (owner, Role::Owner, MemberState::Active)
        );
    });
}

#[test]
fn who_works_here_already_joins_no_second_time() {
    on_both_alone(rooms, |db| async move {
        let anna = samples::owner(&db).await;
        let gate = samples::gate(&db);
        let text = samples::invitation(&db, &gate, db.org, "bea", Role::Service).await;
        let invitation = gate.invited(&text).await.unwrap().invitation;
        // The link of somebody else, in the hands of a member: it stays good for whom it was made.
        let refused = db.refused(Join { user: anna, invitation: Some(invitation) }).await;
        assert_eq!(
            (refused.as_str(), Reject::AlreadyMember.to_string().as_str()),
            ("already_member", Reject::DOCS[1].sentence)
        );
        let bea = samples::user(&db, "other").await;
        db.submit(Join { user: bea, invitation: Some(invitation) }).await.unwrap();
    });
}
