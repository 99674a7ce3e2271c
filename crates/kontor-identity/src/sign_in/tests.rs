//! The ways in, walked as people walk them.

use std::time::Duration;

use kontor_kernel::{Refuse, limits};
use kontor_store::Room;
use kontor_testkit::axum::http::{HeaderMap, header};
use kontor_testkit::{TestDb, on_both_alone};
use kontor_web::Problem;

use super::{FirstStart, Gate, NewPerson, Reject, SetUp, Step, Visitor};
use crate::create_user::CreateUser;
use crate::house;
use crate::model::{OrgId, Password, PersonName, SignInBy};
use crate::open_session::OpenSession;
use crate::permissions::{Rights, Role};
use crate::samples::{self, PASSWORD};
use crate::session::{Cookies, SessionKeeper, Signed};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

async fn sign_in(gate: &Gate, mail: &str, password: &str) -> Result<Step, Problem> {
    gate.password((mail, Password::typed(password)), None, &samples::visitor()).await
}

fn code<T: std::fmt::Debug>(answer: Result<T, Problem>) -> String {
    match answer {
        Ok(what) => format!("{what:?}"),
        Err(problem) => problem.body().code.clone(),
    }
}

/// Who a cookie shows.
async fn signed(gate: &Gate, step: Step) -> Signed {
    let Step::In(opened) = step else { panic!("not in: {step:?}") };
    assert!(!format!("{opened:?}").contains(&opened.cookie.0), "a cookie is not printed");
    shown(gate, &opened.cookie.0).await.unwrap()
}

async fn shown(gate: &Gate, cookie: &str) -> Option<Signed> {
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, format!("kontor_session={cookie}").parse().unwrap());
    SessionKeeper::new(gate.app.clone(), Cookies::new(false)).identify(&headers).await.unwrap()
}

fn person(name: &str) -> NewPerson {
    NewPerson { name: PersonName::parse(name).unwrap(), password: PASSWORD.parse().unwrap(), language: None }
}

#[test]
fn the_right_password_lets_in_and_any_other_does_not() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let mail = samples::mail(&db, "bea");
        let step = sign_in(&gate, &format!(" {}", mail.as_str().to_uppercase()), PASSWORD).await.unwrap();
        let signed = signed(&gate, step).await;
        assert_eq!((signed.user, signed.role, signed.caller.org), (bea, Role::Service, db.org));
        let wrong = sign_in(&gate, mail.as_str(), "wrong").await.unwrap_err();
        let unknown = sign_in(&gate, "nobody@example.com", PASSWORD).await.unwrap_err();
        let without = sign_in(&gate, samples::mail(&db, "anna").as_str(), "").await.unwrap_err();
        for problem in [&wrong, &unknown, &without, &sign_in(&gate, "no mail", PASSWORD).await.unwrap_err()] {
            let (same, other) = (wrong.body(), problem.body());
            assert_eq!((other.status, &other.code, &other.detail), (401, &same.code, &same.detail));
        }
        assert_eq!(wrong.body().code, Reject::SignInFailed.refusal().code);
    });
}

#[test]
fn guessing_is_slowed_down_for_those_who_exist_and_those_who_do_not() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let bea = samples::mail(&db, "bea");
        for mail in [bea.as_str(), "nobody@example.com"] {
            let mut answers = Vec::new();
            for _ in 0..8 {
                answers.push(code(sign_in(&gate, mail, "wrong").await));
            }
            let failed = answers.iter().filter(|answer| *answer == "sign_in_failed").count();
            assert_eq!(failed, usize::try_from(limits::ATTEMPTS_OF_MAIL).unwrap() + 1, "{mail}: {answers:?}");
            assert_eq!(answers.last().map(String::as_str), Some("too_many_attempts"));
        }
        assert_eq!(
            code(sign_in(&gate, bea.as_str(), PASSWORD).await),
            "too_many_attempts",
            "the right one waits too"
        );
        db.advance(Duration::from_secs(2));
        signed(&gate, sign_in(&gate, bea.as_str(), PASSWORD).await.unwrap()).await;
        assert_eq!(code(sign_in(&gate, bea.as_str(), "wrong").await), "sign_in_failed", "counted anew");
    });
}

