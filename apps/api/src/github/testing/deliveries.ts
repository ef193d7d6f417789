import { randomUUID } from 'node:crypto';
import type { NewDelivery } from '@devpulse/database/deliveries';
import { signBody } from '@devpulse/github/signature';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WEBHOOK_PATH } from '../webhook-gate.ts';

export const SECRET = 'the-current-secret-of-the-tests';
export const PREVIOUS_SECRET = 'the-previous-secret-of-the-tests';

type Headers = Record<string, string | string[] | undefined>;

/** Posts a body as GitHub would. A header given as undefined is left out. */
export function deliver(app: NestFastifyApplication, body: string | Buffer, changes: Headers = {}) {
  const headers: Headers = {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    'x-github-delivery': randomUUID(),
    'x-github-event': 'pull_request',
    'x-hub-signature-256': signBody(body, SECRET),
    ...changes,
  };
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  return app.inject({
    method: 'POST',
    url: WEBHOOK_PATH,
    payload: body,
    headers: Object.fromEntries(present) as Record<string, string>,
  });
}

export function newDelivery(overrides: Partial<NewDelivery> = {}): NewDelivery {
  return {
    guid: randomUUID(),
    event: 'push',
    hookId: null,
    installationTargetId: null,
    githubAppId: null,
    headers: {},
    body: Buffer.from('{}'),
    bodySha256: Buffer.alloc(32),
    receivedAt: new Date('2026-11-20T10:00:00Z'),
    state: 'received',
    reason: null,
    ...overrides,
  };
}
