/** Path of the calls of one conductor process. Calls for a process that is no more reach no other one. */
export const callPath = (instance: string): string => `/rpc/${instance}`;

/** Header that signs an answer. */
export const ANSWER_SIGNATURE = 'x-inspector-signature';

/** Asks for the outcome of an earlier call; its one parameter is the id of that call. */
export const OUTCOME = 'outcome';

/** Codes of JSON-RPC errors, from the range that is free for servers. `data` says more. */
export const RPC_ERRORS = {
  /** The conductor carried the call out, and it failed: `data` is a `PlainError`. */
  failed: -32000,
  /** The call was not taken: another conductor may. */
  notTaken: -32001,
  /** No call with this id has arrived. */
  unknownCall: -32002,
  /** The time of the request is too far off: `data.now` is the time of the conductor. */
  wrongTime: -32003,
  /** The request is not signed with the secret of this conductor, or was sent before. */
  unsigned: -32004,
} as const;
