import { CheckFault, type Template } from './check.js';

/**
 * Reads a text with values of the request in it: `%(name)s` stands for a value, `%%` for a percent sign.
 *
 * @param leaf - the whole comparison, for the message
 * @throws {@link CheckFault}
 */
export function parseTemplate(match: string, leaf: string): Template {
  const texts: string[] = [];
  const names: string[] = [];
  let text = '';
  for (let at = 0; at < match.length;) {
    const percent = match.indexOf('%', at);
    if (percent < 0) {
      text += match.slice(at);
      break;
    }
    text += match.slice(at, percent);
    if (match[percent + 1] === '%') {
      text += '%';
      at = percent + 2;
      continue;
    }
    const end = match.indexOf(')s', percent);
    if (match[percent + 1] !== '(' || end < 0) {
      throw new CheckFault(`"%" in "${leaf}" must be followed by (name)s; write %% for the sign itself`);
    }
    texts.push(text);
    names.push(match.slice(percent + 2, end));
    text = '';
    at = end + 2;
  }
  return { texts: [...texts, text], names };
}
