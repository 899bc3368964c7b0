import { wrongOption } from './options.js';

const PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Bytes of a secret, as Standard Webhooks has it. */
const [FEWEST, MOST] = [24, 64];

/**
 * The keys that a secret stands for: `whsec_` and base64, several with spaces between them. What is wrong with one is told
 * without the secret.
 *
 * @throws `INSP_CONFIG_INVALID` naming the option
 */
export function keysOf(secret: string | undefined, option: string): readonly Buffer[] {
  const parts = secret?.split(/\s+/).filter((part) => part !== '') ?? [];
  if (parts.length === 0) {
    throw wrongOption(
      option,
      `a secret is needed, such as the output of: echo "whsec_$(openssl rand -base64 32)"`,
    );
  }
  return parts.map((part) => keyOf(part, option));
}

function keyOf(text: string, option: string): Buffer {
  const encoded = text.slice(PREFIX.length);
  if (!text.startsWith(PREFIX) || !BASE64.test(encoded)) {
    throw wrongOption(option, `a secret has to be "${PREFIX}" and base64`);
  }
  const key = Buffer.from(encoded, 'base64');
  if (key.length < FEWEST || key.length > MOST) {
    throw wrongOption(option, `a secret has to have ${FEWEST} to ${MOST} bytes, not ${key.length}`);
  }
  return key;
}
