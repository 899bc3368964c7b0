import type { Coordinator, Lease } from '@inspector/plugin-api';

/**
 * A coordinator whose fences are greater by a number, so that they continue those the database has seen.
 *
 * @param base - as `FenceRepository.begin` returned it for the realm of the coordinator
 */
export function fencedCoordinator(coordinator: Coordinator, base: number): Coordinator {
  const raised = (lease: Lease): Lease => ({
    signal: lease.signal,
    fence: base + lease.fence,
    release: () => lease.release(),
    ...(lease.check === undefined ? {} : { check: () => lease.check?.() }),
  });
  return {
    acquire: async (uuid, options) => raised(await coordinator.acquire(uuid, options)),
    tryAcquire: async (uuid) => {
      const lease = await coordinator.tryAcquire(uuid);
      return lease && raised(lease);
    },
    ...(coordinator.seemsHeld && { seemsHeld: (uuid) => coordinator.seemsHeld?.(uuid) === true }),
    isLeader: () => coordinator.isLeader(),
    exclusive: coordinator.exclusive,
  };
}
