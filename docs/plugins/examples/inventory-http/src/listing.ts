import { createHash } from 'node:crypto';
import { InspectorError, type Json, type JsonObject } from '@inspector/plugin-api';
import {
  hostVarsOf,
  inventoryText,
  parseInventory,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import { copyMember } from '@inspector/plugin-api/json';
import { isJsonObject, member, textMember } from '@inspector/plugin-api/ramdisk-data';

/** Where the variables of a host are. */
export interface HostEntry {
  /** Names the resource: the name of a host must not become a path. */
  readonly id: string;
  /** SHA-256 of its text: a host that is as it was is not written again. */
  readonly sha256: string;
}

/** The resource that makes an inventory of all others. Whoever replaces it has written. */
export interface Listing {
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly hosts: ReadonlyMap<string, HostEntry>;
  /** The document without the variables of its hosts. */
  readonly rest: InventoryDocument;
}

/** A document taken apart. */
export interface Parts {
  /** The text of each host. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly rest: InventoryDocument;
}

/** Takes a document apart. Numbers keep how they were written. */
export function takeApart(text: string): Parts {
  const document = parseInventory(text, 'the write');
  const hostvars = hostVarsOf(document);
  const hosts = new Map<string, string>();
  for (const name of Object.keys(hostvars)) {
    const host: JsonObject = {};
    copyMember(hostvars, host, name);
    hosts.set(name, inventoryText(host));
    Reflect.deleteProperty(hostvars, name);
  }
  return { hosts, rest: document };
}

/** Puts a document together again: its canonical text. */
export function putTogether({ rest }: Listing, hosts: ReadonlyMap<string, string>): string {
  const hostvars = hostVarsOf(rest);
  for (const [name, text] of hosts) copyMember(parseInventory(text, name), hostvars, name);
  return inventoryText(rest);
}

/** The text of a listing. */
export const listingText = ({ author, time, hosts, rest }: Listing): string =>
  inventoryText({
    author,
    time,
    hosts: Object.fromEntries(
      [...hosts].map(([name, { id, sha256 }]): [string, Json] => [name, { id, sha256 }]),
    ),
    rest,
  });

/** @throws `INSP_INVENTORY_CORRUPT` for what is no listing */
export function readListing(text: string, url: string): Listing {
  const listing = parseInventory(text, url);
  const rest = member(listing, 'rest');
  const hosts = member(listing, 'hosts');
  if (!isJsonObject(rest) || !isJsonObject(hosts)) throw damaged(url, 'it is no listing of an inventory');
  const entries = Object.entries(hosts).map(([name, entry]): [string, HostEntry] => {
    const id = textMember(entry, 'id');
    const sha256 = textMember(entry, 'sha256');
    if (id === undefined || !UUID.test(id) || sha256 === undefined) throw damaged(url, `${name} is no host`);
    return [name, { id, sha256 }];
  });
  const author = textMember(listing, 'author') ?? '';
  const time = textMember(listing, 'time') ?? '';
  return { author, time, hosts: new Map(entries), rest };
}

const UUID = /^[0-9a-f-]{36}$/;

/** SHA-256 in hexadecimal. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What is stored is not what was written. */
export const damaged = (url: string, what: string): InspectorError =>
  new InspectorError(
    'INSP_INVENTORY_CORRUPT',
    `${url} is damaged: ${what}. Put a document in its place: inspector inventory import FILE --replace`,
  );
