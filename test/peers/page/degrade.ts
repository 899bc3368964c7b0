import type { JsonObject } from '@inspector/plugin-api';
import type { Machine } from '@inspector/simulator';
import type { RunningInspector } from '@inspector/test-kit';

/** Introspects a machine that is silent: these data are posted for it. */
export async function introspectWith(
  service: RunningInspector,
  machine: Machine,
  payload: JsonObject,
): Promise<void> {
  await service.start(machine);
  await service.until(machine, 'waiting');
  await service.post(payload);
  await service.until(machine, 'finished');
}

/** The data of a machine with another size of its memory, in MiB. */
export function withMemory({ payload }: Machine, megabytes: number): JsonObject {
  const inventory = payload['inventory'] as Readonly<Record<string, JsonObject>>;
  return {
    ...payload,
    inventory: { ...inventory, memory: { ...inventory['memory'], physical_mb: megabytes } },
  };
}

/** Introspects a machine that is silent twice: what it has first becomes its baseline, and then it has less memory. */
export async function degrade(service: RunningInspector, machine: Machine): Promise<void> {
  await introspectWith(service, machine, machine.payload);
  await service.request('PUT', '/v1/baselines', { node: machine.uuid });
  await introspectWith(service, machine, withMemory(machine, 98_304));
}
