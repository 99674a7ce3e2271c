// Who gets in, and how: password, authenticator, a link by mail; and how one gets out.
import { equals, isTrue, story } from "../lib.mjs";

const PASSWORD = "correct horse battery staple";

story("sign-in", async (t) => {
  const { mail } = t.stage.user("purchasing");
  await t.step("a wrong password and an unknown user get the same answer", async () => {
    const answers = [];
    for (const who of [mail, "nobody@example.org"]) {
      await t.goto("/sign-in");
      await t.find("input[autocomplete~=username]").fill(who);
      await t.find("input[autocomplete=current-password]").fill("not the password");
      await t.refused(401, () => t.button(t.w("Sign in", "Anmelden")).first().click());
      await t.focusIsOn(t.find(".notice[data-focus]"));
      // Each request has a number of its own, for whoever asks about it.
      answers.push((await t.find(".notice").first().innerText()).replace(/[\w-]+$/, ""));
    }
    equals(answers[0], answers[1], "what an unknown user is told");
    await t.axe("a wrong password");
    await t.fits("a wrong password");
  });
  await t.step("the right one opens what was asked for", async () => {
    await t.goto("/orders?tab=to_ship");
    isTrue(t.path.startsWith("/sign-in"), `nobody sees ${t.path}`);
    const { password } = t.stage.user("purchasing");
    await t.find("input[autocomplete~=username]").fill(mail);
    await t.find("input[autocomplete=current-password]").fill(password);
    await t.keys.press("Enter");
    await t.arrives("/orders?tab=to_ship");
    await t.axe("signed in");
  });
  await t.step("signs out, and the way back is closed", async () => {
    await t.button(t.w("Account", "Konto")).click();
    await t.axe("the account's menu");
    await t.look("account");
    await t.button(t.w("Sign out", "Abmelden")).click();
    await t.arrives(/^\/sign-in/);
    await t.goto("/orders");
    isTrue(t.path.startsWith("/sign-in"), `${t.path} is still shown`);
  });
});

/** Invites somebody at the page of the team: the link that is shown once. */
async function invite(t, mail, role) {
  await t.goto("/settings/team");
  await t.axe("the team");
  const form = t.find("form", { has: t.raw.locator("[name=role]") });
  await form.locator("[name=name]").fill("Wim Lager");
  await form.locator("[name=mail]").fill(mail);
  await form.locator("[name=role]").selectOption(role);
  await t.button(t.w("Make an invitation", "Einladung erstellen")).click();
  await t.sees(t.find("[data-link]"));
  await t.axe("the invitation's link");
  await t.fits("the invitation's link");
  return new URL((await t.find("[data-link]").innerText()).trim()).pathname;
}

/** Accepts an invitation with a password of one's own. */
async function accept(window, path) {
  await window.goto(path);
  await window.axe("an invitation");
  await window.fits("an invitation");
  await window.find("input[autocomplete=new-password]").first().fill(PASSWORD);
  await window.button(window.w("Accept and sign in", "Annehmen und anmelden")).click();
  await window.arrives("/");
}

story("invitation-and-authenticator", async (t) => {
  const mail = `${t.unique("new").replaceAll(" ", "")}@example.org`;
  await t.signIn("owner");
  const path = await t.step("the owner invites somebody for the warehouse", () => invite(t, mail, "warehouse"));
  const invited = await t.as();
  await t.step("they choose a password and see what a warehouse sees", async () => {
    await accept(invited, path);
    equals(await invited.find("nav a[href='/ledger']").count(), 0, "links to the ledger");
    equals(await invited.find("nav a[href='/stock']").count(), 1, "links to the stock");
  });
  await t.step("the link works once", async () => {
    const late = await t.as();
    await t.expecting(/status of 4\d\d/, () => late.raw.goto(t.base + path));
    await late.axe("a used link");
    await late.context.close();
  });
  let secret;
  await t.step("they set up an authenticator", async () => {
    await invited.goto("/me");
    await invited.button(t.w("Turn on", "Einschalten")).click();
    await invited.sees(invited.find("input[autocomplete=one-time-code]"));
    secret = (await invited.find("main code").first().innerText()).trim();
    await invited.axe("the authenticator's key");
    await invited.fits("the authenticator's key");
    await invited.find("input[autocomplete=one-time-code]").fill(t.totp(secret));
    await invited.keys.press("Enter");
    await invited.sees(invited.heading(t.w("Recovery codes", "Wiederherstellungscodes")));
    await invited.axe("recovery codes");
  });
  await t.step("and are asked for its code from now on", async () => {
    const again = await t.as();
    await again.goto("/sign-in");
    await again.find("input[autocomplete~=username]").fill(mail);
    await again.find("input[autocomplete=current-password]").fill(PASSWORD);
    await again.keys.press("Enter");
    const code = again.find("input[autocomplete=one-time-code]");
    await again.focusIsOn(code);
    await again.axe("the code is asked for");
    // A code is taken once, so this is that of the next half minute, which the clock's tolerance takes.
    await code.fill(t.totp(secret, Date.now() + 30_000));
    await again.keys.press("Enter");
    await again.arrives("/");
  });
  await t.step("the owner sees it, and takes them out of the team", async () => {
    await t.goto("/settings/team");
    if (!t.small) await t.reads(t.row(mail), t.w("with code", "mit Code"));
    await t.row(mail).getByRole("link").first().click();
    await t.arrives(/^\/settings\/team\/usr_/);
    await t.axe("a member");
    await t.link(t.w("Remove", "Entfernen")).click();
    await t.axe("what removing does");
    await t.dialog().getByRole("button", { name: t.w("Remove", "Entfernen") }).click();
    await t.sees(t.toast());
    await invited.goto("/stock");
    isTrue(invited.path.startsWith("/sign-in"), `a removed member still sees ${invited.path}`);
  });
});
