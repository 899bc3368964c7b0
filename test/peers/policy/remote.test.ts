import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { assemblePolicy } from '../../../core/src/access/policy/assemble.js';
import { readPolicy } from '../../../core/src/access/policy/read-policy.js';
import { remoteServers } from '../../../core/src/access/policy/remote-servers.js';
import { resolveConfig } from '../../../core/src/config/load.js';
import { AskedServer, formFields } from '../../../core/test/access/policy/asked-server.js';
import { describePeer } from '../peer.js';

const DECIDE = fileURLToPath(new URL('decide.py', import.meta.url));
const CALLER = { roles: ['Admin', 'member'], user_id: 'u1', project_id: null, is_admin_project: true };
const TARGET = { node: 'n1', number: 5 };

describePeer(
  'oslo.policy that asks a server',
  ['/usr/bin/python3', '/usr/bin/oslopolicy-checker'],
  function () {
    this.timeout(60_000);
    let server: AskedServer;
    before(async () => {
      server = await AskedServer.start();
    });
    after(() => server.close());

    async function osloDecides(rules: object): Promise<unknown> {
      const program = spawn('/usr/bin/python3', [DECIDE], { stdio: ['pipe', 'pipe', 'inherit'] });
      let out = '';
      program.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      program.stdin.end(`${JSON.stringify({ rules, asked: [['asking', CALLER, TARGET]] })}\n`);
      await once(program, 'close');
      return JSON.parse(out);
    }

    async function weDecide(rules: object): Promise<unknown> {
      const { osloPolicy } = resolveConfig({ osloPolicy: { remoteChecks: [server.place] } });
      const servers = remoteServers(osloPolicy, { warn: () => undefined });
      const file = readPolicy(JSON.stringify(rules), 'policy.json');
      const { policy } = assemblePolicy([file], { enforceNewDefaults: true, lenient: false, servers });
      try {
        return [await policy?.decide('asking', CALLER, TARGET)];
      } finally {
        await servers?.close();
      }
    }

    for (const said of ['True', '"True"', 'False', 'true', '']) {
      it(`sends it what Inspector sends, and takes ${JSON.stringify(said)} as Inspector does`, async () => {
        server.answer = (response) => response.end(said);
        server.asked.length = 0;
        const rules = { inner: `http://${server.place}/of/%(node)s`, asking: 'role:member and rule:inner' };
        const decided = [await osloDecides(rules), await weDecide(rules)];
        expect(decided[0]).to.deep.equal(decided[1]);
        const [theirs, ours] = server.asked;
        expect(ours?.path).to.equal(theirs?.path);
        expect(ours?.type).to.equal(theirs?.type);
        expect(formFields(ours?.body ?? '')).to.deep.equal(formFields(theirs?.body ?? ''));
      });
    }
  },
);