#[test]
fn who_works_for_two_merchants_chooses_and_sees_that_one_alone() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let other = samples::other_merchant(&db, "Andere GmbH").await;
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        samples::member(&db, &gate, other, "bea", Role::Owner).await;
        let mail = samples::mail(&db, "bea");
        let Step::Choose(ticket, choices) = sign_in(&gate, mail.as_str(), PASSWORD).await.unwrap() else {
            panic!("no choice")
        };
        let names: Vec<(&str, Role)> =
            choices.iter().map(|choice| (choice.name.as_str(), choice.role)).collect();
        assert_eq!(names, [("Andere GmbH", Role::Owner), ("Hansen Kaffee GmbH", Role::Service)]);
        let visitor = samples::visitor();
        let nowhere = gate.choose(&ticket.0, OrgId::new(7), &visitor).await;
        assert_eq!(code(nowhere), "not_a_member");
        let opened = gate.choose(&ticket.0, OrgId::new(db.org), &visitor).await.unwrap();
        let here = shown(&gate, &opened.cookie.0).await.unwrap();
        assert_eq!((here.user, here.caller.org, here.role), (bea, db.org, Role::Service));
        assert!(
            !here.rights.cover(Rights::of_role(Role::Owner)),
            "the other merchant's role is not theirs here"
        );
        assert_eq!(code(gate.choose(&ticket.0, OrgId::new(other), &visitor).await), "link_over", "once");

        let over = gate.go_over(&here, OrgId::new(other), &visitor).await.unwrap();
        let there = shown(&gate, &over.cookie.0).await.unwrap();
        assert_eq!((there.caller.org, there.role), (other, Role::Owner));
        assert!(shown(&gate, &opened.cookie.0).await.is_none());
        assert_eq!(code(gate.make_reset_link(&there, bea).await), Reject::WorksElsewhere.refusal().code);
    });
}

#[test]
fn a_password_is_changed_by_who_knows_it_and_the_other_sessions_end() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let mail = samples::mail(&db, "bea");
        let Step::In(elsewhere) = sign_in(&gate, mail.as_str(), PASSWORD).await.unwrap() else { panic!() };
        let here = signed(&gate, sign_in(&gate, mail.as_str(), PASSWORD).await.unwrap()).await;
        let new = || "an even better one".parse::<Password>().unwrap();
        let wrong = gate.change_password(&here, (Password::typed("guess"), new()), &samples::visitor()).await;
        assert_eq!(code(wrong), Reject::PasswordWrong.refusal().code);
        let opened = gate
            .change_password(&here, (Password::typed(PASSWORD), new()), &samples::visitor())
            .await
            .unwrap();
        assert!(shown(&gate, &elsewhere.cookie.0).await.is_none());
        let here = shown(&gate, &opened.cookie.0).await.unwrap();
        assert_eq!(code(sign_in(&gate, mail.as_str(), PASSWORD).await), "sign_in_failed");
        gate.sign_out(&here).await.unwrap();
        gate.sign_out(&here).await.unwrap();
        assert!(shown(&gate, &opened.cookie.0).await.is_none());
        let Step::In(again) = sign_in(&gate, mail.as_str(), "an even better one").await.unwrap() else {
            panic!()
        };
        gate.sign_out_everywhere(here.user).await.unwrap();
        assert!(shown(&gate, &again.cookie.0).await.is_none());
    });
}

