/**
 * Messages of etcd's HTTP gateway as they come in JSON: 64-bit numbers are texts, keys and values are base64, and what is
 * zero, false or empty is left out.
 */

/** What every answer says about etcd. */
export interface Header {
  readonly revision?: string;
}

/** A key with its value. */
export interface KeyValue {
  readonly key: string;
  readonly value?: string;
  readonly create_revision?: string;
  readonly mod_revision?: string;
}

/** Reads a key, or all keys up to `range_end`. */
export interface RangeRequest {
  readonly key: string;
  readonly range_end?: string;
  readonly sort_order?: 'ASCEND';
  readonly sort_target?: 'CREATE';
}

/** Answer to a {@link RangeRequest}. */
export interface RangeAnswer {
  readonly header?: Header;
  readonly kvs?: readonly KeyValue[];
}

/** Answer to a transaction; `succeeded` is absent where the comparison failed. */
export interface TxnAnswer {
  readonly header?: Header;
  readonly succeeded?: boolean;
  readonly responses?: readonly {
    readonly response_range?: RangeAnswer;
    readonly response_txn?: TxnAnswer;
  }[];
}

/** A comparison of a transaction. */
export interface Compare {
  readonly key: string;
  readonly range_end?: string;
  readonly target: 'CREATE' | 'VALUE';
  readonly result: 'EQUAL';
  readonly create_revision?: string;
  readonly value?: string;
}

/** A step of a transaction. */
export type Step =
  | { readonly request_put: { readonly key: string; readonly value: string; readonly lease?: string } }
  | { readonly request_range: RangeRequest }
  | { readonly request_delete_range: { readonly key: string; readonly range_end?: string } }
  | { readonly request_txn: Txn };

/** A transaction: `success` where all comparisons hold, else `failure`. */
export interface Txn {
  readonly compare: readonly Compare[];
  readonly success: readonly Step[];
  readonly failure: readonly Step[];
}

/** Answer to the grant of a lease, and to its renewal: without `TTL` where there is no such lease any more. */
export interface LeaseAnswer {
  readonly ID?: string;
  /** Seconds. */
  readonly TTL?: string;
}

/** What changed, as a watch tells it. A put has no type. */
export interface WatchEvent {
  readonly type?: 'DELETE';
  readonly kv: KeyValue;
}

/** One line of a watch. */
export interface WatchAnswer {
  readonly created?: boolean;
  readonly canceled?: boolean;
  readonly compact_revision?: string;
  readonly cancel_reason?: string;
  readonly events?: readonly WatchEvent[];
}

/** A text as base64. */
export const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** The text that base64 stands for. */
export const decode = (base64: string | undefined): string =>
  Buffer.from(base64 ?? '', 'base64').toString('utf8');

/** All keys that begin with a prefix. A prefix ends in `/`, which the character after it takes the place of. */
export const keysUnder = (prefix: string): { readonly key: string; readonly range_end: string } => ({
  key: encode(prefix),
  range_end: encode(`${prefix.slice(0, -1)}0`),
});

/** A comparison that holds where there is no such key. */
export const isFree = (keys: { readonly key: string; readonly range_end?: string }): Compare => ({
  ...keys,
  ...{ target: 'CREATE', result: 'EQUAL', create_revision: '0' },
});

/** A comparison that holds where a key has a value. */
export const hasValue = (key: string, value: string): Compare => ({
  ...{ key: encode(key), target: 'VALUE', result: 'EQUAL', value: encode(value) },
});
