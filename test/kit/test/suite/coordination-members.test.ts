import { expect } from 'chai';
import * as title from './coordination-titles.js';
import { TableCoordinator } from './table-coordinator.js';
import { failuresWith, type Make } from './tried-coordinator.js';

describe('coordinationSuite, of members', () => {
  const wrong: [string, string[], Make][] = [
    [
      'has no members, but shares its leases',
      [title.EXCLUSIVE],
      (table) => Object.assign(new TableCoordinator(table), { members: undefined as never }),
    ],
    [
      'gives every member the same id',
      [title.SHOWN, title.ENDED, title.ELECTS, title.LEAVES_LEAD, title.STEPS_DOWN],
      (table) =>
        new (class extends TableCoordinator {
          override nextId = () => 'conductor';
        })(table),
    ],
    [
      'has ids that are no names of keys',
      [title.SHOWN],
      (table) =>
        new (class extends TableCoordinator {
          override nextId = () => `conductors/${super.nextId()}`;
        })(table),
    ],
    [
      'changes what members say',
      [title.SHOWN, title.WATCHED, title.ENDED, title.ELECTS, title.STEPS_DOWN],
      (table) =>
        new (class extends TableCoordinator {
          override enter(id: string) {
            this.info = { ...this.info, name: 'Gr??e' };
            super.enter(id);
          }
        })(table),
    ],
    [
      'never shows what a member says anew',
      [title.ANEW, title.WATCHED],
      (table) =>
        new (class extends TableCoordinator {
          override joined() {
            return Object.assign(super.joined(), { update: async () => undefined });
          }
        })(table),
    ],
    [
      'knows itself by another id than the others do',
      [title.ANEW, title.STEPS_DOWN],
      (table) =>
        new (class extends TableCoordinator {
          override joined() {
            return { ...super.joined(), id: 'me' };
          }
        })(table),
    ],
    [
      'frees the leases of a member that leaves',
      [title.LEFT],
      (table) =>
        new (class extends TableCoordinator {
          override async leave() {
            await super.leave();
            for (const [lease, { controller }] of this.held) await this.drop(lease, controller, 'left');
          }
        })(table),
    ],
    [
      'keeps a member that has left',
      [title.LEFT, title.WATCHED, title.LEAVES_LEAD],
      (table) =>
        new (class extends TableCoordinator {
          override joined() {
            return Object.assign(super.joined(), { leave: async () => undefined });
          }
        })(table),
    ],
    [
      'keeps a member whose process ended',
      [title.ENDED],
      (table) =>
        new (class extends TableCoordinator {
          override async close() {
            this.id = undefined;
            await super.close();
          }
        })(table),
    ],
    [
      'tells watchers nothing but the beginning',
      [title.WATCHED, title.CATCHES_UP],
      (table) =>
        new (class extends TableCoordinator {
          override watch: TableCoordinator['watch'] = (listener) => listener(this.table.list());
        })(table),
    ],
    [
      'goes on telling who watches no longer',
      [title.WATCHED],
      (table) =>
        new (class extends TableCoordinator {
          override watch: TableCoordinator['watch'] = (listener) =>
            super.watch(listener, { signal: new AbortController().signal });
        })(table),
    ],
    [
      'leads before it has joined',
      [title.ELECTS],
      (table) =>
        new (class extends TableCoordinator {
          override isLeader(): boolean {
            return this.table.present.size === 0
              ? this.table.tell.size === 0 && first(this)
              : super.isLeader();
          }
        })(table),
    ],
    [
      'never leads',
      [title.ELECTS, title.LEAVES_LEAD, title.STEPS_DOWN],
      (table) => Object.assign(new TableCoordinator(table), { isLeader: () => false }),
    ],
    [
      'shows another leader than the one that leads',
      [title.ELECTS],
      (table) =>
        new (class extends TableCoordinator {
          override isLeader() {
            return !this.away && this.id !== undefined && this.table.list().at(-1)?.id === this.id;
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

const firsts = new WeakMap<object, TableCoordinator>();
/** Whether a coordinator is the first one that was made for its table. */
function first(coordinator: TableCoordinator): boolean {
  if (!firsts.has(coordinator.table)) firsts.set(coordinator.table, coordinator);
  return firsts.get(coordinator.table) === coordinator;
}
