import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInspector, type Inspector, type UserConfig } from '@inspector/core';
import { type FakeIronic, startFakeIronic } from '@inspector/simulator';
import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import sqlite3 from 'sqlite3';
import { createLog } from '../../core/src/log/log.js';
import { eventually } from './harness.js';

const GLOBAL = 'req-0a0b0c0d-1d0c-4a6e-9e57-0c6a2f0b9a11';
const RULE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';
const ALICE = { authorization: `Basic ${Buffer.from('alice:alice-secret').toString('base64')}` };

interface Event {
  readonly type: string;
  readonly body: {
    readonly request_id?: string;
    readonly global_request_id?: string;
    readonly actor?: object;
  };
}

type Line = Readonly<Record<string, unknown>>;

describe('the id of a request', () => {
  let folder: string;
  let lines: string[];
  let ironic: FakeIronic;
  let inspector: Inspector;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-request-ids-'));
    await writeFile(join(folder, 'htpasswd'), `alice:${hashSync('alice-secret', 4)}\n`);
    ironic = await startFakeIronic();
    lines = [];
  });
  afterEach(async () => {
    await inspector.close();
    await ironic.close();
    await rm(folder, { recursive: true });
  });

  const start = async (config: UserConfig = {}): Promise<void> => {
    inspector = await createInspector({
      config: {
        ...{ listenPort: 0, introspectionDelay: 0, cleanUpPeriod: 0, debug: true },
        database: { connection: 'sqlite:///inspector.sqlite', sqliteSynchronous: false },
        ironic: { endpointOverride: ironic.url, retryInterval: 0 },
        authStrategy: 'http_basic',
        httpBasicAuthUserFile: 'htpasswd',
        httpBasicRoles: { alice: 'admin' },
        ...config,
      },
      cwd: folder,
      log: createLog({ debug: true, destination: { write: (line: string) => void lines.push(line) } }),
      upgradeDatabase: true,
    });
  };
  const ask = (method: string, path: string, headers: Record<string, string> = ALICE) =>
    fetch(inspector.url + path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) });
  const logged = (): Line[] => lines.map((line) => JSON.parse(line) as Line);
  const idOf = (answer: Response): string => answer.headers.get('x-openstack-request-id') ?? '';

  function events(type: string): Promise<Event[]> {
    const database = new sqlite3.Database(join(folder, 'inspector.sqlite'));
    return new Promise((resolve, reject) => {
      const sql = 'SELECT type, body FROM inspector_events WHERE type LIKE ? ORDER BY id';
      database.all(sql, [type], (error, rows: { type: string; body: string }[]) => {
        database.close();
        if (error) reject(error);
        else resolve(rows.map((row) => ({ type: row.type, body: JSON.parse(row.body) as Event['body'] })));
      });
    });
  }

  const startNode = async (): Promise<{ readonly id: string; readonly node: string }> => {
    const { uuid: node } = ironic.addNode({ driver_info: { ipmi_address: '192.0.2.1' } });
    const headers = { ...ALICE, 'x-openstack-request-id': GLOBAL };
    const answer = await ask('POST', `/v1/introspection/${node}`, headers);
    expect(answer.status).to.equal(202);
    await eventually(
      () => events('introspection.waiting'),
      (found) => found.length > 0,
      'the events',
    );
    return { id: idOf(answer), node };
  };

  it('is in all lines of the log and events that come of it, with who sent it; Ironic gets the one of the caller', async () => {
    await start();
    const { id, node } = await startNode();
    for (const type of ['introspection.starting', 'introspection.waiting']) {
      const [event] = await events(type);
      expect(event?.body, type).to.deep.include({
        request_id: id,
        global_request_id: GLOBAL,
        actor: { user_id: 'alice', user_name: 'alice', roles: ['admin'], method: 'http_basic' },
      });
    }
    const about = logged().filter(({ msg }) => /introspection started|^request$/.test(String(msg)));
    expect(about).to.have.length.at.least(2);
    for (const line of about) expect(line).to.include({ requestId: id, globalRequestId: GLOBAL });
    const sent = ironic.requests.filter((request) => request.node === node);
    expect(sent).to.have.length.at.least(3);
    expect(new Set(sent.map(({ requestId }) => requestId))).to.deep.equal(new Set([GLOBAL]));
  });

  it('is in the events of rules, with who changed them', async () => {
    await start();
    const created = await fetch(`${inspector.url}/v1/rules`, {
      method: 'POST',
      headers: ALICE,
      body: JSON.stringify({ uuid: RULE, actions: [{ action: 'fail', message: 'x' }] }),
    });
    expect(created.status, await created.text()).to.equal(201);
    const removed = await ask('DELETE', `/v1/rules/${RULE}`);
    const all = await ask('DELETE', '/v1/rules');
    expect([removed.status, all.status]).to.deep.equal([204, 204]);
    const found = await events('rules.%');
    expect(found.map(({ type, body }) => [type, body.request_id])).to.deep.equal([
      ['rules.created', idOf(created)],
      ['rules.deleted', idOf(removed)],
    ]);
    for (const { body } of found) expect(body.actor).to.include({ user_name: 'alice' });
  });

  it('is in the line of the audit, which has no secret', async () => {
    await start();
    const { id, node } = await startNode();
    const refused = await ask('GET', '/v1/rules', {
      authorization: `Basic ${Buffer.from('alice:guess').toString('base64')}`,
    });
    expect(refused.status).to.equal(401);
    const audit = logged().filter(({ event }) => event === 'audit');
    expect(audit).to.have.length(2);
    expect(audit[0]).to.deep.include({
      requestId: id,
      actor: { userId: 'alice', userName: 'alice', roles: ['admin'], method: 'http_basic' },
      operation: 'startIntrospection',
      target: { node },
      decision: 'allowed',
      status: 202,
    });
    expect(audit[0]?.['decidedBy']).to.be.a('string');
    expect(audit[1]).to.include({ requestId: idOf(refused), actor: null, decision: 'denied', status: 401 });
    for (const secret of ['alice-secret', 'guess', ALICE.authorization.slice(6)]) {
      expect(lines.join('')).to.not.include(secret);
    }
  });

  it('is in the file of the audit, where there is one, which only its owner reads', async () => {
    await start({ audit: { file: 'audit.log' } });
    const { id } = await startNode();
    const [line] = (await readFile(join(folder, 'audit.log'), 'utf8')).trim().split('\n');
    expect(JSON.parse(line ?? '')).to.include({ requestId: id, operation: 'startIntrospection' });
    expect(logged().filter(({ event }) => event === 'audit')).to.deep.equal([]);
    await rename(join(folder, 'audit.log'), join(folder, 'audit.1'));
  });

  it('is one of its own for each round of what the service does by itself', async () => {
    await start({ cleanUpPeriod: 1, authStrategy: 'noauth' });
    const asked = async (): Promise<(string | undefined)[]> =>
      ironic.requests.filter(({ route }) => route === 'GET /v1/nodes').map(({ requestId }) => requestId);
    await ask('POST', `/v1/introspection/${ironic.addNode({}).uuid}`, {});
    const ids = await eventually(asked, (found) => found.length >= 2, 'the rounds', 10_000);
    for (const id of ids) expect(id).to.match(/^req-/);
    expect(new Set(ids).size).to.equal(ids.length);
  });
});
