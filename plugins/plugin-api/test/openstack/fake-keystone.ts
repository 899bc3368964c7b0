import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Body of a request for a token, as it arrived. */
export interface TokenRequest {
  readonly auth: {
    readonly identity: Record<string, unknown> & { readonly methods: readonly string[] };
    readonly scope?: unknown;
  };
}

/** One service of the catalogue. */
export interface CatalogueService {
  readonly type: string;
  readonly name?: string;
  readonly endpoints: readonly {
    readonly interface: string;
    readonly region?: string;
    readonly url: string;
  }[];
}

/** An identity service at the wire: notes what it is asked and hands out `token-1`, `token-2` and so on. */
export class FakeKeystone {
  readonly requests: TokenRequest[] = [];
  /** Paths of all requests. */
  readonly paths: string[] = [];
  catalogue: readonly CatalogueService[] = [];
  /** Seconds a token lives. */
  life = 3600;
  /** Seconds its clock is ahead of this machine's. */
  clockAhead = 0;
  /** Answers instead of a token. */
  answer: ((response: ServerResponse, request: TokenRequest) => void) | undefined;
  private constructor(private readonly server: Server) {}

  /** Opens it on a free port. */
  static async start(): Promise<FakeKeystone> {
    const server = createServer();
    const keystone = new FakeKeystone(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        keystone.paths.push(`${request.method} ${request.url}`);
        keystone.give(JSON.parse(Buffer.concat(chunks).toString('utf8')) as TokenRequest, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return keystone;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Nobody listens at its address from now on. */
  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private give(request: TokenRequest, response: ServerResponse): void {
    this.requests.push(request);
    if (this.answer) {
      this.answer(response, request);
      return;
    }
    const now = Date.now() + this.clockAhead * 1000;
    const token = {
      issued_at: new Date(now).toISOString(),
      expires_at: new Date(now + this.life * 1000).toISOString(),
      catalog: this.catalogue,
    };
    response
      .writeHead(201, { 'x-subject-token': `token-${this.requests.length}` })
      .end(JSON.stringify({ token }));
  }
}
