import type { DhcpRequest } from '@inspector/plugin-api';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';

/** `Nov 30 06:37:14 dnsmasq-dhcp[123]: 987654 DHCPACK(br0) 10.77.0.51 52:54:00:77:00:01 name`. */
const LINE =
  /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) dnsmasq-dhcp\[\d+\]: (?:\d+ )?(DHCP[A-Z]+)\([^)]*\) (.*)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Characters of a line that are shown; a machine chooses its host name itself. */
const SHOWN = 200;
const DAY = 86_400_000;

/**
 * What a line of the log of dnsmasq says about a request of a machine; undefined: it is about something else. Lines have no year,
 * and the time zone of dnsmasq, which is taken to be that of this process.
 *
 * @param now - milliseconds since 1970
 */
export function requestIn(line: string, now: number): DhcpRequest | undefined {
  const match = LINE.exec(line);
  if (match === null) return undefined;
  const [, month = '', day, hour, minute, second, kind = '', rest = ''] = match;
  const words = rest.split(' ');
  // An address that is asked for or given may stand before the MAC address; what comes after it the machine has written.
  const place = words.slice(0, 2).findIndex((word) => canonicalMac(word) !== undefined);
  const address = place < 0 ? undefined : canonicalMac(words[place]);
  if (address === undefined) return undefined;
  const time = new Date(now);
  time.setMonth(MONTHS.indexOf(month), Number(day));
  time.setHours(Number(hour), Number(minute), Number(second), 0);
  // In January, lines of December are of the year before.
  if (time.getTime() > now + DAY) time.setFullYear(time.getFullYear() - 1);
  return {
    address,
    at: time.toISOString().slice(0, 19),
    outcome: outcomeOf(kind, words.slice(place + 1).join(' ')),
    line: line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line,
  };
}

function outcomeOf(kind: string, rest: string): DhcpRequest['outcome'] {
  if (kind === 'DHCPACK') return 'leased';
  if (kind === 'DHCPNAK') return 'refused';
  const asks = kind === 'DHCPDISCOVER' || kind === 'DHCPREQUEST';
  // To a question dnsmasq adds nothing but why it does not answer it.
  return asks && rest.trim() !== '' ? 'refused' : 'asked';
}
