import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.js';
import { commandPath } from '../peer.js';
import { isOpen } from './open-port.js';
import { Restartable } from './restartable.js';

const run = promisify(execFile);

/** The programs {@link startKeystone} needs. */
export const KEYSTONE_COMMANDS = [
  'keystone-manage',
  'uwsgi_python3',
  '/usr/bin/keystone-wsgi-public',
] as const;

/** A private Keystone that a test has started. */
export interface KeystoneServer {
  /** URL with `/v3`. */
  readonly url: string;
  /** Adds a service with endpoints of all interfaces in RegionOne. */
  addService(type: string, name: string, url: string): Promise<void>;
  /** Sends a request with the rights of the administrator, and returns the parsed answer. */
  readonly administer: Call;
  stop(): Promise<void>;
  /** Has it answer nobody, with its connections open, until it is resumed. */
  pause(): void;
  resume(): void;
  /** Makes every token that was handed out worthless, by replacing the keys they are signed with. */
  forgetTokens(): Promise<void>;
}

/**
 * Without its cache Keystone sends 400 statements to the database for each request. The cache is in the memory of its one
 * process. Tokens are looked at each time, because a test takes their keys away.
 */
const conf = (folder: string): string => `[DEFAULT]
use_stderr = true
[database]
connection = sqlite:///${folder}/keystone.db
[token]
provider = fernet
caching = false
cache_on_issue = false
[cache]
enabled = true
backend = oslo_cache.dict
[identity]
password_hash_rounds = 4
[fernet_tokens]
key_repository = ${folder}/fernet
[credential]
key_repository = ${folder}/credential
`;

/**
 * Starts a Keystone on 127.0.0.1 with the project `service` and its users `swift` (password `swiftpw`) and
 * `ironic-inspector` (`inspectorpw`), both admin there.
 */
export async function startKeystone(): Promise<KeystoneServer> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-keystone-'));
  const file = join(folder, 'keystone.conf');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/v3`;
  await mkdir(join(folder, 'fernet'), { mode: 0o700 });
  await mkdir(join(folder, 'credential'), { mode: 0o700 });
  await writeFile(file, conf(folder));
  const manage = (...commands: string[][]): Promise<unknown> =>
    run('/usr/bin/python3', [
      join(import.meta.dirname, 'keystone-manage.py'),
      file,
      JSON.stringify(commands),
    ]);
  const { username } = userInfo();
  const owner = ['--keystone-user', username, '--keystone-group', username];
  await manage(
    ['db_sync'],
    ['fernet_setup', ...owner],
    ['credential_setup', ...owner],
    [
      'bootstrap',
      ...['--bootstrap-username', 'admin', '--bootstrap-password', 'adminpw'],
      ...['--bootstrap-project-name', 'admin', '--bootstrap-role-name', 'admin'],
      ...['--bootstrap-service-name', 'keystone', '--bootstrap-region-id', 'RegionOne'],
      ...['admin', 'internal', 'public'].flatMap((kind) => [`--bootstrap-${kind}-url`, url]),
    ],
  );
  const server = new Restartable({
    command: commandPath('uwsgi_python3'),
    args: [
      ...['--http-socket', `127.0.0.1:${port}`, '--buffer-size', '65535'],
      // uwsgi closes each connection after its answer; clients of Python would send the next request on it
      ...['--add-header', 'Connection: close'],
      ...['--wsgi-file', '/usr/bin/keystone-wsgi-public', '--master', '--lazy-apps', '--die-on-term'],
      ...['--pyargv', `--config-file ${file}`],
    ],
    env: { ...process.env, OS_KEYSTONE_CONFIG_DIR: folder, OS_KEYSTONE_CONFIG_FILES: 'keystone.conf' },
    cwd: '/',
    ready: () => isOpen(port),
  });
  const stop = async (): Promise<void> => {
    server.resume();
    await server.end('stop');
    await rm(folder, { recursive: true });
  };
  try {
    await server.start();
    const call = await administrator(url);
    const role = await idOf(call, 'roles?name=admin', 'roles');
    const project = await create(call, 'projects', 'project', { name: 'service', domain_id: 'default' });
    for (const [name, password] of [
      ['swift', 'swiftpw'],
      ['ironic-inspector', 'inspectorpw'],
    ]) {
      const user = await create(call, 'users', 'user', { name, password, domain_id: 'default' });
      await call('PUT', `projects/${project}/users/${user}/roles/${role}`);
    }
    return {
      url,
      administer: call,
      stop,
      pause: () => server.pause(),
      resume: () => server.resume(),
      async forgetTokens() {
        await rm(join(folder, 'fernet'), { recursive: true });
        await mkdir(join(folder, 'fernet'), { mode: 0o700 });
        await manage(['fernet_setup', ...owner]);
      },
      async addService(type, name, endpoint) {
        const service = await create(call, 'services', 'service', { type, name });
        for (const kind of ['public', 'internal']) {
          const fields = { service_id: service, interface: kind, url: endpoint, region_id: 'RegionOne' };
          await create(call, 'endpoints', 'endpoint', fields);
        }
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A request to Keystone by a method, a path below `/v3` and a body. */
export type Call = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;

async function administrator(url: string): Promise<Call> {
  const domain = { id: 'default' };
  const body = {
    auth: {
      identity: { methods: ['password'], password: { user: { name: 'admin', password: 'adminpw', domain } } },
      scope: { project: { name: 'admin', domain } },
    },
  };
  const signOn = async (): Promise<string> => {
    const answer = await fetch(`${url}/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const given = answer.headers.get('x-subject-token');
    if (given !== null) return given;
    throw new Error(`Keystone refused its administrator: ${answer.status} ${await answer.text()}`);
  };
  let token = await signOn();
  const send = (method: string, path: string, content?: object): Promise<Response> =>
    fetch(`${url}/${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-auth-token': token },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    });
  return async (method, path, content) => {
    let answer = await send(method, path, content);
    if (answer.status === 401) {
      // its token was forgotten
      token = await signOn();
      answer = await send(method, path, content);
    }
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Keystone answered ${method} ${path} with ${answer.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  };
}

async function create(call: Call, path: string, kind: string, fields: object): Promise<string> {
  const answer = await call('POST', path, { [kind]: fields });
  return String((answer[kind] as { id: string }).id);
}

async function idOf(call: Call, path: string, kind: string): Promise<string> {
  const answer = await call('GET', path);
  const [first] = answer[kind] as { id: string }[];
  if (first === undefined) throw new Error(`Keystone has no ${path}`);
  return first.id;
}
