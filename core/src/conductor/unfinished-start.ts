import { currentOrigin, newOrigin, type WorkOrigin } from '@inspector/plugin-api';
import { isObject } from '@inspector/plugin-api/rule-values';
import type { Holding } from '../introspection/holding.js';

/**
 * An option of a record: the ids of the request that asked for the start, as long as the machine was not told to boot;
 * null: it may have been.
 */
const NOT_TOLD_TO_BOOT = 'not_told_to_boot';

/**
 * A start of an introspection. A machine must not be told to boot twice, so only a start that has not come that far can be
 * left to whoever goes on: another conductor, or the service when it runs again. Where somebody else manages boot, the
 * caller waits for the start, and is told how it failed.
 */
export class UnfinishedStart {
  #noted: boolean;
  #mayBoot = false;
  #isLeft = false;

  /**
   * @param origin - what the start comes of
   * @param wasLeft - whether it was begun before, and left
   * @param isToldOf - whether the log of this process has said that it waits
   */
  private constructor(
    private readonly held: Holding,
    readonly origin: WorkOrigin,
    readonly wasLeft: boolean,
    readonly isToldOf: boolean,
  ) {
    this.#noted = wasLeft;
  }

  /** The start of a record that was just made. */
  static fresh(held: Holding): UnfinishedStart {
    return new UnfinishedStart(held, currentOrigin() ?? newOrigin(), false, false);
  }

  /** The start that was left by whoever began it; undefined: nobody can go on, the machine may have been told to boot. */
  static async left(held: Holding, isToldOf = false): Promise<UnfinishedStart | undefined> {
    const asked = (await held.notes.options(held.uuid)).get(NOT_TOLD_TO_BOOT);
    if (!isObject(asked)) return undefined;
    const { request_id: requestId, global_request_id: globalId } = asked;
    const fresh = newOrigin(typeof globalId === 'string' ? globalId : undefined);
    const origin = typeof requestId === 'string' ? { ...fresh, requestId } : fresh;
    return new UnfinishedStart(held, origin, true, isToldOf);
  }

  /** Whether it was left to whoever goes on. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** Writes down that the machine was not told to boot: if this conductor dies now, somebody else can go on. */
  async note(): Promise<void> {
    if (!this.held.record.manageBoot || this.#noted) return;
    const { requestId, globalRequestId } = this.origin;
    await this.held.notes.setOption(this.held.uuid, NOT_TOLD_TO_BOOT, {
      request_id: requestId,
      ...(globalRequestId === undefined ? {} : { global_request_id: globalRequestId }),
    });
    this.#noted = true;
  }

  /** Comes before the machine is told to boot. */
  async boots(): Promise<void> {
    if (this.#noted) await this.held.notes.setOption(this.held.uuid, NOT_TOLD_TO_BOOT, null);
    this.#noted = false;
    this.#mayBoot = true;
  }

  /**
   * Leaves the start to whoever goes on, if somebody can.
   *
   * @param canWrite - whether this conductor still holds the node
   * @returns whether somebody can
   */
  async leave(canWrite: boolean): Promise<boolean> {
    if (this.#mayBoot) return false;
    if (canWrite) await this.note();
    this.#isLeft = this.#noted;
    return this.#isLeft;
  }
}
