import type { EventPage, EventRepository, NewEvent, StoredEvent } from '../../src/db/types.js';
import { selects } from '../../src/events/selects.js';

/** A table of events in memory. */
export class FakeEvents implements EventRepository {
  table: StoredEvent[] = [];
  /** Thrown by whatever is asked; undefined: nothing is wrong. */
  failure: Error | undefined;
  /** How often was looked for events. */
  looks = 0;

  async after(id: number, page: EventPage): Promise<StoredEvent[]> {
    this.looks++;
    return (await this.#selected(page)).filter((event) => event.id > id).slice(0, page.limit);
  }

  async newest(page: EventPage): Promise<StoredEvent[]> {
    return (await this.#selected(page)).slice(-page.limit);
  }

  async range() {
    if (this.failure) throw this.failure;
    return { oldest: this.table[0]?.id ?? 0, newest: this.table.at(-1)?.id ?? 0 };
  }

  async add(event: NewEvent): Promise<void> {
    this.happen(event.type, event);
  }

  prune(): Promise<number> {
    return Promise.reject(new Error('Nothing is pruned here.'));
  }

  /** Adds an event; of node `NODE` unless it says otherwise. */
  happen(type: string, changes: Partial<StoredEvent> = {}): StoredEvent {
    const event = {
      ...{ id: (this.table.at(-1)?.id ?? 0) + 1, type, node: NODE, name: 'rack-1', introspection: RUN },
      ...{ time: '2031-02-03T04:05:06', body: { event: 'test' }, ...changes },
    };
    this.table.push(event);
    return event;
  }

  async #selected(page: EventPage): Promise<StoredEvent[]> {
    if (this.failure) throw this.failure;
    return this.table.filter(selects(page));
  }
}

/** The node that events are of. */
export const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';
/** Id of its introspection. */
export const RUN = '0c6a2f0b-1d0c-4a6e-9e57-6f5b1f2e9a11';
