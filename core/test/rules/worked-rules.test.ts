import { expect } from 'chai';
import {
  nodeInMemory,
  rulesDatabase,
  rulesOver,
  type NodeInMemory,
  type RulesDatabase,
} from './rules-fixture.js';
import type { JsonObject } from '@inspector/plugin-api';
import { Permit } from '../../src/tasks/permit.js';

const RULES = `[
  {"description": "management access for machines found by discovery",
   "conditions": [{"field": "auto_discovered", "op": "eq", "value": true},
                  {"field": "node://driver_info.redfish_username", "op": "is-empty"}],
   "actions": [{"action": "set-attribute", "path": "/driver", "value": "redfish"},
               {"action": "set-attribute", "path": "driver_info/redfish_username", "value": "operator"},
               {"action": "set-attribute", "path": "/driver_info/redfish_address", "value": "https://{data[ipmi_address]}"}]},
  {"description": "wrong network", "scope": "rack-7",
   "conditions": [{"field": "interfaces.*.ip", "op": "in-net", "value": "198.51.100.0/24", "multiple": "any", "invert": true}],
   "actions": [{"action": "fail", "message": "interface outside the rack network"}]},
  {"description": "big memory",
   "conditions": [{"op": "ge", "field": "memory_mb", "value": 262144}],
   "actions": [{"action": "set-capability", "name": "profile", "value": "big"},
               {"action": "extend-attribute", "path": "/extra/tags", "value": "mem-{data[memory_mb]}", "unique": true},
               {"action": "add-trait", "name": "CUSTOM_BIGMEM"}]}]`;

describe('rule files as operators write them', () => {
  let opened: RulesDatabase;
  let rules: Awaited<ReturnType<typeof rulesOver>>;

  before(async () => {
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database);
    await rules.service.importRules(RULES, { replace: false });
  });
  after(() => opened.remove());

  const run = async (data: JsonObject, fields: JsonObject): Promise<NodeInMemory> => {
    const node = nodeInMemory(fields);
    await rules.engine.apply(data, node.handle, new Permit());
    await node.handle.flush();
    return node;
  };
  const writes = ({ requests }: NodeInMemory): unknown[] =>
    requests.filter((request) => Array.isArray(request) && request[0] !== 'getNode');

  it('give a discovered machine its management access', async () => {
    const node = await run({ auto_discovered: true, ipmi_address: '192.0.2.44' }, { driver_info: {} });
    expect(writes(node)).to.deep.equal([
      [
        'patchNode',
        [
          { op: 'add', path: '/driver', value: 'redfish' },
          { op: 'add', path: '/driver_info/redfish_username', value: 'operator' },
          { op: 'add', path: '/driver_info/redfish_address', value: 'https://192.0.2.44' },
        ],
        { resetInterfaces: true, resetOptional: true },
      ],
    ]);
  });

  it('leave a machine alone whose access is set up', async () => {
    const fields = { driver_info: { redfish_username: 'somebody' } };
    expect(writes(await run({ auto_discovered: true, ipmi_address: '192.0.2.44' }, fields))).to.deep.equal(
      [],
    );
  });

  it('stop a machine with an interface in the wrong network, in their scope only', async () => {
    const data = { interfaces: { eth0: { ip: '198.51.100.4' }, eth1: { ip: '203.0.113.4' } } };
    const inScope = run(data, { properties: { inspection_scope: 'rack-7' } });
    expect(String(await inScope.catch((error: unknown) => error))).to.include(
      'interface outside the rack network',
    );
    expect(writes(await run(data, { properties: { inspection_scope: 'rack-8' } }))).to.deep.equal([]);
    const allIn = { interfaces: { eth0: { ip: '198.51.100.4' } } };
    expect(writes(await run(allIn, { properties: { inspection_scope: 'rack-7' } }))).to.deep.equal([]);
  });

  it('mark a machine with much memory by capability, tag and trait', async () => {
    const node = await run({ memory_mb: 262144 }, { properties: { capabilities: 'boot_mode:uefi' } });
    expect(writes(node)).to.deep.equal([
      ['addTrait', 'CUSTOM_BIGMEM'],
      [
        'patchNode',
        [
          { op: 'add', path: '/properties/capabilities', value: 'boot_mode:uefi,profile:big' },
          { op: 'add', path: '/extra/tags', value: ['mem-262144'] },
        ],
        {},
      ],
    ]);
  });
});
