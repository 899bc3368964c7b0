import type { Check } from '../server/doctor/check.js';
import { inspectWithOrigin } from './config-source.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import { oneLine } from './table.js';

const VERDICTS = { ok: 'ok', notice: 'NOTICE', fault: 'FAULT', skipped: '-' } as const;

/** `inspector doctor`. */
export const installDoctor: CommandInstaller = (program, context) => {
  const command = program
    .command('doctor')
    .description(
      'Look at everything that the service needs, on this machine and with its configuration: what is wrong, and what to do',
    )
    .option('--json', 'print JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const found = await inspectWithOrigin(program, context);
      const { examineAll } = await import('../server/doctor/examine-all.js');
      const checks: Check[] = [];
      for await (const check of examineAll(found, context.cwd)) {
        checks.push(check);
        if (!json) for (const line of checkLines(check)) context.print(line);
      }
      const faults = checks.filter(({ verdict }) => verdict === 'fault').length;
      if (json) context.print(JSON.stringify({ ok: faults === 0, checks }, null, 2));
      else
        context.print(
          faults === 0 ? 'Nothing is wrong.' : `Parts that are not as they should be: ${String(faults)}.`,
        );
      if (faults > 0) context.setExitCode(1);
    });
  explainStatuses(command, {
    0: 'nothing is wrong',
    1: 'a part is not as it should be, or the configuration cannot be read',
  });
};

function checkLines({ name, verdict, milliseconds, text, remedy }: Check): string[] {
  const line = `${VERDICTS[verdict].padEnd(6)}  ${name.padEnd(18)}  ${milliseconds.toFixed(1).padStart(8)} ms  ${oneLine(text)}`;
  return remedy === null ? [line] : [line, `${' '.repeat(8)}${remedy}`];
}
