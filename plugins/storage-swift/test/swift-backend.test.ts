import type { JsonObject, StorageBackend } from '@inspector/plugin-api';
import { createContext } from '@inspector/test-kit';
import { expect } from 'chai';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import definition from '../src/index.js';
import type { SwiftOptions } from '../src/options.js';

const UUID = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

/** A store at the wire: every request is noted and answered as the test says. */
class Wire {
  readonly seen: string[] = [];
  tokens = 0;
  tokenLife = '3600';
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void = (_, response) =>
    response.writeHead(201).end();
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Wire> {
    const server = createServer();
    const wire = new Wire(server);
    server.on('request', (request, response) => wire.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    request.resume().on('end', () => {
      if (request.url === '/auth') {
        this.tokens++;
        response
          .writeHead(200, {
            'x-auth-token': `token-${this.tokens}`,
            'x-auth-token-expires': this.tokenLife,
            'x-storage-url': `${this.url}/v1/account`,
          })
          .end();
        return;
      }
      this.seen.push(`${request.method} ${request.url} ${request.headers['x-auth-token']}`);
      this.answer(request, response, this.seen.length);
    });
  }
}

describe('Swift backend', () => {
  let wire: Wire;
  let backend: StorageBackend;
  const make = async (options: JsonObject = {}): Promise<StorageBackend> =>
    definition.setup(
      createContext<SwiftOptions>(definition, {
        options: {
          authType: 'tempauth',
          authUrl: `${wire.url}/auth`,
          username: 'u',
          password: 'p',
          retryInterval: 0,
          ...options,
        },
      }),
    );
  beforeEach(async () => {
    wire = await Wire.start();
    backend = await make();
  });
  afterEach(async () => {
    await backend.close?.();
    await wire.close();
  });
  const failure = async (work: Promise<unknown>): Promise<Error & { code?: string }> =>
    work.then(
      () => {
        throw new Error('it did not fail');
      },
      (error: Error) => error,
    );

  it('is content when a save of the same moment was newer, which Swift answers with 202', async () => {
    wire.answer = (_, response) => response.writeHead(202).end();
    await backend.save(UUID, '{}', true);
    expect(wire.seen).to.have.lengthOf(1);
  });

  it('writes one request per document, under the names of the old service', async () => {
    await backend.save(UUID, '{}', true);
    await backend.save(UUID, '{}', false);
    expect(wire.seen).to.deep.equal([
      `PUT /v1/account/ironic-inspector/inspector_data-${UUID} token-1`,
      `PUT /v1/account/ironic-inspector/inspector_data-${UUID}-UNPROCESSED token-1`,
    ]);
  });

  it('creates the container only when it is missing', async () => {
    wire.answer = (_, response, count) => response.writeHead(count === 1 ? 404 : 201).end();
    await backend.save(UUID, '{}', true);
    expect(wire.seen.map((line) => line.split(' ').slice(0, 2).join(' '))).to.deep.equal([
      `PUT /v1/account/ironic-inspector/inspector_data-${UUID}`,
      'PUT /v1/account/ironic-inspector',
      `PUT /v1/account/ironic-inspector/inspector_data-${UUID}`,
    ]);
  });

  it('signs on once for requests that come together', async () => {
    await Promise.all(Array.from({ length: 20 }, () => backend.save(UUID, '{}', true)));
    expect(wire.tokens).to.equal(1);
  });

  it('replaces a token before it expires', async () => {
    wire.tokenLife = '0';
    await backend.save(UUID, '{}', true);
    await backend.save(UUID, '{}', true);
    expect(wire.seen.map((line) => line.split(' ')[2])).to.satisfy(
      (tokens: string[]) => new Set(tokens).size === 2,
    );
  });

  it('signs on again after a 401, once', async () => {
    wire.answer = (_, response) => response.writeHead(401).end();
    expect(await failure(backend.get(UUID, true))).to.include({ code: 'INSP_STORAGE_FAILED' });
    expect(wire.seen.map((line) => line.split(' ')[2])).to.deep.equal(['token-1', 'token-2']);
  });

  it('repeats after server errors and lost connections, so many times', async () => {
    wire.answer = (request, response, count) => {
      if (count === 1) response.writeHead(503).end();
      else if (count === 2) request.socket.destroy();
      else response.writeHead(200).end('{"a":1}');
    };
    expect(await backend.get(UUID, true)).to.equal('{"a":1}');
    wire.answer = (_, response) => response.writeHead(500).end('broken');
    wire.seen.length = 0;
    const error = await failure(backend.get(UUID, true));
    expect(error).to.include({ code: 'INSP_STORAGE_FAILED' });
    expect(error.message).to.include('500 broken');
    expect(wire.seen).to.have.lengthOf(5);
  });

  it('gives up on a store that never answers', async () => {
    wire.answer = () => undefined;
    const impatient = await make({ timeout: 0.05, maxRetries: 1 });
    expect((await failure(impatient.get(UUID, true))).message).to.match(
      /^Could not connect to the object storage service/,
    );
    await impatient.close?.();
  });

  it('does not repeat what is refused', async () => {
    wire.answer = (_, response) => response.writeHead(403).end('<html><h1>Forbidden</h1></html>');
    const error = await failure(backend.save(UUID, '{}', true));
    expect(error.message).to.equal(
      `Swift failed to create object inspector_data-${UUID} in container ironic-inspector. Error was: 403 Forbidden`,
    );
    expect(wire.seen).to.have.lengthOf(1);
  });

  it('reads a listing page by page', async () => {
    const names = ['inspector_data-a', 'inspector_data-a-UNPROCESSED', 'inspector_data-b'];
    wire.answer = (request, response) => {
      const marker = new URL(request.url ?? '', wire.url).searchParams.get('marker') ?? '';
      const page = names.filter((name) => name > marker).slice(0, 2);
      response.writeHead(200).end(JSON.stringify(page.map((name) => ({ name }))));
    };
    const keys = [];
    for await (const key of backend.list!()) keys.push(key);
    expect(keys).to.deep.equal([
      { uuid: 'a', processed: true },
      { uuid: 'a', processed: false },
      { uuid: 'b', processed: true },
    ]);
    expect(wire.seen).to.have.lengthOf(3);
  });

  const incomplete: [JsonObject, string][] = [
    [{ authType: 'password' }, 'swift.username'],
    [{ authType: 'v3applicationcredential' }, 'swift.applicationCredentialSecret'],
    [{ authType: 'v3token' }, 'swift.token'],
    [{ authType: 'none' }, 'swift.endpointOverride'],
    [{ authType: 'http_basic', endpointOverride: 'http://127.0.0.1' }, 'swift.username'],
    [
      {
        authType: 'password',
        username: 'u',
        password: 'p',
        authUrl: 'http://127.0.0.1',
        cafile: '/nonexistent.pem',
      },
      'swift.cafile',
    ],
  ];
  for (const [options, option] of incomplete) {
    it(`names the option ${option} that ${String(options['authType'])} lacks`, async () => {
      const bare = { authUrl: 'http://127.0.0.1:1', ...options } as JsonObject;
      const given =
        option === 'swift.username' && options['authType'] === 'password' ? { ...bare, password: 'p' } : bare;
      const attempt = async () =>
        definition.setup(createContext<SwiftOptions>(definition, { options: given }));
      const error = await failure(attempt());
      expect(error).to.include({ code: 'INSP_CONFIG_INVALID' });
      expect(error.message).to.include(option);
    });
  }
});
