// Random order of files, suites and tests, repeatable by seed.
const seed = Number(process.env.INSPECTOR_TEST_SEED) || Math.floor(Math.random() * 2 ** 31);
process.env.INSPECTOR_TEST_SEED = String(seed);

/** mulberry32: small, and the same on every machine. */
function generator(start) {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffle(items) {
  const random = generator(seed);
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

function shuffleSuite(suite) {
  suite.suites = shuffle(suite.suites);
  suite.tests = shuffle(suite.tests);
  suite.suites.forEach(shuffleSuite);
}

module.exports = {
  seed,
  generator,
  shuffle,
  mochaGlobalSetup() {
    console.log(`test order seed: ${seed} (repeat with INSPECTOR_TEST_SEED=${seed})`);
  },
  mochaHooks: {
    beforeAll() {
      let root = this.test.parent;
      while (root.parent) root = root.parent;
      shuffleSuite(root);
    },
  },
};
