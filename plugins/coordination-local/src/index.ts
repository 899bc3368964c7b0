import { defineCoordination } from '@inspector/plugin-api';
import { LocalLeases } from './local-leases.js';
import { LocalMembers } from './local-members.js';

/** Coordination for one process that has its database to itself: leases in memory, always the leader. */
export default defineCoordination({
  id: 'local',
  setup() {
    const leases = new LocalLeases();
    const members = new LocalMembers();
    return {
      acquire: (uuid, options) => leases.acquire(uuid, options),
      tryAcquire: (uuid) => leases.tryAcquire(uuid),
      seemsHeld: (uuid) => leases.isHeld(uuid),
      isLeader: () => true,
      exclusive: true,
      members,
      close: async () => {
        leases.close();
        members.close();
      },
    };
  },
});
