import { lstatSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';
import type {
  DhcpLogSight,
  DhcpServerSight,
  MachineSight,
  PxeFilterDriver,
  WantedFilterState,
} from '@inspector/plugin-api';
import type { DnsmasqProcess } from './dnsmasq-process.js';
import type { HostsfileSight } from './hostsfile-sight.js';
import { machineSight } from './machine-sight.js';
import type { DnsmasqOptions } from './options.js';
import { EVERYBODY, recordOf, type Verdict } from './record.js';
import { isReadable, removeAbandoned, writeWhole } from './write-whole.js';

/** What the filter works with. */
export interface HostsfileContext {
  readonly options: Pick<DnsmasqOptions, 'dhcpHostsfile'>;
  readonly dnsmasq: DnsmasqProcess;
  /** Looks at the dnsmasq that runs. */
  readonly server: Pick<HostsfileSight, 'look' | 'telling' | 'readLog'>;
}

/** All machines in one file that is replaced as a whole; dnsmasq reads it again on SIGHUP. */
export class HostsfileFilter implements PxeFilterDriver {
  readonly #path: string;
  readonly #dnsmasq: DnsmasqProcess;
  readonly #server: HostsfileContext['server'];
  /** Whether dnsmasq has still to be told of the file as it is. */
  #untold = true;

  constructor({ options, dnsmasq, server }: HostsfileContext) {
    this.#server = server;
    this.#path = options.dhcpHostsfile;
    this.#dnsmasq = dnsmasq;
  }

  async init(wanted: WantedFilterState): Promise<void> {
    removeAbandoned(dirname(this.#path));
    this.#untold = true;
    if (this.#dnsmasq.starts) {
      this.#write(wanted);
      this.#untold = false;
      await this.#dnsmasq.start();
    } else {
      await this.sync(wanted);
    }
  }

  async sync(wanted: WantedFilterState) {
    const changes = this.#write(wanted);
    if (this.#untold) {
      const told = this.#server.telling();
      if (await this.#dnsmasq.reload()) told();
      this.#untold = false;
    }
    return { changes };
  }

  async tearDown(): Promise<void> {
    await this.#dnsmasq.stop();
  }

  readLog(addresses: readonly string[]): Promise<DhcpLogSight> {
    return this.#server.readLog(addresses);
  }

  async examine(): Promise<DhcpServerSight> {
    const { follows, reason } = this.#server.look();
    return { follows, reason };
  }

  async inspect(mac: string): Promise<MachineSight> {
    const lines = this.#read().split('\n');
    const about = (isSubject: (text: string) => boolean): Verdict | undefined => {
      const line = lines.find((each) => isSubject(each.split(',')[0] ?? ''));
      if (line === undefined) return undefined;
      return line.endsWith(',ignore') ? 'deny' : 'allow';
    };
    return machineSight(this.#server.look(), {
      own: about((text) => canonicalMac(text) === mac),
      everybody: about((text) => text === EVERYBODY),
    });
  }

  /** Replaces the file unless it is right already; returns how many lines differ. */
  #write(wanted: WantedFilterState): number {
    const text = textOf(wanted);
    const present = this.#read();
    if (present === text) return 0;
    writeWhole(this.#path, text);
    this.#untold = true;
    const before = new Set(present.split('\n'));
    const after = new Set(text.split('\n'));
    const removed = [...before].filter((line) => !after.has(line) && !isReplaced(line, wanted)).length;
    return removed + [...after].filter((line) => !before.has(line)).length;
  }

  /** The text of the file; empty when there is none, or one that dnsmasq may be unable to read. */
  #read(): string {
    const file = lstatSync(this.#path, { throwIfNoEntry: false });
    return file?.isFile() && isReadable(file.mode) ? readFileSync(this.#path, 'latin1') : '';
  }
}

/** Whether the line about this machine is written anew rather than removed. */
function isReplaced(line: string, wanted: WantedFilterState): boolean {
  const subject = line.split(',')[0] ?? '';
  const mac = canonicalMac(subject) ?? '';
  return subject === EVERYBODY || wanted.allowed.has(mac) || wanted.denied.has(mac);
}

function textOf(wanted: WantedFilterState): string {
  const machines = [
    ...[...wanted.allowed].map((mac) => recordOf(mac, 'allow')),
    ...[...wanted.denied].map((mac) => recordOf(mac, 'deny')),
  ];
  return machines.sort().join('') + recordOf(EVERYBODY, wanted.unknown);
}
