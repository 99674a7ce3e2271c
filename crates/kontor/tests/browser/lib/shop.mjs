// What happens beside the pages, as by a web shop of the sample merchant.

const SKU = "TEE-OSTFR-250";

/**
 * An order from the web shop: its id.
 * @param t who has the owner's token
 * @param {string} quantity how many pieces of what there is plenty of
 */
export async function placed(t, quantity) {
  const body = { channel: "web", payment_method: "card", lines: [{ sku: SKU, quantity }] };
  return (await t.api("owner", "POST", "/api/v1/orders", body)).id;
}
