import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { Conductor } from '../../src/conductor/types.js';
import type { ConductorAddress } from '../../src/rpc/conductor-address.js';
import { Delivery } from '../../src/rpc/delivery.js';
import { Exchange, type RpcClientTls } from '../../src/rpc/exchange.js';
import { METHODS } from '../../src/rpc/methods.js';
import { remoteConductor } from '../../src/rpc/remote-conductor.js';
import { startRpcServer, type RpcServer, type RpcServerOptions } from '../../src/rpc/server.js';

/** A conductor of which a test writes the methods it needs; the others fail. */
const conductorWith = (methods: Partial<Conductor>): Conductor => {
  const others = Object.keys(METHODS).map((name) => [
    name,
    () => Promise.reject(new Error(`${name} is not part of this test`)),
  ]);
  return { ...Object.fromEntries(others), ...methods } as Conductor;
};

/** What tests may say of a conductor. */
export type MemberOptions = Partial<Omit<RpcServerOptions, 'conductor'>> & {
  /** Where callers believe it to be. */
  readonly url?: string;
};

/** One conductor that listens, and what callers know of it. */
export interface Member {
  readonly server: RpcServer;
  readonly address: ConductorAddress;
  /** It is no longer a member. */
  leave(): void;
}

/** Conductors that listen on loopback, and an API process that calls them. */
export class Site {
  readonly secret = randomUUID();
  readonly log: string[] = [];
  readonly members: Member[] = [];
  private readonly exchanges: Exchange[] = [];

  readonly logger = pino({ base: null }, { write: (line: string) => void this.log.push(line) });

  async add(methods: Partial<Conductor>, options: MemberOptions = {}): Promise<Member> {
    const instance = options.instance ?? randomUUID();
    const server = await startRpcServer({
      conductor: conductorWith(methods),
      instance,
      address: '127.0.0.1',
      port: 0,
      secret: this.secret,
      maxBodyBytes: 1_000_000,
      log: this.logger,
      ...options,
    });
    const scheme = options.tls === undefined ? 'http' : 'https';
    return this.know(instance, options.url ?? `${scheme}://localhost:${server.port}`, server);
  }

  /** Adds somebody callers know of. */
  know(instance: string, url: string, server: RpcServer): Member {
    const membership = new AbortController();
    const member: Member = {
      server,
      address: { host: `host-${this.members.length + 1}`, instance, url, gone: membership.signal },
      leave: () => {
        membership.abort();
      },
    };
    this.members.push(member);
    return member;
  }

  /** The conductor that an API process sees. */
  caller({
    rpcResponseTimeout = 20,
    secret = this.secret,
    tls,
  }: { rpcResponseTimeout?: number; secret?: string; tls?: RpcClientTls } = {}): Conductor {
    return remoteConductor(this.delivery({ rpcResponseTimeout, secret, ...(tls && { tls }) }));
  }

  /** What brings the calls of an API process to conductors. */
  delivery({
    rpcResponseTimeout = 20,
    secret = this.secret,
    tls,
  }: { rpcResponseTimeout?: number; secret?: string; tls?: RpcClientTls } = {}): Delivery {
    const exchange = new Exchange({ secret, ...(tls && { tls }) });
    this.exchanges.push(exchange);
    const directory = {
      conductors: () =>
        Promise.resolve(this.members.map(({ address }) => address).filter(({ gone }) => !gone.aborted)),
    };
    return new Delivery({ exchange, directory, rpcResponseTimeout, log: this.logger });
  }

  async close(): Promise<void> {
    await Promise.all(this.exchanges.map((exchange) => exchange.close()));
    await Promise.all(this.members.map(({ server }) => server.close(0)));
  }
}
