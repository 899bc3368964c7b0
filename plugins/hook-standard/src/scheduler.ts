import { defineHook, type IntrospectionData, type JsonObject, type PluginLog } from '@inspector/plugin-api';
import { exactIntegerOf, hardwareInventory, isSet, member } from '@inspector/plugin-api/ramdisk-data';

const KEYS = ['cpus', 'cpu_arch', 'memory_mb'];

/** Derives the properties schedulers look at: CPU count and architecture, memory in MiB. */
export default defineHook({
  id: 'scheduler',
  aliases: ['architecture', 'memory'],
  setup: ({ service, log }) => ({
    async beforeUpdate(data, node) {
      const { inventory } = hardwareInventory(data);
      derive(data, inventory, log);
      const { properties } = await node.node();
      const { overwriteExisting } = service.processing;
      const wanted = KEYS.filter((key) => overwriteExisting || !isSet(member(properties, key)));
      const found = wanted.flatMap((key) => {
        const value = propertyText(member(data, key));
        return value === undefined ? [] : [[key, value] as const];
      });
      if (found.length > 0) node.updateProperties(Object.fromEntries(found));
    },
  }),
});

const derive = (data: IntrospectionData, inventory: JsonObject, log: PluginLog): void => {
  const cpu = member(inventory, 'cpu');
  const cpus = countOf(member(cpu, 'count'));
  const architecture = member(cpu, 'architecture');
  if (cpus !== undefined && typeof architecture === 'string') {
    data['cpus'] = cpus;
    data['cpu_arch'] = architecture;
  } else {
    log.warn({ cpu }, 'malformed or missing CPU information');
  }

  const memory = member(inventory, 'memory');
  const memoryMb = countOf(member(memory, 'physical_mb'));
  if (memoryMb !== undefined) data['memory_mb'] = memoryMb;
  else log.warn({ memory }, 'malformed or missing memory information: the ramdisk needs dmidecode for it');
};

// Bare metal services refuse the whole update when one of these properties is negative.
const countOf = (value: unknown): number | bigint | undefined => {
  const count = exactIntegerOf(value);
  return count === undefined || count < 0 ? undefined : count;
};

// Old ramdisks send these keys themselves, so any shape may be there.
const propertyText = (value: unknown): string | undefined => {
  const isCount = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  return isCount && isSet(value) && !(Number(value) < 0) ? String(value) : undefined;
};
