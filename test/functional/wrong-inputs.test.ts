import { expect } from 'chai';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../core/test/cli/run-program.js';
import { Bench, payload, ROOT } from './harness.js';
import { COMMANDS } from './wrong-inputs/commands.js';
import { OPTIONS } from './wrong-inputs/options.js';
import { SURROUNDINGS, UNREADABLE } from './wrong-inputs/surroundings.js';
import type { WrongInput } from './wrong-inputs/wrong-input.js';

const ALL: Readonly<Record<string, readonly WrongInput[]>> = {
  'an option': OPTIONS,
  'the surroundings': SURROUNDINGS,
  'a file of configuration': UNREADABLE,
  'a command': COMMANDS,
};

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

describe('wrong inputs', () => {
  let bench: Bench;
  let folder: string;
  const servers: Server[] = [];
  /** What stands for `{name}` in the tables. */
  const places: Record<string, string> = {};

  before(async () => {
    bench = await Bench.start();
    const node = bench.enroll(await payload());
    await bench.startAndWait(node.uuid);
    await bench.post(await payload());
    await bench.finished(node.uuid);
    const tls = (name: string) => readFile(join(ROOT, 'core/test/api/tls', name));
    const [page, json, secure, nobody] = await Promise.all([
      listening(createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<p>'))),
      listening(
        createServer((_, response) => response.setHeader('Content-Type', 'application/json').end('{}')),
      ),
      listening(
        createTlsServer({ cert: await tls('server.pem'), key: await tls('server.key') }, (_, response) =>
          response.end('{}'),
        ) as unknown as Server,
      ),
      listening(createServer()),
    ]);
    const newer = join(bench.folder, 'newer.sqlite');
    await runProgram(['dbsync', 'upgrade'], {
      cwd: bench.folder,
      env: { INSPECTOR_DATABASE__CONNECTION: `sqlite:///${newer}` },
    });
    await bench.sql(
      `ATTACH '${newer}' AS newer; INSERT INTO newer.inspector_revisions (revision) VALUES ('ffffffffffff')`,
    );
    servers.push(page, json, secure);
    Object.assign(places, {
      newer,
      finished: node.uuid,
      never: bench.ironic.addNode().uuid,
      inspector: bench.url,
      inspectorPort: new URL(bench.url).port,
      ironic: bench.ironic.url,
      pagePort: String(portOf(page)),
      jsonPort: String(portOf(json)),
      tlsPort: String(portOf(secure)),
      closed: String(portOf(nobody)),
    });
    await closed(nobody);
  });
  after(async () => {
    for (const server of servers) await closed(server);
    await bench.close();
  });
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'inspector-wrong-')));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const filled = (text: string): string =>
    text.replaceAll(/\{([a-zA-Z]+)\}/g, (written, name: string) =>
      name === 'folder' ? folder : (places[name] ?? written),
    );

  async function run({ files = {}, env = {}, words = 'config validate' }: WrongInput) {
    for (const [name, content] of Object.entries(files)) {
      const lines = typeof content === 'string' ? [content] : content;
      await writeFile(join(folder, name), Buffer.isBuffer(lines) ? lines : filled(`${lines.join('\n')}\n`));
    }
    // A free port, unless the port is what is wrong.
    const isPortWrong = /listenPort|LISTEN_PORT/.test(JSON.stringify({ files, env }));
    const ports = isPortWrong ? {} : { LISTEN_PORT: '0' };
    const variables = Object.entries({ ...ports, ...env });
    return runProgram(words.split(' ').map(filled), {
      cwd: folder,
      env: Object.fromEntries(variables.map(([name, value]) => [`INSPECTOR_${name}`, filled(value)])),
    });
  }

  for (const [kind, inputs] of Object.entries(ALL)) {
    for (const input of inputs) {
      it(`are told where and what to do: ${kind}: ${input.name}`, async () => {
        const ended = await run(input);
        const text = `${ended.err}${ended.out}`;
        for (const part of input.said) expect(text).to.include(filled(part));
        expect(ended.status, text).to.equal(input.status ?? 1);
        expect(text).not.to.match(/^ +at |This is a defect|geheim/m);
      });
    }
  }

  it('are at least a hundred and twenty', () => {
    expect(Object.values(ALL).flat().length).to.be.at.least(120);
  });
});
