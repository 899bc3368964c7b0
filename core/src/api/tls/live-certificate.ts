import type { Server, ServerOptions } from 'node:https';
import { thrownText } from '@inspector/plugin-api';
import type { CoreGroups } from '../../config/types.js';
import type { Log } from '../../log/log.js';
import type { TlsMetrics } from '../../metrics/tls-metrics.js';
import { createPeriodicTask, type PeriodicTask, type TaskClock } from '../../tasks/periodic-task.js';
import { certificateNotes, endOf } from './certificate-notes.js';
import { fileSignature } from './file-signature.js';
import { readTlsFiles, type TlsFiles } from './tls-files.js';

/** Seconds between two looks at the files. */
const INTERVAL = 1;
/** Milliseconds between two warnings of the same certificate. */
const REMIND = 86_400_000;

/** What a certificate that follows its files is made with. */
export interface LiveCertificateOptions {
  readonly ssl: CoreGroups['ssl'];
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly metrics: TlsMetrics;
  /** Default: the clock on the wall. */
  readonly clock?: TaskClock;
}

/** Certificate, key and CAs as their files have them now, or had them when they were last right. */
export class LiveCertificate {
  readonly #options: LiveCertificateOptions;
  readonly #servers = new Set<Server>();
  readonly #task: PeriodicTask;
  #files: TlsFiles;
  #signature: string;
  /** State of the files that could not be used at the look before; undefined: they could. */
  #unusable: string | undefined;
  #isTold = false;
  #reminded = 0;

  /** @throws `INSP_CONFIG_INVALID` when the files cannot be used */
  static async open(options: LiveCertificateOptions): Promise<LiveCertificate> {
    const signature = await signatureOf(options.ssl);
    return new LiveCertificate(options, await readTlsFiles(options.ssl), signature);
  }

  private constructor(options: LiveCertificateOptions, files: TlsFiles, signature: string) {
    this.#options = options;
    this.#files = files;
    this.#signature = signature;
    options.metrics.tlsFilesValid.set(1);
    this.#show();
    this.#task = createPeriodicTask(() => this.look(), {
      intervalSeconds: INTERVAL,
      onError: (error) => options.log.error(`The files of TLS cannot be looked at: ${thrownText(error)}`),
      ...(options.clock && { clock: options.clock }),
    });
  }

  /** What a server is made with. */
  get serverOptions(): ServerOptions {
    const { caFile, clientCertificates } = this.#options.ssl;
    return {
      ...this.#files.context,
      ...(caFile === undefined
        ? {}
        : { requestCert: true, rejectUnauthorized: clientCertificates === 'require' }),
    };
  }

  /** Keeps a server up to date until it is closed. Connections that are open keep what they began with. */
  follow(server: Server): void {
    this.#servers.add(server);
    server.once('close', () => this.#servers.delete(server));
  }

  /** Begins to follow the files. */
  start(): void {
    this.#task.start();
  }

  /** Ends following the files. */
  stop(): Promise<void> {
    return this.#task.stop();
  }

  /**
   * Reads the files again if something about them has changed. Files that cannot be used leave the last good ones in
   * force. They are reported when they are still the same at the next look: who replaces two files does so one by one.
   */
  async look(): Promise<void> {
    this.#remind();
    const signature = await signatureOf(this.#options.ssl);
    if (signature === this.#signature) return this.#settle();
    if (this.#isTold && signature === this.#unusable) return;
    let files: TlsFiles;
    try {
      files = await readTlsFiles(this.#options.ssl);
    } catch (error) {
      this.#refuse(signature, error);
      return;
    }
    // Changed while it was read: the next look takes it.
    if ((await signatureOf(this.#options.ssl)) !== signature) return;
    this.#files = files;
    this.#signature = signature;
    this.#use();
    this.#settle();
  }

  /** The files are those in use. */
  #settle(): void {
    this.#unusable = undefined;
    if (!this.#isTold) return;
    this.#isTold = false;
    this.#options.metrics.tlsFilesValid.set(1);
    this.#options.log.info('The files of TLS can be used again');
  }

  #refuse(signature: string, error: unknown): void {
    const { log, metrics } = this.#options;
    const wasSeen = signature === this.#unusable;
    this.#unusable = signature;
    if (!wasSeen) return;
    this.#isTold = true;
    metrics.tlsFilesValid.set(0);
    log.error(`${thrownText(error)}\nThe certificate from before stays in use.`);
  }

  /** A new context has new keys for session tickets, so that no session of before is taken up again. */
  #use(): void {
    for (const server of this.#servers) server.setSecureContext(this.#files.context);
    const [own] = this.#files.chain;
    this.#options.log.info(
      `The certificate was read again: serial number ${own?.serialNumber}, valid until ${own?.validTo}. New connections use it`,
    );
    this.#show();
  }

  #show(): void {
    this.#options.metrics.setCertificateEnd(endOf(this.#files.chain));
    this.#report();
  }

  #report(): void {
    const { log, ssl, clock } = this.#options;
    this.#reminded = clock?.now() ?? Date.now();
    for (const { isFault, text } of certificateNotes(this.#files, ssl, this.#reminded)) {
      if (isFault) log.error(text);
      else log.warn(text);
    }
  }

  #remind(): void {
    if ((this.#options.clock?.now() ?? Date.now()) - this.#reminded >= REMIND) this.#report();
  }
}

async function signatureOf({ certFile, keyFile, caFile }: CoreGroups['ssl']): Promise<string> {
  const files = [certFile, keyFile, caFile].filter((file) => file !== undefined);
  return (await Promise.all(files.map(fileSignature))).join('\n');
}
