export type { Json, JsonObject } from './json.js';
export { startFakeIronic, type FakeIronic, type FakeIronicOptions } from './ironic/server.js';
export type {
  Fault,
  FaultKind,
  InjectedFault,
  RequestMatcher,
  SeenRequest,
} from './ironic/fault-injection.js';
export type { Credentials } from './ironic/credentials.js';
export type { FakeNode, Hardware } from './ironic/node-model.js';
export type { FakePort } from './ironic/port-model.js';
export type { LoggedRequest } from './ironic/request-log.js';
export type { PowerListener } from './ironic/power.js';
export { createMemoryIronic, type MemoryIronic } from './ironic/memory.js';
export type { Fleet } from './ironic/fleet.js';
export { PAYLOADS, loadPayload, type PayloadName } from './machine/payload.js';
export { createMachine, type Behaviour, type Machine, type MachineOptions } from './machine/machine.js';
export { enroll } from './machine/enroll.js';
export { postAsRamdisk, type PostOptions, type PostResult } from './machine/ramdisk.js';
export { simulate, type Simulation, type SimulationOptions } from './machine/simulate.js';
export { startFakeIronicProcess, type FakeIronicProcess } from './ironic/process.js';
