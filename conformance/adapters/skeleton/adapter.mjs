// A beginning: the room message, of which it knows two rules. Copy it, and go on.
//
//     hb conform -- node adapter.mjs

import { createInterface } from "node:readline";

const HELLO = { name: "mine", version: "0.1", spec: "HB.1", roles: ["message"], features: [] };

/** The input breaks a rule of the specification; the message is the code of its reason. */
class Rejected extends Error {}

function verify({ item: text }) {
  const item = Buffer.from(text, "base64url");
  if (item.length < 2) throw new Rejected("TRUNCATED"); // MSG-2
  if (![1, 2, 3].includes(item.readUInt16LE())) throw new Rejected("UNKNOWN_SIGNATURE_TYPE"); // MSG-1
  throw new Error("the other rules of MSG");
}

const OPERATIONS = { verify };

function outcome(request) {
  try {
    if (request.verb === "reset") return { ok: {} }; // build the state from request.genesis here
    if (request.verb === "step" && request.op in OPERATIONS) {
      return { ok: { out: OPERATIONS[request.op](request.args) } };
    }
    return { unsupported: { feature: request.op ?? request.verb } };
  } catch (error) {
    if (error instanceof Rejected) return { reject: { code: error.message } };
    return { fault: { detail: String(error) } }; // a bug of yours is a fault, never a rejection
  }
}

function reply(request) {
  switch (request.verb) {
    case "hello":
      return HELLO;
    case "batch":
      return { replies: request.requests.map(outcome) };
    case "stop":
      return { ok: {} };
    default:
      return outcome(request);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id: request.id, ...reply(request) })}\n`);
  if (request.verb === "stop") break;
}
process.stdin.destroy();
