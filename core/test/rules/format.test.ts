import { expect } from 'chai';
import { type Json, InspectorError } from '@inspector/plugin-api';
import { compileFormat } from '../../src/rules/format/format.js';
import { templateFault } from '../../src/rules/unfillable.js';
import { parseNumberForms } from '@inspector/plugin-api/rule-values';

const DATA = parseNumberForms(`{"n": 5, "f": 1.5, "s": "str", "lst": [1, "z"], "a": {"b": [{"c": "x"}]},
  "big": 1234567, "neg": -42, "one": 1.0, "half": 0.5, "yes": true, "none": null, "w": 4, "e": 1e16,
  "u": "h\\u00e9", "sm": "\\ud83d\\ude00!", "odd key.x": 1, "obj": {"5": "five", "1st key": "first"}, "huge": 123456789012345678}`);

const format = (value: Json): Json => compileFormat(value)(DATA);

function failure(value: Json): InspectorError {
  try {
    format(value);
  } catch (error) {
    if (InspectorError.is(error)) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(value)} was formatted`);
}

describe('templates in values of actions', () => {
  const cases: [template: string, text: string][] = [
    ['{data[a][b][0][c]}', 'x'],
    ['{data[n]:05d}', '00005'],
    ['{data[f]:.3f}', '1.500'],
    ['{data[s]:>6}', '   str'],
    ['{data[s]!r}', "'str'"],
    ['{data[lst]}', "[1, 'z']"],
    ['{{data[n]}}', '{data[n]}'],
    ['{data[s]}-{data[n]}', 'str-5'],
    ['plain', 'plain'],
    ['', ''],
    ['{data[odd key.x]}', '1'],
    ['{data[s][1]}', 't'],
    ['{data[sm][0]}', '😀'],
    ['{data[obj][1st key]}', 'first'],
    ['{data[one]}', '1.0'],
    ['{data[e]}', '1e+16'],
    ['{data[huge]}', '123456789012345678'],
    ['{data[yes]}/{data[none]}', 'True/None'],
    ['{data[u]!a}', "'h\\xe9'"],
    ['{data[n]!s:>3}', '  5'],
    ['{data[s]:*^9}', '***str***'],
    ['{data[s]:.2}', 'st'],
    ['{data[sm]:.1}', '😀'],
    ['{data[sm]:>4}', '  😀!'],
    ['{data[s]:06}', 'str000'],
    ['{data[n]:{data[w]}}', '   5'],
    ['{data[f]:{data[w]}.{data[n]}f}', '1.50000'],
    ['{data[big]:,}', '1,234,567'],
    ['{data[big]:_}', '1_234_567'],
    ['{data[big]:_x}', '12_d687'],
    ['{data[big]:012,}', '0,001,234,567'],
    ['{data[neg]:+}{data[n]:+}{data[n]: }', '-42+5 5'],
    ['{data[neg]:=6}', '-   42'],
    ['{data[neg]:06}', '-00042'],
    ['{data[n]:b} {data[n]:#b} {data[big]:o} {data[big]:#X}', '101 0b101 4553207 0X12D687'],
    ['{data[n]:c}', '\x05'],
    ['{data[n]:e}', '5.000000e+00'],
    ['{data[f]:.1E}', '1.5E+00'],
    ['{data[big]:g} {data[big]:.3G}', '1.23457e+06 1.23E+06'],
    ['{data[half]:.0f} {data[f]:.0f}', '0 2'],
    ['{data[half]:%} {data[half]:.1%}', '50.000000% 50.0%'],
    ['{data[n]:n}', '5'],
    ['{data[one]:.3}', '1.0'],
    ['{data[e]:.2}', '1e+16'],
    ['{data[yes]:d}{data[yes]:>3}', '1  1'],
    ['{data[f]:<6}|', '1.5   |'],
    ['{data[f]:010,.2f}', '000,001.50'],
  ];
  for (const [template, text] of cases) {
    it(`turn ${template} into ${JSON.stringify(text)}`, () => {
      expect(format(template)).to.equal(text);
    });
  }

  it('are filled in lists, and in keys and values of objects, and nowhere else', () => {
    const value = ['{data[n]}', { '{data[s]}': ['{data[f]}', 7] }, 1, true, null];
    expect(format(value)).to.deep.equal(['5', { str: ['1.5', 7] }, 1, true, null]);
  });

  it('leave the stored value as it is', () => {
    const value = { list: ['{data[n]}'] };
    format(value);
    expect(value).to.deep.equal({ list: ['{data[n]}'] });
  });

  const missing: [template: string, key: string][] = [
    ['{data[missing]}', 'missing'],
    ['{foo}', 'foo'],
    ['{ data}', ' data'],
    ['{data["s"]}', '"s"'],
    ['{data[obj][5]}', '5'],
    ['{data[a][-1]}', '-1'],
    ['{data[constructor]}', 'constructor'],
    ['{data[__proto__]}', '__proto__'],
  ];
  for (const [template, key] of missing) {
    it(`name the missing key of ${template}`, () => {
      const error = failure(template);
      expect(error.message).to.equal(`Invalid formatting variable key provided in value ${template}: ${key}`);
      expect([error.code, error.status]).to.deep.equal(['INSP_RULE_FAILED', 400]);
    });
  }

  const wrong = [
    ...[
      '{}',
      '{0}',
      '{',
      '}',
      'a}b',
      '{data[n]',
      '{data[]}',
      '{data[n]:{',
      '{data[lst][2]}',
      '{data[lst][x]}',
    ],
    ...[
      '{data[lst][-1]}',
      '{data[n][0]}',
      '{data[none][x]}',
      '{data[n]!x}',
      '{data[n]!rr}',
      '{data[n]!',
      '{data[s]:d}',
    ],
    ...[
      '{data[n]:.2d}',
      '{data[n]:,x}',
      '{data[n]:q}',
      '{data[lst]:>5}',
      '{data[none]:>5}',
      '{data[s]:=5}',
      '{data[s]:,}',
    ],
    ...[
      '{data.n}',
      '{data[a]b}',
      '{data[n]:{data[w]:{data[w]:{data[w]}}}}',
      '{data[n]:99999}',
      '{data[f]:.99999f}',
    ],
    ...['{data[neg]:c}', '{data[n]:+c}', '{data[f]:.}', '{data[f]:x}', '{data[f]:,n}', '{a{b}}'],
  ];
  for (const template of wrong) {
    it(`are refused where they are wrong: ${template}`, () => {
      const error = failure(template);
      expect(error.message.startsWith(`Invalid formatting in value ${template}: `)).to.equal(true);
      expect([error.code, error.status]).to.deep.equal(['INSP_RULE_FAILED', 400]);
    });
  }

  for (const template of ['{data[x]', '}', '{data[n]:{x}', '{', '{data[n', 'a {b} }']) {
    it(`are unbalanced whatever the data: ${template}`, () => {
      expect(templateFault([{ key: template }])).to.include({ isUnbalanced: true });
      expect(templateFault({ [template]: 1 })).to.include({ isUnbalanced: true });
    });
  }
  for (const template of ['{data[missing]}', '{}', '{data.x}', '{data[n]:q}', '{{', 5, null]) {
    it(`have balanced braces: ${String(template)}`, () => {
      expect(templateFault(template)?.isUnbalanced ?? false).to.equal(false);
    });
  }
});
