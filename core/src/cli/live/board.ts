import { isOver, type Standing } from '../introspection/follow/standing.js';

/** A node of a board. */
export interface Row {
  /** As it is called on the board. */
  readonly label: string;
  /** Undefined: nothing has begun yet. */
  readonly standing: Standing | undefined;
}

/** What is known of many introspections, kept up to date. */
export class Board {
  readonly #rows = new Map<string, Row>();
  /** Keys of rows by what else the node is called. */
  readonly #keys = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** Adds a node by the name or UUID that it was given by; nothing has begun yet. */
  expect(node: string): void {
    if (!this.#rows.has(node)) this.#rows.set(node, { label: node, standing: undefined });
  }

  /** Says that a node which was given by name has a UUID. */
  identify(node: string, uuid: string): void {
    if (node !== uuid) this.#keys.set(uuid, node);
  }

  /** Whether a node is on the board. */
  has({ uuid, name }: Pick<Standing, 'uuid' | 'name'>): boolean {
    return this.#keyOf(uuid, name) !== undefined;
  }

  /** How a node stands, as far as is known. */
  of({ uuid, name }: Pick<Standing, 'uuid' | 'name'>): Standing | undefined {
    return this.#rows.get(this.#keyOf(uuid, name) ?? uuid)?.standing;
  }

  /**
   * Takes how a node stands now; one that is not on the board is added.
   *
   * @returns its row if its state is another one than before
   */
  take(standing: Standing): Row | undefined {
    const key = this.#keyOf(standing.uuid, standing.name) ?? standing.uuid;
    const before = this.#rows.get(key);
    const known = before?.standing;
    const row: Row = {
      label: before !== undefined && before.label !== standing.uuid ? before.label : labelOf(standing),
      standing: {
        ...standing,
        name: standing.name ?? known?.name ?? null,
        startedAt: standing.startedAt ?? known?.startedAt ?? null,
      },
    };
    this.#rows.set(key, row);
    if (known !== undefined) this.#count(known.state, -1);
    this.#count(standing.state, 1);
    return known?.state === standing.state ? undefined : row;
  }

  /** Whether it is known how a node stands that was given so. */
  hasBegun(node: string): boolean {
    return this.#rows.get(node)?.standing !== undefined;
  }

  /**
   * Says how a node ended that was given so, whatever was known before.
   *
   * @returns its row if its state is another one than before
   */
  settle(node: string, end: Pick<Standing, 'state' | 'error'>): Row | undefined {
    const known = this.#rows.get(node)?.standing;
    return this.take({ uuid: node, name: null, startedAt: null, ...known, ...end });
  }

  /** Removes a node by the name or UUID that it was given by. */
  remove(node: string): void {
    const known = this.#rows.get(node)?.standing;
    if (known !== undefined) this.#count(known.state, -1);
    this.#rows.delete(node);
  }

  /** UUIDs of the nodes whose introspection is known to go on. */
  goingUuids(): Set<string> {
    return new Set(this.going().flatMap(({ standing }) => standing?.uuid ?? []));
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#rows.size;
  }

  /** How many are in a state. */
  count(state: Standing['state']): number {
    return this.#counts.get(state) ?? 0;
  }

  /** How many are over. */
  get over(): number {
    return this.count('finished') + this.count('error') + this.count('deleted');
  }

  /** How many go on. */
  get active(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0) - this.over;
  }

  /** Nodes whose introspection goes on, those that began first at the top. */
  going(): Row[] {
    return this.rows().filter(({ standing }) => standing !== undefined && !isOver(standing));
  }

  /** All nodes that have begun, those that began first at the top. */
  rows(): Row[] {
    const begun = (row: Row): string => row.standing?.startedAt ?? '';
    return [...this.#rows.values()].sort((a, b) => (begun(a) < begun(b) ? -1 : begun(a) > begun(b) ? 1 : 0));
  }

  #keyOf(uuid: string, name: string | null): string | undefined {
    const key = this.#keys.get(uuid);
    if (key !== undefined) return key;
    if (this.#rows.has(uuid)) return uuid;
    return name !== null && this.#rows.has(name) ? name : undefined;
  }

  #count(state: Standing['state'], difference: number): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + difference);
  }
}

const labelOf = ({ uuid, name }: Standing): string => (name === null ? uuid : `${uuid} (${name})`);
