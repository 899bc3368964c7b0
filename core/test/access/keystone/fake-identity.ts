import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createSession, type OpenStackOptions, ServiceHttp } from '@inspector/plugin-api/openstack';

/** A question about a token, as it arrived. */
export interface Question {
  readonly own: string;
  readonly subject: string;
  readonly query: string;
  readonly accessRules: string | undefined;
}

type Handler = (response: ServerResponse, question: Question) => void;

/** Somebody who asks for a token with a password, as it arrived. */
export interface AuthRequest {
  readonly identity: {
    readonly methods: readonly string[];
    readonly password: { readonly user: { readonly name: string; readonly password: string } };
  };
  readonly scope?: object;
}

/** The body of an answer about a token; `changes` replace members of it. */
export const tokenBody = (changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    token: {
      expires_at: '2100-01-01T00:00:00.000000Z',
      issued_at: '2030-01-01T00:00:00.000000Z',
      user: { id: 'u1', name: 'alice', domain: { id: 'default', name: 'Default' } },
      project: { id: 'p1', name: 'demo', domain: { id: 'default', name: 'Default' } },
      roles: [
        { id: 'r1', name: 'admin' },
        { id: 'r2', name: 'Reader' },
      ],
      audit_ids: ['a1', 'a0'],
      ...changes,
    },
  });

/** The body with which Keystone refuses somebody. */
export const keystoneError = (message: string): string =>
  JSON.stringify({ error: { code: 401, message, title: 'Unauthorized' } });

/** An identity service at the wire: signs on whoever asks, and tells about tokens what it was given. */
export class FakeIdentity {
  /** Questions about tokens of callers. */
  readonly questions: Question[] = [];
  /** Questions of a service about its own token. */
  readonly ownQuestions: Question[] = [];
  /** Bodies about tokens that are valid; any other one is answered with 404. */
  readonly tokens = new Map<string, string>();
  /** What signing on is answered with; other than 201 it fails. */
  signOnStatus = 201;
  /** How often somebody signed on. */
  signedOn = 0;
  /** Answers questions about tokens instead, as long as it is set. */
  handler: Handler | undefined;
  /** Passwords of people, who get tokens for them. */
  readonly people = new Map<string, string>();
  /** What these tokens say. */
  personalToken = tokenBody();
  /** Tokens that were revoked. */
  readonly revoked: string[] = [];
  /** Log-ins of people. */
  readonly logins: AuthRequest[] = [];
  /** Answers log-ins of people instead, as long as it is set. */
  loginHandler: ((response: ServerResponse) => void) | undefined;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Opens it on a free port. */
  static async start(): Promise<FakeIdentity> {
    const server = createServer();
    const identity = new FakeIdentity(server);
    server.on('request', (request, response) => void identity.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return identity;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A session of the service with it, and the connections to it. */
  client(changes: Partial<OpenStackOptions> = {}) {
    const options = {
      ...{ authType: 'password', authUrl: this.url, username: 'inspector', password: 'pa55-word' },
      ...{ serviceType: 'identity', validInterfaces: ['internal'], insecure: false, timeout: 5 },
      ...changes,
    } as OpenStackOptions;
    const http = new ServiceHttp(options, 'keystoneAuthtoken');
    return { session: createSession(options, 'keystoneAuthtoken', http), http };
  }

  /** Ends all connections, kept ones too; whoever sends on one of them sees it cut off. */
  cutOff(): void {
    this.#server.closeAllConnections();
  }

  /** Nobody listens at its address from now on. */
  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const { auth } = (await json(request)) as { auth: AuthRequest };
      // A service wants to know the catalogue when it signs on.
      if (request.url?.endsWith('?nocatalog')) {
        this.#answerLogin(auth, response);
        return;
      }
      if (this.signOnStatus !== 201) {
        response.writeHead(this.signOnStatus).end('{"error": {"message": "refused"}}');
        return;
      }
      this.signedOn += 1;
      const endpoints = [{ interface: 'internal', url: this.url }];
      const token = {
        ...JSON.parse(tokenBody()).token,
        catalog: [{ type: 'identity', endpoints }],
      } as unknown;
      response.writeHead(201, { 'x-subject-token': `own-${this.signedOn}` }).end(JSON.stringify({ token }));
      return;
    }
    request.resume();
    const text = (name: string): string => String(request.headers[name] ?? '');
    const question = {
      own: text('x-auth-token'),
      subject: text('x-subject-token'),
      query: (request.url ?? '').replace(/^[^?]*/, ''),
      accessRules: request.headers['openstack-identity-access-rules']?.toString(),
    };
    const isRevocation = request.method === 'DELETE';
    if (!isRevocation)
      (question.own === question.subject ? this.ownQuestions : this.questions).push(question);
    if (this.handler) {
      this.handler(response, question);
      return;
    }
    if (isRevocation) {
      this.revoked.push(question.subject);
      response.writeHead(this.tokens.delete(question.subject) ? 204 : 404).end();
      return;
    }
    const body = this.tokens.get(question.subject);
    response.writeHead(body === undefined ? 404 : 200).end(body ?? '{"error": {"code": 404}}');
  }

  #answerLogin(auth: AuthRequest, response: ServerResponse): void {
    this.logins.push(auth);
    if (this.loginHandler) {
      this.loginHandler(response);
      return;
    }
    const { name, password } = auth.identity.password.user;
    if (this.people.get(name) !== password) {
      response.writeHead(401).end(keystoneError('The request you have made requires authentication.'));
      return;
    }
    const token = `personal-${this.logins.length}`;
    this.tokens.set(token, this.personalToken);
    response.writeHead(201, { 'x-subject-token': token }).end(this.personalToken);
  }
}
