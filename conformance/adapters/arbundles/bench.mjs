// Measures arbundles for `hb bench`: for each line {items, seconds} it parses and verifies the items
// over and over for so long, and answers the processor seconds that one item takes.

import { createInterface } from "node:readline";
import { DataItem } from "arbundles";

const processorSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

async function measure(items, seconds) {
  const began = processorSeconds();
  let done = 0;
  while (processorSeconds() - began < seconds || done === 0) {
    for (const item of items) {
      // A copy, since nobody hands the same buffer in twice, and a fresh object each time.
      if (!(await new DataItem(Buffer.from(item)).isValid())) throw new Error("an item is not valid");
    }
    done += items.length;
  }
  return (processorSeconds() - began) / done;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { items, seconds } = JSON.parse(line);
  const buffers = items.map((item) => Buffer.from(item, "base64url"));
  console.log(JSON.stringify({ secondsPerItem: await measure(buffers, seconds) }));
}
