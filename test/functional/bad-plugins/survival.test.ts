import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { BadSite, type BadPackage } from './site.js';
import { ACTION, BROKEN_SETUP, ESCAPING, FAILING, FAILING_TEXTS, STALLING, STORAGE } from './zoo.js';

const hooksOf = (zoo: BadPackage): string[] => ['$default_processing_hooks', ...Object.keys(zoo.modules)];
const isFine = { state: 'finished', error: null };

describe('a service with a bad plugin', function () {
  this.timeout(60_000);
  let site: BadSite;
  afterEach(() => site.remove());

  const reported = async (name: string): Promise<JsonObject | undefined> => {
    const { body } = await site.request('GET', '/v1/plugins');
    return (body['plugins'] as JsonObject[]).find((plugin) => plugin['name'] === name);
  };

  it('goes on whatever a hook lets escape: its introspection fails and names it', async () => {
    site = await BadSite.make([ESCAPING], { processing: { processingHooks: hooksOf(ESCAPING) } });
    await site.serve();
    for (const hook of Object.keys(ESCAPING.modules)) {
      const ended = await site.introspect(hook);
      expect(ended, hook).to.include({ state: 'error' });
      expect(ended['error'], hook).to.contain(hook).and.contain('hook');
      const line = await site.logged(({ plugin, fault }) => plugin === hook && fault !== undefined, hook);
      expect(line).to.include({ package: '@acme/inspector-hook-escaping', level: 'error' });
      expect(line.err?.stack, hook).to.be.a('string').and.not.equal('');
      expect(await reported(hook)).to.include({ state: 'enabled', faults: 1, code: 'INSP_PLUGIN_FAULT' });
      expect(await site.introspect(), `after ${hook}`).to.include(isFine);
    }
    const metrics = await (await fetch(`${site.url}/metrics`)).text();
    expect(metrics).to.match(/inspector_plugin_faults_total\{[^}]*plugin="timer"[^}]*\} 1/);
    expect(await site.stop()).to.equal(0);
  });

  it('names the hook that does what no hook may do', async () => {
    site = await BadSite.make([FAILING], {
      processing: { processingHooks: hooksOf(FAILING) },
      pluginHost: { timeout: 1 },
    });
    await site.serve();
    for (const [hook, text] of Object.entries(FAILING_TEXTS)) {
      const ended = await site.introspect(hook);
      expect(ended['error'], hook).to.contain(hook).and.contain(text);
    }
    expect(await site.introspect()).to.include(isFine);
    expect(site.runs).to.equal(true);
  });

  it('goes on without a hook that let an error escape, where it is told to', async () => {
    site = await BadSite.make([ESCAPING], {
      processing: { processingHooks: hooksOf(ESCAPING) },
      pluginHost: { onFailure: 'disable' },
    });
    await site.serve();
    expect(await site.introspect('timer')).to.include(isFine);
    expect(await reported('timer')).to.include({ state: 'disabled', faults: 1 });
    expect(await site.introspect('timer')).to.include(isFine);
    expect(await reported('timer')).to.include({ state: 'disabled', faults: 1 });
    expect(await reported('emitter'))
      .to.include({ state: 'enabled' })
      .and.not.have.property('faults');
  });

  it('fails the introspection whose rule action let an error escape', async () => {
    site = await BadSite.make([ACTION], {});
    await site.serve();
    const rule = { conditions: [], actions: [{ action: 'call-home' }] };
    expect((await site.request('POST', '/v1/rules', rule)).status).to.equal(201);
    expect((await site.introspect())['error']).to.contain(
      'The rule action "call-home" of @acme/inspector-rule',
    );
    await site.request('DELETE', '/v1/rules');
    expect(await site.introspect()).to.include(isFine);
  });

  it('goes on without a broken rule operator, unless a rule needs it', async () => {
    site = await BadSite.make([ACTION], {});
    await site.serve();
    const rule = { description: 'home', conditions: [], actions: [{ action: 'call-home' }] };
    expect((await site.request('POST', '/v1/rules', rule)).status).to.equal(201);
    expect(await site.stop()).to.equal(0);
    await site.write('node_modules/@acme/inspector-rule-escaping/call-home.js', 'undefined.home;');
    expect(await site.run('serve')).to.equal(1);
    expect(site.err).to.contain('INSP_PLUGIN_IMPORT_FAILED').and.contain('Rules use it: home.');

    await site.write('node_modules/@acme/inspector-rule-escaping/call-home.js', BROKEN_SETUP);
    expect(await site.run('serve')).to.equal(1);
    expect(site.err).to.contain('INSP_PLUGIN_SETUP_FAILED').and.contain('Rules use it: home.');
    await site.withoutRules();
    await site.serve();
    expect(await reported('call-home')).to.include({ state: 'broken', code: 'INSP_PLUGIN_SETUP_FAILED' });
    expect(await site.introspect()).to.include(isFine);
  });

  it('stops in order when it is the storage that let an error escape', async () => {
    site = await BadSite.make([STORAGE], { processing: { storeData: 'brittle' } });
    await site.serve();
    const machine = await site.begin();
    await site.request('POST', '/v1/continue', machine.payload).catch(() => undefined);
    expect(await site.ended()).to.equal(1);
    expect(site.log.find(({ level }) => level === 'fatal')).to.include({
      plugin: 'brittle',
      package: '@acme/inspector-storage-brittle',
      fault: 'exception',
    });
  });

  it('names the code that lets nothing else run, and ends where it never rests', async () => {
    site = await BadSite.make([STALLING], {
      processing: { processingHooks: hooksOf(STALLING) },
      pluginHost: { stallWarning: 1, stallLimit: 3 },
    });
    await site.serve();
    expect(await site.introspect('busy')).to.include(isFine);
    const warning = await site.logged(
      ({ msg }) => msg.startsWith('Nothing else has run for 1 s'),
      'the warning',
    );
    expect(warning).to.include({ plugin: 'busy', package: '@acme/inspector-hook-stalling' });
    expect(warning.msg).to.contain('inspector-hook-stalling/busy.js:');
    await site.logged(({ msg }) => msg.startsWith('The process goes on after'), 'the end of the stall');

    const machine = await site.begin();
    await site
      .request('POST', '/v1/continue', { ...machine.payload, misbehave: 'endless' })
      .catch(() => undefined);
    expect(await site.ended()).to.equal('SIGKILL');
    expect(site.log.at(-1)).to.include({ level: 'fatal', plugin: 'endless' });
    await site.serve();
    expect(await site.introspect()).to.include(isFine);
  });
});
