import type { IntrospectionData, NodeHandle } from '@inspector/plugin-api';
import type { ExplainRefusal } from '@inspector/plugin-api/node';
import type { HookResult } from '../db/types.js';
import type { Permit } from '../tasks/permit.js';

/** Runs the enabled hooks in their configured order. */
export interface HookRunner {
  /**
   * Begins a run of the hooks over the data of one introspection.
   *
   * @param permit - ends the run of the part before look-up
   */
  begin(data: IntrospectionData, permit: Permit): HookSeries;
}

/** The way of one introspection through the hooks. */
export interface HookSeries {
  /** How each hook did so far, in configured order. */
  readonly results: readonly HookResult[];
  /** What the hooks found wrong before look-up, one line for each. */
  readonly faults: readonly string[];
  /** What a hook before look-up threw because a service it asked was away; undefined: nothing. */
  readonly outage: unknown;
  /** Runs the part before look-up of every hook. A failure becomes a fault and does not stop the others. */
  beforeProcessing(): Promise<void>;
  /**
   * Runs the part after look-up of the hooks until one fails. Those not reached are `skipped`.
   *
   * @param permit - ends the run; the handle of a hook also ends with the time limit of the hook
   * @throws What the hook threw; `failedHook` tells which hook it was.
   */
  beforeUpdate(node: LimitedHandle, permit: Permit): Promise<void>;
}

/** A node handle of which a hook can get its own, that ends with the hook's time. */
export interface LimitedHandle extends NodeHandle {
  /**
   * @param explain - names the hook where the service refuses one of its changes
   * @param by - who asks for the changes
   */
  within(permit: Permit, explain: ExplainRefusal, by: string): NodeHandle;
}
