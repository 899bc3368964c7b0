import type { JsonObject } from '@inspector/plugin-api';
import { partsOf } from '../difference/parts.js';
import type { Fact, Part, PartKind } from '../difference/types.js';
import type { HardwareSummary } from '../db/types.js';

const BYTES_OF_GB = 1024 ** 3;
/** Cards and switch ports that are named; counts count all. */
const MOST_NAMED = 64;

/**
 * What a machine is, in a few words: for lists of many machines. What is not known is null.
 *
 * @returns undefined where the data tell of no machine at all
 */
export function hardwareSummary(data: JsonObject): HardwareSummary | undefined {
  const parts = partsOf(data);
  if (parts.length === 0) return undefined;
  const fact = factIn(parts);
  const disks = parts.filter(({ kind }) => kind === 'disk');
  const cards = parts.filter(({ kind }) => kind === 'network card');
  return {
    vendor: text(fact('system', 'manufacturer')),
    product: text(fact('system', 'product')),
    serial: text(fact('system', 'serial')),
    boot_mode: text(fact('system', 'boot_mode')),
    firmware: text(fact('firmware', 'version')),
    bmc_address: text(fact('bmc', 'address') ?? fact('bmc', 'v6_address')),
    cpus: number(fact('cpu', 'count')),
    cpu_model: text(fact('cpu', 'model')),
    cpu_arch: text(fact('cpu', 'architecture')),
    memory_mb: number(fact('memory', 'size_mb')),
    disks: disks.length,
    disk_gb: Math.floor(
      disks.reduce((sum, { facts }) => sum + (number(facts['size']) ?? 0), 0) / BYTES_OF_GB,
    ),
    nics: cards.length,
    macs: named(cards, ({ facts }) => text(facts['mac'])),
    switches: named(cards, switchPort),
  };
}

/** A fact of the only part of a kind. */
const factIn =
  (parts: readonly Part[]) =>
  (kind: PartKind, name: string): Fact | undefined =>
    parts.find((part) => part.kind === kind)?.facts[name];

const named = (cards: readonly Part[], nameOf: (card: Part) => string | null): string[] =>
  [...new Set(cards.map(nameOf).filter((name) => name !== null))].sort().slice(0, MOST_NAMED);

function switchPort({ facts }: Part): string | null {
  const [name, port] = [text(facts['switch']), text(facts['switch_port'])];
  return name === null && port === null ? null : [name, port].filter((word) => word !== null).join(' ');
}

const text = (fact: Fact | undefined): string | null => (typeof fact === 'string' ? fact : null);
const number = (fact: Fact | undefined): number | null => (typeof fact === 'number' ? fact : null);
