import fc from 'fast-check';
import type { JsonObject } from '@inspector/plugin-api';
import { differences } from '../../src/difference/differences.js';
import { partsOf } from '../../src/difference/parts.js';

/** Few values, so that parts often share one, and some that are none. */
const few = (...values: (string | number | null)[]): fc.Arbitrary<string | number | null> =>
  fc.constantFrom(...values);

const disk = fc.record(
  {
    serial: few('A', 'B', 'C', 'D', '', null, 'none'),
    wwn: few('w1', 'w2', null),
    by_path: few('p1', 'p2', 'p3', null),
    hctl: few('0:0:0:0', '0:0:1:0'),
    name: few('/dev/sda', '/dev/sdb'),
    size: few(1, 2, 3, 'x'),
  },
  { requiredKeys: [] },
);
const card = fc.record(
  {
    name: few('eth0', 'eth1', 'eno1', null),
    mac_address: few('52:54:00:00:00:01', '52:54:00:00:00:02', '52:54:00:00:00:03', 'x'),
    pci_address: few('0000:01:00.0', '0000:01:00.1', null),
    product: few('a', 'b'),
  },
  { requiredKeys: [] },
);
const data: fc.Arbitrary<JsonObject> = fc
  .record({ disks: fc.array(disk, { maxLength: 6 }), interfaces: fc.array(card, { maxLength: 6 }) })
  .map((inventory) => ({ inventory }) as unknown as JsonObject);

const shuffled = ({ inventory }: JsonObject): fc.Arbitrary<JsonObject> => {
  const { disks, interfaces } = inventory as { disks: JsonObject[]; interfaces: JsonObject[] };
  const mixed = (list: JsonObject[]): fc.Arbitrary<JsonObject[]> =>
    fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length });
  return fc
    .tuple(mixed(disks), mixed(interfaces))
    .map(([d, i]) => ({ inventory: { disks: d, interfaces: i } }) as unknown as JsonObject);
};

const kindsOf = (found: ReturnType<typeof differences>, change: string): string[] =>
  found
    .filter((one) => one.change === change)
    .map(({ part, name }) => `${part} ${name}`)
    .sort();

describe('differences of any two introspections', () => {
  it('are none for the same parts in any order', () => {
    fc.assert(
      fc.property(
        data.chain((one) => fc.tuple(fc.constant(one), shuffled(one))),
        ([one, same]) => differences(one, same).length === 0,
      ),
    );
  });

  it('are as many one way as the other, added for removed', () => {
    fc.assert(
      fc.property(data, data, (one, two) => {
        const [there, back] = [differences(one, two), differences(two, one)];
        return (
          there.length === back.length &&
          JSON.stringify(kindsOf(there, 'added')) === JSON.stringify(kindsOf(back, 'removed')) &&
          kindsOf(there, 'moved').length === kindsOf(back, 'moved').length
        );
      }),
    );
  });

  it('leave no part out and count none twice', () => {
    fc.assert(
      fc.property(data, data, (one, two) => {
        const found = differences(one, two);
        const count = (change: string): number => found.filter((each) => each.change === change).length;
        return partsOf(two).length - partsOf(one).length === count('added') - count('removed');
      }),
    );
  });

  it('are there unless the parts are the same', () => {
    const known = (value: JsonObject): string[] =>
      partsOf(value)
        .map(({ kind, facts }) => JSON.stringify([kind, Object.entries(facts).sort()]))
        .sort();
    fc.assert(
      fc.property(data, data, (one, two) => {
        const isSame = JSON.stringify(known(one)) === JSON.stringify(known(two));
        return isSame || differences(one, two).length > 0;
      }),
    );
  });
});
