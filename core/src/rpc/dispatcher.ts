import { createJSONRPCErrorResponse, type JSONRPCResponse, JSONRPCServer } from 'json-rpc-2.0';
import { newOrigin, withOrigin } from '@inspector/plugin-api';
import type { Conductor } from '../conductor/types.js';
import { errorToPlain } from '../errors/plain-error.js';
import { METHODS, isMethod, type Method } from './methods.js';
import { Outcomes } from './outcomes.js';
import { originOf } from './origin.js';
import { OUTCOME, RPC_ERRORS } from './protocol.js';

/** Carries calls out: JSON-RPC 2.0 in front of a conductor. */
export class Dispatcher {
  /** Failures go to the caller, who logs them; without a listener the library prints them. */
  private readonly server = new JSONRPCServer({ errorListener: () => undefined });
  private readonly outcomes = new Outcomes();
  private open = true;
  private calls = 0;
  private readonly whenIdle: (() => void)[] = [];

  constructor(conductor: Conductor) {
    for (const name of Object.keys(METHODS) as Method[]) {
      const method = conductor[name].bind(conductor) as (...given: unknown[]) => Promise<unknown>;
      this.server.addMethod(name, async (given: unknown) => (await method(...argumentsOf(given))) ?? null);
    }
    this.server.addMethodAdvanced(OUTCOME, async ({ id, params }) => {
      const [asked] = argumentsOf(params);
      const answer = typeof asked === 'string' ? await this.outcomes.of(asked) : undefined;
      if (answer !== undefined) return { ...answer, id: id ?? null };
      if (typeof asked === 'string') this.outcomes.bar(asked);
      const none = 'No call with this id has arrived here';
      return createJSONRPCErrorResponse(id ?? null, RPC_ERRORS.unknownCall, none);
    });
    this.server.mapErrorToJSONRPCErrorResponse = (id, error: unknown) => {
      const plain = errorToPlain(error);
      return createJSONRPCErrorResponse(id, RPC_ERRORS.failed, plain.message, plain);
    };
    this.server.applyMiddleware((next, request, given) => {
      const { id, method } = request;
      if (method === OUTCOME) return next(request, given);
      if (!this.open)
        return Promise.resolve(
          createJSONRPCErrorResponse(id ?? null, RPC_ERRORS.notTaken, 'The conductor is stopping'),
        );
      if (typeof id === 'string' && this.outcomes.isBarred(id))
        return Promise.resolve(
          createJSONRPCErrorResponse(
            id,
            RPC_ERRORS.notTaken,
            'Its caller has been told that it had not arrived',
          ),
        );
      const work = async (): Promise<JSONRPCResponse> => {
        this.calls++;
        try {
          const origin = originOf(request) ?? newOrigin();
          return (await withOrigin(origin, () => next(request, given))) as JSONRPCResponse;
        } finally {
          if (--this.calls === 0) for (const resolve of this.whenIdle.splice(0)) resolve();
        }
      };
      return typeof id === 'string' && isMethod(method) && METHODS[method].changes
        ? this.outcomes.once(id, work)
        : work();
    });
  }

  /** Resolves when no call is being carried out. */
  async idle(): Promise<void> {
    while (this.calls > 0) await new Promise<void>((resolve) => this.whenIdle.push(resolve));
  }

  /** From now on no call is begun; outcomes can be asked for. */
  stopTaking(): void {
    this.open = false;
  }

  /** Answers the text of a request with the text of a response; a notification gets none and is not expected. */
  async answer(text: string): Promise<string> {
    return JSON.stringify((await this.server.receiveJSON(text)) ?? null);
  }
}

const argumentsOf = (given: unknown): unknown[] => (Array.isArray(given) ? given : []);
