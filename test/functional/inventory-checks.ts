/** One thing that has to hold of inventories, and the tests that look at it. */
export interface InventoryCheck {
  readonly number: number;
  readonly what: string;
  /** File of a test and how its title begins in the source. */
  readonly tests: readonly (readonly [file: string, title: string])[];
}

const KIT = 'test/kit/src/suite/';
const BASICS = `${KIT}inventory-basics.ts`;
const WRITERS = `${KIT}inventory-writers.ts`;
const HISTORY = `${KIT}inventory-history.ts`;
const FAILURES = `${KIT}inventory-failures.ts`;
const ACCESS = 'core/test/inventory/inventory-access.test.ts';
const STORE = 'core/test/cli/inventory-store.test.ts';
const CLI = 'core/test/cli/inventory.test.ts';
const ARCHIVE = 'plugins/inventory-filesystem/test/archive.test.ts';
const FILES = 'plugins/inventory-filesystem/test/files.test.ts';
const LOCK = 'plugins/inventory-filesystem/test/lock.test.ts';
const PROCESSES = 'plugins/inventory-filesystem/test/processes.test.ts';
const DATABASES = 'test/peers/inventory/processes.suite.ts';
const CRATON = 'plugins/inventory-craton/test/craton.test.ts';
const ANSIBLE = 'test/peers/inventory/ansible.test.ts';
const GENERATED = 'test/peers/inventory/generated.test.ts';
const OSA = 'test/peers/inventory/openstack-ansible.test.ts';
const ROUND_TRIP = 'test/functional/inventory-round-trip.test.ts';
const GENERATION = 'core/test/generation/generate.test.ts';
const PROPERTY = 'core/test/generation/generate.property.test.ts';
const API = 'plugins/plugin-api/test/inventory/';

/**
 * What has to hold of every backend (1–24; those of the suite for backends are run by each), of the file of OpenStack-Ansible
 * (25–33), of Craton (34–42), of what Ansible reads (43–50) and of generation (51–56).
 */
