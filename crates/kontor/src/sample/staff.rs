//! The people of the sample shop, one a role, each with a password of this run.

use kontor_identity::change_member::ChangeMember;
use kontor_identity::create_user::CreateUser;
use kontor_identity::end_session::EndSession;
use kontor_identity::hasher::Hasher;
use kontor_identity::house::{self, HOUSE};
use kontor_identity::invite::Invite;
use kontor_identity::join::Join;
use kontor_identity::model::{DeviceName, Mail, Password, PersonName, SignInBy, UiLanguage, UserId};
use kontor_identity::open_session::OpenSession;
use kontor_identity::permissions::{Rights, Role};
use kontor_identity::remove_member::RemoveMember;
use kontor_identity::set_password::SetPassword;
use kontor_identity::withdraw_invitation::WithdrawInvitation;
use kontor_store::{Command, Fault, Value, system_actor};
use kontor_web::{App, Problem};

use super::{Shop, read, undone};

/// Who works there. A connected program is no person and signs in with a token.
const STAFF: &[(Role, &str, &str)] = &[
    (Role::Owner, "Anna Hansen", "owner"),
    (Role::Service, "Jana Brandt", "service"),
    (Role::Warehouse, "Malte Jensen", "warehouse"),
    (Role::Purchasing, "Svea Lorenz", "purchasing"),
    (Role::Accounting, "Bruno Weiß", "accounting"),
    (Role::Analyst, "Nele Albers", "analyst"),
    (Role::Partner, "Nordlogistik", "partner"),
];

/// How somebody of the sample shop signs in.
pub struct SignIn {
    /// What they do.
    pub role: Role,
    /// Their address.
    pub mail: Mail,
    /// Their password, until the sample is served again.
    pub password: String,
}

/// Lets the people of the sample shop sign in: enters them, unless they are there, and gives each a new password.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn sign_ins(shop: &Shop<'_>) -> Result<Vec<SignIn>, Fault> {
    let hasher = Hasher::new()?;
    let mut sign_ins = Vec::new();
    for (role, name, mailbox) in STAFF {
        let mail: Mail = read(&format!("{mailbox}@hansen.example"))?;
        sign_ins.push(sign_in(shop, &hasher, (*role, name), mail).await?);
    }
    Ok(sign_ins)
}

/// Lets one person sign in, whose address is theirs at this merchant alone.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn sign_in(
    shop: &Shop<'_>,
    hasher: &Hasher,
    (role, name): (Role, &str),
    mail: Mail,
) -> Result<SignIn, Fault> {
    let user = match user_of(shop.app, &mail).await? {
        Some(user) => user,
        None => enter(shop, (role, name), &mail).await?,
    };
    let password = new_password()?;
    let hash = hasher.hash(read::<Password>(&password)?).await.map_err(|problem| refused(&problem))?;
    in_house(shop, SetPassword { user, password: hash, ticket: None, without_second_step: true }).await?;
    Ok(SignIn { role, mail, password })
}

/// The owner begins, and somebody comes, gets other work, and leaves.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn come_and_go(shop: &Shop<'_>) -> Result<(), Fault> {
    let owner = enter(shop, (Role::Owner, "Anna Hansen"), &read("owner@hansen.example")?).await?;
    let open = OpenSession {
        user: owner,
        session_round: 1,
        by: SignInBy::Invitation,
        device: DeviceName::of_browser("Firefox"),
        workplace: None,
        hash: chance()?,
    };
    let session = shop.does(open).await?.session;
    shop.does(EndSession { session, of: Some(owner) }).await?;
    let (mail, name): (Mail, PersonName) = (read("tim@hansen.example")?, read("Tim Voss")?);
    let invite = Invite {
        mail: mail.clone(),
        name,
        role: Role::Service,
        user: None,
        hash: chance()?,
        grantor: Rights::ALL,
    };
    let invitation = shop.does(invite).await?.invitation;
    shop.does(WithdrawInvitation { invitation }).await?;
    let user = enter(shop, (Role::Service, "Tim Voss"), &mail).await?;
    shop.does(ChangeMember { user, role: Role::Warehouse, grantor: Rights::ALL }).await?;
    shop.does(RemoveMember { user, grantor: Rights::ALL }).await.map(drop)
}

fn chance() -> Result<[u8; 32], Fault> {
    let mut bytes = [0; 32];
    kontor_store::random(&mut bytes)?;
    Ok(bytes)
}

async fn user_of(app: &App, mail: &Mail) -> Result<Option<UserId>, Fault> {
    let found = "SELECT id FROM identity_user WHERE org_id = $1 AND mail = $2";
    let rows = app.reads.query(found, vec![HOUSE.into(), Value::of(mail)]).await?;
    rows.into_iter().next().map(|mut row| row.take()).transpose()
}

/// Enters somebody: the owner is the first, the others follow an invitation.
async fn enter(shop: &Shop<'_>, (role, name): (Role, &str), mail: &Mail) -> Result<UserId, Fault> {
    let name: PersonName = read(name)?;
    let user = match user_of(shop.app, mail).await? {
        Some(user) => user,
        None => {
            let (mail, name) = (mail.clone(), name.clone());
            let create = CreateUser { mail, name, password: None, language: None::<UiLanguage> };
            in_house(shop, create).await?.user
        }
    };
    let hash = chance()?;
    let invitation = if role == Role::Owner {
        None
    } else {
        let invite = Invite { mail: mail.clone(), name, role, user: Some(user), hash, grantor: Rights::ALL };
        Some(shop.does(invite).await?.invitation)
    };
    shop.does(Join { user, invitation }).await?;
    Ok(user)
}

async fn in_house<C: Command>(shop: &Shop<'_>, command: C) -> Result<C::Answer, Fault> {
    let done = shop.app.writer.submit(house::envelope(system_actor("demo")), command).await;
    done.map(|reply| reply.answer).map_err(undone)
}

fn refused(problem: &Problem) -> Fault {
    Fault::setting(problem.body().detail.clone())
}

/// Four groups of letters and digits that are not mistaken for each other.
fn new_password() -> Result<String, Fault> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789x";
    let mut bytes = [0_u8; 16];
    kontor_store::random(&mut bytes)?;
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map(char::from);
    let groups = bytes.chunks(4).map(|group| group.iter().filter_map(letter).collect::<String>());
    Ok(groups.collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_that_a_person_has_is_there() {
        let roles: Vec<Role> = STAFF.iter().map(|(role, ..)| *role).collect();
        let persons = Role::ALL.iter().copied().filter(|role| *role != Role::Integration);
        assert_eq!(roles, persons.collect::<Vec<_>>());
        let (one, other) = (new_password().unwrap(), new_password().unwrap());
        assert!(one != other && one.len() == 19 && one.parse::<Password>().is_ok(), "{one}");
    }
}
