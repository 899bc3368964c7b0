import { createMachine } from '@inspector/simulator';
import { expect } from 'chai';
import { MachineRoom, ROOM_PROGRAMS } from '../ironic/machine-room.js';
import { describePage, show, visit } from './browser.js';

const WAIT = 40_000;

describePage(
  'the page of a service with a real Ironic',
  (browser) => {
    let room: MachineRoom;
    before(async function () {
      this.timeout(180_000);
      room = await MachineRoom.open({ processing: { storeData: 'database', addPorts: 'all' } });
    });
    after(() => room?.close());

    it('follows an introspection from the start to the hardware, and a failure to its cause', async function () {
      this.timeout(180_000);
      const machine = createMachine({ index: 7, driver: 'fake-hardware' });
      const uuid = await room.enrol(machine);
      const { page, visitor, faults } = await visit(browser(), `${room.inspector.url}/ui/`);
      try {
        await page.getByLabel('Start introspection of a node').fill(machine.name);
        await page.getByRole('button', { name: 'Start introspection' }).click();
        const row = page.locator('tbody tr').filter({ hasText: machine.name });
        await row.filter({ hasText: 'waiting' }).waitFor({ timeout: WAIT });
        expect(await room.report(machine)).to.equal(200);
        await row.filter({ hasText: 'finished' }).waitFor({ timeout: WAIT });
        await show(page, `#/node/${uuid}/hardware`);
        await page.getByText(machine.pxeMac).first().waitFor();

        await show(page, `#/node/${uuid}`);
        await page.getByRole('button', { name: 'Start introspection' }).click();
        await page.locator('dialog .danger').click();
        await page.locator('.title').filter({ hasText: 'waiting' }).waitFor({ timeout: WAIT });
        await room.report({ ...machine, payload: { ...machine.payload, error: 'no disk was found' } });
        await page.locator('.title').filter({ hasText: 'error' }).waitFor({ timeout: WAIT });
        await page.locator('.findings').filter({ hasText: 'no disk was found' }).waitFor({ timeout: WAIT });
        expect(faults).to.deep.equal([]);
      } finally {
        await visitor.close();
      }
    });
  },
  ROOM_PROGRAMS,
);
