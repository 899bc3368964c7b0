import type { Introspection, Machine } from '@inspector/client';
import { ACTIVE } from '../parts/state.js';
import { ApiFailure, query, request } from './request.js';

/** A node as the list has it. */
export interface NodeRow {
  readonly status: Introspection;
  readonly machine: Machine | undefined;
  /** What a filter looks at, in lower case. */
  readonly text: string;
}

/** All nodes as they are known. */
export interface NodeList {
  readonly rows: readonly NodeRow[];
  /** false: the rest is still on its way. */
  readonly isWhole: boolean;
}

/** Nodes of the first answer: enough to fill a screen at once. */
const FIRST = 100;
/** Nodes of each further answer. */
const PAGE = 1000;
/** Nodes that are asked for one by one; more of them are read anew with all others. */
const MOST_SINGLE = 50;

type Statuses = { readonly introspection: readonly Introspection[] };
type Machines = { readonly nodes: readonly Machine[] };

/** Keeps the list of nodes: reads all of them once, and then what moves. */
export class Nodes {
  readonly #statuses = new Map<string, Introspection>();
  readonly #machines = new Map<string, Machine>();
  readonly #rows = new Map<string, NodeRow>();
  #isWhole = false;
  #withMachines = false;

  /**
   * Reads what is new.
   *
   * @param withMachines - whether what machines are may be seen
   * @param onPart - told of a first part while the rest is on its way
   */
  async read(
    signal: AbortSignal,
    withMachines: boolean,
    onPart: (list: NodeList) => void,
  ): Promise<NodeList> {
    if (!this.#isWhole) await this.#readAll(signal, withMachines, onPart);
    else await this.#readMoving(signal);
    return this.#list();
  }

  async #readAll(
    signal: AbortSignal,
    withMachines: boolean,
    onPart: (list: NodeList) => void,
  ): Promise<void> {
    let page = await this.#statusPage(signal, { limit: FIRST });
    onPart(this.#list());
    while (page.length > 0) {
      page = await this.#statusPage(signal, { limit: PAGE, marker: page.at(-1)?.uuid });
      if (page.length > 0) onPart(this.#list());
    }
    this.#isWhole = true;
    if (withMachines) await this.#machinesOf(signal, () => onPart(this.#list()));
    this.#withMachines = withMachines;
  }

  /** Nodes on which work goes on, the newest ones, and those on which work went on a moment ago. */
  async #readMoving(signal: AbortSignal): Promise<void> {
    const before = [...this.#statuses.values()].filter(({ state }) => ACTIVE.includes(state));
    const [moving, newest] = await Promise.all([
      this.#statusPage(signal, { limit: PAGE, state: ACTIVE.join(',') }),
      this.#statusPage(signal, { limit: 20 }),
    ]);
    const seen = new Set([...moving, ...newest].map(({ uuid }) => uuid));
    const settled = before.filter(({ uuid }) => !seen.has(uuid));
    for (const { uuid } of settled.slice(0, MOST_SINGLE)) await this.#one(signal, uuid);
    if (settled.length > 0 && this.#withMachines) await this.#machinesOf(signal);
  }

  async #one(signal: AbortSignal, uuid: string): Promise<void> {
    try {
      this.#put(await request<Introspection>(`/introspection/${uuid}`, { signal }));
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 404) throw error;
      this.#statuses.delete(uuid);
      this.#rows.delete(uuid);
    }
  }

  async #statusPage(
    signal: AbortSignal,
    selection: { readonly limit: number; readonly marker?: string | undefined; readonly state?: string },
  ): Promise<readonly Introspection[]> {
    const { introspection } = await request<Statuses>(`/introspection${query(selection)}`, { signal });
    introspection.forEach((one) => this.#put(one));
    return introspection;
  }

  async #machinesOf(signal: AbortSignal, onPart: () => void = () => undefined): Promise<void> {
    let marker: string | undefined;
    do {
      const { nodes } = await request<Machines>(`/nodes${query({ limit: PAGE, marker })}`, { signal });
      for (const one of nodes) {
        this.#machines.set(one.uuid, one);
        const status = this.#statuses.get(one.uuid);
        if (status) this.#put(status);
      }
      onPart();
      marker = nodes.at(-1)?.uuid;
    } while (marker !== undefined);
  }

  #put(status: Introspection): void {
    const machine = this.#machines.get(status.uuid);
    const known = this.#rows.get(status.uuid);
    this.#statuses.set(status.uuid, status);
    if (known?.machine === machine && known && isSame(known.status, status)) return;
    this.#rows.set(status.uuid, { status, machine, text: searched(status, machine) });
  }

  #list(): NodeList {
    const rows = [...this.#rows.values()];
    const begun = ({ status }: NodeRow): string => status.started_at ?? '';
    rows.sort((one, other) => (begun(one) < begun(other) ? 1 : begun(one) > begun(other) ? -1 : 0));
    return { rows, isWhole: this.#isWhole };
  }
}

const isSame = (one: Introspection, other: Introspection): boolean =>
  one.state === other.state &&
  one.error === other.error &&
  one.started_at === other.started_at &&
  one.finished_at === other.finished_at &&
  one.name === other.name;

function searched({ uuid, name = '', error }: Introspection, machine: Machine | undefined): string {
  const parts = [uuid, name, (error ?? '').slice(0, 500)];
  if (machine) {
    const { vendor, product, serial, bmc_address, cpu_model, macs, switches } = machine;
    parts.push(...[vendor, product, serial, bmc_address, cpu_model].map((one) => (one ?? '').slice(0, 200)));
    parts.push(...macs.slice(0, 64), ...switches.slice(0, 64));
  }
  return parts.join('\n').toLowerCase();
}
