import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { JSONRPCErrorCode, type JSONRPCResponse } from 'json-rpc-2.0';
import { currentOrigin, InspectorError, thrownText } from '@inspector/plugin-api';
import { errorFromPlain, type PlainError } from '../errors/plain-error.js';
import type { Log } from '../log/log.js';
import type { ConductorAddress, ConductorDirectory } from './conductor-address.js';
import { AnswerLost, type Call, type Exchange, NotDelivered } from './exchange.js';
import { Load } from './load.js';
import { METHODS, type Method, responseSeconds } from './methods.js';
import { OUTCOME, RPC_ERRORS } from './protocol.js';

/** Milliseconds before each question for an outcome; the last one repeats. */
const PAUSES = [20, 100, 300, 1000];
/**
 * A conductor that has not heard of a call does not begin it any more. Older ones would, so they are asked once more: the
 * call may still be on its way within that process.
 */
const UNKNOWN = 2;
/** Questions without an answer after which nobody is asked any more. A conductor that only is slow gives its answer late. */
const QUESTIONS = 8;

/** Milliseconds for all conductors to say something that is good to know, and no more. */
const GATHER = 2000;

/** What one conductor said when all of them were asked, or why it said nothing. */
export type Said =
  | {
      readonly conductor: ConductorAddress;
      readonly result: unknown;
      /** How long it took to say it. */
      readonly milliseconds: number;
      /** When it had said it: milliseconds since 1970 by the clock of this machine. */
      readonly at: number;
    }
  | { readonly conductor: ConductorAddress; readonly silence: string };

type MethodCall = Call & { readonly method: Method };

/** What deliveries need. */
export interface DeliveryOptions {
  readonly exchange: Pick<Exchange, 'send'>;
  readonly directory: ConductorDirectory;
  /** Seconds to wait for an answer; ten times that for calls that may take long. */
  readonly rpcResponseTimeout: number;
  readonly log: Pick<Log, 'debug' | 'warn'>;
}

/**
 * Brings calls to a conductor. A call that was not taken goes to another one. When an answer was lost, the conductor is
 * asked for the outcome, so that nothing is done twice.
 */
export class Delivery {
  private readonly load = new Load();

  constructor(private readonly options: DeliveryOptions) {}

  /**
   * @param first - the conductor to ask before all others
   * @returns what the method returned
   * @throws what the method threw; `INSP_NO_CONDUCTOR`, `INSP_RPC_TIMEOUT`, `INSP_RPC_ANSWER_LOST`, and what the
   *   directory throws
   */
  async call(method: Method, params: readonly unknown[], first?: ConductorAddress): Promise<unknown> {
    const { directory, rpcResponseTimeout } = this.options;
    const call: MethodCall = { id: randomUUID(), method, params, origin: currentOrigin() };
    const seconds = responseSeconds(method, rpcResponseTimeout);
    const limit = AbortSignal.timeout(seconds * 1000);
    const refusals: string[] = [];
    const conductors = this.load.inOrder(await directory.conductors());
    for (const conductor of first === undefined ? conductors : new Set([first, ...conductors])) {
      try {
        return resultOf(await this.load.during(conductor, () => this.carry(conductor, call, limit)));
      } catch (error) {
        if (limit.aborted && (error instanceof NotDelivered || error instanceof AnswerLost))
          throw tooLate(conductor, method, seconds);
        if (error instanceof AnswerLost) throw lost(conductor, method, error);
        if (!(error instanceof NotDelivered)) throw error;
        this.load.avoid(conductor);
        refusals.push(`${conductor.host}: ${error.message}`);
      }
    }
    throw this.noConductor(method, refusals);
  }

  /**
   * Asks all conductors at once. Those that return nothing within two seconds are left out.
   *
   * @param method - one that changes nothing
   * @throws what the directory throws
   */
  async gather(
    method: Method,
    params: readonly unknown[],
  ): Promise<readonly { readonly conductor: ConductorAddress; readonly result: unknown }[]> {
    const answers = await this.askAll(method, params);
    return answers.flatMap((one) => ('silence' in one ? [] : [one]));
  }

  /**
   * Asks all conductors at once; see {@link ask}.
   *
   * @throws what the directory throws
   */
  async askAll(method: Method, params: readonly unknown[], milliseconds = GATHER): Promise<readonly Said[]> {
    return this.ask(await this.options.directory.conductors(), method, params, milliseconds);
  }

