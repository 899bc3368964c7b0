import { createHash } from 'node:crypto';

/** What makes machine number N another one than its neighbours. The same for the same number and seed. */
export interface Identity {
  readonly uuid: string;
  readonly name: string;
  /** IPv4 address of the BMC, in 10.0.0.0/8. */
  readonly bmcAddress: string;
  readonly serial: string;
  /** MAC of network card `card`, counted from 0; locally administered. */
  mac(card: number): string;
}

/**
 * Computes who machine `index` is.
 *
 * @param index 0 to 65535
 * @param seed keeps fleets apart that share a service; default `''`
 */
export function identityOf(index: number, seed = ''): Identity {
  if (!Number.isInteger(index) || index < 0 || index > 0xffff) {
    throw new RangeError(`A machine's index must be a whole number from 0 to 65535, not ${index}.`);
  }
  const digest = createHash('sha256').update(`${seed}/${index}`).digest('hex');
  const group = Number.parseInt(createHash('sha256').update(seed).digest('hex').slice(0, 2), 16);
  const number = hex(index, 4);
  return {
    uuid: uuidFrom(digest),
    name: `machine-${index}`,
    bmcAddress: `10.${group}.${index >> 8}.${index & 0xff}`,
    serial: `SIM${digest.slice(0, 6).toUpperCase()}${index}`,
    mac: (card) => ['02', hex(group, 2), number.slice(0, 2), number.slice(2), '00', hex(card, 2)].join(':'),
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** A version 4 UUID made of a digest. */
function uuidFrom(digest: string): string {
  const [a, b, c, d] = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(13, 16), digest.slice(17, 20)];
  return `${a}-${b}-4${c}-a${d}-${digest.slice(20, 32)}`;
}
