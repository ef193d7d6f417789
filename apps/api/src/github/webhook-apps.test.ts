import { randomUUID } from 'node:crypto';
import { signBody } from '@devpulse/github/signature';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ConnectionStage, openConnectionStage } from '../../testing/connection-stage.ts';
import type { StandInApp } from '../../testing/github-app-stand-in.ts';
import { deliver, SECRET } from './testing/deliveries.ts';
import { WebhookSigners } from './webhook-signers.ts';

let stage: ConnectionStage;
beforeAll(async () => {
  stage = await openConnectionStage();
});
afterAll(() => stage?.close());

const appOfItsOwn = async () => stage.makeApp(await stage.organizationWithRoles());

type Sent = { body?: string; secret: string; number?: number; guid?: string };

const send = ({ body = JSON.stringify({ nonce: randomUUID() }), secret, number, guid }: Sent) =>
  deliver(stage.api.app, body, {
    'x-hub-signature-256': signBody(body, secret),
    'x-github-hook-installation-target-id': number === undefined ? undefined : String(number),
    ...(guid !== undefined && { 'x-github-delivery': guid }),
  });

async function signerOf(deliveryId: string): Promise<string | null> {
  const { rows } = await stage.registry.pool.query<{ of: string | null }>(
    'SELECT github_app_id AS of FROM raw_delivery WHERE id = $1',
    [deliveryId],
  );
  return rows[0]?.of ?? null;
}

test('a delivery is kept with the App whose secret has signed it', async () => {
  const { id, app } = await appOfItsOwn();
  const own = await send({ secret: app.webhookSecret, number: app.id });
  expect(own.statusCode).toBe(202);
  expect(await signerOf(own.json().deliveryId)).toBe(id);
  const configured = await send({ secret: SECRET, number: app.id });
  expect(configured.statusCode).toBe(202);
  expect(await signerOf(configured.json().deliveryId)).toBeNull();
});

test('the header that names the App only says where to look: another App’s secret stays another App’s', async () => {
  const [mine, theirs] = [await appOfItsOwn(), await appOfItsOwn()];
  expect((await send({ secret: mine.app.webhookSecret, number: theirs.app.id })).statusCode).toBe(401);
  expect((await send({ secret: mine.app.webhookSecret })).statusCode).toBe(401);
  expect((await send({ secret: mine.app.webhookSecret, number: 1 })).statusCode).toBe(401);
});

test('one body, or one GUID, of two Apps is two deliveries; of one App it is one', async () => {
  const [one, other] = [await appOfItsOwn(), await appOfItsOwn()];
  const body = JSON.stringify({ nonce: randomUUID() });
  const guid = randomUUID();
  const by = ({ app }: { app: StandInApp }) =>
    send({ body, secret: app.webhookSecret, number: app.id, guid });
  const answers = [await by(one), await by(other), await by(one), await by(other)].map((answer) =>
    answer.json(),
  );
  expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'duplicate', 'duplicate']);
  expect(answers[2].deliveryId).toBe(answers[0].deliveryId);
  expect(answers[3].deliveryId).toBe(answers[1].deliveryId);
  expect(answers[1].deliveryId).not.toBe(answers[0].deliveryId);
});

test('a secret that another process has added is known at the first delivery that it signs', async () => {
  const { id, app } = await appOfItsOwn();
  const signers = stage.api.app.get(WebhookSigners);
  await send({ secret: app.webhookSecret, number: app.id });
  const forget = vi.spyOn(signers, 'forget').mockImplementation(() => undefined);
  const next = await appOfItsOwn();
  forget.mockRestore();
  stage.clock.ahead += 1_000;
  const answer = await send({ secret: next.app.webhookSecret, number: next.app.id });
  expect(answer.statusCode).toBe(202);
  expect(await signerOf(answer.json().deliveryId)).not.toBe(id);
});

test('an App that was removed signs nothing any more', async () => {
  const roles = await stage.organizationWithRoles();
  const { id, app } = await stage.makeApp(roles);
  expect((await send({ secret: app.webhookSecret, number: app.id })).statusCode).toBe(202);
  const { slug } = roles.organization;
  expect((await stage.ask(roles.admin, `DELETE organizations/${slug}/github/apps/${id}`)).status).toBe(200);
  expect((await send({ secret: app.webhookSecret, number: app.id })).statusCode).toBe(401);
});

test('many deliveries cost no query for their secret', async () => {
  const { app } = await appOfItsOwn();
  await send({ secret: app.webhookSecret, number: app.id });
  const queries = vi.spyOn(pg.Client.prototype, 'query');
  const sent = Array.from({ length: 50 }, () => send({ secret: app.webhookSecret, number: app.id }));
  for (const { statusCode } of await Promise.all(sent)) expect(statusCode).toBe(202);
  const texts = queries.mock.calls.map(([query]) => JSON.stringify(query));
  queries.mockRestore();
  expect(texts.filter((text) => text.includes('INTO raw_delivery')).length).toBeGreaterThan(0);
  expect(texts.filter((text) => text.includes('github_webhook_secret'))).toEqual([]);
});
