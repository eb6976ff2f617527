// Judges batches of items with arbundles for `python -m hollowbeam_conformance.differential`.
//
// A request is the number of items (4 bytes), then each item's length (4) and bytes; integers are
// little-endian. The answer has one byte an item: 0 refused, 1 accepted, 2 does not come to an end;
// and after a 1 the SHA-256 of what arbundles reads in the item (`readingOf`). As in `adapter.mjs`
// every verdict is that of arbundles' own functions; `false` and any exception are a refusal.

import { createHash } from "node:crypto";
import { readSync, writeSync } from "node:fs";
import { Script } from "node:vm";
import { DataItem } from "arbundles";

const REFUSED = Buffer.of(0);
const ACCEPTED = Buffer.of(1);
const ENDLESS = Buffer.of(2);
// Far more than any item takes; a decoder that runs in circles fills many megabytes in it.
const PATIENCE_MS = 40;

/** Reads so many bytes, or nothing at the end of the input. */
function take(length) {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const count = readSync(0, bytes, done, length - done, null);
    if (count === 0) return undefined;
    done += count;
  }
  return bytes;
}

/** Hashes what arbundles reads: each field with its length before it, tags as pairs of fields. */
function readingOf(item) {
  const hash = createHash("sha256");
  const length = Buffer.alloc(4);
  const fields = [item.rawId, item.rawOwner, item.rawTarget, item.rawAnchor, item.rawData];
  for (const { name, value } of item.tags) fields.push(Buffer.from(name), Buffer.from(value));
  for (const field of fields) {
    length.writeUInt32LE(field.length);
    hash.update(length).update(field);
  }
  return hash.digest();
}

async function verdictOf(raw) {
  const item = new DataItem(raw);
  try {
    return (await item.isValid()) ? Buffer.concat([ACCEPTED, readingOf(item)]) : REFUSED;
  } catch {
    return REFUSED;
  }
}

// What runs before the first `await`, the decoding of the tags, is interrupted when it takes long.
let waiting = [];
globalThis.start = () => waiting.map(verdictOf);
const script = new Script("start()");

/** The verdicts that will come, or nothing when the items' decoding does not come to an end. */
function begin(items) {
  waiting = items;
  // The limit is of the clock: where others had the processor meanwhile, a longer one is tried.
  for (let timeout = PATIENCE_MS; ; timeout *= 2) {
    const before = process.cpuUsage();
    try {
      return script.runInThisContext({ timeout });
    } catch (error) {
      if (error.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    }
    const { user, system } = process.cpuUsage(before);
    if (user + system > 700 * PATIENCE_MS) return undefined;
  }
}

for (let head = take(4); head !== undefined; head = take(4)) {
  const items = [];
  for (let count = head.readUInt32LE(); count > 0; count -= 1) {
    const length = take(4).readUInt32LE();
    items.push(length === 0 ? Buffer.alloc(0) : take(length));
  }
  // Together, and where one hinders the others, one by one, twice before it is called endless.
  const alone = (item) => begin([item]) ?? begin([item]) ?? [ENDLESS];
  const verdicts = begin(items) ?? items.flatMap(alone);
  const answer = Buffer.concat(await Promise.all(verdicts));
  for (let done = 0; done < answer.length; ) done += writeSync(1, answer, done);
}
