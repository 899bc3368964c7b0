import type { SummaryRepository } from '../db/types.js';
import { candidatesOf } from './candidates.js';
import type { Condition } from './condition.js';
import { machineOf, type Machine } from './machine.js';

/** Summaries that are read and looked at in one go. */
const AT_ONCE = 1000;

/** Which machines to list. */
export interface MachinePage {
  /** Most machines. */
  readonly limit: number;
  /** UUID of the last one of the page before. */
  readonly marker?: string;
  /** Default: all. */
  readonly where?: Condition;
}

/** Machines by UUID, those that meet the condition. */
export async function listMachines(
  summaries: Pick<SummaryRepository, 'list'>,
  { limit, marker, where }: MachinePage,
): Promise<Machine[]> {
  const page = { limit: where === undefined ? limit : AT_ONCE, ...(where && candidatesOf(where)) };
  const found: Machine[] = [];
  let last = marker;
  for (;;) {
    const read = await summaries.list({ ...page, ...(last === undefined ? {} : { marker: last }) });
    for (const machine of read.map(machineOf)) if (where?.holds(machine) ?? true) found.push(machine);
    if (found.length >= limit || read.length < page.limit) return found.slice(0, limit);
    last = read.at(-1)?.uuid;
  }
}