  /**
   * Asks each of some conductors once, all at the same time. Those that return nothing in time are silent.
   *
   * @param method - one that changes nothing
   * @param milliseconds - for all of them together
   */
  async ask(
    conductors: readonly ConductorAddress[],
    method: Method,
    params: readonly unknown[] = [],
    milliseconds = GATHER,
  ): Promise<readonly Said[]> {
    const limit = AbortSignal.timeout(milliseconds);
    return Promise.all(
      conductors.map(async (conductor): Promise<Said> => {
        const call: MethodCall = { id: randomUUID(), method, params, origin: currentOrigin() };
        const begun = performance.now();
        try {
          const result = resultOf(await this.carry(conductor, call, limit));
          return { conductor, result, milliseconds: performance.now() - begun, at: Date.now() };
        } catch (error) {
          const silence = limit.aborted ? `no answer within ${milliseconds / 1000} s` : thrownText(error);
          this.options.log.debug(`Conductor ${conductor.host} did not say "${method}": ${silence}`);
          return { conductor, silence };
        }
      }),
    );
  }

  private async carry(
    conductor: ConductorAddress,
    call: MethodCall,
    limit: AbortSignal,
  ): Promise<JSONRPCResponse> {
    const signal = AbortSignal.any([limit, conductor.gone]);
    try {
      return taken(await this.options.exchange.send(conductor, call, signal));
    } catch (error) {
      if (!(error instanceof AnswerLost)) throw error;
      if (!METHODS[call.method].changes) throw new NotDelivered(error.message, { cause: error });
      return this.outcome(conductor, call, error, signal);
    }
  }

  /** Asks the conductor that may have taken a call what became of it. */
  private async outcome(
    conductor: ConductorAddress,
    { id }: Call,
    first: AnswerLost,
    signal: AbortSignal,
  ): Promise<JSONRPCResponse> {
    let unknown = 0;
    for (let turn = 0; turn < QUESTIONS && !signal.aborted; turn++) {
      await setTimeout(PAUSES[Math.min(turn, PAUSES.length - 1)], undefined, { signal }).catch(
        () => undefined,
      );
      const question = { id: randomUUID(), method: OUTCOME, params: [id] };
      try {
        const response = await this.options.exchange.send(conductor, question, signal);
        if (response.error?.code !== RPC_ERRORS.unknownCall) return taken(response);
        if (++unknown === UNKNOWN) throw new NotDelivered(first.message, { cause: first });
      } catch (error) {
        if (error instanceof NotDelivered) throw unknown === UNKNOWN ? error : first;
        if (!(error instanceof AnswerLost)) throw error;
      }
    }
    throw first;
  }

  private noConductor(method: Method, refusals: readonly string[]): InspectorError {
    const { log } = this.options;
    if (refusals.length > 0) log.warn(`No conductor took the call "${method}": ${refusals.join('; ')}`);
    else log.warn(`There is no conductor for the call "${method}": start one with \`inspector conductor\``);
    return new InspectorError('INSP_NO_CONDUCTOR', 'No available conductor service');
  }
}

/** Codes of answers by which a conductor did not take a call; an older one does not know every method. */
const NOT_TAKEN: readonly number[] = [
  RPC_ERRORS.notTaken,
  RPC_ERRORS.unsigned,
  RPC_ERRORS.wrongTime,
  JSONRPCErrorCode.MethodNotFound,
];

/** The response, unless it says that the call was not taken. */
function taken(response: JSONRPCResponse): JSONRPCResponse {
  const { error } = response;
  if (error !== undefined && NOT_TAKEN.includes(error.code)) throw new NotDelivered(error.message);
  return response;
}

function resultOf({ error, result }: JSONRPCResponse): unknown {
  if (error === undefined) return result;
  if (error.code === RPC_ERRORS.failed) throw errorFromPlain(error.data as PlainError);
  throw new Error(`A conductor refused a call: ${error.message} (${error.code})`);
}

const tooLate = ({ host }: ConductorAddress, method: Method, seconds: number): InspectorError =>
  new InspectorError(
    'INSP_RPC_TIMEOUT',
    `Conductor ${host} has not finished "${method}" within ${seconds} s. It goes on: look at the state before repeating it`,
  );

const lost = ({ host }: ConductorAddress, method: Method, cause: AnswerLost): InspectorError =>
  new InspectorError(
    'INSP_RPC_ANSWER_LOST',
    `Conductor ${host} may have begun "${method}" and cannot be asked any more. ` +
      'What it had begun is taken over by another one: look at the state before repeating it',
    { cause },
  );
