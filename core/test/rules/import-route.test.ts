import { expect } from 'chai';
import { ApiServer } from '../api/api-server.js';
import { rulesDatabase, rulesOver, type RulesDatabase } from './rules-fixture.js';

const UUID = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const RULE = `{"uuid": "${UUID}", "conditions": [{"op": "eq", "field": "a", "value": 5.0}], "actions": [{"action": "example"}]}`;

describe('POST /v1/rules/import', () => {
  let opened: RulesDatabase;
  let server: ApiServer;
  let rules: Awaited<ReturnType<typeof rulesOver>>;

  before(async () => {
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database);
    server = await ApiServer.start({}, { rules: rules.service });
  });
  after(async () => {
    await server.close();
    await opened.remove();
  });
  beforeEach(() => rules.service.deleteAll());

  const post = (body: string, query = '') => server.call('POST', `/v1/rules/import${query}`, { body });

  it('answers the rules with their links, numbers as they were written', async () => {
    const { status, text } = await post(
      `[${RULE}, {"sensitive": true, "priority": 2, "actions": [{"action": "example"}]}]`,
    );
    expect(status).to.equal(201);
    expect(text).to.include('"value":5.0').and.include(`"links":[{"rel":"self","href":"/v1/rules/${UUID}"}]`);
    const body = JSON.parse(text) as { rules: object[] };
    expect(body.rules[1]).to.deep.include({ sensitive: true, priority: 2, conditions: null, actions: null });
  });

  it('answers 409 for a rule that exists, and 201 with replace=true', async () => {
    await post(RULE);
    expect((await post(RULE)).status).to.equal(409);
    expect((await post(RULE, '?replace=false')).status).to.equal(409);
    expect((await post(RULE, '?replace=true')).status).to.equal(201);
    expect(await rules.service.list()).to.have.length(1);
  });

  it('answers 400 for another replace, and for a rule that is wrong', async () => {
    const odd = await post(RULE, '?replace=perhaps');
    expect([odd.status, odd.message]).to.deep.equal([400, '`replace` must be true or false']);
    expect((await post('[{"actions": []}]')).status).to.equal(400);
    expect(await rules.service.list()).to.deep.equal([]);
  });

  it('shows sensitive rules and priorities to old clients in a shape that is documented', async () => {
    await post(`{"uuid": "${UUID}", "sensitive": true, "actions": [{"action": "example"}]}`);
    expect((await server.call('GET', `/v1/rules/${UUID}`)).json).to.include({
      sensitive: true,
      actions: null,
    });
  });
});
