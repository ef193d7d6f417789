import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import examples from '@octokit/webhooks-examples';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';
import { deliver } from './github/testing/deliveries.ts';

/** Every payload that GitHub has published, signed, over the endpoint that GitHub posts to. */
type Recording = { event: string; guid: string; body: string };

const INSTALLATION = 4_242;
let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApiOver(database, { enqueue: async () => undefined });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const recordings: Recording[] = (
  examples as unknown as { name: string; examples: { installation?: object }[] }[]
).flatMap(({ name, examples: payloads }) =>
  payloads.map((payload) => {
    const installation = { id: INSTALLATION, ...payload.installation };
    return { event: name, guid: randomUUID(), body: JSON.stringify({ ...payload, installation }) };
  }),
);

async function post(list: readonly Recording[]): Promise<string[]> {
  const answers: string[] = [];
  for (const { event, guid, body } of list) {
    const headers = { 'x-github-event': event, 'x-github-delivery': guid };
    const response = await deliver(api.app, body, headers);
    answers.push(`${response.statusCode} ${response.json().status}`);
  }
  return answers;
}

test('each is answered 202; of those that are alike to the byte, one is accepted', async () => {
  const distinct = new Set(recordings.map(({ event, body }) => `${event} ${body}`)).size;
  const answers = await post(recordings);
  expect(recordings.length).toBeGreaterThan(300);
  expect(answers.filter((answer) => answer === '202 accepted')).toHaveLength(distinct);
  expect(answers.filter((answer) => answer === '202 duplicate')).toHaveLength(recordings.length - distinct);
});

test('each is 202 and known when it comes again, in another order, under its own guid or a new one', async () => {
  const again = recordings.toReversed();
  const replayed = again.map((recording) => ({ ...recording, guid: randomUUID() }));
  expect(new Set(await post([...again, ...replayed]))).toEqual(new Set(['202 duplicate']));
});