#[test]
fn an_invitation_is_accepted_once_by_whom_it_was_made_for() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let other = samples::other_merchant(&db, "Andere GmbH").await;
        let invite = |org: i64, name: &'static str, role| {
            let (gate, mail, actor) = (gate.clone(), samples::mail(&db, name), db.actor());
            async move {
                let seal = crate::seal::Seal::new().unwrap();
                let user = gate.user_of(&mail).await.unwrap().map(|user| user.id);
                let name = PersonName::parse(name).unwrap();
                let command =
                    crate::invite::Invite { mail, name, role, user, hash: seal.hash(), grantor: Rights::ALL };
                let new = gate.at_merchant(OrgId::new(org), actor, command).await.unwrap().answer;
                seal.text(org, new.invitation.raw())
            }
        };
        let visitor = samples::visitor();
        let link = invite(db.org, "bea", Role::Warehouse).await;
        let invited = gate.invited(&link).await.unwrap();
        assert_eq!(
            (invited.org_name.as_str(), invited.role, invited.is_known),
            ("Hansen Kaffee GmbH", Role::Warehouse, false)
        );
        let opened = gate.accept(&link, person("Bea Brandt"), &visitor).await.unwrap();
        let bea = shown(&gate, &opened.cookie.0).await.unwrap();
        assert_eq!((&*bea.name, bea.role), ("Bea Brandt", Role::Warehouse));
        assert_eq!(code(gate.accept(&link, person("Bea Brandt"), &visitor).await), "invitation_over");
        assert_eq!(code(gate.invited("nonsense").await), "invitation_over");

        // A second merchant invites her: she signs in instead of choosing a password.
        let link = invite(other, "bea", Role::Owner).await;
        assert!(gate.invited(&link).await.unwrap().is_known);
        assert_eq!(code(gate.accept(&link, person("Bea"), &visitor).await), "mail_taken");
        let cid = samples::member(&db, &gate, db.org, "cid", Role::Service).await;
        let mail = samples::mail(&db, "cid");
        let typed = || Password::typed(PASSWORD);
        let stranger = gate.password((mail.as_str(), typed()), Some(&link), &visitor).await;
        assert_eq!(code(stranger), Reject::OtherInvited.refusal().code);
        let cid_in = signed(&gate, sign_in(&gate, mail.as_str(), PASSWORD).await.unwrap()).await;
        assert_eq!(
            (cid_in.user, code(gate.accept_signed(&link, &cid_in, &visitor).await)),
            (cid, "other_invited".to_owned())
        );
        let step = gate
            .password((samples::mail(&db, "bea").as_str(), typed()), Some(&link), &visitor)
            .await
            .unwrap();
        assert_eq!(signed(&gate, step).await.caller.org, other);

        let link = invite(other, "cid", Role::Service).await;
        let step = gate.accept_signed(&link, &cid_in, &visitor).await.unwrap();
        assert_eq!(signed(&gate, step).await.caller.org, other);

        let link = invite(db.org, "dan", Role::Service).await;
        db.advance(Duration::from_secs(limits::INVITATION_DAYS * 24 * 60 * 60));
        assert_eq!(
            code(gate.accept(&link, person("Dan"), &visitor).await),
            "invitation_over",
            "past its time"
        );
    });
}

#[test]
fn what_a_crash_leaves_of_an_acceptance_is_completed_by_signing_in() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let seal = crate::seal::Seal::new().unwrap();
        let mail = samples::mail(&db, "bea");
        let invite = crate::invite::Invite {
            mail: mail.clone(),
            name: PersonName::parse("Bea").unwrap(),
            role: Role::Service,
            user: None,
            hash: seal.hash(),
            grantor: Rights::ALL,
        };
        let new = db.submit(invite).await.unwrap().answer;
        let link = seal.text(db.org, new.invitation.raw());
        // The user was entered, and then the power failed.
        let password = gate.hasher.hash(PASSWORD.parse().unwrap()).await.unwrap();
        let user = CreateUser {
            mail: mail.clone(),
            name: PersonName::parse("Bea").unwrap(),
            password: Some(password),
            language: None,
        };
        db.writer.submit(house::envelope(db.actor()), user).await.unwrap();
        assert_eq!(code(gate.accept(&link, person("Bea"), &samples::visitor()).await), "mail_taken");
        assert_eq!(code(sign_in(&gate, mail.as_str(), PASSWORD).await), Reject::NoMerchant.refusal().code);
        let typed = (mail.as_str(), Password::typed(PASSWORD));
        let step = gate.password(typed, Some(&link), &samples::visitor()).await.unwrap();
        assert_eq!(signed(&gate, step).await.role, Role::Service);
    });
}

#[test]
fn a_reset_link_is_made_by_an_owner_and_good_once() {
    on_both_alone(rooms, |db| async move {
        let anna = samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let owner = opened(&db, &gate, anna).await;
        let step = sign_in(&gate, samples::mail(&db, "bea").as_str(), PASSWORD).await.unwrap();
        let bea_in = signed(&gate, step).await;
        assert_eq!(code(gate.make_reset_link(&bea_in, anna).await), "member_beyond_own");
        assert_eq!(code(gate.make_reset_link(&owner, crate::model::UserId::new(1)).await), "unknown_member");
        let link = gate.make_reset_link(&owner, bea).await.unwrap();
        assert_eq!(gate.reset_of(&link.text.0).await.unwrap().id, bea);
        let new = || "chosen by the link".parse::<Password>().unwrap();
        let step = gate.reset(&link.text.0, new(), &samples::visitor()).await.unwrap();
        assert_eq!(signed(&gate, step).await.user, bea);
        assert_eq!(code(gate.reset(&link.text.0, new(), &samples::visitor()).await), "link_over");

        // The user begins to work elsewhere before the link is used: it leads nowhere.
        let link = gate.make_reset_link(&owner, bea).await.unwrap();
        let other = samples::other_merchant(&db, "Andere GmbH").await;
        samples::member(&db, &gate, other, "bea", Role::Owner).await;
        assert_eq!(code(gate.reset(&link.text.0, new(), &samples::visitor()).await), "works_elsewhere");
        let late = gate.make_reset_link(&owner, anna).await.unwrap();
        db.advance(Duration::from_secs(limits::RESET_HOURS * 60 * 60));
        assert_eq!(code(gate.reset(&late.text.0, new(), &samples::visitor()).await), "link_over");
    });
}

