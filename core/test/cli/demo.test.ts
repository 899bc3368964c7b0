import { Command } from 'commander';
import { expect } from 'chai';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliContext } from '../../src/cli/context.js';
import { installDemo } from '../../src/cli/demo.js';

class Run {
  readonly lines: string[] = [];
  readonly interruption = new AbortController();
  code = 0;
  /** Options of the program in front of the command. */
  options: string[] = [];
  #watch: (line: string) => void = () => undefined;

  start(...words: string[]): Promise<unknown> {
    const context = {
      cwd: process.cwd(),
      env: {},
      stdin: process.stdin,
      stdout: { isTTY: false } as unknown as NodeJS.WriteStream,
      stderr: process.stderr,
      print: (line = '') => {
        this.lines.push(line);
        this.#watch(line);
      },
      warn: (line: string) => void this.lines.push(line),
      loadConfig: () => expect.fail('the demo reads no configuration file'),
      setExitCode: (code: number) => void (this.code = code),
      signal: this.interruption.signal,
    } satisfies CliContext;
    const program = new Command('inspector')
      .option('--config <file>')
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    installDemo(program, context);
    return program.parseAsync([...this.options, 'demo', ...words], { from: 'user' });
  }

  /** The first line that fits, as soon as it is there. */
  line(pattern: RegExp): Promise<string> {
    return new Promise((resolve) => {
      this.#watch = (line) => {
        if (pattern.test(line)) resolve(line);
      };
      this.lines.forEach(this.#watch);
    });
  }

  get folder(): string {
    return /(\S+)\/inspector\.sqlite/.exec(this.lines.join('\n'))?.[1] ?? expect.fail('no folder was named');
  }
}

describe('inspector demo', () => {
  const { TMPDIR } = process.env;
  let run: Run;
  let temporary: string;
  beforeEach(async () => {
    run = new Run();
    temporary = await mkdtemp(join(tmpdir(), 'demo-test-'));
    process.env['TMPDIR'] = temporary;
  });
  afterEach(async () => {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    await rm(temporary, { recursive: true });
  });

  it('introspects simulated machines and shows what was found out', async () => {
    await run.start('--nodes', '3');

    expect(run.code).to.equal(0);
    const text = run.lines.join('\n');
    expect(text).to.contain('3 of 3 finished.');
    expect(text).to.match(/^NODE +STATE +CPUS +MEMORY +DISK +PORTS +SECONDS$/m);
    expect(text).to.match(/^machine-0 +finished +48 +131072 MB +277 GB +1 +\d+\.\d$/m);
    expect(text).to.match(/^machine-2 +finished +2 +2048 MB +12 GB +2 +\d+\.\d$/m);
    for (const name of ['machine-0', 'machine-1', 'machine-2']) {
      expect(
        run.lines.filter((line) => line.startsWith(`${name} `) && line.endsWith(' finished')),
      ).to.have.lengthOf(1);
    }
  });

  it('leaves the data, the log and a configuration that starts the service on them again', async () => {
    await run.start('--nodes', '1');

    expect((await stat(`${run.folder}/inspector.sqlite`)).size).to.be.above(10_000);
    expect(await readFile(`${run.folder}/inspector.log`, 'utf8')).to.contain('introspection finished');
    const config = JSON.parse(await readFile(`${run.folder}/inspector.config.json`, 'utf8'));
    expect(run.lines.join('\n')).to.contain(`--url http://127.0.0.1:${config.listenPort}\n`);
    expect(config.database.connection).to.equal(`sqlite:///${run.folder}/inspector.sqlite`);
  });

  describe('with a configuration file', () => {
    const configured = async (content: object): Promise<void> => {
      const file = join(temporary, 'site.json');
      await writeFile(file, JSON.stringify(content));
      run.options = ['--config', file];
    };

    it('does with machines what the file says, and has its own of everything outside', async () => {
      await configured({
        processing: { storeData: 'none' },
        database: { connection: 'sqlite:////nowhere/at/all.sqlite' },
        listenPort: 1,
        pxeFilter: { driver: 'dnsmasq' },
      });
      await run.start('--nodes', '1');

      expect(run.code).to.equal(0);
      expect(run.lines[0]).to.match(
        /has its own database, listenPort, pxeFilter instead of those in .*site\.json/,
      );
      const written = JSON.parse(await readFile(`${run.folder}/inspector.config.json`, 'utf8'));
      expect(written.processing).to.deep.equal({ storeData: 'none', addPorts: 'active' });
      expect(written).to.not.have.property('pxeFilter');
    });

    it('says what is wrong with the file, and leaves nothing behind', async () => {
      await configured({ processing: { storeDate: 'none' } });
      const error = await run.start('--nodes', '1').catch((reason: Error) => reason);
      expect(error).to.have.property('message').that.contains('processing.storeDate');
      expect(await readdir(temporary)).to.deep.equal(['site.json']);
    });

    it('is stopped by a file that is not there', async () => {
      run.options = ['--config', join(temporary, 'none.json')];
      const error = await run.start('--nodes', '1').catch((reason: Error) => reason);
      expect(error).to.include({ code: 'INSP_CONFIG_UNREADABLE' });
    });
  });

  it('keeps running until it is interrupted, and stops everything then', async () => {
    const ended = run.start('--nodes', '1', '--keep');
    const url = /--url (\S+)/.exec(await run.line(/introspection list --url/))?.[1] ?? '';
    const list = (await (await fetch(`${url}/v1/introspection`)).json()) as { introspection: object[] };
    expect(list.introspection).to.have.lengthOf(1);

    run.interruption.abort();
    await ended;
    expect(await fetch(url).catch((error: Error) => error.message)).to.equal('fetch failed');
  });

  it('stops when it is interrupted in the middle, and leaves nothing behind', async () => {
    const ended = run.start('--nodes', '2').then(
      () => 'ended as if nothing had happened',
      (error: Error) => error.name,
    );
    await run.line(/ (starting|waiting)$/);
    run.interruption.abort();
    expect(await ended).to.equal('AbortError');
    expect(run.lines.join('\n')).to.not.contain('finished.');
    expect(await readdir(temporary)).to.deep.equal([]);
  });

  for (const count of ['0', '1001', '-1', '2.5', 'many']) {
    it(`refuses ${count} machines`, async () => {
      const error = await run.start('--nodes', count).catch((reason: Error) => reason);
      expect(error).to.have.property('message').that.contains('It must be a whole number from 1 to 1000.');
    });
  }
});
