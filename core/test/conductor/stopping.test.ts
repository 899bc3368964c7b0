import { expect } from 'chai';
import { failIntrospection } from '../../src/conductor/end-introspection.js';
import { LocalConductor } from '../../src/conductor/local-conductor.js';
import { InspectorError } from '@inspector/plugin-api';
import { Holding } from '../../src/introspection/holding.js';
import { conductorWorld, noOperatorServices, type ConductorWorld } from './conductor-world.js';

describe('a conductor that is stopped', () => {
  let world: ConductorWorld;
  let conductor: LocalConductor;
  beforeEach(async () => {
    world = await conductorWorld();
    conductor = new LocalConductor(world.services, noOperatorServices);
  });
  afterEach(() => world.close());

  for (const [what, begin] of [
    ['start', (uuid) => conductor.introspect(uuid, { manageBoot: true })],
    ['post of data', () => conductor.continue('{}')],
    ['abort', (uuid) => conductor.abort(uuid)],
    ['reapply', (uuid) => conductor.reapply(uuid, '{"a":1}')],
  ] as [string, (uuid: string) => Promise<unknown>][]) {
    it(`takes no ${what} and asks nobody about it`, async () => {
      const record = await world.record('waiting');
      await conductor.stop(0);
      const error: unknown = await begin(record.uuid).catch((reason: unknown) => reason);
      expect(InspectorError.is(error) && [error.code, error.status]).to.deep.equal([
        'INSP_SHUTTING_DOWN',
        503,
      ]);
      expect(world.asked).to.deep.equal([]);
      expect(await world.now(record)).to.deep.equal(record);
    });
  }

  it('says so when work is left behind, and not when everything has ended', async () => {
    const warned = () => world.lines.filter((line) => line.includes('is left behind'));
    await conductor.stop(1000);
    expect(warned()).to.have.lengthOf(0);
    world.services.background.run('hangs', () => new Promise(() => undefined));
    await conductor.stop(1000 / 60);
    expect(warned()).to.have.lengthOf(1);
  });

  for (const [when, expected] of [
    ['in time', 'a broken disk'],
    ['too late', 'The service stopped while the node was in state processing; start its introspection again'],
  ] as const) {
    it(`keeps the words of a failure only when it comes in time: ${when}`, async () => {
      const record = await world.record('processing');
      const lock = await world.services.coordinator.acquire(record.uuid);
      if (when === 'too late') await conductor.stop(0);
      const { background } = world.services;
      const held = new Holding(record.uuid, lock, world.database.records, background.permit);
      await held.read();
      await failIntrospection(held, { error: 'a broken disk' }, world.services);
      expect(await world.now(record)).to.include({ state: 'error', error: expected });
      expect(world.lines.join('')).to.include('introspection failed: a broken disk');
    });
  }
});
