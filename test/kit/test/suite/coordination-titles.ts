// Titles of the tests of coordinationSuite.
export const EXCLUSIVE = 'says truthfully whether its leases are known to this process only';
export const LEADER = 'has one leader at most, and one that is alone leads';
export const ONE = 'gives the lease of a node to one at a time';
export const ORDER = 'serves those who wait in the order in which they came';
export const HELD = 'says at once that a lease is held, to every process';
export const HEARS = 'hears of a lease that is held, where it can tell without asking';
export const SLIP = 'lets nobody slip in before those who wait';
export const APART = 'keeps nodes apart';
export const TWICE = 'frees nothing when a lease is released twice';
export const END = 'frees the leases of a process that ends';
export const FENCE = 'numbers the leases of a node with fences that grow';
export const QUIET = 'keeps the signal of a lease quiet while it is held';
export const PATIENCE = 'gives up waiting when told to, and serves who waits behind';
export const CLOSED = 'tells the holder when the process ends';
export const LOST = 'tells the holder of a lease that was taken away, and frees the node';
export const SHOWN = 'shows every process that has joined to all, in their order';
export const ANEW = 'shows what a member says anew, under the id that it knows of itself';
export const LEFT = 'forgets a member that leaves, and keeps its leases';
export const ENDED = 'forgets a member whose process ends';
export const WATCHED = 'tells who watches what there is, and every change of it';
export const ELECTS = 'makes one of those who joined the leader, and shows everybody which';
export const LEAVES_LEAD = 'has another leader soon when the leader leaves';
export const FAILS = 'fails with a coded error while the backend is away, and works again after';
export const KNOWS_FIRST = 'tells a holder who cannot reach the backend before another gets the node';
export const STEPS_DOWN =
  'ends leadership before another leads, and membership, where the backend cannot be reached';
export const CATCHES_UP = 'goes on telling watchers what changes after the backend was away';
