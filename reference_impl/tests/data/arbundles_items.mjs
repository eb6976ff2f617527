// Writes arbundles_items.json: items and a bundle made by the npm package arbundles, with what
// arbundles itself reads in them. Run where arbundles 0.11.2 can be imported:
//   node arbundles_items.mjs > arbundles_items.json
// The keys are for tests alone. RSA signatures are salted, so their ids differ from run to run.
import * as arbundles from "arbundles";
import { createHash, generateKeyPairSync } from "node:crypto";

const { ArweaveSigner, EthereumSigner, SolanaSigner, bundleAndSignData, createData } = arbundles;
const bytes = (label, length) => {
  const parts = [];
  for (let index = 0; parts.length * 32 < length; index += 1) {
    parts.push(createHash("sha256").update(`${label} ${index}`).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
};
const base64url = (data) => Buffer.from(data).toString("base64url");

const base58 = (data) => {
  const digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let number = BigInt(`0x${Buffer.from(data).toString("hex")}`);
  let text = "";
  for (; number > 0n; number /= 58n) text = digits[Number(number % 58n)] + text;
  return text;
};

const arweave = generateKeyPairSync("rsa", { modulusLength: 4096 }).privateKey.export({
  format: "jwk",
});
const seed = bytes("ed25519 key", 32);
const { createPrivateKey, createPublicKey } = await import("node:crypto");
const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
const ed25519 = createPrivateKey({
  key: Buffer.concat([prefix, seed]),
  format: "der",
  type: "pkcs8",
});
const point = Buffer.from(createPublicKey(ed25519).export({ format: "jwk" }).x, "base64url");
const signers = {
  arweave: new ArweaveSigner(arweave),
  ed25519: new SolanaSigner(base58(Buffer.concat([seed, point]))),
  ethereum: new EthereumSigner(bytes("secp256k1 key", 32).toString("hex")),
};

const tags = [
  { name: "Data-Protocol", value: "HollowBEAM" },
  { name: "Variant", value: "HB.1" },
  { name: "Type", value: "Message" },
  { name: "Action", value: "Transfer" },
  { name: "Network", value: "test" },
];
const target = base64url(bytes("target", 32));
const anchor = bytes("anchor", 32).toString("latin1").replace(/[^ -~]/g, "x");
const kinds = {
  message: [bytes("data", 1024), { tags, target, anchor }],
  bare: [Buffer.alloc(0), {}],
  "target-only": ["target only", { tags: [{ name: "a", value: "b" }], target }],
  "anchor-only": ["anchor only", { tags: [{ name: "größe", value: "日本語 💡" }], anchor }],
  "long-tags": [
    "{}",
    { tags: [{ name: "n".repeat(900), value: "v".repeat(3000) }, { name: "n", value: "v" }] },
  ],
};

const read = (item) => ({
  item: base64url(item.getRaw()),
  id: item.id,
  signature_type: item.signatureType,
  owner: item.owner,
  target: item.target,
  anchor: item.anchor,
  tags: item.tags.map(({ name, value }) => [base64url(name), base64url(value)]),
  data: item.data,
});
const items = {};
const made = [];
for (const [type, signer] of Object.entries(signers)) {
  for (const [kind, [data, options]] of Object.entries(kinds)) {
    const item = createData(data, signer, options);
    await item.sign(signer);
    if (!(await item.isValid())) throw new Error(`${type} ${kind}`);
    items[`${type}-${kind}`] = read(item);
    made.push(item);
  }
}
const bundle = await bundleAndSignData(made, signers.ed25519);
if (!(await bundle.verify())) throw new Error("bundle");
const keys = { arweave, ed25519: base64url(seed), ethereum: base64url(bytes("secp256k1 key", 32)) };
console.log(JSON.stringify({ keys, items, bundle: base64url(bundle.getRaw()) }, null, 1));
