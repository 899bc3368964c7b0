// Holds a lease, and says when it believed so for the last time. Arguments: the endpoint, the prefix, the node.
import { createContext } from '@inspector/test-kit';
import etcd from '../../../plugins/coordination-etcd/src/index.js';

const [endpoint = '', prefix = '', node = ''] = process.argv.slice(2);
const options = { endpoints: [endpoint], prefix, ttl: 3 };
const coordinator = await etcd.setup(createContext(etcd, { options }));
const lease = await coordinator.acquire(node);
process.send?.({ fence: lease.fence });
let last = 0n;
const look = (): void => {
  const now = process.hrtime.bigint();
  lease.check?.();
  if (lease.signal.aborted) {
    process.send?.({ last: String(last) }, () => process.exit());
    return;
  }
  last = now;
  setImmediate(look);
};
look();
