import type { TaskClock } from '../../src/tasks/periodic-task.js';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends TaskClock {
  /** Moves on and starts what is due. */
  advance(milliseconds: number): Promise<void>;
  /** How many tasks wait. */
  readonly waiting: number;
}

/** Makes a clock that begins at 1970-01-01T00:00:00Z. */
export function createFakeClock(): FakeClock {
  let time = 0;
  const tasks = new Set<{ readonly due: number; readonly task: () => void }>();
  return {
    now: () => time,
    after(milliseconds, task) {
      const entry = { due: time + milliseconds, task };
      tasks.add(entry);
      return () => {
        tasks.delete(entry);
      };
    },
    async advance(milliseconds) {
      time += milliseconds;
      for (const entry of [...tasks].filter(({ due }) => due <= time)) {
        tasks.delete(entry);
        entry.task();
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
    get waiting() {
      return tasks.size;
    },
  };
}
