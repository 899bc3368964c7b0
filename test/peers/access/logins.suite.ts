import { expect } from 'chai';
import { Bench } from '../../functional/harness.js';
import { keystoneConfig, type Identity } from './identity.js';

interface Answer {
  readonly status: number;
  readonly cookie: string;
  readonly body: {
    readonly error?: { readonly message: string };
    readonly user?: { readonly name: string; readonly roles: readonly string[] };
    readonly project?: string | null;
    readonly expires_at?: string;
    readonly may?: readonly string[];
  };
}

/** What Keystone says to people who log in with a password. */
export function loginsSuite(identity: () => Identity): void {
  describe('people log in with user and password', () => {
    let bench: Bench;
    before(async () => {
      bench = await Bench.start(keystoneConfig(identity()));
    });
    after(() => bench.close());

    const logIn = async (body: object): Promise<Answer> => {
      const answer = await fetch(`${bench.url}/v1/session`, { method: 'POST', body: JSON.stringify(body) });
      const [cookie = ''] = answer.headers.getSetCookie();
      return {
        status: answer.status,
        cookie: cookie.split(';')[0] ?? '',
        body: (await answer.json()) as Answer['body'],
      };
    };
    const wrong = { status: 401, cookie: '', body: { error: { message: 'Authentication required' } } };
    /** Makes a user who has a role in the project. */
    const newUser = async (name: string, fields: object = {}): Promise<string> => {
      const user = { name, password: 'people-pw', domain_id: 'default', ...fields };
      const made = await identity().keystone.administer('POST', 'users', { user });
      return (made['user'] as { id: string }).id;
    };

    it('for a project', async () => {
      const login = await identity().people.login('admin', 'project');
      const { status, cookie, body } = await logIn(login);
      expect(status).to.equal(200);
      expect(body).to.include({ project: 'people' });
      expect(body.user?.roles).to.include('admin');
      expect(Date.parse(body.expires_at ?? '') - Date.now()).to.be.within(0, 3_600_000);
      const rules = await fetch(`${bench.url}/v1/rules`, { headers: { Cookie: cookie } });
      expect(rules.status).to.equal(200);
    });

    it('and nobody can use their token any more once they have logged out', async () => {
      const { cookie } = await logIn(await identity().people.login('admin', 'project'));
      const headers = { Cookie: cookie, 'X-Inspector-Session': 'page' };
      const ask = async (method: string, path: string): Promise<number> =>
        (await fetch(`${bench.url}${path}`, { method, headers })).status;
      expect(await ask('GET', '/v1/rules')).to.equal(200);
      expect(await ask('DELETE', '/v1/session')).to.equal(204);
      expect(await ask('GET', '/v1/rules')).to.equal(401);
    });

    it('for the whole system', async () => {
      const { status, body } = await logIn(await identity().people.login('reader', 'system'));
      expect(status).to.equal(200);
      expect(body.project).to.equal(null);
      expect(body.may).to.include('introspection:status').and.not.include('introspection:start');
    });

    it('for their default project', async () => {
      const { keystone } = identity();
      const { projects } = (await keystone.administer('GET', 'projects?name=people')) as {
        projects: { id: string }[];
      };
      const project = projects[0]?.id ?? '';
      const user = await newUser('has-a-default', { default_project_id: project });
      const { roles } = (await keystone.administer('GET', 'roles?name=admin')) as { roles: { id: string }[] };
      await keystone.administer('PUT', `projects/${project}/users/${user}/roles/${roles[0]?.id ?? ''}`);
      const { status, body } = await logIn({ user: 'has-a-default', password: 'people-pw' });
      expect(status).to.equal(200);
      expect(body.project).to.equal('people');
    });

    it('and are told to name a project where they have no default one', async () => {
      const { user, password } = await identity().people.login('member', 'project');
      const { status, body } = await logIn({ user, password });
      expect(status).to.equal(401);
      expect(body.error?.message).to.include('You have no default project');
    });

    for (const [what, change] of Object.entries({
      'the password': { password: 'wrong' },
      'the user': { user: 'nobody' },
      'the project': { project: 'nothing' },
      'the domain of the user': { user_domain: 'nowhere' },
      'the domain of the project': { project_domain: 'nowhere' },
      'a project that is not theirs': { project: 'admin' },
      'a user with a long name': { user: 'x'.repeat(300) },
      'a long password': { password: 'x'.repeat(5000) },
      'a user in other letters': { user: '张三 😀' },
    })) {
      it(`and learn no more than that something is wrong, such as ${what}`, async () => {
        const login = await identity().people.login('admin', 'project');
        expect(await logIn({ ...login, ...change })).to.deep.equal(wrong);
      });
    }

    it('and learn that their account is disabled only with the right password', async () => {
      await newUser('disabled', { enabled: false });
      const login = { user: 'disabled', password: 'people-pw', project: 'people' };
      expect(await logIn({ ...login, password: 'wrong' })).to.deep.equal(wrong);
      const { status, body } = await logIn(login);
      expect(status).to.equal(401);
      expect(body.error?.message).to.match(/Authentication required|Your account is disabled/);
    });
  });
}
