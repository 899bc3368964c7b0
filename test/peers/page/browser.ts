import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describePeer, findCommand } from '../peer.js';

// Only what these tests use: the tests of a checkout without playwright-core have to compile, too.

/** Something on a page. */
export interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  focus(): Promise<void>;
  count(): Promise<number>;
  first(): Locator;
  filter(options: { readonly hasText: string | RegExp }): Locator;
  innerText(): Promise<string>;
  allInnerTexts(): Promise<string[]>;
  inputValue(): Promise<string>;
  isDisabled(): Promise<boolean>;
  waitFor(options?: {
    readonly state?: 'visible' | 'hidden' | 'detached';
    readonly timeout?: number;
  }): Promise<void>;
}

/** A request of a page that is held up. */
export interface Route {
  request(): { url(): string; method(): string };
  continue(): Promise<void>;
  fulfill(answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly contentType: string;
    readonly body: string;
  }): Promise<void>;
}

/** A page in a browser. */
export interface Page {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  url(): string;
  title(): Promise<string>;
  locator(selector: string): Locator;
  getByRole(role: string, options?: { readonly name?: string | RegExp; readonly exact?: boolean }): Locator;
  getByLabel(text: string | RegExp, options?: { readonly exact?: boolean }): Locator;
  getByText(text: string | RegExp, options?: { readonly exact?: boolean }): Locator;
  evaluate<T>(code: string): Promise<T>;
  /** Has somebody else answer requests to these addresses; one that nobody answers waits. */
  route(addresses: RegExp, answer: (route: Route) => Promise<void> | undefined): Promise<void>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(
    event: 'console',
    listener: (message: { readonly type: () => string; readonly text: () => string }) => void,
  ): void;
  on(event: 'request', listener: (request: { readonly url: () => string }) => void): void;
}

/** What pages of one visitor share: cookies, and how the window is. */
export interface Visitor {
  newPage(): Promise<Page>;
  cookies(): Promise<
    readonly { name: string; httpOnly: boolean; sameSite: string; path: string; secure: boolean }[]
  >;
  /** What the browser's own tools say of a page. */
  newCDPSession(page: Page): Promise<{
    send(method: string, sent?: object): Promise<unknown>;
    detach(): Promise<void>;
  }>;
  close(): Promise<void>;
}

/** How a window is. */
export interface Window {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** For axe, which is put into the page. */
  readonly bypassCSP?: boolean;
}

/** A browser that runs. */
export interface Browser {
  newContext(window?: Window): Promise<Visitor>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);

const isInstalled = (name: string): boolean => {
  try {
    return require.resolve(name) !== '';
  } catch {
    return false;
  }
};

/**
 * Declares a suite that drives Debian's Chromium; where it or playwright-core is missing, it is skipped by name.
 *
 * @param programs - what else it needs
 */
export function describePage(
  title: string,
  suite: (browser: () => Browser) => void,
  programs: readonly string[] = [],
): void {
  const missing = isInstalled('playwright-core') && isInstalled('axe-core') ? [] : ['playwright-core'];
  describePeer(title, ['chromium', ...missing, ...programs], () => {
    let browser: Browser | undefined;
    before(async function () {
      this.timeout(60_000);
      const { chromium } = require('playwright-core') as {
        chromium: { launch(options: object): Promise<Browser> };
      };
      const executablePath = findCommand('chromium');
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    });
    after(() => browser?.close());
    suite(() => {
      if (browser === undefined) throw new Error('no browser outside of a test');
      return browser;
    });
  });
}

/** A page, and what went wrong on it. */
export interface Watched {
  readonly page: Page;
  readonly visitor: Visitor;
  /** Errors of scripts and refusals by the browser. */
  readonly faults: readonly string[];
  /** Addresses that were asked for. */
  readonly asked: readonly string[];
}

/** Opens a page of a new visitor. */
export async function visit(browser: Browser, url: string, window: Window = {}): Promise<Watched> {
  const visitor = await browser.newContext(window);
  const page = await visitor.newPage();
  const [faults, asked]: [string[], string[]] = [[], []];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security|Trusted/.test(message.text()))
      faults.push(message.text());
  });
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(url);
  return { page, visitor, faults, asked };
}

/** Goes to a place of the page, and waits until everything there is loaded. */
export async function show(page: Page, place: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
  await page.locator('h1').first().waitFor();
  await page.locator('.loading').first().waitFor({ state: 'detached' });
}

/** What axe finds on a page, a line for each; the visitor needs `bypassCSP`. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate<string[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 150)).join(' | ')))`,
  );
}
