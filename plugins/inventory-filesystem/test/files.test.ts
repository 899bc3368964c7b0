import {
  chmod,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { rejection } from '../../../test/mocha/rejection.js';
import { document, freshFolder, inside, openIn, write, type OpenInventory } from './open-inventory.js';

const FIXTURES = new URL('../../../test/fixtures/ansible-inventories/', import.meta.url);

describe('the files of inventory filesystem', () => {
  let opened: OpenInventory;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    const fresh = await freshFolder();
    remove = fresh.remove;
    opened = await openIn(fresh.folder);
  });
  afterEach(() => remove());

  const mode = async (name: string): Promise<string> =>
    ((await stat(opened.at(name))).mode & 0o777).toString(8);

  it('are inventory, archive and journal, and no others, and closed to strangers', async () => {
    await opened.backend.write(document(1), write());
    await opened.backend.write(document(2), write());

    const names = await readdir(opened.folder);
    expect(names.sort()).to.deep.equal([
      'backup_openstack_inventory.tar',
      'openstack_inventory.json',
      'openstack_inventory.log.jsonl',
    ]);
    for (const name of names) expect(await mode(name), name).to.equal('640');
  });

  it('are known to be as they were written until somebody else changes one of them', async () => {
    const known = async (): Promise<boolean | undefined> => (await opened.backend.load()).isAsWritten;
    await opened.backend.write(document(1), write());
    expect(await known()).to.equal(true);
    await writeFile(opened.file, `${document(1)}\n`);
    expect(await known(), 'another text').to.equal(false);
    await writeFile(opened.file, document(1));
    expect(await known(), 'the same text again').to.equal(true);
    for (const text of ['half an entry', '']) {
      await writeFile(opened.at('openstack_inventory.log.jsonl'), text);
      expect(await known(), `a journal of ${text.length} characters`).to.equal(false);
    }
    await rm(opened.at('openstack_inventory.log.jsonl'));
    expect(await known(), 'no journal').to.equal(false);
  });

  it('keep their mode', async () => {
    await opened.backend.write(document(1), write());
    await chmod(opened.file, 0o664);
    await opened.backend.write(document(2), write());

    expect(await mode('openstack_inventory.json')).to.equal('664');
  });

  it('are written where a link points to', async () => {
    await mkdir(opened.at('elsewhere'));
    await symlink(join('elsewhere', 'real.json'), opened.file);
    await opened.backend.write(document(1), write());
    await opened.backend.write(document(2), write());

    expect(await readlink(opened.file)).to.equal(join('elsewhere', 'real.json'));
    expect(await readFile(opened.at('elsewhere/real.json'), 'utf8')).to.equal(document(2));
  });

  it('are looked for in the directory that is given, and nowhere else', async () => {
    const missing = await openIn(opened.at('missing'));
    for (const work of [() => missing.backend.load(), () => missing.backend.write(document(1), write())]) {
      const { code, message } = await rejection(work());
      expect(code).to.equal('INSP_INVENTORY_UNAVAILABLE');
      expect(message)
        .to.contain(opened.at('missing'))
        .and.to.contain('plugins.inventory-filesystem.directory');
    }
  });

  it('may begin with a byte order mark', async () => {
    await writeFile(opened.file, `\ufeff${document(1)}`);

    expect((await opened.backend.load()).text).to.equal(document(1));
  });

  it('are no inventory where there is a directory or no text, and stay as they are', async () => {
    await mkdir(opened.file);
    expect((await rejection(opened.backend.load())).code).to.equal('INSP_INVENTORY_CORRUPT');
    await rm(opened.file, { recursive: true });
    await writeFile(opened.file, Buffer.from([0x7b, 0xff, 0x7d]));
    const before = await inside(opened.folder);
    expect((await rejection(opened.backend.load())).code).to.equal('INSP_INVENTORY_CORRUPT');
    expect(await inside(opened.folder)).to.equal(before);
  });

  it('are written only over what was read, also where another program knows no lock', async () => {
    const { revision } = await opened.backend.write(document(1), write());
    await writeFile(opened.file, document(7));

    const { code } = await rejection(opened.backend.write(document(2), write({ expected: revision })));
    expect(code).to.equal('INSP_INVENTORY_CONFLICT');
    expect(await readFile(opened.file, 'utf8')).to.equal(document(7));
  });

  it('are followed by those that a process which was killed has left', async () => {
    await writeFile(opened.at('.openstack_inventory.0123456789ab.tmp'), 'half of');
    await opened.backend.write(document(1), write());

    expect(await readdir(opened.folder)).to.not.include('.openstack_inventory.0123456789ab.tmp');
  });

  it('are named in a warning where everybody could replace them', async () => {
    await chmod(opened.folder, 0o777);
    await opened.backend.write(document(1), write());
    await opened.backend.write(document(2), write());

    const warnings = opened.log.lines.map(({ message }) => message);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain(`chmod o-w ${opened.folder}`);
  });

  it('have a journal that goes on behind half a line', async () => {
    await opened.backend.write(document(1), write({ author: 'ada' }));
    const journal = opened.at('openstack_inventory.log.jsonl');
    await writeFile(journal, `${await readFile(journal, 'utf8')}{"revision":"12`);
    await opened.backend.write(document(2), write({ author: 'grace', reason: 'new rack' }));

    const page = await opened.backend.history?.({ limit: 5 });
    expect(page?.revisions.map(({ author, number }) => [author, number])).to.deep.equal([
      ['grace', 2],
      ['ada', 1],
    ]);
  });

  it('have the host names that OpenStack-Ansible wrote, if that is wanted', async () => {
    opened = await openIn(opened.folder, { hostnamesFile: true });
    const text = await readFile(new URL('openstack_inventory.test-example.json', FIXTURES), 'utf8');
    await opened.backend.write(text, write());

    const wanted = await readFile(new URL('openstack_hostnames_ips.test-example.yml', FIXTURES), 'utf8');
    expect(await readFile(opened.at('openstack_hostnames_ips.yml'), 'utf8')).to.equal(wanted.trimEnd());
  });

  it('are not touched by a write of what they hold', async () => {
    await opened.backend.write(document(1), write());
    await utimes(opened.file, 1_000_000, 1_000_000);
    const before = await inside(opened.folder);
    expect((await opened.backend.write(document(1), write())).changed).to.equal(false);

    expect(await inside(opened.folder)).to.equal(before);
  });
});
