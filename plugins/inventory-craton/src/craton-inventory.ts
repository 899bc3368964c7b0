import { randomUUID } from 'node:crypto';
import {
  checkExpected,
  InspectorError,
  thrownText,
  type InventoryBackend,
  type InventoryHistoryPage,
  type InventoryHistoryQuery,
  type InventoryQuery,
  type InventoryRevision,
  type InventoryWrite,
  type InventoryWritten,
  type JsonObject,
  type PluginLog,
  type StoredInventory,
} from '@inspector/plugin-api';
import { applyHosts } from './apply.js';
import { Claim } from './claim.js';
import { CratonClient } from './craton-client.js';
import { driftOf, driftRefused, shownChanges, type Drift } from './drift.js';
import { closed, unavailable } from './faults.js';
import { mapInventory } from './mapping.js';
import type { CratonAccess, CratonOptions } from './options.js';
import {
  DOCUMENT,
  PENDING,
  commitOf,
  digestOf,
  formerRevisions,
  stateOf,
  surplusRevisions,
} from './region-state.js';
import type { FormerRevision, RegionState } from './region-state.js';
import { findRegion, makeRegion, type Location, type Region } from './region.js';
import { inPieces, piecesOf } from './pieces.js';

/** Looks at an inventory that others write in between. */
const LOOKS = 3;
/** Names that a warning shows. */
const SHOWN = 5;

/** What is stored, with the changes that somebody else has made in Craton. */
interface Present {
  readonly state: RegionState;
  readonly drift: Drift | undefined;
  readonly text: string | null;
  readonly revision: string | null;
}

/** An inventory in a region of Craton: its hosts there, and the whole document in variables of the region. */
export class CratonInventory implements InventoryBackend {
  readonly capabilities: InventoryBackend['capabilities'];
  readonly history?: (query: InventoryHistoryQuery) => Promise<InventoryHistoryPage>;
  readonly #client: CratonClient;
  readonly #location: Location;
  readonly #where: string;
  #closed = false;
  /** The last write of this process: its writers do not have to compete in Craton. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: CratonOptions,
    access: CratonAccess,
    private readonly log: PluginLog,
  ) {
    const { cloud, region, history } = options;
    this.#client = new CratonClient(access, log);
    this.#location = { cloud, region, projectId: access.projectId };
    this.#where = `region "${region}" of cloud "${cloud}" in Craton`;
    this.capabilities = { history, atomic: true, conditional: true };
    if (history) this.history = (query) => this.#history(query);
  }

  async load({ revision, signal }: InventoryQuery = {}): Promise<StoredInventory> {
    this.#requireOpen();
    const region = await findRegion(this.#client, this.#location, signal);
    if (revision !== undefined) return this.#former(region, revision, signal);
    const present = region === undefined ? NOTHING : await this.#steady(region, signal);
    if (present.drift !== undefined && this.options.drift === 'report') {
      this.log.warn(
        `Somebody has changed hosts in ${this.#where}, and their values count: ${shownChanges(present.drift.changes)}`,
      );
    }
    const isAsWritten = present.text !== null && present.drift === undefined;
    return { text: present.text, revision: present.revision, source: this.#where, isAsWritten };
  }

  write(text: string, write: InventoryWrite): Promise<InventoryWritten> {
    const written = this.#last.then(() => this.#write(text, write));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#client.close();
  }

  async #write(text: string, write: InventoryWrite): Promise<InventoryWritten> {
    this.#requireOpen();
    const { signal } = write;
    signal?.throwIfAborted();
    // Before anything is sent: what is no inventory cannot be made into hosts.
    mapInventory(text, 'the write');
    const found = await findRegion(this.#client, this.#location, signal);
    if (found === undefined) checkExpected({ revision: null }, write);
    else await this.#refuseEarly(found, write);
    const region = found ?? (await makeRegion(this.#client, this.#location, signal));
    const { log, options } = this;
    const services = { client: this.#client, log, claimTimeout: options.claimTimeout };
    const claim = await Claim.make(region, write.author, services, signal);
    try {
      return await this.#claimed(region, claim, text, write);
    } finally {
      await claim.release();
    }
  }

  /** A write that comes too late needs no claim to find out. */
  async #refuseEarly(region: Region, write: InventoryWrite): Promise<void> {
    if (write.force === true) return;
    const { revision } = stateOf(await region.variables(write.signal), this.#where);
    const id = revision?.id ?? null;
    if (write.expected === undefined || idIn(write.expected) !== id) {
      checkExpected({ ...revision, revision: id }, write);
    }
  }

