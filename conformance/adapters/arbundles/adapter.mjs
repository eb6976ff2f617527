// Puts the npm package arbundles behind the adapter protocol of the Hollow BEAM conformance suite.
//
// It only translates: every verdict is that of arbundles' own public functions. arbundles refuses an
// item by answering `false` or by throwing, and gives no codes: each refusal is reported as UNNAMED,
// and the feature `reasons` is not claimed.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { DataItem, getCryptoDriver, unbundleData } from "arbundles";

const { version } = JSON.parse(
  readFileSync(new URL("node_modules/arbundles/package.json", import.meta.url), "utf8"),
);

const REFUSED = { reject: { code: "UNNAMED" } };

const bytesOf = (text) => Buffer.from(text, "base64url");
const textOf = (bytes) => Buffer.from(bytes).toString("base64url");
const textOrNull = (bytes) => (bytes.length === 0 ? null : textOf(bytes));
const unsupported = (feature) => ({ unsupported: { feature } });

/** What arbundles answers, or `undefined` where it throws. */
async function answerOf(work) {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

/** What arbundles reads in an item, or `undefined` where the item is not valid. */
async function readingOf(item) {
  if (!(await item.isValid())) return undefined;
  return {
    id: item.id,
    address: textOf(await getCryptoDriver().hash(item.rawOwner)),
    signature_type: String(item.signatureType),
    owner: textOf(item.rawOwner),
    target: textOrNull(item.rawTarget),
    anchor: textOrNull(item.rawAnchor),
    tags: item.tags.map(({ name, value }) => [textOf(name), textOf(value)]),
    data: textOf(item.rawData),
  };
}

/** Operation `verify`: whether the item is valid, and what arbundles reads in it. */
async function verify({ item: text }) {
  const bytes = bytesOf(text);
  const out = await answerOf(() => readingOf(new DataItem(bytes)));
  return out === undefined ? REFUSED : { ok: { out } };
}

/** Operation `bundle`: the id that arbundles gives each item, in order, or null for a bad item. */
async function bundle({ bundle: text }) {
  const unbundled = await answerOf(() => unbundleData(bytesOf(text)));
  if (unbundled === undefined) return REFUSED;
  const ids = [];
  for (const item of unbundled.items) {
    ids.push((await answerOf(() => item.isValid())) ? item.id : null);
  }
  return { ok: { out: { ids } } };
}

const OPERATIONS = { verify, bundle };

/** The outcome of a `reset`, `step` or `view`. */
async function outcomeOf(request) {
  if (request.verb === "reset") {
    return request.role === "message" ? { ok: {} } : unsupported(request.role);
  }
  if (request.verb !== "step") return unsupported(request.verb);
  const operation = OPERATIONS[request.op];
  if (operation === undefined) return unsupported(request.op);
  try {
    return await operation(request.args);
  } catch (error) {
    return { fault: { detail: String(error) } };
  }
}

async function replyTo(request) {
  switch (request.verb) {
    case "hello":
      return { name: "arbundles", version, spec: "HB.1", roles: ["message"], features: ["bundles"] };
    case "batch": {
      const replies = [];
      for (const inner of request.requests) replies.push(await outcomeOf(inner));
      return { replies };
    }
    case "stop":
      return { ok: {} };
    default:
      return outcomeOf(request);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id: request.id, ...(await replyTo(request)) })}\n`);
  if (request.verb === "stop") break;
}
process.stdin.destroy(); // left open, it would keep the process alive
