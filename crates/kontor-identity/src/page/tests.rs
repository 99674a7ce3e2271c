//! The pages, walked as people walk them, in both languages; the router's guard is told with the whole house.

use kontor_store::Room;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::axum::{Extension, Router};
use kontor_testkit::{TestApp, TestDb, Visited, on_both_alone};
use kontor_web::{App, Language};

use super::{invite, me, reset, second_step, settings, sign_in, team, tokens};
use crate::http::Granted;
use crate::model::{OrgId, UserId};
use crate::permissions::{Rights, Role};
use crate::samples::{self, PASSWORD};
use crate::session::{Cookies, SessionKeeper, Signed};
use crate::sign_in::{Gate, Step};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::password))
        .route("/sign-in/code", post(sign_in::code))
        .route("/sign-in/merchant", post(sign_in::merchant))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/invite/{secret}", get(invite::show).post(invite::accept))
        .route("/invite/{secret}/join", post(invite::join))
        .route("/reset/{secret}", get(reset::show).post(reset::submit))
        .route("/me", get(me::show))
        .route("/me/profile", post(me::profile))
        .route("/me/look", post(me::look))
        .route("/me/password", post(me::password))
        .route("/me/second-step", post(second_step::begin))
        .route("/me/second-step/on", post(second_step::turn_on))
        .route("/me/second-step/off", get(second_step::ask_off).post(second_step::turn_off))
        .route("/me/recovery-codes", get(second_step::ask_codes).post(second_step::new_codes))
        .route("/me/sessions/{id}/end", post(me::end_session))
        .route("/me/sign-out-everywhere", post(me::end_all))
        .route("/me/merchant", post(me::go_over))
        .route("/settings", get(settings::show))
        .route("/settings/team", get(team::show).post(team::invite))
        .route("/settings/team/invitations/{id}/withdraw", post(team::withdraw))
        .route("/settings/team/{id}", get(team::member))
        .route("/settings/team/{id}/role", post(team::role))
        .route("/settings/team/{id}/reset", post(team::reset))
        .route("/settings/team/{id}/remove", get(team::ask_removal).post(team::remove))
        .route("/settings/tokens", get(tokens::show).post(tokens::create))
        .route("/settings/tokens/{id}/revoke", post(tokens::revoke))
}

const ALL: &[&str] = &["members:read", "members:write", "tokens:read", "tokens:write"];

/// The pages as somebody sees them who is signed in, or nobody.
fn pages(db: &TestDb, gate: &Gate, language: Language, signed: Option<Signed>) -> TestApp {
    let keeper = SessionKeeper::new(gate.app.clone(), Cookies::new(false));
    let mut routes = routes().layer(Extension(gate.clone())).layer(Extension(keeper));
    if let Some(signed) = signed {
        routes = routes.layer(Extension(Granted(signed.rights))).layer(Extension(signed));
    }
    TestApp::new(db, routes).visited(language, ALL)
}

/// Somebody who works for the test's merchant is signed in there.
async fn signed(db: &TestDb, gate: &Gate, user: UserId) -> Signed {
    let row = gate.user(user).await.unwrap().unwrap();
    let opened =
        gate.open(&row, OrgId::new(db.org), crate::model::SignInBy::Password, &samples::visitor()).await;
    shown(gate, &opened.unwrap().cookie.0).await.unwrap()
}

async fn shown(gate: &Gate, cookie: &str) -> Option<Signed> {
    let mut headers = kontor_testkit::axum::http::HeaderMap::new();
    headers.insert("cookie", format!("kontor_session={cookie}").parse().unwrap());
    SessionKeeper::new(gate.app.clone(), Cookies::new(false)).identify(&headers).await.unwrap()
}

/// The session's cookie that a page set.
fn cookie(visited: &Visited) -> String {
    let set = visited.headers.get_all("set-cookie").into_iter().filter_map(|line| line.to_str().ok());
    let value = set.filter_map(|line| line.strip_prefix("kontor_session=")).next();
    value
        .and_then(|line| line.split(';').next())
        .unwrap_or_else(|| panic!("no cookie: {}", visited.html))
        .to_owned()
}

/// The value of a hidden field of a page.
fn hidden<'a>(page: &'a Visited, name: &str) -> &'a str {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.html.split_once(&field).unwrap_or_else(|| panic!("no field {name}: {}", page.html));
    rest.split('"').next().unwrap()
}

