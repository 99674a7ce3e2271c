// Every page there is: no dead link, nothing for axe, nothing wider than the window, in every size and theme.
import { isTrue, story } from "../lib.mjs";
import { crawl, walk } from "../lib/walk.mjs";

// As the owner, who sees all of them. `facts.pages`: the paths of the server's table; `facts.unlinked`: those that
// lead in from outside, or that a new merchant has nothing for yet; `facts.starts`: addresses nobody links to.
story("every-page", async (t) => {
  await t.signIn("owner");
  const { pages, starts = [], unlinked = {} } = t.facts;
  await walk(t, { paths: pages, starts: ["/", ...starts], unlinked });
});

// Nobody is shown a link to a page that they may not see.
story("links-of-each-role", async (t) => {
  for (const role of Object.keys(t.stage.settings.users)) {
    await t.step(`follows the links of ${role}`, async () => {
      const window = await t.as(role);
      const { dead } = await crawl(window, t.facts.pages, ["/"]);
      isTrue(dead.length === 0, `dead links:\n${dead.join("\n")}`);
    });
  }
});

// Without a session: what leads in from outside.
story("pages-before-signing-in", async (t) => {
  const { pages, starts } = t.facts;
  await walk(t, { paths: pages, starts });
});
