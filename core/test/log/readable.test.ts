import { expect } from 'chai';
import { logLook, type LogLook } from '../../src/log/log-look.js';
import { createLog, type Log } from '../../src/log/log.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} /;

describe('a log for people', () => {
  const lines = (say: (log: Log) => void, look: LogLook = { form: 'text', colours: false }): string[] => {
    let text = '';
    say(createLog({ debug: true, destination: { write: (line) => void (text += line) }, look }));
    expect(text.endsWith('\n')).to.equal(true);
    return text.slice(0, -1).split('\n');
  };

  it('has one line for each message: time, level, node, message and fields', () => {
    const [first = '', second = '', ...rest] = lines((log) => {
      log.info('Begun');
      log.warn(
        { node: NODE, nodeName: 'rack3-07', hook: 'lldp', disks: [1, 2], requestId: 'req-1' },
        'Strange',
      );
    });
    expect(rest).to.deep.equal([]);
    expect(first).to.match(TIME);
    expect(first.replace(TIME, '')).to.equal('INFO  Begun');
    expect(second.replace(TIME, '')).to.equal('WARN  [rack3-07] Strange hook=lldp disks=[1,2]');
  });

  it('names a node once', () => {
    const [line = ''] = lines((log) => log.info({ node: NODE }, `[node: ${NODE} state waiting] Waits`));
    expect(line.replace(TIME, '')).to.equal(`INFO  [node: ${NODE} state waiting] Waits`);
    expect(lines((log) => log.info({ node: NODE }, 'Waits'))[0]).to.include(`[${NODE}] Waits`);
  });

  it('tells what an error says, with the stack below it', () => {
    const err = Object.assign(new Error('no answer'), { code: 'ECONNREFUSED' });
    const [first = '', ...stack] = lines((log) => log.error({ err }, 'Ironic is away'));
    expect(first.replace(TIME, '')).to.equal('ERROR Ironic is away (ECONNREFUSED: no answer)');
    expect(stack.length).to.be.above(2);
    expect(stack[0]).to.equal('    Error: no answer');
    for (const line of stack) expect(line).to.match(/^ {4}\S/);
  });

  it('shows what a machine has put into names, and lets the terminal obey nothing', () => {
    const hostile = 'a\u001b[2J\u009b31m\r\nfake\u202e\u0000';
    const said = lines((log) =>
      log.warn({ nodeName: hostile, [hostile]: hostile, err: new Error(hostile) }, hostile),
    );
    for (const line of said) expect(line).to.match(/^[\x20-\x7e]*$/);
    expect(said.filter((line) => TIME.test(line))).to.have.length(1);
    expect(said[0]).to.include('a\\u001b[2J\\u009b31m\\u000d\\u000afake\\u202e\\u0000');
  });

  it('hides secrets, and keeps long fields short', () => {
    const [line = ''] = lines((log) => log.info({ password: 'hush', text: 'x'.repeat(5000) }, 'said'));
    expect(line).not.to.include('hush');
    expect(line.length).to.be.below(500);
  });

  it('has colours only where they are wanted, which never stand alone', () => {
    const [line = ''] = lines((log) => log.error('Bad'), { form: 'text', colours: true });
    expect(line).to.include('\u001b[31mERROR\u001b[0m Bad');
  });

  it('is for terminals unless the configuration says otherwise', () => {
    const [terminal, pipe] = [{ isTTY: true }, {}];
    for (const [format, stderr, env, look] of [
      ['auto', terminal, {}, { form: 'text', colours: true }],
      ['auto', terminal, { NO_COLOR: '1' }, { form: 'text', colours: false }],
      ['auto', terminal, { TERM: 'dumb' }, { form: 'text', colours: false }],
      ['auto', pipe, {}, { form: 'json' }],
      ['json', terminal, {}, { form: 'json' }],
      ['text', pipe, {}, { form: 'text', colours: false }],
    ] as const) {
      expect(logLook(format, { stderr, env })).to.deep.equal(look);
    }
  });
});