/// What stands behind a word in a page, up to a quote or tag.
fn behind<'a>(page: &'a Visited, word: &str) -> &'a str {
    let (_, rest) = page.html.split_once(word).unwrap_or_else(|| panic!("no {word}: {}", page.html));
    rest.split(['"', '<']).next().unwrap()
}

#[test]
fn somebody_signs_in_with_password_and_code_and_out() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let mail = samples::mail(&db, "bea");
        let out = pages(&db, &gate, Language::German, None);
        let page = out.page("/sign-in?next=/orders").await;
        assert_eq!(page.status, 200);
        assert!(page.html.contains("Anmelden") && hidden(&page, "next") == "/orders", "{}", page.html);
        let wrong = out.form("/sign-in", &[("mail", mail.as_str()), ("password", "wrong")]).await;
        assert_eq!(wrong.status, 401);
        assert!(
            wrong.html.contains("Mail-Adresse oder Passwort ist falsch")
                && wrong.html.contains(mail.as_str())
        );
        assert!(!wrong.html.contains("\"wrong\""), "a password is not shown again");
        let right = [("mail", mail.as_str()), ("password", PASSWORD), ("next", "/orders")];
        let entered = out.form("/sign-in", &right).await;
        assert_eq!((entered.status, entered.onward()), (303, "/orders"));
        let now = shown(&gate, &cookie(&entered)).await.unwrap();
        let inside = pages(&db, &gate, Language::German, Some(now.clone()));
        assert_eq!(inside.page("/sign-in?next=//evil.example").await.onward(), "/");

        // The authenticator is turned on, asked for, and turned off.
        let key = inside.form("/me/second-step", &[]).await;
        assert!(key.html.contains("<svg") && key.html.contains("Schlüssel"), "{}", key.html);
        let ticket = hidden(&key, "ticket").to_owned();
        let no = inside.form("/me/second-step/on", &[("ticket", &ticket), ("code", "000000")]).await;
        assert_eq!((no.status, hidden(&no, "ticket")), (422, &*ticket));
        let codes = inside
            .form("/me/second-step/on", &[("ticket", &ticket), ("code", &samples::code_now(&db).await)])
            .await;
        let recovery = behind(&codes, "<code>").to_owned();
        let asked = out.form("/sign-in", &right).await;
        assert_eq!((asked.status, hidden(&asked, "next")), (200, "/orders"));
        let ticket = hidden(&asked, "ticket").to_owned();
        let again = out.form("/sign-in/code", &[("ticket", &ticket), ("code", "zzzz-zzzz-zzzz-zzzz")]).await;
        assert_eq!((again.status, hidden(&again, "ticket")), (422, &*ticket));
        let entered = out.form("/sign-in/code", &[("ticket", &ticket), ("code", &recovery)]).await;
        assert_eq!((entered.status, entered.onward()), (303, "/"), "{}", entered.html);
        assert_eq!(inside.page("/me/second-step/off").await.status, 200);
        let wrong = inside.form("/me/second-step/off", &[("password", "wrong")]).await;
        assert_eq!(wrong.status, 422);
        let fresh = inside.form("/me/recovery-codes", &[("password", PASSWORD)]).await;
        assert_ne!(behind(&fresh, "<code>"), recovery);
        let off = inside.form("/me/second-step/off", &[("password", PASSWORD)]).await;
        assert_eq!((off.status, off.onward()), (303, "/me"));

        let left = inside.form("/sign-out", &[]).await;
        assert_eq!((left.status, left.onward(), &*cookie(&left)), (303, "/sign-in", ""));
        assert_eq!(bea, now.user);
    });
}

