import { expect } from 'chai';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentSettings } from '../../src/config/environment.js';
import { GROUPS, TOP_LEVEL } from '../../src/config/groups.js';
import { resolveConfig } from '../../src/config/load.js';
import { NOT_AVAILABLE } from '../../src/config/not-available.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Sources of core and the plugins but those that declare, import or check options. */
async function readers(): Promise<string> {
  const plugins = await readdir(join(ROOT, 'plugins'));
  const folders = ['core/src', ...plugins.map((plugin) => `plugins/${plugin}/src`)];
  const texts = [];
  for (const folder of folders) {
    const found = await readdir(join(ROOT, folder), { recursive: true }).catch(() => []);
    for (const file of found.filter((name) => name.endsWith('.ts'))) {
      if (
        folder === 'core/src' &&
        /^(config|demo)\//.test(file) &&
        !/^config\/(load|examine)\.ts$/.test(file)
      )
        continue;
      texts.push(await readFile(join(ROOT, folder, file), 'utf8'));
    }
  }
  return texts.join('\n').replaceAll(/\/\*\*?[^]*?\*\/|\/\/.*$/gm, '');
}

/** Puts a value where a path such as `database.slaveConnection` points. */
function at(path: string, value: unknown): Record<string, unknown> {
  const [first = '', second] = path.split('.');
  return second === undefined ? { [first]: value } : { [first]: { [second]: value } };
}

const refusal = (config: Record<string, unknown>): string => {
  try {
    resolveConfig(config);
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
  throw new Error('the configuration was accepted');
};

describe('the options', () => {
  it('are each read by something', async () => {
    const text = await readers();
    // These two say what is meant, and only the check of the configuration cares.
    const inChecks = new Set(['allowUnauthenticated', 'authStrategy']);
    const unread = Object.entries({ '': TOP_LEVEL, ...GROUPS }).flatMap(([group, options]) =>
      Object.keys(options)
        .filter((name) => !inChecks.has(name) && !new RegExp(`[.{,(]\\s*${name}\\b`).test(text))
        .map((name) => `${group}.${name}`),
    );
    expect(unread).to.deep.equal([]);
  });

  for (const [path, reason] of Object.entries(NOT_AVAILABLE)) {
    it(`refuse ${path}, which is not available, with the reason`, () => {
      const text = refusal(at(path, true));
      expect(text).to.match(/^INSP_CONFIG_INVALID: /);
      expect(text).to.include(`${path}: is not available in this version, ${reason}`);
    });
  }

  it('say below which path a front end mounts the API, as front ends do', () => {
    const read = (env: Record<string, string>) => resolveConfig({}, environmentSettings(env)).scriptName;
    expect(read({ SCRIPT_NAME: '/baremetal' })).to.equal('/baremetal');
    expect(read({ INSPECTOR_SCRIPT_NAME: '/ours', SCRIPT_NAME: '/theirs' })).to.equal('/ours');
    expect(read({})).to.equal('');
  });

  it('refuse them in the environment too, naming the variable', () => {
    const settings = environmentSettings({
      INSPECTOR_TRANSPORT_URL: 'rabbit://h',
      INSPECTOR_DATABASE__SLAVE_CONNECTION: 'x',
      INSPECTOR_URL: 'http://elsewhere',
    });
    expect(() => resolveConfig({}, settings)).to.throw(
      /transportUrl: is not available .*INSPECTOR_TRANSPORT_URL[^]*database\.slaveConnection: .*INSPECTOR_DATABASE__SLAVE_CONNECTION/,
    );
  });
});
