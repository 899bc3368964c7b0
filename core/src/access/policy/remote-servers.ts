import { LRUCache } from 'lru-cache';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import { ServiceHttp } from '@inspector/plugin-api/openstack';
import { remoteHost } from '../../config/remote-host.js';
import type { InspectorConfig } from '../../config/types.js';
import type { Log } from '../../log/log.js';
import type { RemoteServer } from './check.js';
import type { PolicyTarget, PolicyValues } from './policy-values.js';

/** Milliseconds for which an answer is remembered, also that there was none. */
const REMEMBER = 5000;
/** Answers that are remembered. */
const MOST = 1000;
/** Characters of an answer that are quoted. */
const QUOTED = 100;
const FORM = 'application/x-www-form-urlencoded';

/** What a server is asked: whether a rule allows a caller something. */
export interface RemoteQuestion {
  readonly url: string;
  /** The rule that the route asked for. */
  readonly rule: string;
  readonly values: PolicyValues;
  readonly target: PolicyTarget;
}

/** How servers are asked. */
export interface RemoteServersOptions {
  /** Servers that may be asked, as `osloPolicy.remoteChecks` has them. */
  readonly hosts: readonly string[];
  readonly contentType: InspectorConfig['osloPolicy']['remoteContentType'];
  readonly http: Pick<ServiceHttp, 'send' | 'close'>;
  readonly log: Pick<Log, 'warn'>;
  /** Milliseconds that are never set back. */
  readonly clock?: () => number;
}

interface Said {
  readonly until: number;
  readonly answer: Promise<boolean | undefined>;
  /** The answer once it is there. */
  settled: boolean | undefined;
}

/**
 * Asks the servers that a policy names, as oslo.policy does: a POST with rule, target and caller, which the answer `True` allows.
 * Tokens and passwords are never part of what is sent. No answer follows a redirect.
 */
export class RemoteServers {
  readonly #options: RemoteServersOptions;
  readonly #said = new LRUCache<string, Said>({ max: MOST });

  constructor(options: RemoteServersOptions) {
    this.#options = options;
  }

  /** Whether a server may be asked. */
  isKnown({ host, port, usual }: RemoteServer): boolean {
    return this.#options.hosts.some((text) => {
      const known = remoteHost(text);
      return known !== undefined && known.host === host && (known.port ?? usual) === port;
    });
  }

  /** What a server says; undefined: nothing that could be gone by, which the log explains. */
  ask(question: RemoteQuestion): Promise<boolean | undefined> {
    const key = keyOf(question);
    const present = this.#present(key);
    if (present !== undefined) return present.answer;
    const answer = this.#send(question);
    const said: Said = { until: this.#now() + REMEMBER, answer, settled: undefined };
    this.#said.set(key, said);
    void answer.then((settled) => (said.settled = settled));
    return answer;
  }

  /** What a server said to the same question a moment ago; undefined: nothing. */
  recent(question: RemoteQuestion): boolean | undefined {
    return this.#present(keyOf(question))?.settled;
  }

  /** Ends the connections to them. */
  close(): Promise<void> {
    return this.#options.http.close();
  }

  #present(key: string): Said | undefined {
    const said = this.#said.get(key);
    return said !== undefined && this.#now() < said.until ? said : undefined;
  }

  #now(): number {
    return (this.#options.clock ?? (() => performance.now()))();
  }

  async #send(question: RemoteQuestion): Promise<boolean | undefined> {
    const { http, log, contentType } = this.#options;
    const { url, rule } = question;
    try {
      const { status, body } = await http.send({
        method: 'POST',
        url,
        headers: { 'content-type': contentType, accept: 'text/plain, application/json' },
        body: bodyOf(question, contentType),
      });
      const text = body.toString('utf8');
      if (status === 200) return text === 'True' || text === '"True"';
      log.warn(
        `The server that the policy asks about ${rule} answered ${status} ${text.slice(0, QUOTED)}: ${url}. The request is denied`,
      );
    } catch (error) {
      log.warn(
        `The server that the policy asks about ${rule} gave no answer, so the request is denied: ${thrownText(error)}`,
      );
    }
    return undefined;
  }
}

const keyOf = ({ url, rule, values, target }: RemoteQuestion): string =>
  JSON.stringify([url, rule, values, target]);

/** As oslo.policy writes it: with a form, each field holds JSON. */
function bodyOf({ rule, values, target }: RemoteQuestion, contentType: string): string {
  if (contentType !== FORM) return JSON.stringify({ rule, target, credentials: values });
  return new URLSearchParams({
    rule: JSON.stringify(rule),
    target: JSON.stringify(target),
    credentials: JSON.stringify(values),
  }).toString();
}

/**
 * The servers that the configuration lets policies ask; undefined: none.
 *
 * @throws `INSP_CONFIG_INVALID` naming the option whose file cannot be read
 */
export function remoteServers(
  options: InspectorConfig['osloPolicy'],
  log: Pick<Log, 'warn'>,
): RemoteServers | undefined {
  const { remoteChecks: hosts, remoteContentType: contentType, remoteTimeout: timeout } = options;
  if (hosts.length === 0) return undefined;
  return new RemoteServers({ hosts, contentType, http: connect(options, timeout), log });
}

/** How a client of a service names files, and how the options of a policy do. */
const FILES = {
  cafile: 'remoteSslCaCrtFile',
  certfile: 'remoteSslClientCrtFile',
  keyfile: 'remoteSslClientKeyFile',
} as const;

function connect(options: InspectorConfig['osloPolicy'], timeout: number): ServiceHttp {
  const { remoteSslCaCrtFile: cafile, remoteSslClientCrtFile: certfile } = options;
  const { remoteSslClientKeyFile: keyfile } = options;
  const named = Object.entries({ cafile, certfile, keyfile }).filter(([, file]) => file !== undefined);
  try {
    return new ServiceHttp({ ...Object.fromEntries(named), insecure: false, timeout }, 'osloPolicy');
  } catch (error) {
    if (!InspectorError.is(error)) throw error;
    const message = Object.entries(FILES).reduce(
      (text, [name, option]) => text.replaceAll(`osloPolicy.${name}`, `osloPolicy.${option}`),
      error.message,
    );
    throw new InspectorError(error.code, message, { cause: error });
  }
}
