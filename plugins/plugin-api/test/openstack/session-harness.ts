import { ServiceHttp } from '../../src/openstack/http.js';
import type { OpenStackOptions } from '../../src/openstack/options.js';
import { createSession, type OpenStackSession } from '../../src/openstack/session.js';
import { FakeKeystone } from './fake-keystone.js';

/** A fake Keystone and sessions that use it. */
export class SessionHarness {
  private readonly open: ServiceHttp[] = [];
  private constructor(readonly keystone: FakeKeystone) {}

  static async start(): Promise<SessionHarness> {
    return new SessionHarness(await FakeKeystone.start());
  }

  /** A session of a user with a password, unless said otherwise; undefined takes an option away. */
  session(changes: { readonly [Name in keyof OpenStackOptions]?: OpenStackOptions[Name] | undefined } = {}) {
    const options = {
      ...{ authType: 'password', authUrl: this.keystone.url, username: 'inspector', password: 'pa55-word' },
      ...{ serviceType: 'object-store', validInterfaces: ['internal', 'public'] },
      ...{ insecure: false, timeout: 5 },
      ...changes,
    };
    const present = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    return this.make(present as unknown as OpenStackOptions);
  }

  async close(): Promise<void> {
    for (const http of this.open) await http.close();
    await this.keystone.close();
  }

  private make(options: OpenStackOptions): OpenStackSession {
    const http = new ServiceHttp(options, 'swift');
    this.open.push(http);
    return createSession(options, 'swift', http);
  }
}
