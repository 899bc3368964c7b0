// Asks a service for ordinary things, one after the other, in a thread of its own, so that the abuse beside it does not
// disturb its clock. Sends what it has seen when it is told to stop.
import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** Milliseconds between two requests. */
const PAUSE = 10;

/** @type {{ url: string, node: string, payload: string, headers: Record<string, string> }} */
const { url, node, payload, headers } = workerData;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const waits = [];
const statuses = [];
const failures = [];
let isOver = false;

parentPort.once('message', () => (isOver = true));

while (!isOver) {
  const isPost = waits.length % 4 === 3;
  const begin = performance.now();
  try {
    statuses.push(
      await ask(
        isPost ? 'POST' : 'GET',
        isPost ? '/v1/continue' : `/v1/introspection/${node}`,
        isPost ? payload : '',
      ),
    );
  } catch (error) {
    failures.push(String(error));
  }
  waits.push(performance.now() - begin);
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
}
agent.destroy();
parentPort.postMessage({ waits, statuses, failures });

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const asked = request(url + path, { method, agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
      response.once('error', reject);
    });
    asked.once('error', reject);
    asked.end(body);
  });
}
