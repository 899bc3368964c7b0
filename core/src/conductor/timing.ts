/** How long things take that have no option, because ramdisks out there set them. Tests make them shorter, all alike. */
export interface Timing {
  /** Seconds that one post may wait for services, all its waits together. */
  readonly patience: number;
  /** Seconds between two looks for kept posts whose service may be back. */
  readonly keptPostsInterval: number;
  /** Seconds between two looks for introspections whose conductor is gone. The second look takes over. */
  readonly takeOverInterval: number;
}

/**
 * A ramdisk waits 30 s for an answer, and gives up then; five seconds are left for what is no waiting. It repeats a post 5,
 * 10, 16 and 28 s after the first one, so nobody waits for a kept post much longer than for one of those.
 */
export const USUAL_TIMING: Timing = { patience: 25, keptPostsInterval: 10, takeOverInterval: 2 };
