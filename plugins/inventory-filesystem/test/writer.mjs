// A process that writes into an inventory until it is done or killed: node writer.mjs DIRECTORY MODE COUNT
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import inventory from '../dist/index.js';

const [directory, mode, count] = process.argv.slice(2);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const open = () => inventory.setup({ config: { directory, keep: 0, hostnamesFile: false }, log: quiet });
const by = { author: 'writer', reason: '', source: 'test', summary: null };
const text = (counter) =>
  `{\n    "_meta": {\n        "hostvars": {\n            "node-1": {\n                "counter": ${counter}\n            }\n        }\n    }\n}`;
const counterIn = (stored) => JSON.parse(stored)._meta.hostvars['node-1'].counter;

async function increment(backend) {
  for (;;) {
    const stored = await backend.load();
    const counter = stored.text === null ? 0 : counterIn(stored.text);
    try {
      await backend.write(text(counter + 1), { ...by, expected: stored.revision });
      return counter + 1;
    } catch (error) {
      if (error.code !== 'INSP_INVENTORY_CONFLICT') throw error;
    }
  }
}

if (mode === 'endless') {
  const backend = open();
  for (;;) process.stdout.write(`${await increment(backend)}\n`);
} else if (mode === 'writers') {
  const writers = Array.from({ length: 10 }, async () => {
    const backend = open();
    for (let done = 0; done < Number(count); done++) await increment(backend);
  });
  await Promise.all(writers);
} else {
  // Reads, then tries to write: what somebody without rights sees.
  const backend = open();
  const { text: stored, revision } = await backend.load();
  process.stdout.write(
    `${stored === (await readFile(join(directory, 'openstack_inventory.json'), 'utf8'))}\n`,
  );
  await backend.write(text(99), { ...by, expected: revision }).catch(({ code, message }) => {
    process.stdout.write(`${code}: ${message}\n`);
  });
}
