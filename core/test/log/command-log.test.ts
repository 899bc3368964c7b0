import { expect } from 'chai';
import { commandLog } from '../../src/log/command-log.js';

describe('the log of a command', () => {
  it('tells warnings and errors of plugins, and nothing else', () => {
    const told: string[] = [];
    const log = commandLog((text) => told.push(text)).child({ plugin: 'craton' });

    log.debug('debug');
    log.info({ revision: 'a' }, 'written');
    log.warn({ host: 'a' }, 'drift');
    log.error(new Error('refused'));
    log.fatal('gone');
    expect(told).to.deep.equal(['drift', 'refused', 'gone']);
  });

  it('lets nobody make texts for what it forgets', () => {
    expect(
      ['debug', 'info', 'warn', 'error'].filter((level) => commandLog().isLevelEnabled(level)),
    ).to.deep.equal(['warn', 'error']);
  });

  it('tells nothing where nobody listens', () => {
    expect(() => commandLog().warn('drift')).not.to.throw();
  });
});
