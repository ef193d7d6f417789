import { randomBytes, randomUUID } from 'node:crypto';
import { insertMail } from '@devpulse/database/access/mails';
import { openDatabase } from '@devpulse/database/connection';
import { createTestDatabase } from '@devpulse/database/testing/test-database';
import { transaction } from '@devpulse/database/transaction';
import { openQueues } from '@devpulse/jobs/queues';
import { createLogger } from '@devpulse/observability/logger';
import { openVault } from '@devpulse/vault/vault';
import { expect, test, vi } from 'vitest';
import { startSmtpServer } from '../testing/smtp-server.ts';
import { readEnvironment } from './env.ts';
import { startWorker } from './worker.ts';

const KEY = randomBytes(32);

test('a running worker sends a mail once, however often it is rung for, and tries again what is put off', async () => {
  const cluster = await createTestDatabase();
  const server = await startSmtpServer((_, time) => (time === 1 ? '451 later' : '250 ok'));
  const environment = readEnvironment({
    DATABASE_URL: cluster.appUrl,
    DEVPULSE_ENCRYPTION_KEY: KEY.toString('hex'),
    SMTP_URL: server.url,
    MAIL_FROM: 'mail@example.org',
    HEALTH_PORT: '0',
  });
  const worker = await startWorker(environment, createLogger({ service: 'test', level: 'silent' }));
  const database = openDatabase({ url: cluster.appUrl, applicationName: 'test' });
  const queues = openQueues({ databaseUrl: cluster.appUrl });
  try {
    const id = randomUUID();
    await transaction(database, {}, (tx) =>
      insertMail(tx, {
        id,
        recipient: 'somebody@example.com',
        subject: 'Hello',
        textEncrypted: openVault(KEY).seal('Good day.', `mail:${id}`),
        state: 'waiting',
        createdAt: Date.now(),
      }),
    );
    for (const mailId of [id, id, id]) await queues.enqueue('sendMail', { mailId });
    await vi.waitFor(() => expect(server.mails).toHaveLength(1), { timeout: 20_000, interval: 100 });
    expect(server.asked()).toBe(2);
    expect(server.mails[0]?.data).toContain('Good day.');
    const state = () =>
      transaction(database, { system: true }, async (tx) => {
        const { rows } = await tx.query<{ state: string }>('SELECT state FROM outgoing_mail WHERE id = $1', [
          id,
        ]);
        return rows[0]?.state;
      });
    await vi.waitFor(async () => expect(await state()).toBe('sent'));
  } finally {
    await queues.close();
    await database.close();
    await worker.close();
    await server.close();
    await cluster.drop();
  }
}, 60_000);
