import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { hookSuite, packageSuite, runHook } from '@inspector/test-kit';
import rack from '../src/index.js';

const options = { racks: { 'leaf-7a': 'R7', 'leaf-8a': 'R8' } };
const heard = (...names: string[]): JsonObject => ({
  all_interfaces: Object.fromEntries(
    names.map((name, index) => [`eth${index}`, { lldp_processed: { switch_system_name: name } }]),
  ),
});

packageSuite({ describe, it, folder: new URL('..', import.meta.url), source: 'src' });
hookSuite({ describe, it, definition: rack, run: { data: heard('leaf-7a'), options } });

describe('rack_position', () => {
  const rackOf = async (data: JsonObject, more: JsonObject = {}): Promise<unknown> =>
    (await runHook(rack, { data, options: { ...options, ...more } })).node.extra?.['rack'];

  it('writes the rack of the switch', async () => {
    expect(await rackOf(heard('leaf-8a'))).to.equal('R8');
  });

  it('looks at every card until one is in a rack', async () => {
    expect(await rackOf(heard('spine-1', 'leaf-7a', 'leaf-8a'))).to.equal('R7');
  });

  it('writes that the rack is not known', async () => {
    expect(await rackOf({})).to.equal('unknown');
    expect(await rackOf(heard('constructor'), { unknown: 'floor' })).to.equal('floor');
  });

  it('needs the table of racks', async () => {
    const failure = await runHook(rack, { data: {} }).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'INSP_PLUGIN_BAD_OPTIONS' });
  });
});
