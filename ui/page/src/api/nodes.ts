import type { Introspection, Machine } from '@inspector/client';
import { ACTIVE } from '../parts/state.js';
import { machineOf, type Machines } from './machine.js';
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
/** The request for them. */
export const NODES_FIRST = `/introspection${query({ limit: FIRST })}`;
/** Nodes of each further answer. */
const PAGE = 1000;
/** Nodes that are asked for one by one without a look at lists first; where more are left after it, all are read anew. */
const [FEW, MOST_SINGLE] = [20, 200];
/** Nodes that are asked for at the same time. */
const AT_ONCE = 4;

type Statuses = { readonly introspection: readonly Introspection[] };

/** Keeps the list of nodes: reads all of them once, and then what moves. */
export class Nodes {
  readonly #statuses = new Map<string, Introspection>();
  readonly #machines = new Map<string, Machine>();
  readonly #rows = new Map<string, NodeRow>();
  #isWhole = false;
  #withMachines = false;

  /**
   * Reads everything, and later on what is new.
   *
   * @param withMachines - whether what machines are may be seen
   * @param changed - nodes to which something has happened; undefined: nobody tells what happens
   * @param onPart - told of a first part while the rest is on its way
   */
  async read(
    signal: AbortSignal,
    withMachines: boolean,
    changed: readonly string[] | undefined,
    onPart: (list: NodeList) => void,
  ): Promise<NodeList> {
    if (!this.#isWhole) await this.#readAll(signal, withMachines, onPart);
    else if (changed !== undefined && changed.length > 0 && changed.length <= FEW)
      await this.#readSingle(signal, changed);
    else if (!(await this.#readMoving(signal, changed))) await this.#readAll(signal, withMachines, onPart);
    return this.#list();
  }

  /** Has everything read anew. What is known stays until then. */
  forget(): void {
    this.#isWhole = false;
  }

  async #readAll(
    signal: AbortSignal,
    withMachines: boolean,
    onPart: (list: NodeList) => void,
  ): Promise<void> {
    const gone = new Set(this.#statuses.keys());
    let page = await this.#statusPage(signal, { limit: FIRST });
    onPart(this.#list());
    while (page.length > 0) {
      for (const { uuid } of page) gone.delete(uuid);
      page = await this.#statusPage(signal, { limit: PAGE, marker: page.at(-1)?.uuid });
      if (page.length > 0) onPart(this.#list());
    }
    for (const uuid of gone) this.#delete(uuid);
    this.#isWhole = true;
    if (withMachines) await this.#machinesOf(signal, () => onPart(this.#list()));
    this.#withMachines = withMachines;
  }

  /**
   * Reads nodes on which work goes on, the newest ones, those on which work went on a moment ago, and those to which something has
   * happened. Returns false where these are too many.
   */
  async #readMoving(signal: AbortSignal, changed: readonly string[] = []): Promise<boolean> {
    const active = [...this.#statuses.values()].filter(({ state }) => ACTIVE.includes(state));
    const wanted = new Set([...active.map(({ uuid }) => uuid), ...changed]);
    const [moving, newest] = await Promise.all([
      this.#statusPage(signal, { limit: PAGE, state: ACTIVE.join(',') }),
      this.#statusPage(signal, { limit: FEW }),
    ]);
    for (const { uuid, state } of [...moving, ...newest]) if (state !== 'finished') wanted.delete(uuid);
    if (wanted.size > MOST_SINGLE) return false;
    await this.#readSingle(signal, [...wanted]);
    return true;
  }

  async #readSingle(signal: AbortSignal, uuids: readonly string[]): Promise<void> {
    for (let at = 0; at < uuids.length; at += AT_ONCE)
      await Promise.all(uuids.slice(at, at + AT_ONCE).map((uuid) => this.#one(signal, uuid)));
  }

  async #one(signal: AbortSignal, uuid: string): Promise<void> {
    try {
      const status = await request<Introspection>(`/introspection/${uuid}`, { signal });
      this.#put(status);
      if (status.state === 'finished') await this.#machine(signal, uuid);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 404) throw error;
      this.#delete(uuid);
    }
  }

  #delete(uuid: string): void {
    this.#statuses.delete(uuid);
    this.#machines.delete(uuid);
    this.#rows.delete(uuid);
  }

  async #statusPage(
    signal: AbortSignal,
    selection: { readonly limit: number; readonly marker?: string | undefined; readonly state?: string },
  ): Promise<readonly Introspection[]> {
    const { introspection } = await request<Statuses>(`/introspection${query(selection)}`, { signal });
    introspection.forEach((one) => this.#put(one));
    return introspection;
  }

  async #machine(signal: AbortSignal, uuid: string): Promise<void> {
    if (!this.#withMachines) return;
    const machine = await machineOf(uuid, signal);
    const status = this.#statuses.get(uuid);
    if (machine === undefined || status === undefined) return;
    this.#machines.set(uuid, machine);
    this.#put(status);
  }

  async #machinesOf(signal: AbortSignal, onPart: () => void): Promise<void> {
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
    const { vendor, product, serial, bmc_address, cpu_model, macs, switches, deviations } = machine;
    if (deviations !== null && deviations > 0) parts.push('degraded');
    parts.push(...[vendor, product, serial, bmc_address, cpu_model].map((one) => (one ?? '').slice(0, 200)));
    parts.push(...macs.slice(0, 64), ...switches.slice(0, 64));
  }
  return parts.join('\n').toLowerCase();
}
