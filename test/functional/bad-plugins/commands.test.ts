import { expect } from 'chai';
import { BadSite } from './site.js';
import { AT_IMPORT, OPEN } from './zoo.js';

describe('a command with a plugin that misbehaves while it is imported', function () {
  this.timeout(60_000);
  let site: BadSite;
  afterEach(() => site.remove());

  const enable = async (...hooks: string[]) => {
    const processingHooks = ['$default_processing_hooks', ...hooks];
    site = await BadSite.make([AT_IMPORT, OPEN], { processing: { processingHooks } });
  };

  it('ends although the plugin keeps something open', async () => {
    await enable('keeps_open');
    for (const command of [
      ['plugins', 'list'],
      ['plugins', 'info', 'keeps_open'],
      ['plugins', 'validate'],
      ['config', 'validate'],
    ]) {
      expect(await site.run(...command), `${command.join(' ')}: ${site.err}`).to.equal(0);
    }
  });

  it('prints nothing but its own output', async () => {
    await enable('prints');
    for (const command of ['list', 'validate']) {
      expect(await site.run('plugins', command, '--json'), site.err).to.equal(0);
      expect(() => JSON.parse(site.out) as unknown, site.out).to.not.throw();
      expect(site.err).to.contain('hello').and.contain('again');
    }
  });

  it('says that the plugin tried to end the process', async () => {
    await enable('exits');
    expect(await site.run('plugins', 'validate')).to.equal(1);
    expect(site.err).to.contain('@acme/inspector-hook-import called process.exit(0)');
    expect(await site.run('serve')).to.equal(1);
    expect(site.err).to.contain('@acme/inspector-hook-import called process.exit(0)');
  });

  it('logs where a plugin failed, and shows it where that is asked for', async () => {
    await enable('breaks');
    const place = /inspector-hook-import\/breaks\.js:1:\d+/;
    expect(await site.run('serve')).to.equal(1);
    const line = site.err.split('\n').find((text) => text.startsWith('{') && text.includes('"fatal"'));
    const { err } = JSON.parse(line ?? '{}') as { err?: { stack?: string } };
    expect(err?.stack).to.contain('caused by: TypeError').and.match(place);
    const words = site.err.split('\n').filter((text) => !text.startsWith('{'));
    expect(words.join('\n')).to.match(/TypeError: .* \(\/.*inspector-hook-import\/breaks\.js:1:\d+\)/);
    expect(words.join('\n')).to.not.contain('    at ');
    expect(await site.run('--debug', 'serve')).to.equal(1);
    expect(site.err).to.match(/^ +at file:\/\/.*breaks\.js:1:\d+$/m);
  });

  it('ends a start that fails, whatever is open', async () => {
    await enable('keeps_open', 'exits');
    expect(await site.run('serve')).to.equal(1);
  });

  it('names the plugin whose timer throws', async () => {
    await enable('throws_later');
    expect(await site.run('plugins', 'validate')).to.equal(1);
    expect(site.err).to.contain('@acme/inspector-hook-import').and.contain('after the import');
    await site.serve();
    await site.logged(
      ({ fault, msg }) => fault === 'exception' && msg.includes('after the import'),
      'the fault',
    );
    expect(site.runs).to.equal(true);
    expect(await site.introspect()).to.include({ state: 'finished' });
  });
});