/// A session of somebody who has no password.
async fn opened(db: &TestDb, gate: &Gate, user: crate::model::UserId) -> Signed {
    let row = gate.user(user).await.unwrap().unwrap();
    let opened = gate.open(&row, OrgId::new(db.org), SignInBy::Passkey, &samples::visitor()).await.unwrap();
    shown(gate, &opened.cookie.0).await.unwrap()
}

#[test]
fn a_house_that_has_nobody_is_set_up_by_a_link_once() {
    on_both_alone(rooms, |db| async move {
        let gate = samples::gate(&db);
        let FirstStart::Link(former) = gate.first_start().await.unwrap() else { panic!("no link") };
        let FirstStart::Link(link) = gate.first_start().await.unwrap() else { panic!("no link") };
        assert_eq!(code(gate.set_up_of(&former.0).await), "link_over", "a start takes the link before back");
        let SetUp { org, is_founded } = gate.set_up_of(&link.0).await.unwrap();
        assert!(!is_founded);
        let mail = samples::mail(&db, "anna");
        let visitor: Visitor = samples::visitor();
        let early = gate.set_up(&link.0, (mail.clone(), person("Anna")), &visitor).await;
        assert_eq!(code(early), "unknown_org", "the merchant comes first");
        found(&db, org).await;
        assert!(gate.set_up_of(&link.0).await.unwrap().is_founded);
        // What was left of the first try is completed: the user is there already.
        let opened = gate.set_up(&link.0, (mail.clone(), person("Anna")), &visitor).await.unwrap();
        let anna = shown(&gate, &opened.cookie.0).await.unwrap();
        assert_eq!((anna.caller.org, anna.role), (org.raw(), Role::Owner));
        assert_eq!(code(gate.set_up_of(&link.0).await), "link_over");
        assert!(matches!(gate.first_start().await.unwrap(), FirstStart::Done));
        signed(&gate, sign_in(&gate, mail.as_str(), PASSWORD).await.unwrap()).await;
    });
}

#[test]
fn a_link_of_a_house_that_got_people_otherwise_is_over() {
    on_both_alone(rooms, |db| async move {
        let gate = samples::gate(&db);
        samples::found(&db).await;
        let FirstStart::Link(link) = gate.first_start().await.unwrap() else { panic!("no link") };
        assert_eq!(
            gate.set_up_of(&link.0).await.unwrap(),
            SetUp { org: OrgId::new(db.org), is_founded: true }
        );
        samples::other_merchant(&db, "Andere GmbH").await;
        assert!(matches!(gate.first_start().await.unwrap(), FirstStart::Several));
        samples::member(&db, &gate, db.org, "bea", Role::Owner).await;
        assert_eq!(code(gate.set_up_of(&link.0).await), Reject::SetUpDone.refusal().code);
    });
}

async fn found(db: &TestDb, org: OrgId) {
    let founding = crate::found_org::FoundOrg {
        org,
        name: crate::model::OrgName::parse("Hansen Kaffee GmbH").unwrap(),
        country: crate::model::CountryCode::DE,
        currency: kontor_kernel::Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
    };
    let envelope = kontor_store::Envelope::new(org.raw(), db.actor()).founding();
    db.writer.submit(envelope, founding).await.unwrap();
}

#[test]
fn a_round_that_ended_meanwhile_opens_nothing() {
    on_both_alone(rooms, |db| async move {
        let anna = samples::owner(&db).await;
        let gate = samples::gate(&db);
        let row = gate.user(anna).await.unwrap().unwrap();
        gate.sign_out_everywhere(anna).await.unwrap();
        let command = OpenSession {
            user: anna,
            session_round: row.session_round,
            by: SignInBy::Password,
            device: samples::visitor().device,
            workplace: None,
            hash: [9; 32],
        };
        db.submit(command).await.unwrap();
        let open =
            crate::sessions::page(&db.reads, db.org, None, (0, 10), gate.app.clock.now()).await.unwrap();
        assert!(open.is_empty(), "a password that was typed before all was ended is good no more");
    });
}
