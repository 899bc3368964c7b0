import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { LiveUsers } from '../../../src/access/basic/live-users.js';
import { readUserFile } from '../../../src/access/basic/user-file.js';
import { createMetrics } from '../../../src/metrics/metrics.js';

const digest = (end: string): string => `$2y$05$${'abcdefghijklmnopqrstuv'}${'0'.repeat(30)}${end}`;

describe('the file of users', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-users-'));
    path = join(folder, 'htpasswd');
  });
  afterEach(() => rm(folder, { recursive: true }));
  const read = async (text: string) => {
    await writeFile(path, text);
    return readUserFile(path);
  };

  it('has users and digests; the first line of a user counts', async () => {
    const users = await read(
      `\n# comment: yes\nnothing\n  me:${digest('1')}  \nme:${digest('2')}\nyou:${digest('3')}`,
    );
    expect([...users]).to.deep.equal([
      ['me', digest('1')],
      ['you', digest('3')],
    ]);
  });

  it('is refused with every line that is wrong', async () => {
    const error = await read(
      `md5:$apr1$x$y\nshort:$2y$05$abc\nme:${digest('1')}\ncost:${digest('1').replace('05', '20')}`,
    )
      .then(() => undefined)
      .catch((reason: unknown) => reason as Error);
    expect(error?.message.split('\n')).to.deep.equal([
      'The file of users has problems:',
      `  ${path}:1: Only bcrypt digested passwords are supported for md5: set it again with htpasswd -B`,
      `  ${path}:2: the bcrypt digest of short is damaged, or its cost is not 4 to 17: set it again with htpasswd -B`,
      `  ${path}:4: the bcrypt digest of cost is damaged, or its cost is not 4 to 17: set it again with htpasswd -B`,
    ]);
  });

  it('says how to make it where it is not there', () => {
    expect(() => readUserFile(path)).to.throw(/cannot be read .*there is no such file.*htpasswd -B -c/);
  });

  it('is followed; while it is wrong the last users stay', async () => {
    await read(`me:${digest('1')}`);
    const lines: string[] = [];
    const note = (line: string) => void lines.push(line);
    const metrics = createMetrics();
    const users = new LiveUsers({ path, metrics, log: { info: note, error: note } as never });
    await writeFile(`${path}.new`, 'me:plain');
    await rename(`${path}.new`, path);
    users.look();
    users.look();
    expect(users.current.get('me')).to.equal(digest('1'));
    expect(lines).to.have.length(1);
    expect((await metrics.usersValid.get()).values[0]?.value).to.equal(0);
    await writeFile(path, `you:${digest('2')}`);
    users.look();
    expect([...users.current.keys()]).to.deep.equal(['you']);
    expect((await metrics.usersValid.get()).values[0]?.value).to.equal(1);
  });
});
