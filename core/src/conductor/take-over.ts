import { type BareMetalNode, thrownText, withOrigin } from '@inspector/plugin-api';
import type { StoredRecord } from '../db/types.js';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { checkProvisionState } from '../node/provision-state.js';
import { type HandOver, ifFree } from '../introspection/with-introspection.js';
import { endAbort } from './abort.js';
import { conclude, failIntrospection, syncFilterQuietly } from './end-introspection.js';
import { processKeptPosts } from './kept-posts.js';
import { LeftStarts } from './left-starts.js';
import { powerOffUnlessInUse } from './power-off.js';
import { prepareNode } from './prepare-node.js';
import { reapplyAgain } from './reapply.js';
import type { ConductorServices } from './services.js';
import { UnfinishedStart } from './unfinished-start.js';
import { WORKING } from './working-states.js';

/**
 * Goes on with introspections on which nobody works any more. Whoever works on a node holds it, so a record in a state of
 * work that nobody holds has lost its conductor, or the database was away for so long that its conductor gave up before it
 * heard that the state had been written. Only the leader looks.
 */
export class TakeOver {
  /** The records in a state of work when this was run last, each with what changes when somebody works on it. */
  private seen = new Map<string, string>();

  constructor(
    private readonly services: ConductorServices,
    private readonly left = new LeftStarts(),
  ) {}

  /** Takes over what was in the same state of work at the run before, and is held by nobody. */
  async run(): Promise<void> {
    const { coordinator, database, unsettled } = this.services;
    if (!coordinator.isLeader()) {
      this.seen.clear();
      this.left.keepOnly([]);
      return;
    }
    const records = await database.records.inStates(WORKING);
    const now = new Map(records.map(({ uuid, fence, state }) => [uuid, `${fence} ${state}`]));
    const unchanged = records.filter(({ uuid }) => this.seen.get(uuid) === now.get(uuid));
    this.seen = now;
    this.left.keepOnly(now.keys());
    let taken = false;
    for (const record of unchanged) {
      if (!this.left.isDue(record.uuid)) continue;
      // A rack in line to be rebooted is in a state of work for an hour: each lease that is not asked for spares a request.
      if (coordinator.seemsHeld?.(record.uuid) === true) continue;
      // Its failure is known, and about to be written.
      if ((await unsettled.of(record.uuid)) !== undefined) continue;
      if (await this.#take(record)) taken = true;
    }
    if (taken) await processKeptPosts(this.services);
  }

  /** Goes on at once with the starts that a service, alone on its database, has left when it ended. */
  async resume(): Promise<void> {
    const { coordinator, database } = this.services;
    if (!coordinator.exclusive) return;
    for (const record of await database.records.inStates(['starting'])) await this.#take(record);
  }

  /** Takes a record over unless somebody holds it; whether that was done. */
  async #take(record: StoredRecord): Promise<boolean> {
    try {
      const done = await ifFree(record.uuid, this.services, (held, handOver) =>
        takeOver(held, handOver, this.services, this.left),
      );
      return done === true;
    } catch (error) {
      this.services.log.error(
        `${logPrefix(record)} could not be taken over, the next run tries again: ${thrownText(error)}`,
      );
      return false;
    }
  }
}

/**
 * Goes on where the conductor that is gone has stopped. Data that it had received are processed again, unless they were
 * accepted: then only power off and the end are left. Whether a machine was told to boot cannot be known, and it must not
 * be told twice, so a start fails, unless it was written down that this one was not told yet.
 *
 * @returns whether the record was in a state of work
 */
async function takeOver(
  held: Holding,
  handOver: HandOver,
  services: ConductorServices,
  left: LeftStarts,
): Promise<boolean> {
  const { log, recent } = services;
  const record = await held.read();
  if (record === undefined) return false;
  const { state, uuid } = record;
  if (WORKING.includes(state) && !left.has(uuid))
    log.warn(`${logPrefix(record)} is taken over in state ${state}: nobody works on it any more`);
  switch (state) {
    case 'starting':
      await goOnWithStart(held, handOver, services, left);
      break;
    case 'aborting':
      handOver(`abort introspection of ${uuid}`, () => endAbort(held, services));
      break;
    case 'reapplying':
      await reapplyAgain(held, handOver, services);
      break;
    case 'enrolling':
    case 'processing':
      if (await recent.isAccepted(record))
        handOver(`finish introspection of ${uuid}`, () => finish(held, services));
      else await held.postpone();
      break;
    case 'waiting':
    case 'finished':
    case 'error':
      return false;
  }
  return true;
}

async function goOnWithStart(
  held: Holding,
  handOver: HandOver,
  services: ConductorServices,
  left: LeftStarts,
): Promise<void> {
  const { baremetal, config } = services;
  const { uuid } = held;
  const start = await UnfinishedStart.left(held, left.has(uuid));
  if (start === undefined) {
    await failIntrospection(held, { error: lostStart(held.record) }, services);
    return;
  }
  const readNode = async (): Promise<BareMetalNode> => {
    const node = await baremetal.getNode(uuid);
    checkProvisionState(node, config.processing.permitActiveIntrospection);
    return node;
  };
  const prepared = async (): Promise<void> => {
    // The record and the log say how it failed.
    await prepareNode(held, start, readNode, services).catch(() => undefined);
    if (start.isLeft) left.add(uuid);
    else left.delete(uuid);
  };
  handOver(`start introspection of ${uuid}`, () => withOrigin(start.origin, prepared));
}

const lostStart = ({ manageBoot }: StoredRecord): string =>
  `Nobody prepares the node any more${manageBoot ? ', and the machine may have been told to boot or not' : ''}; start its introspection again`;

/** Hooks and rules have done their work, so only the power is left. */
async function finish(held: Holding, services: ConductorServices): Promise<void> {
  const done = 'introspection finished after it was taken over';
  const ended = await conclude(held, { data: {}, done }, services, async () => {
    const node = await held.permit.during(() => services.baremetal.getNode(held.uuid));
    if (node.power_state !== 'power off') await powerOffUnlessInUse(held, node, services);
  });
  if (ended) await syncFilterQuietly(services);
}