  async #claimed(
    region: Region,
    claim: Claim,
    text: string,
    write: InventoryWrite,
  ): Promise<InventoryWritten> {
    const { signal } = write;
    const before = await this.#finished(region, claim, write);
    const present = before && (await this.#present(before, () => region.hosts(signal), write.force));
    const newest = present?.state.revision;
    checkExpected({ ...newest, revision: present?.revision ?? null }, write);
    if (present?.revision != null && present.text === text && !isForcedOverDrift(present, write)) {
      return { revision: present.revision, changed: false };
    }
    const { author, reason, source, summary } = write;
    const revision: FormerRevision = {
      id: randomUUID(),
      number: (newest?.number ?? 0) + 1,
      author,
      reason,
      source,
      summary,
      time: new Date(this.#client.now()).toISOString(),
      sha256: digestOf(text),
      text,
    };
    await claim.keep(signal);
    await region.set(commitOf(revision, this.options.history), signal);
    // It is decided: whatever happens now, readers see it, and the next writer completes the hosts.
    try {
      await this.#apply(region, claim, text, present?.state.applied, signal);
    } catch (error) {
      this.log.warn(
        `The inventory in ${this.#where} is written, but not all of its hosts could be: ${thrownText(error)} The next write completes them.`,
      );
    }
    return { revision: revision.id, changed: true };
  }

  /** The state of the region, with what another writer has left unfinished done. undefined: it cannot be read, and need not. */
  async #finished(
    region: Region,
    claim: Claim,
    { force, signal }: InventoryWrite,
  ): Promise<RegionState | undefined> {
    const state = this.#stateOrNothing(claim.variables, force);
    if (state?.isPending !== true) return state;
    this.log.warn(
      `A write of ${state.revision?.author ?? 'somebody'} into ${this.#where} has not ended; it is completed.`,
    );
    await this.#apply(region, claim, state.text ?? '', state.applied, signal);
    return stateOf(await region.variables(signal), this.#where);
  }

  #stateOrNothing(variables: JsonObject, force = false): RegionState | undefined {
    try {
      return stateOf(variables, this.#where);
    } catch (error) {
      if (force && isCorrupt(error)) return undefined;
      throw error;
    }
  }

  async #apply(
    region: Region,
    claim: Claim,
    text: string,
    before: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { log } = this;
    const wanted = mapInventory(text, this.#where);
    this.#tell('Craton needs an address of each host, and gets 0.0.0.0 for these', wanted.withoutAddress);
    this.#tell('Craton cannot hold hosts of these names, so only the inventory has them', wanted.left);
    await applyHosts({
      client: this.#client,
      region,
      claim,
      log,
      wanted,
      before: before === undefined ? undefined : mapInventory(before, this.#where),
      signal,
    });
    const document = inPieces(DOCUMENT, text);
    await claim.keep(signal);
    await region.set(document, signal);
    const variables = await region.variables(signal);
    const surplus = piecesOf(DOCUMENT, variables).filter((key) => !Object.hasOwn(document, key));
    const { history, keep } = this.options;
    const former = surplusRevisions(variables, history ? keep : Number.POSITIVE_INFINITY);
    await claim.keep(signal);
    await region.unset([...surplus, ...piecesOf(PENDING, variables), ...former], signal);
  }

  /** What is stored, at one moment. */
  async #steady(region: Region, signal: AbortSignal | undefined): Promise<Present> {
    let state = stateOf(await region.variables(signal), this.#where);
    for (let look = 1; look <= LOOKS; look++) {
      const hosts = state.isPending || state.revision === undefined ? [] : await region.hosts(signal);
      if (state.isPending || state.revision === undefined) return this.#present(state, async () => hosts);
      const after = stateOf(await region.variables(signal), this.#where);
      if (after.revision?.id === state.revision.id) return this.#present(state, async () => hosts);
      state = after;
    }
    throw unavailable(`The inventory in ${this.#where} is being written all the time. Try again.`);
  }

  async #present(
    state: RegionState,
    hosts: () => Promise<readonly JsonObject[]>,
    force = false,
  ): Promise<Present> {
    const { revision, text, isPending } = state;
    if (revision === undefined || text === undefined) return { ...NOTHING, state };
    const drift = isPending ? undefined : driftOf(text, await hosts(), this.#where);
    if (drift === undefined) return { state, drift, text, revision: revision.id };
    if (this.options.drift === 'reject' && !force) throw driftRefused(this.#where, drift.changes);
    return {
      state,
      drift,
      text: drift.text,
      revision: `${revision.id}~${digestOf(drift.text).slice(0, 16)}`,
    };
  }

  async #former(
    region: Region | undefined,
    wanted: string,
    signal: AbortSignal | undefined,
  ): Promise<StoredInventory> {
    const variables = region === undefined ? {} : await region.variables(signal);
    const former = this.options.history ? formerRevisions(variables) : [];
    const text = former.find(({ id }) => id === idIn(wanted))?.text ?? this.#newest(variables, wanted);
    if (text !== undefined) return { text, revision: wanted, source: `revision ${wanted} in ${this.#where}` };
    throw new InspectorError(
      'INSP_INVENTORY_REVISION_NOT_FOUND',
      `The inventory in ${this.#where} has no revision ${wanted} (any more). "inspector inventory history" lists what there is.`,
    );
  }

  #newest(variables: JsonObject, wanted: string): string | undefined {
    const { revision, text } = stateOf(variables, this.#where);
    return revision?.id === idIn(wanted) ? text : undefined;
  }

  async #history({ limit, marker, signal }: InventoryHistoryQuery): Promise<InventoryHistoryPage> {
    this.#requireOpen();
    const region = await findRegion(this.#client, this.#location, signal);
    const all = region === undefined ? [] : formerRevisions(await region.variables(signal));
    const below = marker === undefined ? Number.POSITIVE_INFINITY : Number(marker);
    const rest = all.filter(({ number }) => number < below);
    const page = rest.slice(0, limit);
    return {
      revisions: page.map(describe),
      next: rest.length > limit ? String(page.at(-1)?.number) : null,
    };
  }

  #tell(what: string, names: readonly string[]): void {
    if (names.length === 0) return;
    const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '';
    this.log.warn(`${what}: ${names.slice(0, SHOWN).join(', ')}${more}`);
  }

  #requireOpen(): void {
    if (this.#closed) throw closed();
  }
}

const NOTHING: Present = {
  state: { revision: undefined, text: undefined, applied: undefined, isPending: false },
  drift: undefined,
  text: null,
  revision: null,
};

/** The id in a revision, which has a digest behind it where somebody else has changed hosts. */
const idIn = (revision: string | null): string | null => revision?.split('~')[0] ?? null;

/** A forced write puts the document back in the place of what others have changed. */
const isForcedOverDrift = ({ drift }: Present, { force }: InventoryWrite): boolean =>
  force === true && drift !== undefined;

const isCorrupt = (error: unknown): boolean =>
  InspectorError.is(error) && error.code === 'INSP_INVENTORY_CORRUPT';

const describe = ({ text: _text, sha256: _sha256, id, ...revision }: FormerRevision): InventoryRevision => ({
  revision: id,
  ...revision,
});