#[test]
fn ones_own_account_is_changed() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let other = samples::other_merchant(&db, "Andere GmbH").await;
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        samples::member(&db, &gate, other, "bea", Role::Owner).await;
        let elsewhere = signed(&db, &gate, bea).await;
        let inside = pages(&db, &gate, Language::English, Some(signed(&db, &gate, bea).await));
        let page = inside.page("/me").await;
        for text in [
            "Your account",
            "Change the password",
            "Sign out everywhere",
            "Go to Andere GmbH",
            "Authenticator",
        ] {
            assert!(page.html.contains(text), "{text}: {}", page.html);
        }
        let fields = [("name", "Bea B."), ("language", "de"), ("theme", "dark"), ("density", "cosy")];
        assert_eq!(inside.form("/me/profile", &fields).await.onward(), "/me");
        assert_eq!(inside.form("/me/profile", &[("name", " ")]).await.status, 422);
        assert_eq!(inside.form("/me/look", &[("theme", "light")]).await.onward(), "/me");
        let user = gate.user(bea).await.unwrap().unwrap();
        let now =
            (user.name.as_str(), user.language.unwrap().as_str(), user.theme.as_str(), user.density.as_str());
        assert_eq!(now, ("Bea B.", "de", "light", "cosy"));

        let ended = inside.form(&format!("/me/sessions/{}/end", elsewhere.session), &[]).await;
        assert_eq!(ended.status, 303);
        assert_eq!(inside.form(&format!("/me/sessions/{}/end", elsewhere.session), &[]).await.status, 404);
        let wrong =
            inside.form("/me/password", &[("old", "wrong"), ("password", "an even better one")]).await;
        assert!(wrong.status == 422 && wrong.html.contains("id=\"f-old-error\""), "{}", wrong.html);
        let short = inside.form("/me/password", &[("old", PASSWORD), ("password", "short")]).await;
        assert!(short.status == 422 && short.html.contains("at least 12"), "{}", short.html);
        let changed =
            inside.form("/me/password", &[("old", PASSWORD), ("password", "an even better one")]).await;
        assert_eq!(changed.onward(), "/me");
        let now = shown(&gate, &cookie(&changed)).await.unwrap();
        let inside = pages(&db, &gate, Language::English, Some(now));
        let over = inside.form("/me/merchant", &[("org", &OrgId::new(other).to_string())]).await;
        assert_eq!(shown(&gate, &cookie(&over)).await.unwrap().caller.org, other);
        assert_eq!(inside.form("/me/sign-out-everywhere", &[]).await.onward(), "/sign-in");
        assert!(shown(&gate, &cookie(&over)).await.is_none());
    });
}

#[test]
fn an_owner_keeps_the_team() {
    on_both_alone(rooms, |db| async move {
        let anna = samples::owner(&db).await;
        let gate = samples::gate(&db);
        let inside = pages(&db, &gate, Language::German, Some(signed(&db, &gate, anna).await));
        let out = pages(&db, &gate, Language::German, None);
        let mail = samples::mail(&db, "bea");
        let bad =
            inside.form("/settings/team", &[("name", "Bea"), ("mail", "nobody"), ("role", "service")]).await;
        assert!(bad.status == 422 && bad.html.contains("nobody"), "{}", bad.html);
        let fields = [("name", "Bea"), ("mail", mail.as_str()), ("role", "service")];
        let invited = inside.form("/settings/team", &fields).await;
        let first = behind(&invited, "/invite/").to_owned();
        let listed = inside.page("/settings/team").await;
        assert!(listed.html.contains(mail.as_str()) && !listed.html.contains("/invite/"), "{}", listed.html);
        let withdraw = format!("/settings/team/invitations{}", behind(&listed, "/settings/team/invitations"));
        assert_eq!(inside.form(&withdraw, &[]).await.status, 303);
        assert_eq!(out.page(&format!("/invite/{first}")).await.status, 410);

        let invited = inside.form("/settings/team", &fields).await;
        let link = format!("/invite/{}", behind(&invited, "/invite/"));
        let page = out.page(&link).await;
        assert!(
            page.html.contains("Hansen Kaffee GmbH") && page.html.contains("Auftragsannahme"),
            "{}",
            page.html
        );
        assert_eq!(out.form(&link, &[("name", "Bea"), ("password", "short")]).await.status, 422);
        let entered = out.form(&link, &[("name", "Bea"), ("password", PASSWORD)]).await;
        let bea = shown(&gate, &cookie(&entered)).await.unwrap().user;

        let path = format!("/settings/team/{bea}");
        assert!(inside.page(&path).await.html.contains("Link für ein neues Passwort"));
        assert_eq!(inside.form(&format!("{path}/role"), &[("role", "warehouse")]).await.status, 303);
        let made = inside.form(&format!("{path}/reset"), &[]).await;
        let link = format!("/reset/{}", behind(&made, "/reset/"));
        assert_eq!(out.page(&link).await.status, 200);
        let entered = out.form(&link, &[("password", "an even better one")]).await;
        assert_eq!(shown(&gate, &cookie(&entered)).await.unwrap().role, Role::Warehouse);
        assert_eq!(out.form(&link, &[("password", "an even better one")]).await.status, 410);
        assert!(inside.page(&format!("{path}/remove")).await.html.contains("Bea"));
        assert_eq!(inside.form(&format!("{path}/remove"), &[]).await.status, 303);
        assert_eq!(inside.page(&path).await.status, 404);
        let last = inside.form(&format!("/settings/team/{anna}/remove"), &[]).await;
        assert!(last.status == 409 && last.html.contains("letzte Inhaber"), "{}", last.html);
    });
}

