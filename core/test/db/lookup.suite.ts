import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { freshRecord } from './fresh-record.js';
import { rejection } from '../../../test/mocha/rejection.js';
import type { SuiteDatabase } from './suite-database.js';

const mac = (value: string) => ({ name: 'mac', value });
const bmc = (value: string) => ({ name: 'bmc_address', value });

/** Lookup attributes and options. */
export function lookupSuite({ db }: SuiteDatabase): void {
  describe('lookup attributes and options', () => {
    const started = async (attributes: ReturnType<typeof mac>[]) => {
      const fresh = freshRecord({ attributes });
      await db().records.replace(fresh, undefined);
      return fresh.uuid;
    };

    it('finds every row that matches, whichever node it belongs to', async () => {
      const one = await started([mac('11:11:11:11:11:11'), mac('22:22:22:22:22:22'), bmc('192.0.2.1')]);
      const two = await started([mac('33:33:33:33:33:33'), bmc('192.0.2.1')]);
      const found = await db().records.findByAttributes([
        mac('11:11:11:11:11:11'),
        mac('22:22:22:22:22:22'),
        mac('99:99:99:99:99:99'),
        bmc('192.0.2.1'),
      ]);
      expect(found.filter(({ nodeUuid }) => nodeUuid === one)).to.have.length(3);
      expect(found.filter(({ nodeUuid }) => nodeUuid === two)).to.deep.equal([
        { nodeUuid: two, name: 'bmc_address', value: '192.0.2.1' },
      ]);
    });

    it('keeps and finds values with any characters, and those that nothing has', async () => {
      const uuid = await started([{ name: 'label', value: 'é 𝄞 🚀' }]);
      expect(await db().records.findByAttributes([{ name: 'label', value: 'é 𝄞 🚀' }])).to.deep.equal([
        { nodeUuid: uuid, name: 'label', value: 'é 𝄞 🚀' },
      ]);
      expect(await db().records.findByAttributes([bmc('💥💥')])).to.deep.equal([]);
    });

    it('does not mix up names', async () => {
      await started([bmc('192.0.2.1')]);
      expect(await db().records.findByAttributes([{ name: 'mac', value: '192.0.2.1' }])).to.deep.equal([]);
      expect(await db().records.findByAttributes([])).to.deep.equal([]);
    });

    it('counts a value that is asked for twice once', async () => {
      await started([mac('11:11:11:11:11:11')]);
      const twice = [mac('11:11:11:11:11:11'), mac('11:11:11:11:11:11')];
      expect(await db().records.findByAttributes(twice)).to.have.length(1);
    });

    it('compares MAC addresses without regard to case', async () => {
      const uuid = await started([mac('AA:BB:CC:DD:EE:FF')]);
      expect(await db().records.attributes(uuid)).to.deep.equal([mac('aa:bb:cc:dd:ee:ff')]);
      expect(await db().records.findByAttributes([mac('aa:BB:cc:dd:ee:ff')])).to.have.length(1);
    });

    it('takes thousands of values from hostile data', async () => {
      const uuid = await started([mac('52:54:00:00:0b:b7')]);
      const many = Array.from({ length: 3000 }, (_, index) =>
        mac(
          `52:54:00:00:${(index >> 8).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`,
        ),
      );
      const found = await db().records.findByAttributes(many);
      expect(found).to.deep.equal([{ nodeUuid: uuid, name: 'mac', value: '52:54:00:00:0b:b7' }]);
      expect(await db().records.findByAttributes([mac(`'; DROP TABLE nodes; --`)])).to.deep.equal([]);
    });

    it('adds only attributes that are not there', async () => {
      const uuid = await started([mac('11:11:11:11:11:11')]);
      const both = [mac('11:11:11:11:11:11'), bmc('2001:db8::1')];
      await Promise.all(Array.from({ length: 5 }, () => db().records.addAttributes(uuid, both, 0)));
      expect(await db().records.attributes(uuid)).to.have.deep.members(both);
    });

    for (const count of [500, 1200]) {
      it(`adds ${String(count)} attributes at once, and none of them twice`, async () => {
        const uuid = await started([]);
        const all = Array.from({ length: count }, (_, index) => ({
          name: 'serial',
          value: `${uuid} ${index}`,
        }));
        await db().records.addAttributes(uuid, all.slice(0, 400), 0);
        await db().records.addAttributes(uuid, all, 0);
        await db().records.addAttributes(uuid, all, 0);
        expect(await db().records.attributes(uuid)).to.have.deep.members(all);
      });
    }

    it('refuses attributes and options for a node without a record', async () => {
      const uuid = randomUUID();
      const attribute = db().records.addAttributes(uuid, [mac('11:11:11:11:11:11')], 0);
      expect((await rejection(attribute)).code).to.equal('INSP_NODE_NOT_CACHED');
      const option = db().records.setOption(uuid, 'colour', 'red', 0);
      expect((await rejection(option)).code).to.equal('INSP_NODE_NOT_CACHED');
    });

    it('knows the MAC addresses on introspection', async () => {
      await started([mac('11:11:11:11:11:AA'), bmc('192.0.2.1')]);
      await started([mac('11:11:11:11:11:aa'), mac('22:22:22:22:22:22')]);
      const macs = await db().records.activeMacs();
      expect([...macs]).to.have.members(['11:11:11:11:11:aa', '22:22:22:22:22:22']);
    });

    it('keeps options of any JSON value, the last one set', async () => {
      const uuid = await started([]);
      await db().records.setOption(uuid, 'colour', 'red', 0);
      await db().records.setOption(uuid, 'colour', { hue: [1, 2.5, null, '🎨'] }, 0);
      await db().records.setOption(uuid, 'nothing', null, 0);
      expect([...(await db().records.options(uuid))]).to.have.deep.members([
        ['colour', { hue: [1, 2.5, null, '🎨'] }],
        ['nothing', null],
      ]);
    });
  });
}
