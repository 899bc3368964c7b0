/** The functions of a test runner that the suites need; mocha's fit, and so do `node:test`'s. */
export interface TestFunctions {
  describe(title: string, define: () => void): unknown;
  it(title: string, run: () => Promise<void>): unknown;
  before(run: () => Promise<void>): unknown;
  after(run: () => Promise<void>): unknown;
}

/** What suites need that prepare everything inside of each test; `before` and `after` may be given all the same. */
export type DescribeAndIt = Pick<TestFunctions, 'describe' | 'it'> & Partial<TestFunctions>;
