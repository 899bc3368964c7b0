import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import type { PageDefinition } from '@inspector/plugin-api';
import { createContext, type ContextOptions } from '../plugin/context.js';
import type { DescribeAndIt } from './test-functions.js';

/** What {@link pageSuite} works with. */
export interface PageSuiteOptions<Options>
  extends DescribeAndIt, Pick<ContextOptions, 'options' | 'service'> {
  readonly definition: PageDefinition<Options>;
}

/** What the service refuses to serve, or serves at paths of its own. */
const TAKEN = ['v1', 'metrics', 'openapi.json', 'livez', 'readyz', 'healthcheck'];

/**
 * Defines the tests every page has to pass: it is a folder with an `index.html` that a browser shows under the rules that the
 * service sets, also behind a proxy below any path.
 */
export function pageSuite<Options>(suite: PageSuiteOptions<Options>): void {
  const { describe, it, definition, options, service } = suite;
  const inPage = async (look: (directory: string, html: string) => void): Promise<void> => {
    const given = { ...(options ? { options } : {}), ...(service ? { service } : {}) };
    const page = await definition.setup(createContext<Options>(definition, given));
    try {
      const directory = page.directory();
      look(directory, readFileSync(join(directory, 'index.html'), 'utf8'));
    } finally {
      await page.close?.();
    }
  };

  describe(`page ${definition.id}: conformance`, () => {
    it('has a name that is no path of the API', async () => {
      assert.match(definition.id, /^[a-z0-9][a-z0-9_-]*$/, 'id');
      assert.ok(!TAKEN.includes(definition.id), `/${definition.id} is a path of the API`);
    });

    it('says the absolute path of a folder with an index.html', () =>
      inPage((directory) => {
        assert.ok(isAbsolute(directory), `${directory} is not absolute`);
        assert.ok(statSync(directory).isDirectory(), `${directory} is no folder`);
      }));

    it('has no script and no style inside of its HTML, which browsers are told not to run', () =>
      inPage((_directory, html) => {
        assert.doesNotMatch(html, /<style/i, 'a <style> element');
        assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/i, 'a <script> element without src');
        assert.doesNotMatch(html, /\son[a-z]+\s*=/i, 'an attribute that is a script');
        assert.doesNotMatch(html, /\sstyle\s*=/i, 'an attribute style');
      }));

    it('names its own files only, relative to itself, and all of them are there', () =>
      inPage((directory, html) => {
        for (const address of addressesIn(html)) {
          assert.doesNotMatch(address, /^([a-z][a-z0-9+.-]*:|\/)/i, `${address} is not relative`);
          const path = normalize(address.replace(/[?#].*$/, ''));
          assert.ok(!path.startsWith('..'), `${address} leaves the page`);
          assert.ok(existsSync(join(directory, path)), `${address} does not exist`);
        }
      }));
  });
}

/** What `src` and `href` of an HTML text name. */
function addressesIn(html: string): string[] {
  const found = html.matchAll(/\s(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi);
  return [...found].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}
