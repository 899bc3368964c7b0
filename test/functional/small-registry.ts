import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Version {
  readonly name: string;
  readonly version: string;
  readonly dist: { readonly tarball: string; readonly integrity: string };
}

interface Published {
  readonly versions: Record<string, Version>;
  readonly tags: Record<string, string>;
}

/** What `npm publish` sends. */
interface Publication {
  readonly name: string;
  readonly versions: Record<string, Omit<Version, 'dist'>>;
  readonly 'dist-tags': Record<string, string>;
  readonly _attachments: Record<string, { readonly data: string }>;
}

/**
 * A registry on loopback in memory: what is published to it is there at once, everything else is asked of the registry that
 * npm uses otherwise.
 */
export class SmallRegistry {
  readonly #packages = new Map<string, Published>();
  readonly #tarballs = new Map<string, Buffer>();
  /** Names of the packages that were published over HTTP, in order. */
  readonly published: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly upstream: string,
  ) {
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<SmallRegistry> {
    const { stdout } = await run('npm', ['config', 'get', 'registry']);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SmallRegistry(server, stdout.trim().replace(/\/$/, ''));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Lines of an .npmrc of somebody who may publish here. */
  get npmrc(): string {
    return `registry=${this.url}/\n//${new URL(this.url).host}/:_authToken=anybody\n`;
  }

  /** Publishes a tarball. */
  async add(file: string): Promise<void> {
    const { stdout } = await run('tar', ['-xOf', file, 'package/package.json']);
    this.#keep(JSON.parse(stdout) as Version, await readFile(file), 'latest');
  }

  /** Whether the registry behind it answers. */
  async hasUpstream(): Promise<boolean> {
    return fetch(`${this.upstream}/semver`, { method: 'HEAD', signal: AbortSignal.timeout(10_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  #keep(manifest: Omit<Version, 'dist'>, tarball: Buffer, tag: string): void {
    const { name, version } = manifest;
    const path = `/${name}/-/${name.split('/').pop() ?? ''}-${version}.tgz`;
    this.#tarballs.set(path, tarball);
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const { versions, tags } = this.#packages.get(name) ?? { versions: {}, tags: {} };
    versions[version] = { ...manifest, dist: { tarball: this.url + path, integrity } };
    tags[tag] = version;
    this.#packages.set(name, { versions, tags });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? '/', this.url).pathname);
    const found = this.#packages.get(path.slice(1));
    const tarball = this.#tarballs.get(path);
    if (request.method === 'PUT') {
      const {
        name,
        versions,
        'dist-tags': tags,
        _attachments,
      } = JSON.parse(await text(request)) as Publication;
      const [manifest] = Object.values(versions);
      const [file] = Object.values(_attachments);
      if (manifest && file)
        this.#keep(manifest, Buffer.from(file.data, 'base64'), Object.keys(tags)[0] ?? 'latest');
      this.published.push(name);
      response.writeHead(201, { 'Content-Type': 'application/json' }).end('{}');
    } else if (tarball) response.end(tarball);
    else if (found) {
      const packument = { name: path.slice(1), 'dist-tags': found.tags, versions: found.versions };
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(packument));
    } else if (/^\/@(inspector|acme)\//.test(path)) response.writeHead(404).end('{}');
    else response.writeHead(302, { Location: this.upstream + (request.url ?? '') }).end();
  }
}
