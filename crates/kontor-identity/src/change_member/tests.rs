//! Every rule of changing a role.

use kontor_store::Room;
use kontor_testkit::on_both_alone;

use super::{ChangeMember, Reject};
use crate::model::UserId;
use crate::permissions::{Rights, Role};
use crate::records::Member;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn a_role_changes_within_rights_and_an_owner_stays() {
    on_both_alone(rooms, |db| async move {
        let anna = samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let change = |user, role, grantor| ChangeMember { user, role, grantor };
        let service = Rights::of_role(Role::Service);
        let cases = [
            (change(UserId::new(1), Role::Service, Rights::ALL), "unknown_member"),
            (change(anna, Role::Service, service), "member_beyond_own"),
            (change(anna, Role::Service, Rights::ALL), "last_owner"),
            (change(bea, Role::Owner, service), "role_beyond_own"),
            (change(bea, Role::Integration, Rights::ALL), "role_of_programs"),
        ];
        for (command, code) in cases {
            assert_eq!(db.refused(command).await, code);
        }
        let codes = [Reject::UnknownMember, Reject::MemberBeyondOwn, Reject::LastOwner]
            .map(|reject| reject.to_string());
        assert_eq!(
            codes.iter().map(String::as_str).collect::<Vec<_>>(),
            Reject::DOCS.iter().map(|doc| doc.sentence).collect::<Vec<_>>()
        );
        db.submit(change(bea, Role::Owner, Rights::ALL)).await.unwrap();
        db.submit(change(anna, Role::Warehouse, Rights::ALL)).await.unwrap();
        assert_eq!(db.refused(change(bea, Role::Service, Rights::ALL)).await, "last_owner");
        let members: Vec<Member> =
            db.reads.records("org_id = $1 ORDER BY user_id", vec![db.org.into()]).await.unwrap();
        let roles: Vec<(UserId, Role)> = members.iter().map(|member| (member.user_id, member.role)).collect();
        assert_eq!(roles, [(anna, Role::Warehouse), (bea, Role::Owner)]);
    });
}
