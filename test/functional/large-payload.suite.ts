import type { JsonObject } from '@inspector/plugin-api';
import type { UserConfig } from '@inspector/core';
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { Bench, eventually, payload } from './harness.js';

const MEGABYTES = 20;
const SLOW = 30_000;

/** A payload of about 20 MB, with number forms that JavaScript would change. */
async function large(): Promise<string> {
  const rows = Array.from({ length: MEGABYTES * 16 }, (_, index) => ({
    name: `row ${index}`,
    hash: sha(String(index)).repeat(1024),
  }));
  const text = JSON.stringify({ ...(await payload()), rows });
  return `${text.slice(0, -1)}, "exact": [1.0, 12345678901234567890]}`;
}

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * A payload of 20 MB goes through everything.
 *
 * @param config - of the service; called when the test begins
 */
export function largePayloadSuite(config: () => UserConfig | Promise<UserConfig>): void {
  it('takes a payload of 20 MB, shows it as it came, and processes it again', async function () {
    this.timeout(4 * SLOW);
    const bench = await Bench.start({ ...(await config()), limits: { dataBytes: 32 * 1024 * 1024 } });
    try {
      const text = await large();
      expect(text.length).to.be.above(MEGABYTES * 1_000_000);
      const node = bench.enroll(JSON.parse(text) as JsonObject);
      await bench.startAndWait(node.uuid);
      expect((await bench.post(text)).status).to.equal(200);
      expect(await bench.finished(node.uuid, SLOW)).to.include({ state: 'finished', error: null });

      const path = `/v1/introspection/${node.uuid}/data`;
      const read = async (url: string): Promise<string> => (await fetch(bench.url + url)).text();
      const raw = await read(`${path}/unprocessed`);
      expect([raw.length, sha(raw)]).to.deep.equal([text.length, sha(text)]);
      expect((await read(path)).length).to.be.above(MEGABYTES * 1_000_000);

      bench.ironic.node(node.uuid).properties = {};
      expect((await bench.request('POST', `${path}/unprocessed`)).status).to.equal(202);
      await eventually(
        () => bench.ironic.node(node.uuid).properties,
        (properties) => Object.hasOwn(properties ?? {}, 'cpus'),
        'the properties of the node',
        SLOW,
      );
      expect(await bench.finished(node.uuid, SLOW)).to.include({ state: 'finished', error: null });
    } finally {
      await bench.close();
    }
  });
}
