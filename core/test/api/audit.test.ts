import type { Actor } from '@inspector/plugin-api';
import { expect } from 'chai';
import type { AccessControl, CallingRequest, PolicyRule } from '../../src/access/access-control.js';
import { deniedByPolicy, unknownCaller } from '../../src/access/denials.js';
import { IdentityOutage } from '../../src/access/keystone/identity-outage.js';
import type { AuditEntry, AuditTrail } from '../../src/api/audit/audit-entry.js';
import { auditLog } from '../../src/api/audit/audit-log.js';
import { ApiServer } from './api-server.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';
const ACTOR: Actor = {
  ...{ userId: 'u1', userName: 'alice', projectId: 'p1', projectName: 'demo' },
  ...{ roles: ['admin'], method: 'keystone', auditId: 'a1' },
};

/** Knows alice, who may do all, and bob, who may do nothing; of `later` it cannot tell. */
const access: AccessControl = {
  identify: ({ headers }: CallingRequest) => {
    const token = headers['x-auth-token'];
    const isKnown = token === 'alice' || token === 'bob';
    return {
      actor: isKnown ? { ...ACTOR, userName: token } : undefined,
      decidedBy: () => (isKnown ? 'role:admin' : undefined),
      authorise: (_rule: PolicyRule, isPublic: boolean) => {
        if (isPublic || token === 'alice') return undefined;
        if (token === 'later') return { error: new IdentityOutage('down').toError() };
        return isKnown ? deniedByPolicy() : unknownCaller('Basic');
      },
    };
  },
};

describe('the audit trail', () => {
  let entries: AuditEntry[];
  let api: ApiServer;
  const start = async (audit: Partial<AuditTrail> = {}): Promise<void> => {
    entries = [];
    const trail = { withReads: false, record: (entry: AuditEntry) => void entries.push(entry), ...audit };
    api = await ApiServer.start({}, { access, audit: trail });
  };
  afterEach(() => api.close());
  const as = (token: string) => ({ headers: { 'X-Auth-Token': token } });

  it('has who changed what, from where, by which rule, and what came of it', async () => {
    await start();
    await api.call('POST', `/v1/introspection/${NODE}/abort`, {
      headers: { 'X-Auth-Token': 'alice', 'X-Forwarded-For': '203.0.113.9' },
    });
    expect(entries).to.have.length(1);
    const [{ milliseconds, ...entry } = { milliseconds: -1 }] = entries;
    expect(milliseconds).to.be.at.least(0);
    expect(entry).to.deep.equal({
      actor: ACTOR,
      address: '203.0.113.9',
      method: 'POST',
      route: '/v1/introspection/{node}/abort',
      operation: 'abortIntrospection',
      target: { node: NODE },
      rule: 'introspection:abort',
      decision: 'allowed',
      decidedBy: 'role:admin',
      status: 202,
    });
  });

  it('has what was refused, reading too, and what could not be decided', async () => {
    await start();
    await api.call('GET', '/v1/rules', as('bob'));
    await api.call('GET', '/v1/rules', as('stranger'));
    await api.call('GET', '/v1/rules', as('later'));
    expect(entries.map(({ actor, decision, status }) => [actor?.userName, decision, status])).to.deep.equal([
      ['bob', 'denied', 403],
      [undefined, 'denied', 401],
      [undefined, 'undecided', 503],
    ]);
  });

  it('has a change that failed, with its status', async () => {
    await start();
    api.conductor.failure = new Error('no');
    await api.call('DELETE', '/v1/rules/unknown', as('alice'));
    expect(entries.map(({ decision, status, target }) => [decision, status, target])).to.deep.equal([
      ['allowed', 404, { uuid: 'unknown' }],
    ]);
  });

  it('has nothing about public routes, reading, and questions', async () => {
    await start();
    await api.call('POST', '/v1/continue', { body: '{}' });
    await api.call('GET', '/');
    await api.call('GET', '/v1/rules', as('alice'));
    await api.call('POST', '/v1/rules/explain', as('alice'));
    await api.call('GET', '/v1/nothing', as('alice'));
    expect(entries).to.deep.equal([]);
  });

  it('has reading, where it is to', async () => {
    await start({ withReads: true });
    await api.call('GET', '/v1/rules', as('alice'));
    await api.call('GET', '/');
    expect(entries.map(({ operation }) => operation)).to.deep.equal(['listRules']);
  });
});

describe('a line of the audit trail', () => {
  const entry: AuditEntry = {
    ...{ actor: ACTOR, address: '203.0.113.9', method: 'DELETE', route: '/v1/rules/{uuid}' },
    ...{ operation: 'deleteRule', target: { uuid: NODE }, rule: 'introspection:rule:delete' },
    ...{ decision: 'denied', decidedBy: 'role:admin', status: 403, milliseconds: 2 },
  };
  const lineOf = (names: 'plain' | 'cadf', changes: Partial<AuditEntry> = {}): [object, string] => {
    const lines: [object, string][] = [];
    const log = { info: (fields: object, text: string) => void lines.push([fields, text]) };
    auditLog(log as never, { lines: 'changes', names }).record({ ...entry, ...changes });
    return lines[0] as [object, string];
  };

  it('says the same in one sentence', () => {
    const [fields, text] = lineOf('plain');
    expect(fields).to.deep.equal({ event: 'audit', ...entry });
    expect(text).to.equal(`alice: deleteRule ${NODE}: denied, 403`);
    expect(lineOf('plain', { actor: undefined })[1]).to.match(/^somebody: /);
    expect(lineOf('plain', { actor: undefined })[0]).to.include({ actor: null });
  });

  it('has the names of CADF, where it is to', () => {
    const [fields] = lineOf('cadf');
    expect(fields).to.deep.include({
      typeURI: 'http://schemas.dmtf.org/cloud/audit/1.0/event',
      eventType: 'activity',
      action: 'delete',
      outcome: 'failure',
      target: { typeURI: 'service/baremetal-introspection', id: NODE, name: 'deleteRule' },
    });
    expect(fields).to.have.nested.property('initiator.id', 'u1');
    expect(fields).to.have.nested.property('initiator.host.address', '203.0.113.9');
    expect(fields).to.have.nested.property('reason.reasonCode', '403');
    expect(lineOf('cadf', { decision: 'allowed', status: 202 })[0]).to.include({ outcome: 'success' });
    expect(lineOf('cadf', { decision: 'allowed', status: 409 })[0]).to.include({ outcome: 'failure' });
    expect(lineOf('cadf', { decision: 'undecided', status: 503 })[0]).to.include({ outcome: 'unknown' });
  });
});
