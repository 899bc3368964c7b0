import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ROOT } from './harness.js';

/** What the registry says of a package. */
const packageNamed = (name: string): object => ({
  name,
  'dist-tags': { latest: '3.0.0' },
  versions: { '3.0.0': { name, version: '3.0.0' } },
});

/** What the script said and its exit status, with a registry that gives this answer to the question about vulnerabilities. */
async function audit(status: number, body: string): Promise<{ text: string; status: number }> {
  const registry: Server = createServer((request, response) => {
    request.resume();
    const isQuestion = request.method === 'POST';
    response.writeHead(isQuestion ? status : 200, { 'Content-Type': 'application/json' });
    response.end(
      isQuestion ? body : JSON.stringify(packageNamed(decodeURIComponent((request.url ?? '').slice(1)))),
    );
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const { port } = registry.address() as AddressInfo;
  try {
    return await new Promise((resolve) => {
      const env = {
        ...process.env,
        npm_config_registry: `http://127.0.0.1:${String(port)}/`,
        npm_config_fetch_retries: '0',
      };
      execFile(join(ROOT, 'scripts/audit'), { env }, (error, out, err) => {
        resolve({ text: out + err, status: typeof error?.code === 'number' ? error.code : 0 });
      });
    });
  } finally {
    registry.closeAllConnections();
    await new Promise((resolve) => registry.close(resolve));
  }
}

describe('scripts/audit', function () {
  this.timeout(60_000);

  it('says that nothing is known where the registry knows of nothing', async () => {
    const { text, status } = await audit(200, '{}');
    expect(text).to.match(/^0 known vulnerabilities in \d+ packages\n$/);
    expect(status).to.equal(0);
  });

  it('fails with what is known', async () => {
    const known = {
      id: 1,
      url: 'https://example.invalid/1',
      title: 'Koa does as it likes',
      severity: 'high',
      vulnerable_versions: '>=0',
    };
    const { text, status } = await audit(200, JSON.stringify({ koa: [known] }));
    expect(text).to.match(/^high: koa .*: Koa does as it likes$/m);
    expect(status).to.equal(1);
  });

  it('says that nothing was found out where there is no audit service', async () => {
    const { text, status } = await audit(404, '{"message": "there is no such thing"}');
    expect(text).to.include('gave no report');
    expect(status).to.equal(2);
  });
});
