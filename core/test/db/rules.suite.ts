import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { RuleRepository } from '../../src/db/types.js';
import { rejection } from '../../../test/mocha/rejection.js';
import type { SuiteDatabase } from './suite-database.js';

type NewRule = Parameters<RuleRepository['create']>[0][number];

const CONDITION = { op: 'eq', field: 'memory_mb', multiple: 'any', invert: false, params: '{"value": 1.0}' };

function rule(changes: Partial<NewRule> = {}): NewRule {
  return {
    uuid: randomUUID(),
    description: null,
    scope: null,
    priority: 0,
    sensitive: false,
    conditions: [],
    actions: [{ action: 'fail', params: '{"message": "no"}' }],
    ...changes,
  };
}

/** Introspection rules. */
export function rulesSuite({ db }: SuiteDatabase): void {
  describe('rules', () => {
    it('gives back what was created, texts unchanged', async () => {
      const wanted = rule({
        description: 'Règle n° 1 ✅',
        scope: 'edge',
        priority: -7,
        sensitive: true,
        conditions: [
          { ...CONDITION, invert: true, params: '{"value": 5.0, "z": 1e400, "a": 12345678901234567890}' },
          { ...CONDITION, op: 'ne', multiple: 'all' },
        ],
        actions: [
          { action: 'set-attribute', params: '{"path": "/extra/x", "value": 1.50}' },
          { action: 'fail', params: '{}' },
        ],
      });
      const [created] = await db().rules.create([wanted]);
      expect(created).to.include({ disabled: false });
      const { createdAt: _, disabled: __, ...rest } = (await db().rules.get(wanted.uuid)) ?? created!;
      expect(rest).to.deep.equal(wanted);
      expect(await db().rules.list()).to.deep.equal([created]);
    });

    it('lists rules in the order they were created, however fast', async () => {
      const file = Array.from({ length: 5 }, () => rule());
      await db().rules.create(file);
      const later = [rule(), rule()];
      for (const one of later) await db().rules.create([one]);
      const listed = (await db().rules.list()).map(({ uuid }) => uuid);
      expect(listed).to.deep.equal([...file, ...later].map(({ uuid }) => uuid));
    });

    it('lists many rules as it lists few', async function () {
      this.timeout(60_000);
      const many = Array.from({ length: 1203 }, (_, index) =>
        rule({ conditions: [{ ...CONDITION, field: `field${index}` }], description: `rule ${index}` }),
      );
      const created = await db().rules.create(many);
      expect(await db().rules.list()).to.deep.equal(created);
    });

    it('keeps conditions and actions in their order', async () => {
      const fields = Array.from({ length: 20 }, (_, index) => `field${index}`);
      const wanted = rule({
        conditions: fields.map((field) => ({ ...CONDITION, field })),
        actions: fields.map((action) => ({ action, params: '{}' })),
      });
      await db().rules.create([rule({ conditions: [CONDITION] }), wanted]);
      const stored = await db().rules.get(wanted.uuid);
      expect(stored?.conditions.map(({ field }) => field)).to.deep.equal(fields);
      expect(stored?.actions.map(({ action }) => action)).to.deep.equal(fields);
    });

    it('refuses a UUID that is there, and then creates none of the others', async () => {
      const first = rule();
      await db().rules.create([first]);
      const error = await rejection(db().rules.create([rule(), first, rule()]));
      expect(error).to.include({
        code: 'INSP_RULE_EXISTS',
        status: 409,
        message: `Rule with UUID ${first.uuid} already exists`,
      });
      expect(await db().rules.list()).to.have.length(1);
    });

    it('refuses the same UUID twice in one file', async () => {
      const twice = rule();
      expect((await rejection(db().rules.create([twice, twice]))).code).to.equal('INSP_RULE_EXISTS');
      expect(await db().rules.list()).to.deep.equal([]);
    });

    it('lets one of many simultaneous creations of a UUID win', async () => {
      const same = rule({ conditions: [CONDITION] });
      const results = await Promise.allSettled(Array.from({ length: 6 }, () => db().rules.create([same])));
      expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).to.have.property('code', 'INSP_RULE_EXISTS');
      }
      expect((await db().rules.get(same.uuid))?.conditions).to.have.length(1);
    });

    it('replaces rules of the same UUID when told so', async () => {
      const [old, kept] = [rule({ description: 'old', sensitive: true, conditions: [CONDITION] }), rule()];
      await db().rules.create([old, kept]);
      await db().rules.create([{ ...rule(), uuid: old.uuid, description: 'new' }], { replace: true });
      const [first, second] = await db().rules.list();
      expect(first?.uuid).to.equal(kept.uuid);
      expect(second).to.include({ uuid: old.uuid, description: 'new', sensitive: false });
      expect(second?.conditions).to.deep.equal([]);
    });

    it('deletes one rule, or all', async () => {
      const [one, two, three] = [rule({ conditions: [CONDITION] }), rule(), rule()];
      await db().rules.create([one, two, three]);
      expect(await db().rules.delete(one.uuid)).to.equal(true);
      expect(await db().rules.delete(one.uuid)).to.equal(false);
      expect(await db().rules.get(one.uuid)).to.equal(undefined);
      expect(await db().rules.list()).to.have.length(2);
      await db().rules.deleteAll();
      expect(await db().rules.list()).to.deep.equal([]);
    });

    it('finds no rule by a text that is no UUID, whatever characters it has', async () => {
      for (const text of ['', '🚀', '\0', 'ä', "' OR 1=1", 'x'.repeat(10_000)]) {
        expect(await db().rules.get(text), text).to.equal(undefined);
        expect(await db().rules.delete(text), text).to.equal(false);
      }
    });

    it('has another version after every change, and the same without one', async () => {
      const one = rule();
      const versions = [await db().rules.version()];
      await db().rules.create([one]);
      versions.push(await db().rules.version());
      await db().rules.create([one], { replace: true });
      versions.push(await db().rules.version());
      await db().rules.delete(one.uuid);
      versions.push(await db().rules.version());
      await db().rules.deleteAll();
      versions.push(await db().rules.version());
      expect(new Set(versions).size).to.equal(versions.length);
      await db().rules.delete(one.uuid);
      await db().rules.list();
      expect(await db().rules.version()).to.equal(versions.at(-1));
    });
  });
}
