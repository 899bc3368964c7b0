import { expect } from 'chai';
import * as title from './coordination-titles.js';
import { TableCoordinator } from './table-coordinator.js';
import { failuresWith, type Make } from './tried-coordinator.js';

describe('coordinationSuite, of a backend that is away', () => {
  const wrong: [string, string[], Make][] = [
    [
      'works without its backend',
      [title.FAILS],
      (table) => Object.assign(new TableCoordinator(table), { reach: () => undefined }),
    ],
    [
      'fails with an error that has no code',
      [title.FAILS],
      (table) => Object.assign(new TableCoordinator(table), { unreachable: () => new Error('ECONNREFUSED') }),
    ],
    [
      'never works again',
      [title.FAILS, title.STEPS_DOWN, title.CATCHES_UP],
      (table) => Object.assign(new TableCoordinator(table), { reconnect: async () => undefined }),
    ],
    [
      'lets others have the node before it tells the holder',
      [title.KNOWS_FIRST],
      (table) =>
        new (class extends TableCoordinator {
          override async cutOff() {
            const held = [...this.held.keys()];
            for (const lease of held) await lease.release();
            await super.cutOff();
          }
        })(table),
    ],
    [
      'holds leases for ever although its process is away',
      [title.KNOWS_FIRST],
      (table) =>
        new (class extends TableCoordinator {
          override async drop(...[lease, controller, why]: Parameters<TableCoordinator['drop']>) {
            if (why !== 'away') await super.drop(lease, controller, why);
          }
        })(table),
    ],
    [
      'leads while it is away',
      [title.STEPS_DOWN],
      (table) =>
        new (class extends TableCoordinator {
          override isLeader() {
            return this.away || super.isLeader();
          }
        })(table),
    ],
    [
      'does not become a member again',
      [title.STEPS_DOWN],
      (table) =>
        new (class extends TableCoordinator {
          override async reconnect() {
            this.away = false;
            this.tellAgain();
          }
        })(table),
    ],
    [
      'has the id again that was lost',
      [title.STEPS_DOWN],
      (table) =>
        new (class extends TableCoordinator {
          override async reconnect() {
            this.away = false;
            if (this.id === undefined) this.tellAgain();
            else this.enter(this.id);
          }
        })(table),
    ],
    [
      'forgets who watches',
      [title.CATCHES_UP],
      (table) =>
        new (class extends TableCoordinator {
          override async cutOff() {
            await super.cutOff();
            this.table.tell.clear();
          }
        })(table),
    ],
  ];
  for (const [what, titles, make] of wrong) {
    it(`finds a coordinator that ${what}`, async () => {
      expect(await failuresWith(make)).to.have.members(titles);
    });
  }
});
