import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { InspectorError, shortText, type JsonObject, type PluginLog } from '@inspector/plugin-api';
import { textMember } from '@inspector/plugin-api/ramdisk-data';
import type { CratonClient } from './craton-client.js';
import { unavailable } from './faults.js';
import type { Region } from './region.js';

const PREFIX = 'inspector_claim_';
/** Milliseconds that a writer waits for others, and its first and longest pause. */
const PATIENCE = 20_000;
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 1000;

/** What a claim is made with. */
export interface ClaimServices {
  readonly client: CratonClient;
  readonly log: PluginLog;
  /** Seconds. */
  readonly claimTimeout: number;
}

/**
 * The right to write into a region. Craton has no conditional requests, so each writer says first that it is going to write, and then
 * looks whether somebody else has said so: of two writers each sees the other's claim, and both stand back.
 */
export class Claim {
  #renewed = performance.now();
  #renewing: Promise<void> | undefined;

  private constructor(
    readonly key: string,
    private readonly region: Region,
    private readonly author: string,
    private readonly services: ClaimServices,
    /** The variables of the region when the claim was made. */
    readonly variables: JsonObject,
  ) {}

  /**
   * Waits for its turn.
   *
   * @throws `INSP_INVENTORY_CONFLICT` where another writer has the claim all the time
   */
  static async make(
    region: Region,
    author: string,
    services: ClaimServices,
    signal: AbortSignal | undefined,
  ): Promise<Claim> {
    const key = `${PREFIX}${randomUUID()}`;
    const begun = performance.now();
    for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      const other = await Claim.#try(key, region, author, services, signal);
      if (other instanceof Claim) return other;
      if (performance.now() - begun > PATIENCE) throw busy(other);
      await pause(wait * (0.5 + Math.random()), undefined, { signal });
    }
  }

  static async #try(
    key: string,
    region: Region,
    author: string,
    services: ClaimServices,
    signal: AbortSignal | undefined,
  ): Promise<Claim | Rival> {
    const before = await rivalIn(await region.variables(signal), key, region, services, signal);
    if (before !== undefined) return before;
    const { client } = services;
    const claim = { author: shortText(author, 255), time: new Date(client.now()).toISOString() };
    try {
      await region.set({ [key]: claim }, signal);
      const variables = await region.variables(signal);
      const rival = await rivalIn(variables, key, region, services, signal);
      if (rival === undefined) return new Claim(key, region, author, services, variables);
      await region.unset([key]);
      return rival;
    } catch (error) {
      await region.unset([key]).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Keeps the claim alive; call it before each request of a write.
   *
   * @throws `INSP_INVENTORY_UNAVAILABLE` where it may have ended: somebody else may write now
   */
  async keep(signal?: AbortSignal): Promise<void> {
    const age = performance.now() - this.#renewed;
    const life = this.services.claimTimeout * 1000;
    if (age > life * 0.8) {
      throw unavailable('Craton was so slow that the claim to its inventory has ended. Try again.');
    }
    if (age < life / 3) return;
    this.#renewing ??= this.#renew(signal).finally(() => {
      this.#renewing = undefined;
    });
    await this.#renewing;
  }

  /** Gives the claim back; what cannot be deleted ends by itself. */
  async release(): Promise<void> {
    await this.region.unset([this.key]).catch(() => undefined);
  }

  async #renew(signal: AbortSignal | undefined): Promise<void> {
    const begun = performance.now();
    const time = new Date(this.services.client.now()).toISOString();
    await this.region.set({ [this.key]: { author: shortText(this.author, 255), time } }, signal);
    this.#renewed = begun;
  }
}

/** Another writer. */
interface Rival {
  readonly author: string;
  readonly time: string;
}

/** A claim of somebody else that counts. Those that are too old are deleted. */
async function rivalIn(
  variables: JsonObject,
  own: string,
  region: Region,
  { client, claimTimeout, log }: ClaimServices,
  signal: AbortSignal | undefined,
): Promise<Rival | undefined> {
  let rival: Rival | undefined;
  const ended: string[] = [];
  for (const [key, claim] of Object.entries(variables)) {
    if (!key.startsWith(PREFIX) || key === own) continue;
    const author = textMember(claim, 'author') ?? 'somebody';
    const time = textMember(claim, 'time') ?? '';
    // Also what has no time that can be read.
    if (client.now() - Date.parse(time) < claimTimeout * 1000) {
      rival ??= { author, time };
    } else {
      ended.push(key);
      log.warn(
        `The writer ${author} has not been heard of since ${time || 'an unknown time'}: its claim to the inventory in Craton is removed.`,
      );
    }
  }
  await region.unset(ended, signal);
  return rival;
}

const busy = ({ author, time }: Rival): InspectorError =>
  new InspectorError(
    'INSP_INVENTORY_CONFLICT',
    `The inventory is not written: ${shortText(author, 255)} has been writing it in Craton since ${time}. Try again later.`,
  );
