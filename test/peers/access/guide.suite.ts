import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { examples } from '../../functional/docs.js';
import { eventually, ROOT } from '../../functional/harness.js';
import { freePort } from '../free-port.js';
import { startIronic, type Ironic } from '../servers/ironic.js';
import { run } from '../servers/run.js';
import type { Identity } from './identity.js';

const PAGE = 'docs/guide/with-keystone.md';
const SERVE = 'npx inspector serve';

/**
 * The commands of the guide, one after another, with a real Keystone, a real Ironic that asks it, and real clients.
 * `openstack baremetal introspection …` is not among them: Debian's python3-ironic-inspector-client 4.8.0-2, which would
 * bring it, has no files but its licence. The library of the OpenStack SDK asks for the same.
 */
export function guideSuite(identity: () => Identity): void {
  describe(`a server made as ${PAGE} says`, function () {
    this.timeout(180_000);
    let folder: string;
    let ironic: Ironic;
    let server: ChildProcess | undefined;
    /** What the first shell wrote. */
    let made = '';
    let blocks: readonly string[];
    let env: NodeJS.ProcessEnv;

    before(async () => {
      const { keystone, people } = identity();
      folder = await mkdtemp(join(tmpdir(), 'inspector-guide-keystone-'));
      await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
      await forgetServices();
      const token = await people.token('admin', 'project');
      ironic = await startIronic({ authStrategy: 'keystone', identity: { url: keystone.url, token } });
      await keystone.addService('baremetal', 'ironic', ironic.url);
      const port = await freePort();
      const page = await readFile(join(ROOT, PAGE), 'utf8');
      blocks = examples(PAGE, page)
        .filter(({ language }) => language === 'sh')
        .map(({ text }) =>
          text
            .replaceAll('https://keystone.example:5000/v3', keystone.url)
            .replaceAll('inspector.example:5050', `localhost:${port}`)
            .replaceAll('127.0.0.1:5050', `127.0.0.1:${port}`),
        );
      env = {
        ...{ PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folder },
        ...{
          OS_AUTH_TYPE: 'password',
          OS_AUTH_URL: keystone.url,
          OS_USERNAME: 'admin',
          OS_PASSWORD: 'adminpw',
        },
        ...{ OS_PROJECT_NAME: 'admin', OS_USER_DOMAIN_NAME: 'Default', OS_PROJECT_DOMAIN_NAME: 'Default' },
        ...{ OS_IDENTITY_API_VERSION: '3', OS_REGION_NAME: 'RegionOne' },
        ...{ INSPECTOR_LISTEN_PORT: String(port), npm_config_update_notifier: 'false' },
      };
    });
    after(async () => {
      if (server?.pid !== undefined && server.exitCode === null) {
        process.kill(-server.pid, 'SIGTERM');
        await once(server, 'exit');
      }
      await ironic?.stop();
      await forgetServices();
      await rm(folder, { recursive: true, force: true });
    });

    /** Takes out of the catalogue what other suites have put in, whose servers are gone. */
    async function forgetServices(): Promise<void> {
      const { administer } = identity().keystone;
      const { services } = (await administer('GET', 'services')) as {
        services: { id: string; type: string }[];
      };
      for (const { id, type } of services)
        if (type.startsWith('baremetal')) await administer('DELETE', `services/${id}`);
    }

    /** Runs the commands of a shell in which the server goes on; resolves when that listens. */
    async function firstShell(script: string): Promise<void> {
      server = spawn('sh', ['-e', '-c', script], {
        cwd: folder,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const keep = (chunk: Buffer): void => void (made += chunk.toString());
      server.stderr?.on('data', keep);
      server.stdout?.on('data', keep);
      if (server.stdout === null) return;
      for await (const line of createInterface({ input: server.stdout })) if (/listens on/.test(line)) return;
      throw new Error(`the first shell ended:\n${made}`);
    }

    it('serves whom Keystone knows', async () => {
      const serves = blocks.findIndex((text) => text.includes(SERVE));
      await firstShell(blocks.slice(0, serves + 1).join('\n'));
      expect(made).to.include('The configuration is valid');

      const { INSPECTOR_LISTEN_PORT: port } = env;
      const curl = (path: string): Promise<string> =>
        run('/usr/bin/curl', ['--cacert', 'tls.pem', '-s', `https://localhost:${port}${path}`], {
          cwd: folder,
        });
      // a look may take no more than two seconds, the first ones of a busy machine do
      await eventually(
        () => curl('/readyz'),
        (text) => text.endsWith('\nready\n'),
        'readyz',
        60_000,
      );
      const used = await run('sh', ['-e', '-c', blocks.slice(serves + 1).join('\n')], { cwd: folder, env });

      expect(used)
        .to.match(/^identity service: (?:ok: it tells about tokens|not ok: no answer within 2 s)/m)
        .and.match(/^bare metal service: (?:ok: it answers|not ok: no answer within 2 s)/m)
        .and.match(/^\[\]$/m);
      expect(await curl('/v1/introspection')).to.include('Authentication required');
    });
  });
}
