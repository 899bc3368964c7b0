import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { ApiServer } from '../api/api-server.js';
import { rulesDatabase, rulesOver, type RulesDatabase } from './rules-fixture.js';

const ACTIONS = [{ action: 'example' }];
const value = (text: unknown) => ({ actions: [{ action: 'set-attribute', path: '/extra/x', value: text }] });

describe('a rule that is likely a mistake', () => {
  let opened: RulesDatabase;
  let server: ApiServer;
  let rules: Awaited<ReturnType<typeof rulesOver>>;

  before(async () => {
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database);
    server = await ApiServer.start({}, { rules: rules.service });
  });
  after(async () => {
    await server.close();
    await opened.remove();
  });
  beforeEach(() => rules.service.deleteAll());

  const rows: [what: string, rule: object, doubt: string][] = [
    [
      'a mistyped member',
      { condition: [], actions: ACTIONS },
      '"condition" is no member of a rule; did you mean "conditions"?',
    ],
    ['a member nobody knows', { weather: 'fine', actions: ACTIONS }, '"weather" is no member of a rule'],
    [
      'a mistyped member of a condition that takes any',
      { conditions: [{ op: 'matches', field: 'a', value: 'x', inverted: true }], actions: ACTIONS },
      '"inverted" is no member of a condition matches; did you mean "invert"?',
    ],
    ['a template with a point', value('{data.memory_mb}'), 'attributes (".") cannot be used, write [key]'],
    ['a password with braces', value({ password: 'a{b}c' }), 'only {data[…]} is filled in, no other name'],
    ['a template in a key', value({ '{}': 1 }), 'positional fields cannot be used, write {data[key]}'],
    ['an unknown conversion', value(['{data[a]!x}']), 'unknown conversion "!x"'],
    ['a nested template', value('{data[a]:{width}}'), 'only {data[…]} is filled in, no other name'],
  ];
  for (const [what, rule, doubt] of rows) {
    it(`because of ${what} is created with a warning in header and log`, async () => {
      const { status, headers } = await server.call('POST', '/v1/rules', { body: JSON.stringify(rule) });
      expect(status).to.equal(201);
      const ascii = doubt.replaceAll('…', '?').replaceAll('"', '\\"');
      expect(headers.get('warning'))
        .to.match(/^299 inspector ".*"$/)
        .and.include(ascii);
      expect(rules.log.lines.at(-1)).to.include(JSON.stringify(doubt).slice(1, -1));
    });

    it(`because of ${what} is not imported`, async () => {
      const error: unknown = await rules.service
        .importRules(JSON.stringify([{ actions: ACTIONS }, rule]), { replace: false })
        .catch((reason: unknown) => reason);
      expect(InspectorError.is(error) && error.code).to.equal('INSP_RULE_INVALID');
      expect((error as Error).message)
        .to.match(/^Rule 2 of 2: /)
        .and.include(doubt);
      expect(await rules.service.list()).to.deep.equal([]);
    });
  }

  it('does not repeat a password in its warning', async () => {
    const { headers } = await server.call('POST', '/v1/rules', {
      body: JSON.stringify(value('ge{he}im')),
    });
    expect(headers.get('warning')).to.not.include('he}');
  });

  it('says so for a few members of very many, in a header of bounded length', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`x${'ü'.repeat(500)}${index}`, 1]),
    );
    const { status, headers } = await server.call('POST', '/v1/rules', {
      body: JSON.stringify({ ...many, actions: ACTIONS }),
    });
    expect(status).to.equal(201);
    expect(headers.get('warning')?.length).to.be.below(3000);
  });

  for (const [what, rule] of [
    ['of links, which come with what the API returns', { links: [], actions: ACTIONS }],
    ['of literal braces', value('{{data.a}} {data[a][0]:>{data[b]}}')],
    [
      'of parameters of a regular expression that resemble nothing',
      {
        conditions: [{ op: 'matches', field: 'a', value: 'x', annotation: 1 }],
        actions: ACTIONS,
      },
    ],
  ] as const) {
    it(`is not one because ${what}`, async () => {
      const body = JSON.stringify(rule);
      const { headers } = await server.call('POST', '/v1/rules', { body });
      expect(headers.get('warning')).to.equal(null);
      await rules.service.importRules(body, { replace: false });
    });
  }

  it("in Ironic's own form is refused with one sentence", async () => {
    const rule = {
      phase: 'main',
      conditions: [{ op: 'is-true', args: { value: '{inventory[a]}' } }],
      actions: [{ op: 'fail', args: { msg: 'x' } }],
    };
    const { status, message } = await server.call('POST', '/v1/rules', { body: JSON.stringify(rule) });
    expect(status).to.equal(400);
    expect(message)
      .to.match(/^The rule has the form of Ironic's own inspection rules/)
      .and.include('rule import');
  });
});
