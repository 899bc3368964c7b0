import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Coordinator, InspectorError, type PluginLog } from '@inspector/plugin-api';
import { Claims } from './claims.js';
import { EtcdClient, isRefused } from './etcd-client.js';
import { GRPC } from './etcd-error.js';
import { EtcdMembers } from './etcd-members.js';
import { Leadership } from './leadership.js';
import { decode, encode, isFree } from './messages.js';
import { Mirror } from './mirror.js';
import type { EtcdOptions } from './options.js';
import { patiently } from './patiently.js';
import { SessionKeeper } from './session-keeper.js';
import { readSettings } from './settings.js';

/**
 * Connects to etcd, and coordinates this process with others there.
 *
 * @throws `INSP_CONFIG_INVALID`; `INSP_COORDINATION_FAILED` when etcd cannot be reached or refuses the user
 */
export async function connectCoordinator(options: EtcdOptions, log: PluginLog): Promise<Coordinator> {
  const client = new EtcdClient(readSettings(options));
  try {
    return await coordinate(client, options, log);
  } catch (error) {
    await client.close();
    if (!isRefused(error, GRPC.PERMISSION_DENIED)) throw error;
    throw new InspectorError(
      'INSP_COORDINATION_FAILED',
      `The user "${options.username ?? ''}" may not write keys of etcd at ${client.endpoint} that begin with ${options.prefix}; ` +
        `give its role the right: etcdctl role grant-permission ROLE readwrite ${options.prefix} --prefix=true`,
      { cause: error },
    );
  }
}

async function coordinate(
  client: EtcdClient,
  { prefix, ttl }: Pick<EtcdOptions, 'prefix' | 'ttl'>,
  log: PluginLog,
): Promise<Coordinator> {
  const key = `${prefix}realm`;
  const realm = await patiently(() => readRealm(client, key), log);
  const holder = JSON.stringify({ host: hostname(), process: process.pid });
  const keeper = new SessionKeeper({ client, ttl, prefix, holder, log, realm: { key, value: realm } });
  const mirror = new Mirror(client, prefix);
  mirror.onChange((changes) => {
    for (const [name, { entry }] of changes) if (entry === undefined) keeper.deleted(name);
  });
  const claims = new Claims({ client, keeper, mirror, prefix, holder });
  const leadership = new Leadership({ client, keeper, mirror, prefix });
  const members = new EtcdMembers({ client, keeper, mirror, leadership, prefix });
  await patiently(() => keeper.start(), log);
  mirror.start();
  log.debug(`Coordinates with others through etcd at ${client.endpoint}, keys ${prefix}…`);
  return {
    acquire: (uuid, wait) => claims.acquire(uuid, wait),
    tryAcquire: (uuid) => claims.tryAcquire(uuid),
    seemsHeld: (uuid) => claims.seemsHeld(uuid),
    isLeader: () => leadership.leads,
    exclusive: false,
    realm,
    members,
    close: async () => {
      await keeper.close('the coordination of this process is closed');
      await client.close();
      await Promise.all([mirror.stop(), keeper.stopped()]);
    },
  };
}

/**
 * The name of what counts the fences. It is a key of its own: the id of a cluster is the same again after it was made anew
 * with the same members.
 */
async function readRealm(client: EtcdClient, key: string): Promise<string> {
  const made = randomUUID();
  const answer = await client.txn({
    compare: [isFree({ key: encode(key) })],
    success: [{ request_put: { key: encode(key), value: encode(made) } }],
    failure: [{ request_range: { key: encode(key) } }],
  });
  const found = decode(answer.responses?.[0]?.response_range?.kvs?.[0]?.value);
  return answer.succeeded === true ? made : found;
}