#[test]
fn an_owner_keeps_the_tokens() {
    on_both_alone(rooms, |db| async move {
        let anna = samples::owner(&db).await;
        let gate = samples::gate(&db);
        let inside = pages(&db, &gate, Language::German, Some(signed(&db, &gate, anna).await));
        let fields = [("name", "web shop"), ("role", "integration"), ("scopes", "orders:write")];
        let made = inside.form("/settings/tokens", &fields).await;
        assert!(made.html.contains("kontor_") && made.html.contains("web shop"), "{}", made.html);
        let bad = inside
            .form("/settings/tokens", &[("name", "x"), ("role", "warehouse"), ("scopes", "orders:write")])
            .await;
        assert!(bad.status == 422 && !bad.html.contains("kontor_"), "{}", bad.html);
        let listed = inside.page("/settings/tokens").await;
        assert!(!listed.html.contains("kontor_"), "{}", listed.html);
        let revoke = format!(
            "/settings/tokens{}",
            behind(&listed, "action=\"/settings/tokens/").replacen("tok", "/tok", 1)
        );
        assert_eq!(inside.form(&revoke, &[]).await.status, 303);
        assert!(inside.page("/settings/tokens").await.html.contains("widerrufen"));
    });
}

#[test]
fn somebody_who_is_known_accepts_by_signing_in() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let other = samples::other_merchant(&db, "Andere GmbH").await;
        let link = samples::invitation(&db, &gate, other, "bea", Role::Owner).await;
        let out = pages(&db, &gate, Language::English, None);
        let page = out.page(&format!("/invite/{link}")).await;
        assert!(
            page.html.contains("sign in to accept") && hidden(&page, "invitation") == link,
            "{}",
            page.html
        );
        let mail = samples::mail(&db, "bea");
        let inside = pages(&db, &gate, Language::English, Some(signed(&db, &gate, bea).await));
        assert!(inside.page(&format!("/invite/{link}")).await.html.contains("Accept as bea"));
        let fields = [("mail", mail.as_str()), ("password", PASSWORD), ("invitation", &link)];
        let entered = out.form("/sign-in", &fields).await;
        assert_eq!(shown(&gate, &cookie(&entered)).await.unwrap().caller.org, other);
        let choice = out.form("/sign-in", &[("mail", mail.as_str()), ("password", PASSWORD)]).await;
        let fields = [("ticket", hidden(&choice, "ticket")), ("org", hidden(&choice, "org"))];
        let entered = out.form("/sign-in/merchant", &fields).await;
        assert_eq!(entered.status, 303, "{}", entered.html);
        let link = samples::invitation(&db, &gate, other, "cid", Role::Owner).await;
        let stranger = inside.form(&format!("/invite/{link}/join"), &[]).await;
        assert_eq!(stranger.status, 409);
        let step = gate
            .password((mail.as_str(), crate::model::Password::typed(PASSWORD)), None, &samples::visitor())
            .await;
        assert!(matches!(step.unwrap(), Step::Choose(..)));
        assert!(Rights::of_role(Role::Owner).cover(Rights::of_role(Role::Service)));
    });
}

#[test]
fn the_settings_lead_to_their_parts_as_far_as_one_may() {
    on_both_alone(rooms, |db| async move {
        samples::found(&db).await;
        let owner = TestApp::new(&db, routes())
            .visited(Language::German, &["org:read", "members:read", "tokens:read", "locations:read"]);
        let page = owner.page("/settings").await;
        for part in ["/settings/team", "/settings/tokens", "/locations", "/me", "/api/docs"] {
            assert!(page.html.contains(&format!("href=\"{part}\"")), "{part}: {}", page.html);
        }
        assert!(
            page.html.contains("Europe/Berlin") && page.html.contains("ändern sich nie"),
            "{}",
            page.html
        );
        let clerk = TestApp::new(&db, routes()).visited(Language::English, &["org:read"]);
        let page = clerk.page("/settings").await;
        assert!(
            page.html.contains("Registered name") && !page.html.contains("/settings/team"),
            "{}",
            page.html
        );
    });
}
