import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import type { Answer } from 'dns-packet';
import makeMdns, { type MulticastDNS, type QueryPacket, type ResponsePacket } from 'multicast-dns';
import type { Log } from '../../log/log.js';
import {
  answersTo,
  contradicts,
  recordsOf,
  SERVICE_NAME,
  type AnnouncedService,
} from './announced-service.js';

/** The UDP port of multicast DNS. */
const PORT = 5353;
/** Questions whether somebody has the name already, and milliseconds between them (RFC 6762, 8.1). */
const PROBES = 3;
const PROBE_INTERVAL = 250;
/** Milliseconds before the first repeat after a conflict; each further one waits twice as long. */
const FIRST_PAUSE = 100;
/** Milliseconds between the two announcements (RFC 6762, 8.3). */
const ANNOUNCE_INTERVAL = 1000;

/** How a service is announced. */
export interface AnnouncerOptions {
  readonly service: AnnouncedService;
  /** Addresses of this machine; each is one network that is told. */
  readonly interfaces: readonly string[];
  /** How often it is tried to get the name. */
  readonly attempts: number;
  readonly log: Pick<Log, 'warn'>;
  /** Default: that of multicast DNS. */
  readonly port?: number;
}

/** Tells networks by multicast DNS where the API is, and answers whoever looks for it. */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #networks: readonly MulticastDNS[];
  readonly #stopping = new AbortController();

  private constructor(options: AnnouncerOptions) {
    this.#options = options;
    const { port = PORT, interfaces, log } = options;
    // Bound to the address itself, a socket would not get what is sent to the group.
    this.#networks = interfaces.map((address) => makeMdns({ port, interface: address, bind: '0.0.0.0' }));
    for (const network of this.#networks)
      network.on('warning', (error) => log.warn(`Multicast DNS: ${thrownText(error)}`));
  }

  /**
   * Gets the name, tells where the service is, and goes on to answer.
   *
   * @throws `INSP_MDNS_FAILED` when another program has the name, or a network cannot be used
   */
  static async start(options: AnnouncerOptions): Promise<Announcer> {
    const announcer = new Announcer(options);
    try {
      await Promise.all(announcer.#networks.map(opened));
      await announcer.#claim();
    } catch (error) {
      await announcer.#close();
      throw error;
    }
    for (const network of announcer.#networks)
      network.on('query', (query, from) => announcer.#answer(network, query, from));
    void announcer.#announce();
    return announcer;
  }

  /** Tells that the service is gone, and ends. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const gone = recordsOf(this.#options.service).map((record): Answer => ({ ...record, ttl: 0 }) as Answer);
    await this.#tell(gone.filter(({ name }) => !name.startsWith('_services.')));
    await this.#close();
  }

  async #claim(): Promise<void> {
    const { attempts } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const other = await this.#otherOwner();
      if (other === undefined) return;
      if (attempt >= attempts) {
        throw new InspectorError(
          'INSP_MDNS_FAILED',
          `enableMdns: ${other} is announced as ${SERVICE_NAME} in this network already: stop the other program, or set enableMdns: false here`,
        );
      }
      await delay(FIRST_PAUSE * 2 ** (attempt - 1));
    }
  }

  /** Asks who has the name; the place of another program that does. */
  async #otherOwner(): Promise<string | undefined> {
    const { service } = this.#options;
    let other: string | undefined;
    const listen = ({ answers = [], additionals = [] }: ResponsePacket): void => {
      const found = [...answers, ...additionals].find((record) => contradicts(record, service));
      if (found?.type === 'SRV') other ??= `${found.data.target}:${found.data.port}`;
    };
    for (const network of this.#networks) network.on('response', listen);
    try {
      for (let probe = 0; probe < PROBES && other === undefined; probe++) {
        for (const network of this.#networks)
          network.query({ questions: [{ name: SERVICE_NAME, type: 'SRV' }] });
        await delay(PROBE_INTERVAL);
      }
    } finally {
      for (const network of this.#networks) network.removeListener('response', listen);
    }
    return other;
  }

  async #announce(): Promise<void> {
    const records = recordsOf(this.#options.service);
    await this.#tell(records);
    try {
      await delay(ANNOUNCE_INTERVAL, undefined, { signal: this.#stopping.signal, ref: false });
    } catch {
      return;
    }
    await this.#tell(records);
  }

  /** Whoever asks from another port than that of multicast DNS gets the answer himself (RFC 6762, 6.7). */
  #answer(network: MulticastDNS, query: QueryPacket, from: { address: string; port: number }): void {
    const { service, port = PORT } = this.#options;
    const answers = (query.questions ?? []).flatMap((question) => answersTo(question, service));
    if (answers.length === 0) return;
    const others = recordsOf(service).filter(({ name, type }) =>
      answers.every((one) => one.name !== name || one.type !== type),
    );
    const packet = { answers, additionals: others.filter(({ name }) => !name.startsWith('_services.')) };
    if (from.port === port) network.respond(packet);
    else network.respond({ ...packet, id: query.id, questions: query.questions }, from);
  }

  async #tell(answers: Answer[]): Promise<void> {
    await Promise.all(
      this.#networks.map(
        (network) =>
          new Promise<void>((resolve) => {
            network.respond({ answers }, (error: Error | null) => {
              if (error) this.#options.log.warn(`Multicast DNS: nothing could be told: ${error.message}`);
              resolve();
            });
          }),
      ),
    );
  }

  async #close(): Promise<void> {
    await Promise.all(
      this.#networks.map((network) => new Promise<void>((resolve) => network.destroy(() => resolve()))),
    );
  }
}

async function opened(network: MulticastDNS): Promise<void> {
  try {
    await once(network, 'ready');
  } catch (cause) {
    throw new InspectorError(
      'INSP_MDNS_FAILED',
      `enableMdns: multicast DNS cannot be used: ${thrownText(cause)}. Free UDP port ${PORT}, or set enableMdns: false`,
      { cause },
    );
  }
}
