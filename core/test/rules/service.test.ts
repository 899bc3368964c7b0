import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import type { Rules } from '../../src/rules/create-rules.js';
import { rulesDatabase, rulesOver, type RulesDatabase } from './rules-fixture.js';

const UUID = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const OTHER = '1d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const ACTIONS = '"actions": [{"action": "example"}]';

describe('introspection rules', () => {
  let opened: RulesDatabase;
  let rules: Rules;

  before(async () => {
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database);
  });
  after(() => opened.remove());
  beforeEach(() => rules.service.deleteAll());

  const failing = async (work: Promise<unknown>): Promise<InspectorError> => {
    try {
      await work;
    } catch (error) {
      if (InspectorError.is(error)) return error;
      throw error;
    }
    throw new Error('it did not fail');
  };
  const uuids = async (): Promise<string[]> => (await rules.service.list()).map(({ uuid }) => uuid);

  it('are answered with defaults filled in and nothing unknown to old clients', async () => {
    const body = `{"uuid": "${UUID}", "description": "tag big boxes",
      "conditions": [{"op": "ge", "field": "memory_mb", "value": 262144}],
      "actions": [{"action": "set-capability", "name": "size", "value": "big"}]}`;
    const created = JSON.parse((await rules.service.createJson(body)).json) as unknown;
    expect(created).to.deep.equal({
      uuid: UUID,
      description: 'tag big boxes',
      scope: null,
      conditions: [{ field: 'memory_mb', op: 'ge', value: 262144, multiple: 'any', invert: false }],
      actions: [{ action: 'set-capability', name: 'size', value: 'big' }],
    });
    expect(JSON.parse(await rules.service.getJson(UUID))).to.deep.equal(created);
  });

  it('keep parameters as they were given: number forms, nulls, order', async () => {
    const condition = `{"field":"a","op":"eq","value":[5.0,5,1e3,12345678901234567890],"multiple":"all","invert":true}`;
    const action = `{"action":"set-attribute","path":"/x","value":null,"reset_interfaces":null}`;
    const { json: answer } = await rules.service.createJson(
      `{"conditions": [${condition}], "actions": [${action}]}`,
    );
    const { uuid } = JSON.parse(answer) as { uuid: string };
    for (const text of [answer, await rules.service.getJson(uuid)]) {
      expect(text).to.include(`"conditions":[${condition}]`).and.include(`"actions":[${action}]`);
    }
  });

  for (const uuid of ['""', 'null', undefined]) {
    it(`get a UUID when they come with ${uuid ?? 'none'}`, async () => {
      const given = uuid === undefined ? '' : `"uuid": ${uuid}, `;
      const { json } = await rules.service.createJson(`{${given}${ACTIONS}}`);
      const created = JSON.parse(json) as { uuid: string };
      expect(created.uuid).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });
  }

  for (const uuid of ['0D7F6C5A-2B1E-4F0A-8C3D-9E8F7A6B5C4D', '0d7f6c5a2b1e4f0a8c3d9e8f7a6b5c4d']) {
    it(`keep the spelling of the UUID ${uuid}`, async () => {
      await rules.service.createJson(`{"uuid": "${uuid}", ${ACTIONS}}`);
      expect(await uuids()).to.deep.equal([uuid]);
    });
  }

  it('keep an empty scope and an empty description', async () => {
    await rules.service.createJson(`{"uuid": "${UUID}", "scope": "", "description": "", ${ACTIONS}}`);
    expect(await rules.service.list()).to.deep.equal([{ uuid: UUID, description: '', scope: '' }]);
  });

  it('are listed in the order they were created, whatever their priority', async () => {
    const created: string[] = [];
    for (const priority of [0, 5, -1, 5]) {
      const { json: answer } = await rules.service.createJson(
        `{"priority": ${String(priority)}, ${ACTIONS}}`,
      );
      created.push((JSON.parse(answer) as { uuid: string }).uuid);
    }
    expect(await uuids()).to.deep.equal(created);
  });

  it('cannot be created twice', async () => {
    await rules.service.createJson(`{"uuid": "${UUID}", ${ACTIONS}}`);
    const error = await failing(rules.service.createJson(`{"uuid": "${UUID}", ${ACTIONS}}`));
    expect([error.status, error.message]).to.deep.equal([409, `Rule with UUID ${UUID} already exists`]);
  });

  it('that do not exist cannot be shown or deleted', async () => {
    for (const uuid of [UUID, 'nonsense', "'; --"]) {
      const shown = await failing(rules.service.getJson(uuid));
      const deleted = await failing(rules.service.delete(uuid));
      expect([shown.status, shown.message]).to.deep.equal([404, `Rule ${uuid} was not found`]);
      expect([deleted.status, deleted.message]).to.deep.equal([404, `Rule ${uuid} was not found`]);
    }
  });

  it('are gone once deleted', async () => {
    await rules.service.createJson(`{"uuid": "${UUID}", ${ACTIONS}}`);
    await rules.service.createJson(`{"uuid": "${OTHER}", ${ACTIONS}}`);
    await rules.service.delete(UUID);
    expect(await uuids()).to.deep.equal([OTHER]);
    await rules.service.deleteAll();
    await rules.service.deleteAll();
    expect(await uuids()).to.deep.equal([]);
  });

  it('show priority only where it is set', async () => {
    await rules.service.createJson(`{"uuid": "${UUID}", "priority": -3, ${ACTIONS}}`);
    expect(JSON.parse(await rules.service.getJson(UUID))).to.have.property('priority', -3);
  });

  it('that are sensitive hide conditions and actions', async () => {
    const secret = '{"action": "set-attribute", "path": "/driver_info/x", "value": "geheim"}';
    const body = `{"uuid": "${UUID}", "sensitive": true, "actions": [${secret}]}`;
    for (const text of [(await rules.service.createJson(body)).json, await rules.service.getJson(UUID)]) {
      expect(text).not.to.include('geheim');
      expect(JSON.parse(text)).to.deep.include({ sensitive: true, conditions: null, actions: null });
    }
  });

  describe('imported together', () => {
    it('are created in their order', async () => {
      const body = `[{"uuid": "${OTHER}", ${ACTIONS}}, {"uuid": "${UUID}", ${ACTIONS}}]`;
      const texts = await rules.service.importRules(body, { replace: false });
      expect(texts.map((text) => (JSON.parse(text) as { uuid: string }).uuid)).to.deep.equal([OTHER, UUID]);
      expect(await uuids()).to.deep.equal([OTHER, UUID]);
    });

    it('may be a single rule', async () => {
      await rules.service.importRules(`{"uuid": "${UUID}", ${ACTIONS}}`, { replace: false });
      expect(await uuids()).to.deep.equal([UUID]);
    });

    it('are refused all when one is wrong, and the message says which', async () => {
      const body = `[{"uuid": "${UUID}", ${ACTIONS}}, {"actions": [{"action": "fail"}]}]`;
      const error = await failing(rules.service.importRules(body, { replace: true }));
      expect(error.code).to.equal('INSP_RULE_INVALID');
      expect(error.message).to.equal(
        'Rule 2 of 2: Invalid parameters for action fail: missing required parameter(s): message',
      );
      expect(await uuids()).to.deep.equal([]);
    });

    it('are refused all when one exists', async () => {
      await rules.service.createJson(`{"uuid": "${UUID}", ${ACTIONS}}`);
      const body = `[{"uuid": "${OTHER}", ${ACTIONS}}, {"uuid": "${UUID}", ${ACTIONS}}]`;
      const error = await failing(rules.service.importRules(body, { replace: false }));
      expect(error.code).to.equal('INSP_RULE_EXISTS');
      expect(await uuids()).to.deep.equal([UUID]);
    });

    it('take the place of existing ones when asked to', async () => {
      await rules.service.createJson(`{"uuid": "${UUID}", "description": "old", ${ACTIONS}}`);
      const body = `[{"uuid": "${UUID}", "description": "new", ${ACTIONS}}, {"uuid": "${OTHER}", ${ACTIONS}}]`;
      await rules.service.importRules(body, { replace: true });
      expect((await rules.service.list()).map(({ description }) => description)).to.deep.equal(['new', null]);
    });

    it('are refused when two have the same UUID', async () => {
      const body = `[{"uuid": "${UUID}", ${ACTIONS}}, {"uuid": "${UUID}", ${ACTIONS}}]`;
      const error = await failing(rules.service.importRules(body, { replace: true }));
      expect([error.code, error.message]).to.deep.equal([
        'INSP_BAD_REQUEST',
        `The UUID ${UUID} is given to more than one of the rules`,
      ]);
    });

    it('may be none', async () => {
      expect(await rules.service.importRules('[]', { replace: false })).to.deep.equal([]);
    });
  });
});
