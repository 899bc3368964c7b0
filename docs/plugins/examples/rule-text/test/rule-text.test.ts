import { expect } from 'chai';
import {
  actionSuite,
  actionTester,
  conditionSuite,
  conditionTester,
  packageSuite,
} from '@inspector/test-kit';
import renameNode from '../src/rename-node.js';
import startsWith from '../src/starts-with.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url), source: 'src' });
conditionSuite({
  describe,
  it,
  definition: startsWith,
  cases: [{ params: { value: 'db-' }, fulfilledBy: ['db-7', 'db-'], notBy: ['DB-7', 'xdb-', 7, null] }],
  refused: [{}, { value: '' }, { value: 5 }],
});
actionSuite({ describe, it, definition: renameNode, params: { name: 'rack7-db' }, refused: [{}] });

describe('starts-with', () => {
  it('is fulfilled by texts that begin so', async () => {
    const { check } = await conditionTester(startsWith);
    expect(await check({ value: 'db-' }, 'db-7')).to.equal(true);
    expect(await check({ value: 'db-' }, 'DB-7')).to.equal(false);
    expect(await check({ value: 'db-', ignore_case: true }, 'DB-7')).to.equal(true);
    expect(await check({ value: '7' }, 7)).to.equal(false);
  });

  it('refuses a value that is no text', async () => {
    const { validate } = await conditionTester(startsWith);
    for (const value of [5, '', ['db-']]) expect(() => validate({ value })).to.throw('must be a text');
    expect(() => validate({ value: 'db-', other: 1 })).to.throw();
  });
});

describe('rename-node', () => {
  it('names the node', async () => {
    const { apply } = await actionTester(renameNode);
    expect((await apply({ name: 'rack7-db' })).node.name).to.equal('rack7-db');
  });

  it('fails the introspection when there is no name', async () => {
    const { apply } = await actionTester(renameNode);
    const failure = await apply({ name: '' }, { rule: 'r1' }).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'INSP_RULE_FAILED' });
    expect(String(failure)).to.include('Rule r1');
  });

  it('needs a name', async () => {
    const { validate } = await actionTester(renameNode);
    expect(() => validate({})).to.throw('name');
  });
});
