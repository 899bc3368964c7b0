import { InspectorError, type Members } from '@inspector/plugin-api';
import type { Conductor } from '../conductor/types.js';
import { Delivery } from '../rpc/delivery.js';
import { Exchange } from '../rpc/exchange.js';
import { remoteConductor } from '../rpc/remote-conductor.js';
import type { Foundation } from './foundation.js';
import { MemberDirectory } from './member-directory.js';
import { rpcClientTls } from './rpc-tls.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/** Conductors of other processes, and how each of them is reached. */
export interface RemoteConductors {
  /** All of them, as one. */
  readonly conductor: Conductor;
  readonly members: Members;
  readonly delivery: Delivery;
}

/**
 * The conductors of other processes.
 *
 * @throws `INSP_CONFIG_INVALID` when the coordination backend knows of no other process
 */
export async function remoteConductors(
  { config, log }: StartOptions,
  { host }: Foundation,
  started: StopList,
): Promise<RemoteConductors> {
  const { members } = host.driver('inspector.coordination').instance;
  if (members === undefined)
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `The coordination backend ${config.coordination.driver} knows of no other process: name a shared one in coordination.driver`,
    );
  const { secret } = config.rpc;
  const exchange = new Exchange({
    ...(secret !== undefined && { secret }),
    tls: await rpcClientTls(config.rpc),
  });
  const watching = new AbortController();
  started.add('calls to conductors', async () => {
    watching.abort();
    await exchange.close();
  });
  const directory = new MemberDirectory(members, watching.signal);
  const { rpcResponseTimeout } = config;
  const delivery = new Delivery({ exchange, directory, rpcResponseTimeout, log });
  return { conductor: remoteConductor(delivery), members, delivery };
}