export const CHECKS: readonly InventoryCheck[] = [
  check(
    1,
    'nothing stored is an empty document, and looking changes nothing',
    [BASICS, 'has nothing at first'],
    [ACCESS, 'gives the empty document and no revision'],
  ),
  check(2, 'what is written is loaded, by every process', [BASICS, 'gives back ${name}, to every process']),
  check(
    3,
    'both documents of OpenStack-Ansible come back byte for byte',
    [ROUND_TRIP, 'ends with the bytes it began with'],
    [`${API}inventory-text.test.ts`, 'writes ${name} as it is, byte for byte'],
  ),
  check(
    4,
    'a loaded document is a copy of its own',
    [ACCESS, 'applies a change anew when somebody else has written'],
    [GENERATION, 'does not change the document it is made of'],
  ),
  check(
    5,
    'equal content is not written',
    [BASICS, 'writes nothing when the document is there already'],
    [FILES, 'are not touched by a write of what they hold'],
  ),
  check(
    6,
    'an old revision, or none, is refused',
    [WRITERS, 'refuses a change that was made from an old revision'],
    [WRITERS, 'refuses a write that says neither'],
  ),
  check(
    7,
    '20 writers in two processes lose nothing',
    [WRITERS, 'loses none of ${WRITERS * changes} changes'],
    [PROCESSES, 'loses none of ${20 * INCREMENTS} changes'],
    [DATABASES, 'loses none of ${20 * INCREMENTS} changes'],
  ),
  check(8, 'readers see whole documents while others write', [
    WRITERS,
    'shows readers whole documents while others write',
  ]),
  check(
    9,
    'kill -9 leaves the old document or the new one',
    [PROCESSES, 'has a whole inventory and all former ones after kill -9'],
    [DATABASES, 'has a whole inventory and all former ones after kill -9'],
    [CRATON, 'leaves the old or the new document, wherever a writer dies'],
  ),
  check(10, 'a store that is away is a retryable error in bounded time', [
    FAILURES,
    'reports a store that is away as INSP_INVENTORY_UNAVAILABLE',
  ]),
  check(11, 'wrong credentials have a code of their own and tell no secret', [
    FAILURES,
    'reports credentials that are refused',
  ]),
  check(
    12,
    'a store that can only be read is read',
    [FAILURES, 'reads a store that cannot be written'],
    [PROCESSES, 'reads an inventory that it may not write'],
  ),
  check(
    13,
    'a damaged store is an error with its place, and stays',
    [FAILURES, 'takes nothing that it cannot understand'],
    [ACCESS, 'says where a stored document is broken'],
    [`${API}parse-inventory.test.ts`, 'says where ${what} is'],
  ),
  check(
    14,
    'invalid documents are refused before anything is written',
    [ACCESS, 'refuses ${what} before the backend is asked to write'],
    [`${API}findings.test.ts`, 'finds ${what}'],
  ),
  check(
    15,
    'strange names and texts',
    [BASICS, 'gives back ${name}, to every process'],
    [`${API}inventory-text.test.ts`, 'is the text that Python writes'],
  ),
  check(
    16,
    'numbers survive as they were written',
    [BASICS, 'gives back ${name}, to every process'],
    [`${API}parse-inventory.test.ts`, 'keeps what numbers were'],
  ),
  check(
    17,
    '10,000 hosts fit, and one byte too many does not',
    [BASICS, 'keeps ${hosts} hosts'],
    [BASICS, 'refuses what is longer than it says'],
    [ACCESS, 'refuses what is longer than the service'],
  ),
  check(18, 'a write can be stopped', [WRITERS, 'ends a write whose signal is aborted']),
  check(
    19,
    'history: newest first, stable pages, authors and reasons',
    [HISTORY, 'tells who wrote what and why, newest first'],
    [HISTORY, 'gives its pages in step while others write'],
  ),
  check(
    20,
    'restore makes a new revision',
    [HISTORY, 'makes a new revision of a former document'],
    [HISTORY, 'says when it has no such revision'],
    [ACCESS, 'restores a former document as a new revision'],
  ),
  check(
    21,
    'migration there and back is equal, and can be repeated',
    [ROUND_TRIP, 'ends with the bytes it began with'],
    [STORE, 'moves both inventories of OpenStack-Ansible to the database and back'],
    [STORE, 'says that there is nothing to migrate'],
  ),
  check(
    22,
    'export and import are equal; what the old export lacks is told',
    [`${API}per-host-export.test.ts`, 'gives every document back'],
    [STORE, 'imports the export of OpenStack-Ansible, and says what is not in it'],
  ),
  check(23, 'closing twice, and use after it', [FAILURES, 'can be closed twice']),
  check(24, 'two instances do not see each other', [BASICS, 'keeps stores apart']),
  check(
    25,
    "OpenStack-Ansible's own tools and ours take turns",
    [OSA, 'take turns ${TURNS} times without a difference'],
    [OSA, 'take turns ${TURNS} times as programs'],
    [ARCHIVE, 'continues an archive of OpenStack-Ansible'],
  ),
  check(26, '40 saves leave exactly 15 versions', [
    ARCHIVE,
    'has the 15 newest former versions after 40 saves',
  ]),
  check(27, 'a version behind zeros is found', [
    ARCHIVE,
    'finds the version that OpenStack-Ansible has left behind zeros',
  ]),
  check(28, 'a damaged archive is set aside, and the inventory is written', [
    ARCHIVE,
    'is begun anew when it ${what}',
  ]),
  check(29, 'two saves in one second are two versions', [
    ARCHIVE,
    'gives versions that are replaced within a second names of their own',
  ]),
  check(
    30,
    'links, mode and owner stay',
    [FILES, 'keep their mode'],
    [FILES, 'are written where a link points to'],
  ),
  check(31, 'a directory that is given is the only one', [
    FILES,
    'are looked for in the directory that is given',
  ]),
  check(32, 'a full disk leaves the old file', [
    'test/peers/inventory/disk-full.test.ts',
    'is the old one, with all of its history',
  ]),
  check(
    33,
    'the lock of a dead process is taken over, that of a live one is not',
    [LOCK, 'is taken over from a process that has died'],
    [LOCK, 'stays with a process that lives'],
  ),
  check(34, 'pages that are full and that are not', [CRATON, 'reads ${count} hosts in ${pages} pages']),
  check(35, 'inherited variables are not those of a host', [
    CRATON,
    'does not take variables that a host inherits',
  ]),
  check(36, 'keys that are gone are deleted', [CRATON, 'changes in Craton what changed, and nothing else']),
  check(37, 'parents first, children first', [CRATON, 'exchanges a host and its container']),
  check(38, 'a host that is there already is adopted', [
    CRATON,
    'takes over a host that somebody else makes',
  ]),
  check(39, 'a crash after each request', [
    CRATON,
    'leaves the old or the new document, wherever a writer dies',
  ]),
  check(40, 'two writers claim', [CRATON, 'waits for a writer that is heard of']),
  check(41, "another project's hosts stay", [CRATON, 'touches nothing of another project']),
  check(
    42,
    'failures of the server',
    [CRATON, 'goes on after each request that fails once'],
    [CRATON, 'says what is wrong where nothing works'],
    [CRATON, 'works with a Craton that is slow'],
  ),
  check(
    43,
    'ansible-inventory agrees with the document',
    [ANSIBLE, 'reads what the document says'],
    [ANSIBLE, 'reads the same from every backend'],
    [ANSIBLE, 'shows the same tree'],
  ),
  check(44, 'no calls for single hosts', [
    ANSIBLE,
    'reads what the document says, without a word and without asking for single hosts',
  ]),
  check(45, 'a failing backend fails, with nothing printed', [
    ANSIBLE,
    'fails when the inventory cannot be read',
  ]),
  check(46, 'nothing on standard error', [ANSIBLE, 'reads what the document says, without a word']),
  check(
    47,
    'hosts without a group are in ungrouped',
    [ANSIBLE, 'finds hosts that no group lists in ungrouped'],
    [CLI, 'puts hosts that no group lists into ungrouped'],
  ),
  check(
    48,
    'names of groups that Ansible cannot take',
    [GENERATION, 'cannot have names that mean something else'],
    [GENERATION, 'of others are not touched, nor is one made'],
    [GENERATED, 'takes the names of all groups without a warning'],
  ),
  check(
    49,
    'what machines say does not run',
    [GENERATED, 'runs a playbook over a group, and nothing that a machine says'],
    [GENERATION, 'of machines are no templates'],
  ),
  check(50, 'a reader that has seen enough', [ANSIBLE, 'is not bothered by a reader that has seen enough']),
  check(51, 'a second generation changes nothing', [PROPERTY, 'changes nothing when it is done again']),
  check(52, 'the order of nodes does not matter', [PROPERTY, 'does not depend on the order of nodes']),
  check(
    53,
    'renamed, gone, enrolled again',
    [GENERATION, 'stay when nodes are renamed'],
    [GENERATION, 'of nodes that are gone stay'],
    [GENERATION, 'of nodes that come back without data'],
    [GENERATION, 'of a node with an old name and another UUID'],
  ),
  check(54, 'what belongs to others stays', [PROPERTY, 'touches nothing that belongs to others']),
  check(55, 'a name that is one of a group', [GENERATION, 'are not those of groups or of other hosts']),
  check(
    56,
    'names are unique, valid and stable',
    [PROPERTY, 'gives valid documents'],
    [PROPERTY, 'never gives a host another name'],
  ),
];

function check(number: number, what: string, ...tests: InventoryCheck['tests']): InventoryCheck {
  return { number, what, tests };
}
