import { expect } from 'chai';
import { Bench, payload } from '../../functional/harness.js';
import { describePeer } from '../peer.js';
import { startHaproxy, startNginx, type StartedProxy } from './started-proxy.js';

const PROXIES: readonly (readonly [string, (service: string) => Promise<StartedProxy>])[] = [
  ['haproxy', startHaproxy],
  ['nginx', startNginx],
];

for (const [program, start] of PROXIES) {
  describePeer(`the sample for ${program}`, [program], function () {
    this.timeout(60_000);
    let bench: Bench;
    let proxy: StartedProxy;
    before(async () => {
      bench = await Bench.start();
      proxy = await start(bench.url);
    });
    after(async () => {
      await proxy.stop();
      await bench.close();
    });

    it('lets a ramdisk deliver its data, and says who it was', async () => {
      const data = await payload();
      const { uuid } = bench.enroll(data);
      await bench.startAndWait(uuid);
      const answer = await fetch(`${proxy.url}/v1/continue`, {
        method: 'POST',
        body: JSON.stringify(data),
        headers: { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Host': 'evil' },
      });
      expect([answer.status, await answer.json()]).to.deep.equal([200, { uuid }]);
      expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
      const line = bench.log.find(
        (text) => text.includes('"path":"/v1/continue"') && text.includes('"msg":"request"'),
      );
      expect(line).to.include('"client":"127.0.0.1"');
    });

    const others: readonly (readonly [string, string])[] = [
      ['GET', '/v1/continue'],
      ['GET', '/v1/introspection'],
      ['POST', '/v1/rules'],
      ['POST', '/v1/continue/'],
      ['POST', '/v1/rules/%2e%2e/rules'],
      ['DELETE', '/v1/rules'],
      ['GET', '/metrics'],
    ];
    for (const [method, path] of others) {
      it(`keeps ${method} ${path} out`, async () => {
        const before = bench.log.length;
        const { status } = await fetch(proxy.url + path, {
          method,
          ...(method === 'POST' && { body: '{}' }),
        });
        expect(status).to.be.oneOf([403, 404]);
        expect(bench.log.slice(before).filter((line) => line.includes('"msg":"request"'))).to.deep.equal([]);
      });
    }

    it('passes on what Inspector says is wrong', async () => {
      const answer = await fetch(`${proxy.url}/v1/continue`, { method: 'POST', body: '[]' });
      expect([answer.status, await answer.json()]).to.deep.equal([
        400,
        { error: { message: 'Invalid data: expected a JSON object, got list' } },
      ]);
    });
  });
}
