import type { RunDetails } from '@inspector/client';
import { ApiFailure, request } from '../../api/request.js';
import { useLoad } from '../../api/use-load.js';
import { Facts } from '../../parts/facts.js';
import { Notice, Shown } from '../../parts/notice.js';
import { Table } from '../../parts/table.js';
import { bytes, listOf, memory, numberOf, objectOf, textOf } from '../../parts/text.js';
import { Cables } from './cables.js';
import { interfacesIn } from './interfaces.js';
import type { NodeTabProps } from './node.js';

/** What the machine of a node is made of, as its newest introspection with data told. */
export function HardwareTab({ uuid, status }: NodeTabProps) {
  const loaded = useLoad(`hardware ${uuid} ${status.finished_at ?? ''}`, async (signal) => {
    try {
      return (await request<RunDetails>(`/introspection/${uuid}/history/latest`, { signal })).data ?? {};
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 404) return {};
      throw error;
    }
  });
  return (
    <Shown loaded={loaded}>
      {(data) => {
        const inventory = objectOf(data['inventory']);
        if (Object.keys(inventory).length === 0) {
          return (
            <Notice title="Nothing is known of the hardware yet.">
              An introspection has to end well first.
            </Notice>
          );
        }
        return <Inventory data={data} inventory={inventory} />;
      }}
    </Shown>
  );
}

type Values = Readonly<Record<string, unknown>>;

/** What the ramdisk said of the firmware; older ones say it only with the collector `extra-hardware`. */
function firmwareOf(system: Values, data: Values): Values {
  const told = objectOf(system['firmware']);
  return told['version'] === undefined
    ? objectOf(objectOf(objectOf(data['extra'])['firmware'])['bios'])
    : told;
}

function Inventory({ data, inventory }: { readonly data: Values; readonly inventory: Values }) {
  const system = objectOf(inventory['system_vendor']);
  const firmware = firmwareOf(system, data);
  const cpu = objectOf(inventory['cpu']);
  const ram = objectOf(inventory['memory']);
  const boot = objectOf(inventory['boot']);
  const disks = listOf(inventory['disks']).map(objectOf);
  const cards = interfacesIn(data);
  const usable = numberOf(ram['total']);
  const frequency = numberOf(cpu['frequency']);
  return (
    <>
      <div class="columns">
        <section>
          <h2>System</h2>
          <Facts
            of={[
              ['Manufacturer', textOf(system['manufacturer'])],
              ['Product', textOf(system['product_name'])],
              ['Serial number', textOf(system['serial_number'])],
              ['BMC', textOf(inventory['bmc_address'])],
              // A ramdisk that finds none says `::/0`.
              [
                'BMC (IPv6)',
                inventory['bmc_v6address'] === '::/0' ? null : textOf(inventory['bmc_v6address']),
              ],
              ['Boot mode', textOf(boot['current_boot_mode'])],
              ['Booted from', textOf(boot['pxe_interface'])],
            ]}
          />
        </section>
        <section>
          <h2>Firmware</h2>
          <Facts
            of={[
              ['Maker', textOf(firmware['vendor'])],
              ['Version', textOf(firmware['version'])],
              ['Built', textOf(firmware['build_date'] ?? firmware['date'])],
            ]}
          />
        </section>
        <section>
          <h2>CPU and memory</h2>
          <Facts
            of={[
              ['CPU', textOf(cpu['model_name'])],
              ['CPUs', textOf(cpu['count'])],
              ['Frequency', frequency === undefined ? undefined : `${Math.round(frequency)} MHz`],
              ['Architecture', textOf(cpu['architecture'])],
              ['Memory', ram['physical_mb'] === undefined ? undefined : memory(numberOf(ram['physical_mb']))],
              ['Usable memory', usable === undefined ? undefined : memory(usable / 1024 ** 2)],
            ]}
          />
        </section>
      </div>
      <h2>Network cards</h2>
      {cards.length === 0 ? (
        <p class="none">The ramdisk found none.</p>
      ) : (
        <>
          <Cables cards={cards} />
          <Table
            label="Network cards"
            rows={cards}
            keyOf={(_card, at) => String(at)}
            columns={[
              { name: 'Card', cell: ({ name, isBoot }) => (isBoot ? `${name} (booted)` : name) },
              { name: 'MAC', kind: 'mono', cell: ({ mac }) => mac ?? '–' },
              { name: 'Link', cell: ({ carrier }) => carrier },
              { name: 'Speed', kind: 'number', cell: ({ speed }) => speed ?? '–' },
              { name: 'Address', kind: 'mono', cell: ({ address }) => address ?? '–' },
              { name: 'Switch', cell: (card) => card.switchName ?? '–' },
              { name: 'Port', cell: ({ switchPort }) => switchPort ?? '–' },
              { name: 'Model', cell: ({ model }) => model ?? '–' },
            ]}
          />
        </>
      )}
      <h2>Disks</h2>
      {disks.length === 0 ? (
        <p class="none">The ramdisk found none.</p>
      ) : (
        <Table
          label="Disks"
          rows={disks}
          keyOf={(_disk, at) => String(at)}
          columns={[
            { name: 'Disk', kind: 'mono', cell: (disk) => textOf(disk['name']) ?? '–' },
            { name: 'Size', kind: 'number', cell: (disk) => bytes(numberOf(disk['size'])) },
            {
              name: 'Type',
              cell: ({ rotational }) =>
                rotational === true ? 'hard disk' : rotational === false ? 'flash' : '–',
            },
            { name: 'Model', cell: (disk) => textOf(disk['model']) ?? '–' },
            { name: 'Serial number', kind: 'mono', cell: (disk) => textOf(disk['serial']) ?? '–' },
            { name: 'WWN', kind: 'mono', cell: (disk) => textOf(disk['wwn']) ?? '–' },
          ]}
        />
      )}
    </>
  );
}
