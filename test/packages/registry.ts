import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const run = promisify(execFile);

/** What npm publishes of one version. */
interface Published {
  readonly manifest: Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };
  readonly tarball: Buffer;
}

/**
 * An npm registry on the loopback address. It has the packages that were given to it or published to it; all others come
 * from the registry that npm uses on this machine.
 */
export class LoopbackRegistry {
  readonly #packages = new Map<string, Published[]>();

  private constructor(
    private readonly server: Server,
    private readonly upstream: string,
  ) {}

  static async start(): Promise<LoopbackRegistry> {
    const { stdout } = await run('npm', ['config', 'get', 'registry']);
    const server = createServer();
    const registry = new LoopbackRegistry(server, stdout.trim().replace(/\/*$/, '/'));
    server.on('request', (request, response) => {
      registry.#answer(request, response).catch((error: unknown) => {
        response.writeHead(502).end(String(error));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return registry;
  }

  /** Its address, with a `/` at the end. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** Names and versions of what it has itself. */
  get published(): string[] {
    return [...this.#packages.values()].flat().map(({ manifest }) => `${manifest.name}@${manifest.version}`);
  }

  /** Takes in tarballs that `npm pack` has made. */
  async add(tarballs: readonly string[]): Promise<void> {
    for (const path of tarballs) {
      const tarball = await readFile(path);
      this.#keep({ manifest: manifestIn(tarball), tarball });
    }
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  #keep(one: Published): void {
    const { name } = one.manifest;
    this.#packages.set(name, [...(this.#packages.get(name) ?? []), one]);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? '/', this.url).pathname.slice(1));
    if (request.method === 'PUT') return this.#publish(path, request, response);
    const [name = '', file] = path.split('/-/');
    const own = this.#packages.get(name);
    if (own === undefined) return this.#pass(request, response);
    if (file === undefined) return send(response, JSON.stringify(this.#document(name, own)));
    const wanted = own.find(({ manifest }) => file === fileOf(manifest));
    if (wanted === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(wanted.tarball);
  }

  #document(name: string, versions: readonly Published[]): object {
    const newest = versions.at(-1)?.manifest.version ?? '';
    const all = versions.map(({ manifest, tarball }) => [
      manifest.version,
      {
        ...manifest,
        _id: `${name}@${manifest.version}`,
        dist: {
          tarball: `${this.url}${name}/-/${fileOf(manifest)}`,
          shasum: createHash('sha1').update(tarball).digest('hex'),
          integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
        },
      },
    ]);
    const time = Object.fromEntries(
      versions.map(({ manifest }) => [manifest.version, '2020-01-01T00:00:00.000Z']),
    );
    return { name, 'dist-tags': { latest: newest }, versions: Object.fromEntries(all) as object, time };
  }

  /** What `npm publish` sends. */
  async #publish(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await textOf(request)) as { _attachments?: Record<string, { data: string }> };
    const [attachment] = Object.values(body._attachments ?? {});
    if (attachment === undefined) {
      response.writeHead(400).end(`{"error":"nothing to publish at ${path}"}`);
      return;
    }
    const tarball = Buffer.from(attachment.data, 'base64');
    this.#keep({ manifest: manifestIn(tarball), tarball });
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"ok":true}');
  }

  /** Answers what is not here from the registry of this machine. */
  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { accept = '*/*' } = request.headers;
    const answer = await fetch(new URL((request.url ?? '/').slice(1), this.upstream), {
      headers: { accept },
    });
    const body = Buffer.from(await answer.arrayBuffer());
    const type = answer.headers.get('content-type') ?? 'application/json';
    response.writeHead(answer.status, { 'content-type': type }).end(body);
  }
}

const fileOf = ({ name, version }: Published['manifest']): string =>
  `${name.split('/').at(-1) ?? name}-${version}.tgz`;

const send = (response: ServerResponse, text: string): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(text);

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Bytes of a block of a tar file. */
const BLOCK = 512;

/** The package.json of a package as npm packs it. */
function manifestIn(tarball: Buffer): Published['manifest'] {
  const tar = gunzipSync(tarball);
  for (let at = 0; at < tar.length;) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    if (name === '') break;
    const size = Number.parseInt(tar.toString('utf8', at + 124, at + 136), 8);
    const begin = at + BLOCK;
    if (name === 'package/package.json')
      return JSON.parse(tar.toString('utf8', begin, begin + size)) as Published['manifest'];
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error('The tarball has no package.json.');
}
