import type { KeystoneServer } from '../servers/keystone.js';

interface Rule {
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

/** What a token is for; `none`: it only says who somebody is. */
export type Scope = 'project' | 'domain' | 'system' | 'none';

const DOMAIN = { id: 'default' };
const PASSWORD = 'people-pw';

/** Users of a Keystone, one for each role and scope, made when a test needs them. */
export class KeystonePeople {
  readonly #users = new Map<string, Promise<string>>();
  readonly #tokens = new Map<string, Promise<string>>();

  private constructor(
    private readonly keystone: KeystoneServer,
    private readonly project: string,
  ) {}

  /** Gives a Keystone a project for them. */
  static async of(keystone: KeystoneServer): Promise<KeystonePeople> {
    const project = { name: 'people', domain_id: 'default' };
    const made = await keystone.administer('POST', 'projects', { project });
    return new KeystonePeople(keystone, (made['project'] as { id: string }).id);
  }

  /** The token of the user with a role in the project, in its domain, or on the whole system; always the same one. */
  token(role: string, scope: Scope): Promise<string> {
    const name = nameOf(role, scope);
    const known = this.#tokens.get(name) ?? this.newToken(role, scope);
    this.#tokens.set(name, known);
    return known;
  }

  /** How a program signs on as the user with a role in the project. */
  async account(role: string): Promise<{
    readonly username: string;
    readonly password: string;
    readonly projectName: string;
  }> {
    await this.#user(role, 'project');
    return { username: nameOf(role, 'project'), password: PASSWORD, projectName: 'people' };
  }

  /** What the user with a role in the project, or on the whole system, types to log in. */
  async login(
    role: string,
    scope: 'project' | 'system',
  ): Promise<{
    readonly user: string;
    readonly password: string;
    readonly project?: string;
    readonly system_scope?: 'all';
  }> {
    await this.#user(role, scope);
    const known = { user: nameOf(role, scope), password: PASSWORD };
    return scope === 'system' ? { ...known, system_scope: 'all' } : { ...known, project: 'people' };
  }

  /** Another token of that user, which nobody has seen yet. */
  async newToken(role: string, scope: Scope): Promise<string> {
    const user = await this.#user(role, scope);
    const password = { user: { id: user, password: PASSWORD } };
    return this.#signOn({ identity: { methods: ['password'], password }, scope: this.#scopes[scope] });
  }

  /** A token of an application credential that may be used for some requests only. */
  async limitedToken(role: string, rules: readonly Rule[]): Promise<string> {
    const user = await this.#user(role, 'project');
    const token = await this.newToken(role, 'project');
    const credential = { name: `limited-${role}-${Date.now()}`, secret: PASSWORD, access_rules: rules };
    const answer = await this.#send('POST', `users/${user}/application_credentials`, token, {
      application_credential: credential,
    });
    const { id } = ((await answer.json()) as { application_credential: { id: string } })
      .application_credential;
    return this.#signOn({
      identity: { methods: ['application_credential'], application_credential: { id, secret: PASSWORD } },
    });
  }

  /** Makes every token worthless. */
  async forgetTokens(): Promise<void> {
    await this.keystone.forgetTokens();
    this.#tokens.clear();
  }

  /** Makes a token worthless. */
  async revoke(token: string): Promise<void> {
    await this.#send('DELETE', 'auth/tokens', token, undefined, { 'x-subject-token': token });
  }

  get #scopes(): Readonly<Record<Scope, object | string>> {
    return {
      project: { project: { id: this.project } },
      domain: { domain: DOMAIN },
      system: { system: { all: true } },
      none: 'unscoped',
    };
  }

  #user(role: string, scope: Scope): Promise<string> {
    const name = nameOf(role, scope);
    const known = this.#users.get(name) ?? this.#make(name, role, scope);
    this.#users.set(name, known);
    return known;
  }

  async #make(name: string, role: string, scope: Scope): Promise<string> {
    const { administer } = this.keystone;
    const user = { name, password: PASSWORD, domain_id: DOMAIN.id };
    const made = await administer('POST', 'users', { user });
    const { id } = made['user'] as { id: string };
    if (scope === 'none') return id;
    const places = { project: `projects/${this.project}`, domain: `domains/${DOMAIN.id}`, system: 'system' };
    await administer('PUT', `${places[scope]}/users/${id}/roles/${await this.#role(role)}`);
    return id;
  }

  async #role(name: string): Promise<string> {
    const { administer } = this.keystone;
    const { roles } = (await administer('GET', `roles?name=${name}`)) as {
      roles: { id: string; name: string }[];
    };
    const found = roles.find((role) => role.name === name);
    if (found !== undefined) return found.id;
    const made = await administer('POST', 'roles', { role: { name } });
    return (made['role'] as { id: string }).id;
  }

  async #signOn(auth: object): Promise<string> {
    const answer = await this.#send('POST', 'auth/tokens', undefined, { auth });
    return answer.headers.get('x-subject-token') ?? '';
  }

  async #send(
    method: string,
    path: string,
    token: string | undefined,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const answer = await fetch(`${this.keystone.url}/${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { 'x-auth-token': token }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer;
    throw new Error(`Keystone answered ${method} ${path} with ${answer.status} ${await answer.text()}`);
  }
}

const nameOf = (role: string, scope: Scope): string => `${scope}-${role}`;
