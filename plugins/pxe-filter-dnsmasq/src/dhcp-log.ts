import { open } from 'node:fs/promises';
import { fileWords, type DhcpLogSight, type DhcpRequest } from '@inspector/plugin-api';
import { requestIn } from './dhcp-log-line.js';
import type { DnsmasqSettings } from './dnsmasq-settings.js';

/** Bytes of the end of a log that are read: some thousand requests. */
const READ = 512 * 1024;

const unread = (reason: string): DhcpLogSight => ({ isRead: false, reason, requests: [] });

/**
 * Reads the latest line about each machine in the log of a dnsmasq.
 *
 * @param addresses - MAC addresses, canonical
 */
export async function readDhcpLog(
  { values }: Pick<DnsmasqSettings, 'values'>,
  addresses: readonly string[],
): Promise<DhcpLogSight> {
  const path = values.get('log-facility')?.at(-1) ?? '';
  if (values.has('quiet-dhcp')) return unread('dnsmasq writes down no requests (quiet-dhcp).');
  if (!path.startsWith('/')) {
    return unread(
      'dnsmasq writes its log where Inspector does not read it. With log-facility=/path/to/file, Inspector can say what came of the requests of a machine.',
    );
  }
  try {
    const { text, isWhole } = await endOf(path);
    const found = new Map<string, DhcpRequest>();
    const now = Date.now();
    let first: string | undefined;
    for (const line of text.split('\n')) {
      const request = requestIn(line, now);
      first ??= request?.at;
      if (request !== undefined && addresses.includes(request.address)) found.set(request.address, request);
    }
    const since = isWhole || first === undefined ? '' : ` since ${first.replace('T', ' ')} UTC`;
    return {
      isRead: true,
      reason: `What dnsmasq wrote into ${path}${since}`,
      ...(isWhole || first === undefined ? {} : { since: first }),
      requests: [...found.values()],
    };
  } catch (error) {
    return unread(`Inspector cannot read the log of dnsmasq, ${path}: ${fileWords(error)}`);
  }
}

/** The end of a file, without the line that it may begin in the middle of. */
async function endOf(path: string): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - READ);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    return { text: start === 0 ? text : text.slice(text.indexOf('\n') + 1), isWhole: start === 0 };
  } finally {
    await file.close();
  }
}
