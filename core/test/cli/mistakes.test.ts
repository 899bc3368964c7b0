import { expect } from 'chai';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

type Mistake = readonly [words: string, status: 1 | 2, said: RegExp, env?: Record<string, string>];

/** What API processes and conductors need that run apart. */
const APART = {
  STANDALONE: 'false',
  COORDINATION__DRIVER: 'etcd',
  DATABASE__CONNECTION: 'mysql://inspector:secret@127.0.0.1/inspector',
  RPC__SECRET: 'a secret of enough length',
};

/** What is typed, with `{nobody}`, `{page}` (a web server that is something else) and files of the folder. */
const MISTAKES: readonly Mistake[] = [
  ['', 2, /Usage: inspector/],
  ['nope', 2, /unknown command 'nope'/],
  ['--nope', 2, /unknown option '--nope'/],
  ['--config', 2, /'--config <file>' argument missing/],
  ['--config= config print', 2, /'--config <file>' argument '' is invalid/],
  [
    '--config none.json config print',
    1,
    /^INSP_CONFIG_UNREADABLE: There is no configuration file .*none\.json\. Name/,
  ],
  ['--config folder config print', 1, /^INSP_CONFIG_UNREADABLE: .*folder: it is a folder, not a file\n/],
  ['--config half.json config print', 1, /^INSP_CONFIG_UNREADABLE: .*half\.json/],
  ['--config half.yaml config validate', 1, /^INSP_CONFIG_UNREADABLE: .*half\.yaml/],
  ['config print extra', 2, /too many arguments for 'print'/],
  [
    'config validate',
    1,
    /listenPort: must be an integer \(set by INSPECTOR_LISTEN_PORT\)/,
    { LISTEN_PORT: 'x' },
  ],
  [
    'config validate',
    1,
    /^INSP_PLUGIN_NOT_INSTALLED: .*"nope"/,
    { PXE_FILTER__DRIVER: 'nope', LISTEN_PORT: '0' },
  ],
  ['config import', 2, /missing required argument 'file'/],
  [
    'config import none.conf',
    1,
    /^INSP_FILE_FAILED: Cannot read options from none\.conf: there is no such file/,
  ],
  [
    'config import half.json -o new.mjs',
    1,
    /^INSP_CONFIG_UNREADABLE: half\.json is no ironic-inspector\.conf/,
  ],
  ['config import old.conf -o folder', 1, /^INSP_FILE_FAILED: .*folder: it exists already/],
  [
    'config import old.conf -o no/new.mjs',
    1,
    /^INSP_FILE_FAILED: Cannot write .*new\.mjs: the folder .*no does not exist/,
  ],
  ['serve extra', 2, /too many arguments for 'serve'/],
  ['serve', 1, /^INSP_LISTEN_FAILED: .*EADDRINUSE/, { LISTEN_PORT: '{port}' }],
  [
    'serve',
    1,
    /^INSP_CONFIG_INVALID: .*keystoneAuthtoken\.authUrl: is needed when/s,
    { AUTH_STRATEGY: 'keystone' },
  ],
  ['serve', 1, /Run "inspector api" and "inspector conductor", or set standalone: true/, APART],
  ['serve', 1, /rpc\.secret: must have at least 16 characters/, { ...APART, RPC__SECRET: 'short' }],
  ['api', 1, /"inspector api" needs standalone: false/],
  ['conductor', 1, /"inspector conductor" needs standalone: false/],
  ['serve', 1, /^INSP_CONFIG_UNSAFE: /, { LISTEN_ADDRESS: '0.0.0.0' }],
  ['serve', 1, /ssl\.certFile/, { USE_SSL: '1', SSL__CERT_FILE: 'none.pem', SSL__KEY_FILE: 'none.pem' }],
  ['demo --nodes 0', 2, /whole number from 1 to 1000/],
  ['demo --nodes many', 2, /whole number from 1 to 1000/],
  ['demo 5', 2, /too many arguments for 'demo'/],
  ['introspection start', 2, /name nodes, or choose them with --all, --file, --state or --where/],
  ['introspection start ..', 2, /'\.\.' is invalid for argument 'node'/],
  [`introspection start ${NODE} --url nowhere`, 2, /'nowhere' is invalid\. It must be a URL such as/],
  [`introspection start ${NODE} --url ftp://h`, 2, /It must be a URL such as/],
  [`introspection start ${NODE} --url http://u:p@h`, 2, /into INSPECTOR_USERNAME/],
  [`introspection start ${NODE} --url {nobody}`, 1, /^Inspector cannot be reached at .*ECONNREFUSED/],
  [`introspection start ${NODE} --url {page}`, 1, /is not Inspector: it sent a web page/],
  [
    `introspection start ${NODE}`,
    1,
    /^INSP_BAD_REQUEST: INSPECTOR_URL in the environment is wrong/,
    { URL: 'x' },
  ],
  [`introspection start ${NODE} --timeout 5`, 2, /--timeout needs --wait/],
  [`introspection start ${NODE} --interval 5`, 2, /--interval needs --wait/],
  [`introspection abort ${NODE} --wait --timeout never`, 2, /It must be a number above 0/],
  ['introspection list --limit 1.5', 2, /It must be a whole number above 0/],
  ['introspection list --state blue', 2, /It must be some of starting, /],
  ['introspection list --url {page}', 1, /is not Inspector/],
  [`introspection status ${NODE} --url {page}`, 1, /is not Inspector/],
  [
    `introspection reapply ${NODE} --data none.json`,
    1,
    /^INSP_FILE_FAILED: .*none\.json: there is no such file/,
  ],
  [`introspection reapply ${NODE} --data folder`, 1, /^INSP_FILE_FAILED: .*folder: it is a folder/],
  [`introspection reapply ${NODE} --data half.json`, 1, /^INSP_FILE_FAILED: .*half\.json .*no JSON/],
  [`introspection reapply ${NODE} a --data half.json`, 2, /--data is for one node only/],
  [`introspection data save ${NODE} --url {page} --file new.json`, 1, /is not Inspector/],
  [`introspection data save ${NODE} --file a --directory b`, 2, /cannot be used with option '--directory/],
  [`introspection data save ${NODE} b`, 2, /several nodes need --directory/],
  [`introspection data save ${NODE} --json`, 2, /--json needs --file or --directory/],
  ['rule import', 2, /missing required argument 'file'/],
  ['rule import none.yaml', 1, /^INSP_FILE_FAILED: .*none\.yaml: there is no such file/],
  ['rule import half.json', 1, /^INSP_FILE_FAILED: Cannot read rules from half\.json: /],
  ['rule import half.yaml', 1, /^INSP_FILE_FAILED: Cannot read rules from half\.yaml: /],
  ['rule import -', 1, /^INSP_FILE_FAILED: Cannot read rules from standard input: it is empty/],
  [`introspection reapply ${NODE} --data -`, 1, /^INSP_FILE_FAILED: .*standard input .*it is empty/],
  ['rule import empty.yaml', 1, /^INSP_FILE_FAILED: .*empty\.yaml: it is empty/],
  ['rule export --url {page} --file new.json', 1, /is not Inspector/],
  ['rule list --url {nobody}', 1, /Is it running \("inspector serve"\)\?/],
  ['rule show . --url {nobody}', 2, /'\.' is invalid for argument 'uuid'/],
  ['rule show x --url {page}', 1, /is not Inspector/],
  ['rule delete', 2, /either their UUIDs or --all/],
  [`rule delete --all ${NODE}`, 2, /either their UUIDs or --all/],
  [`rule explain ${NODE} --rule ..`, 2, /'--rule <uuid>' argument '\.\.' is invalid/],
  [`rule explain ${NODE} --url {page}`, 1, /is not Inspector/],
  ['pxe-filter status a b', 2, /too many arguments/],
  ['pxe-filter status --url {page}', 1, /is not Inspector/],
  ['plugins info', 2, /missing required argument 'name'/],
  ['plugins info nope', 1, /^INSP_PLUGIN_NOT_INSTALLED: .*"nope" is installed/],
  ['plugins validate nope', 1, /^INSP_PLUGIN_NOT_INSTALLED: .*"nope" is installed/],
  ['plugins list --json=x', 2, /error: /],
  ['migrate-data', 2, /required option '--from <backend>' not specified/],
  ['migrate-data --from database --to database', 1, /^INSP_BAD_REQUEST: .*same/],
  ['migrate-data --from nope --to none', 1, /^INSP_PLUGIN_NOT_INSTALLED: .*"nope"/],
  ['migrate-data --from database --to none', 1, /^INSP_DB_NOT_UPGRADED: .*inspector dbsync upgrade/],
  ['dbsync nope', 2, /unknown command 'nope'/],
  ['dbsync upgrade', 1, /^INSP_DB_BAD_URL: /, { DATABASE__CONNECTION: 'oracle://x' }],
  [
    'dbsync upgrade',
    1,
    /^INSP_DB_UNREACHABLE: .*folder cannot be opened/,
    { DATABASE__CONNECTION: 'sqlite:///folder' },
  ],
  ['dbsync upgrade --revision zzzz', 1, /identified by 'zzzz'\n"inspector dbsync history"/],
  ['dbsync current', 1, /^INSP_DB_NOT_UPGRADED: .*inspector dbsync upgrade/],
  [
    'dbsync current',
    1,
    /^INSP_DB_UNREACHABLE: .*not a database/,
    { DATABASE__CONNECTION: 'sqlite:///half.json' },
  ],
  ['dbsync show', 2, /required option '--revision <revision>' not specified/],
  ['dbsync revision --message= --folder .', 2, /It must not be empty/],
  ['dbsync revision -m x --folder half.json', 1, /^INSP_FILE_FAILED: --folder: there is no folder/],
];

const FILES = {
  'half.json': '{"listenPort": ',
  'half.yaml': 'listenPort: [1\n',
  'empty.yaml': '',
  'old.conf': '[DEFAULT]\nlisten_port = 5050\n',
};

describe('a mistake on the command line', () => {
  let cwd: string;
  let server: Server;
  let port: number;
  /** Where nobody listens. */
  let closed: number;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'inspector-mistakes-'));
    await mkdir(join(cwd, 'folder'));
    for (const [name, content] of Object.entries(FILES)) await writeFile(join(cwd, name), content);
  });
  afterEach(() => rm(cwd, { recursive: true }));
  before(async () => {
    server = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<h1>Hello</h1>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    closed = (gone.address() as AddressInfo).port;
    await new Promise((resolve) => gone.close(resolve));
  });
  after(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  });

  const filled = (text: string): string =>
    text
      .replace('{nobody}', `http://127.0.0.1:${closed}`)
      .replace('{page}', `http://127.0.0.1:${port}`)
      .replace('{port}', String(port));

  for (const [words, status, said, env = {}] of MISTAKES) {
    const named = Object.entries(env).map(([name, value]) => `INSPECTOR_${name}=${value} `);
    it(`is told in a few words: ${named.join('')}inspector ${words}`, async () => {
      const argv = words.split(' ').filter((word) => word !== '');
      const variables = Object.entries(env).map(([name, value]) => [`INSPECTOR_${name}`, filled(value)]);
      const ended = await runProgram(argv.map(filled), {
        cwd,
        env: Object.fromEntries(variables) as Record<string, string>,
      });
      expect(ended.err).to.match(said);
      expect(ended.status).to.equal(status);
      expect(ended.out).to.equal('');
      expect(ended.err).not.to.match(/^ +at /m);
      if (words !== '')
        expect(ended.err.trim().split('\n').length).to.be.below(words === 'config validate' ? 8 : 5);
      // A service that gets as far as listening has opened its database before.
      const left = (await readdir(cwd)).filter((name) => !name.startsWith('ironic_inspector.sqlite'));
      expect(left).to.have.members([...Object.keys(FILES), 'folder']);
    });
  }
});
