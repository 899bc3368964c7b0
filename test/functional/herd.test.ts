import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

const MACHINES = 200;
/** Milliseconds; generous, because the machines share two cores with their server. */
const LIMIT = 50_000;

describe('two hundred machines at the same moment', () => {
  it('all finish, no write is lost and nobody sees a server error', async function () {
    this.timeout(60_000);
    const bench = await Bench.start();
    try {
      const text = JSON.stringify(await payload());
      const machines = Array.from({ length: MACHINES }, (_, index) => {
        const posted = text
          .replaceAll('52:54:00:4e:3d:30', `52:54:00:00:01:${index.toString(16).padStart(2, '0')}`)
          .replaceAll('52:54:00:47:20:4d', `52:54:00:00:02:${index.toString(16).padStart(2, '0')}`)
          .replaceAll('192.167.2.134', `192.0.2.${index}`)
          .replace('"count":2', `"count":${index + 1}`);
        return { posted, uuid: bench.enroll(JSON.parse(posted) as JsonObject).uuid, cpus: String(index + 1) };
      });
      await Promise.all(machines.map(({ uuid }) => bench.startAndWait(uuid, '', LIMIT)));
      const answers = await Promise.all(machines.map(({ posted }) => bench.post(posted)));
      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([200]));
      const ends = await Promise.all(machines.map(({ uuid }) => bench.finished(uuid, LIMIT)));
      expect(ends.filter(({ state }) => state !== 'finished')).to.deep.equal([]);
      for (const { uuid, cpus } of machines) {
        expect(bench.ironic.node(uuid).properties).to.include({ cpus });
        expect(bench.ironic.portsOf(uuid)).to.have.lengthOf(2);
        const { status, body } = await bench.request('GET', `/v1/introspection/${uuid}/data`);
        expect([status, String(body['cpus'])]).to.deep.equal([200, cpus]);
      }
    } finally {
      await bench.close();
    }
  });
});
