import { defineCoordination } from '@inspector/plugin-api';
import { LocalLocks } from './local-locks.js';

/** Coordination for one process that has its database to itself: locks in memory, always the leader. */
export default defineCoordination({
  id: 'local',
  setup() {
    const locks = new LocalLocks();
    return {
      acquire: (uuid) => locks.acquire(uuid),
      tryAcquire: (uuid) => locks.tryAcquire(uuid),
      isLeader: () => true,
      exclusive: true,
    };
  },
});
