/** One row of the error table: what a code means and which HTTP status it answers with. */
export interface ErrorCode {
  /** HTTP status when the error reaches an API client. */
  readonly status: number;
  /** One sentence for the reference documentation. */
  readonly meaning: string;
}

const code = (status: number, meaning: string): ErrorCode => ({ status, meaning });

/**
 * Every coded error of Inspector. A code is never reused for another meaning; the reference page
 * `docs/reference/errors.md` is generated from this table.
 */
export const ERROR_CODES = {
  // introspection and the API
  INSP_BAD_REQUEST: code(400, 'The request is malformed: the message names the part and what is expected.'),
  INSP_BAD_VERSION: code(400, 'The API version header is not `X.Y` or `latest`.'),
  INSP_UNSUPPORTED_VERSION: code(406, 'The API version asked for is outside the supported range.'),
  INSP_ROUTE_NOT_FOUND: code(404, 'No route has this path.'),
  INSP_PAGE_UNREADABLE: code(500, 'The files of an installed page cannot be served; the page is left out.'),
  INSP_METHOD_NOT_ALLOWED: code(405, 'The route exists but not with this method; see the `Allow` header.'),
  INSP_UNAUTHENTICATED: code(401, 'The request needs a user that the service knows, and names none.'),
  INSP_LOGIN_REFUSED: code(
    401,
    'Keystone knows who logs in, and gives no token that is of use here: the message says why.',
  ),
  INSP_SESSION_HEADER_MISSING: code(
    403,
    'A request with the cookie of a session would change something, and has no header `X-Inspector-Session`.',
  ),
  INSP_FORBIDDEN: code(403, 'The policy does not let this caller do this.'),
  INSP_BUSY: code(503, 'More is being done of this kind than the service takes at a time; try again.'),
  INSP_BODY_TOO_LARGE: code(
    413,
    'The request body is larger than `maxBodySize`, or it is or holds more than an option of the group `limits` allows.',
  ),
  INSP_OVERLOADED: code(
    503,
    'Requests or answers of this moment together take more memory than `limits` allows; the request may be repeated.',
  ),
  INSP_LIMIT_EXCEEDED: code(
    400,
    'The data hold more of something than a limit allows; the message names the option of the group `limits`.',
  ),
  INSP_STRANGERS_LIMIT: code(
    503,
    'Looking for unknown machines would take more requests than `limits.strangersRequests` allows; the machine may try again.',
  ),
  INSP_ENROLL_LIMIT: code(
    503,
    'More unknown machines than `discovery.nodesPerMinute` asked to become nodes; the machine may try again.',
  ),
  INSP_NODE_NOT_FOUND: code(404, 'The bare metal service does not know this node.'),
  INSP_NODE_NOT_CACHED: code(404, 'There is no introspection record of this node.'),
  INSP_HISTORY_NOT_FOUND: code(
    404,
    'The introspection of the node that is asked for is not kept, or has no data to compare.',
  ),
  INSP_BASELINE_NOT_FOUND: code(404, 'No baseline is set for the node or the class.'),
  INSP_BASELINE_IMPOSSIBLE: code(409, 'No baseline can be made of the data of an introspection.'),
  INSP_HISTORY_CORRUPT: code(500, 'What is kept of an introspection cannot be read.'),
  INSP_LOOKUP_FAILED: code(400, 'The posted data match no node on introspection, or several.'),
  INSP_NOT_EXPECTED: code(
    404,
    'No introspection waits for the posted data, and `processing.quietLookup` has the service say no more; its log does.',
  ),
  INSP_CALLBACK_REFUSED: code(
    403,
    'The address that a ramdisk posted to lacks the secret of `processing.callbackSecret`.',
  ),
  INSP_NODE_LOCKED: code(409, 'Another operation holds the lock of this node; try again.'),
  INSP_NODE_BUSY: code(409, 'The data of this node are being processed already; the second post is ignored.'),
  INSP_INVALID_EVENT: code(400, 'The state machine forbids this event in the present state.'),
  INSP_LEASE_LOST: code(
    503,
    'Another process has taken over the node, or may have; what this one still wanted to change is refused.',
  ),
  INSP_COORDINATION_FAILED: code(
    503,
    'The coordination backend failed or cannot be reached; the message names it. The request may be repeated.',
  ),
  INSP_CANCELED: code(
    409,
    'An operator has aborted the introspection; what was still to be done for it is not done.',
  ),
  INSP_NODE_RELEASED: code(500, 'A plugin used a node after the work on it had ended.'),
  INSP_INTROSPECTION_TIMEOUT: code(
    500,
    'The work on a node took longer than `timeout` and `pluginHost.timeout` together.',
  ),
  INSP_STATE_RACE: code(500, 'The record changed or vanished between reading and writing it.'),
  INSP_INVALID_PROVISION_STATE: code(400, 'The provision state of the node does not allow introspection.'),
  INSP_POWER_VALIDATION: code(
    400,
    'The bare metal service says the power interface of the node is not usable.',
  ),
  INSP_CANNOT_MANAGE_BOOT: code(400, 'Managed boot was asked for where `canManageBoot` is false.'),
  INSP_INTROSPECTION_FAILED: code(400, 'A step of the introspection failed; the message says which and why.'),
  INSP_HOOK_FAILED: code(400, 'A hook rejected the data.'),
  INSP_UNEXPECTED: code(500, 'Something failed that should not have; the message carries the original text.'),
  INSP_NO_CONDUCTOR: code(503, 'There is no conductor, or none that takes the call; try again in a moment.'),
  INSP_RPC_TIMEOUT: code(
    504,
    'A conductor has not finished a call within `rpcResponseTimeout`; it goes on, so look at the state first.',
  ),
  INSP_RPC_ANSWER_LOST: code(
    503,
    'A conductor may have begun a call and is gone; another one takes over, so look at the state first.',
  ),
  INSP_SHUTTING_DOWN: code(503, 'The service is stopping and takes no new work.'),
  INSP_LISTEN_FAILED: code(500, 'The API cannot bind the address or socket it should listen on.'),
  // bare metal service
  INSP_BAREMETAL_UNREACHABLE: code(
    500,
    'The bare metal service cannot be reached; the request may be repeated.',
  ),
  INSP_BAREMETAL_REJECTED: code(500, 'The bare metal service answered with an error.'),
  INSP_BAREMETAL_BAD_ANSWER: code(500, 'The bare metal service answered with something that is not its API.'),
  INSP_BAREMETAL_TOO_OLD: code(500, 'The bare metal service lacks the API version that a feature needs.'),
  // storage of introspection data
  INSP_DATA_NOT_FOUND: code(404, 'No introspection data are stored for this node.'),
  INSP_STORAGE_DISABLED: code(404, 'The storage backend `none` keeps no data.'),
  INSP_STORAGE_FAILED: code(503, 'The storage backend failed or cannot be reached.'),
  INSP_IDENTITY_FAILED: code(
    503,
    'The identity service cannot be reached, or refuses the credentials of Inspector.',
  ),
  // rules
  INSP_RULE_NOT_FOUND: code(404, 'There is no rule with this UUID.'),
  INSP_RULE_EXISTS: code(409, 'A rule with this UUID exists already.'),
  INSP_RULE_INVALID: code(400, 'A condition or action of the rule is not valid; the message names it.'),
  INSP_RULE_FAILED: code(400, 'A rule failed while it was applied; the message names the rule.'),
  // inventories for Ansible
  INSP_INVENTORY_CORRUPT: code(
    500,
    'An inventory cannot be read; the message names line, column and the place in the document.',
  ),
  INSP_INVENTORY_INVALID: code(
    400,
    'An inventory has not the shape of one; the message lists the first faults with their places.',
  ),
  INSP_INVENTORY_TOO_LARGE: code(413, 'An inventory has more bytes or hosts than the limits allow.'),
  INSP_INVENTORY_CONFLICT: code(
    409,
    'The inventory has changed since it was read, or the change does not say what it was made from; load it again and repeat the change.',
  ),
  INSP_INVENTORY_UNAVAILABLE: code(
    503,
    'The store of the inventory does not answer, is locked, or was closed; try again.',
  ),
  INSP_INVENTORY_UNAUTHORISED: code(503, 'The store of the inventory refuses the credentials of Inspector.'),
  INSP_INVENTORY_READ_ONLY: code(
    503,
    'The store of the inventory can be read only; the message says which place.',
  ),
  INSP_INVENTORY_UNSUPPORTED: code(400, 'The inventory backend cannot do this, such as give its history.'),
  INSP_INVENTORY_REVISION_NOT_FOUND: code(
    404,
    'The store does not have this revision of the inventory (any more).',
  ),
  INSP_INVENTORY_SECRETS: code(
    400,
    'Variables of the inventory look like secrets, which `inventory.secrets` forbids; the message names them.',
  ),
  // PXE filter
  INSP_PXE_FILTER_FAILED: code(500, 'The PXE filter could not be brought into the wanted state.'),
  // database
  INSP_DB_UNREACHABLE: code(500, 'The database cannot be reached.'),
  INSP_DB_BUSY: code(
    503,
    'Other work kept rows of the database locked, also when it was tried again (`database.dbMaxRetries`); nothing was written.',
  ),
  INSP_DB_READ_ONLY: code(
    503,
    'The database cannot be written: its files belong to another user, or it is read-only. The message says what to do.',
  ),
  INSP_DB_FULL: code(503, 'The disk of the database is full.'),
  INSP_DB_FAILED: code(
    503,
    'The database failed: its disk has errors, its file is damaged or cannot be opened.',
  ),
  INSP_DB_TOO_LONG: code(
    500,
    'A text is longer than the database server takes (`max_allowed_packet`); nothing was written.',
  ),
  INSP_DB_NOT_UPGRADED: code(500, 'The database schema is not the newest; run `inspector dbsync upgrade`.'),
  INSP_DB_TOO_OLD: code(500, 'The database is at a revision of ironic-inspector that cannot be adopted.'),
  INSP_DB_UNKNOWN_REVISION: code(500, 'The database is at a revision this version does not know.'),
  INSP_DB_IN_USE: code(500, 'Another service works on the database already.'),
  INSP_DB_BAD_URL: code(500, 'The database connection URL cannot be understood.'),
  // configuration
  INSP_CONFIG_INVALID: code(500, 'The configuration has problems; the message lists each with its path.'),
  INSP_CONFIG_UNREADABLE: code(500, 'The configuration file cannot be read or evaluated.'),
  INSP_CONFIG_UNSAFE: code(500, 'The configuration would open the API to everybody without saying so.'),
  INSP_POLICY_INVALID: code(
    500,
    'The policy files have problems; the message lists each with file and line.',
  ),
  INSP_USER_FILE_INVALID: code(
    500,
    'The file of users cannot be read, or has problems; the message lists each.',
  ),
  INSP_FILE_FAILED: code(
    500,
    'A file that a command is to read or write cannot be, or holds something else.',
  ),
  INSP_MDNS_FAILED: code(
    500,
    'The address of the API cannot be announced by multicast DNS; the message says why.',
  ),

  // plugins
  INSP_PLUGIN_NOT_INSTALLED: code(500, 'An enabled plugin is not installed.'),
  INSP_PLUGIN_IMPORT_FAILED: code(500, 'The module of an enabled plugin threw while it was imported.'),
  INSP_PLUGIN_DEPENDENCY_MISSING: code(500, 'A package that the plugin imports is not installed.'),
  INSP_PLUGIN_UNREADABLE: code(500, 'The package.json of a plugin cannot be read or is not JSON.'),
  INSP_PLUGIN_NO_MANIFEST: code(500, 'A package has the name of a plugin but no `inspector` key.'),
  INSP_PLUGIN_BAD_MANIFEST: code(500, 'The `inspector` key of the package.json of a plugin is not valid.'),
  INSP_PLUGIN_BAD_NAME: code(500, 'The package name of a plugin does not follow the naming rule.'),
  INSP_PLUGIN_WRONG_KIND: code(500, 'A plugin offers an entry point its package name does not allow.'),
  INSP_PLUGIN_ENTRY_MISSING: code(500, 'The file of an entry point does not exist in the package.'),
  INSP_PLUGIN_ENTRY_OUTSIDE: code(500, 'The file of an entry point lies outside the package.'),
  INSP_PLUGIN_NO_EXPORT: code(500, 'The module of a plugin lacks the export its entry point names.'),
  INSP_PLUGIN_WRONG_SHAPE: code(500, 'The export of a plugin is not what the group asks for.'),
  INSP_PLUGIN_WRONG_CORE: code(500, 'The plugin asks for another version of @inspector/plugin-api.'),
  INSP_PLUGIN_BAD_CORE_RANGE: code(
    500,
    'The plugin does not say, or not understandably, which versions of @inspector/plugin-api it works with.',
  ),
  INSP_PLUGIN_WRONG_API: code(500, 'The plugin is written for another version of the plugin contract.'),
  INSP_PLUGIN_DUPLICATE: code(500, 'Two installed packages offer the same name in the same group.'),
  INSP_PLUGIN_BAD_SCHEMA: code(500, 'The `configSchema` of a plugin is not a valid JSON Schema.'),
  INSP_PLUGIN_BAD_OPTIONS: code(500, 'The options given to a plugin do not fit its schema.'),
  INSP_PLUGIN_DEPENDENCY_ORDER: code(500, 'A hook needs another hook enabled before it.'),
  INSP_PLUGIN_SETUP_FAILED: code(500, 'The `setup` of a plugin threw.'),
  INSP_PLUGIN_CLOSE_FAILED: code(500, 'The `close` of a plugin threw.'),
  INSP_PLUGIN_TIMEOUT: code(500, 'A plugin took longer than its time limit.'),
  INSP_PLUGIN_NOT_CREATED: code(
    400,
    'A new plugin was not made: its name cannot be used, or its folder is not empty.',
  ),
  INSP_PLUGIN_FAULT: code(
    500,
    'A plugin failed where nobody catches it: in a timer, an event, or a promise without `await`. The message names it.',
  ),
  INSP_REGISTRY_FAILED: code(503, 'The npm registry could not be searched for plugins.'),
  INSP_PLUGIN_DENIED: code(
    500,
    'What the configuration enables is offered by a package that `pluginHost.allow` and `pluginHost.deny` leave out.',
  ),
  INSP_PLUGIN_EXIT: code(500, 'A plugin called `process.exit`; only the service may end its process.'),
  INSP_PLUGIN_BAD_DATA: code(
    500,
    'A hook left a value in the data that JSON has no form for; the message names hook and member.',
  ),
  INSP_PLUGINS_FAILED: code(500, 'Several plugins cannot be used; the message lists all problems.'),
} as const satisfies Record<string, ErrorCode>;

/** The code of an error, one of the keys of {@link ERROR_CODES}. */
export type ErrorCodeName = keyof typeof ERROR_CODES;

type Letter =
  | ('A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M')
  | ('N' | 'O' | 'P' | 'Q' | 'R' | 'S' | 'T' | 'U' | 'V' | 'W' | 'X' | 'Y' | 'Z');

/**
 * A code of a plugin's own: the name of its author, `_`, what happened, in capitals. `INSP_` is the project's, so that the
 * compiler finds misspelt codes of the table.
 */
export type OwnErrorCode = `${
  | `${Exclude<Letter, 'I'>}${Uppercase<string>}`
  | `I${Exclude<Letter, 'N'>}${Uppercase<string>}`}_${Uppercase<string>}`;

/** A code of the table, or one of a plugin's own. */
export type AnyErrorCode = ErrorCodeName | OwnErrorCode;

/** Whether a code is one of the table. */
export const isErrorCode = (code: unknown): code is ErrorCodeName =>
  typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
