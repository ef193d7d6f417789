import { randomBytes, randomUUID } from 'node:crypto';
import { insertMail } from '@devpulse/database/access/mails';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { transaction } from '@devpulse/database/transaction';
import { RETENTION } from '@devpulse/domain/privacy/retention';
import { createLogger } from '@devpulse/observability/logger';
import { openVault } from '@devpulse/vault/vault';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type SmtpServer, startSmtpServer } from '../../testing/smtp-server.ts';
import type { PostRoom } from '../platform/post-room.ts';
import { openMailer } from './mailer.ts';
import { sendMail } from './send-mail.ts';
import { sweepMails } from './sweep-mails.ts';

const vault = openVault(randomBytes(32));
const FROM = 'DevPulse <devpulse@example.org>';
let cluster: TestDatabase;
let database: Database;
let owner: Database;
let server: SmtpServer | null = null;
const queued: string[] = [];
const logLines: string[] = [];

beforeAll(async () => {
  cluster = await createTestDatabase();
  database = openDatabase({ url: cluster.appUrl, applicationName: 'test' });
  owner = openDatabase({ url: cluster.ownerUrl, applicationName: 'test' });
});
afterAll(async () => {
  await database.close();
  await owner.close();
  await cluster.drop();
});
afterEach(async () => {
  await server?.close();
  server = null;
  queued.length = 0;
  logLines.length = 0;
});

function room(url: string | null): PostRoom {
  return {
    database,
    queues: { enqueue: async (_name, payload) => void queued.push((payload as { mailId: string }).mailId) },
    logger: createLogger({ service: 'test', level: 'trace' }, { write: (line) => void logLines.push(line) }),
    vault,
    send: url === null ? null : openMailer(url, FROM),
    now: () => Date.now(),
  };
}

async function write(mail: { to?: string; text?: string; createdAt?: number } = {}): Promise<string> {
  const id = randomUUID();
  await transaction(database, {}, (tx) =>
    insertMail(tx, {
      id,
      recipient: mail.to ?? `${id}@example.com`,
      subject: 'Grüße von Søren',
      textEncrypted: vault.seal(mail.text ?? 'Hello.', `mail:${id}`),
      state: 'waiting',
      createdAt: mail.createdAt ?? Date.now(),
    }),
  );
  return id;
}

async function stored(id: string) {
  const { rows } = await owner.pool.query(
    'SELECT state, attempts, text_encrypted AS text, last_error AS error, sent_at IS NOT NULL AS "isDated" FROM outgoing_mail WHERE id = $1',
    [id],
  );
  return rows[0];
}

const ONCE = { isLastAttempt: false };
const LAST = { isLastAttempt: true };

test('a mail goes out once, and its text is gone with it', async () => {
  server = await startSmtpServer();
  const id = await write({ text: 'Open this:\nhttp://127.0.0.1:3000/invitation?token=abc' });
  const post = room(server.url);
  await Promise.all([1, 2, 3].map(() => sendMail(post, { mailId: id }, ONCE)));
  await sendMail(post, { mailId: id }, ONCE);
  expect(server.mails).toHaveLength(1);
  const [mail] = server.mails;
  expect(mail).toMatchObject({ from: 'devpulse@example.org', to: [`${id}@example.com`] });
  expect(mail?.data).toContain('http://127.0.0.1:3000/invitation?token=abc');
  expect(mail?.data).toMatch(/^From: DevPulse <devpulse@example.org>$/m);
  expect(mail?.data).toContain(`<${id}@devpulse>`);
  expect(mail?.data).toMatch(/^Auto-Submitted: auto-generated$/m);
  expect(await stored(id)).toEqual({ state: 'sent', attempts: 1, text: null, error: null, isDated: true });
});

test('a server that is busy is tried again', async () => {
  server = await startSmtpServer((_, time) => (time === 1 ? '451 later' : '250 ok'));
  const id = await write();
  const post = room(server.url);
  await expect(sendMail(post, { mailId: id }, ONCE)).rejects.toThrow('did not take the mail');
  expect(await stored(id)).toMatchObject({
    state: 'waiting',
    attempts: 1,
    error: expect.stringContaining('451'),
  });
  await sendMail(post, { mailId: id }, ONCE);
  expect(await stored(id)).toMatchObject({ state: 'sent', attempts: 2, text: null, error: null });
});

test('a server that is away fails the mail after the last attempt; the instance’s Owner can still read it', async () => {
  const id = await write({ text: 'kept' });
  const post = room('smtp://127.0.0.1:1');
  await expect(sendMail(post, { mailId: id }, ONCE)).rejects.toThrow('did not take the mail');
  await sendMail(post, { mailId: id }, LAST);
  const { text, ...rest } = await stored(id);
  expect(rest).toMatchObject({ state: 'failed', attempts: 2, isDated: false });
  expect(vault.unseal(text, `mail:${id}`)).toBe('kept');
});

test('an address that does not exist is not tried again, and is named in no log and no error', async () => {
  server = await startSmtpServer((recipient) => `550 no such user ${recipient}`);
  const id = await write({ to: 'canary-address@example.com' });
  await sendMail(room(server.url), { mailId: id }, ONCE);
  expect(await stored(id)).toMatchObject({
    state: 'failed',
    attempts: 1,
    error: expect.stringContaining('550'),
  });
  expect(JSON.stringify([await stored(id), logLines])).not.toContain('canary-address');
});

test('a mail sealed under another key fails for good', async () => {
  server = await startSmtpServer();
  const id = await write();
  await sendMail({ ...room(server.url), vault: openVault(randomBytes(32)) }, { mailId: id }, ONCE);
  expect(await stored(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('another key') });
  expect(server.mails).toEqual([]);
});

test('without a mail server a mail is held', async () => {
  const id = await write();
  await sendMail(room(null), { mailId: id }, ONCE);
  expect(await stored(id)).toMatchObject({ state: 'held', attempts: 0 });
});

test('the sweep queues what has waited, and forgets what is older than mails are kept', async () => {
  const now = Date.now();
  const [young, old, kept, ancient] = [
    await write(),
    await write({ createdAt: now - 31_000 }),
    await write({ createdAt: now - (RETENTION.mailDays - 1) * 86_400_000 }),
    await write({ createdAt: now - (RETENTION.mailDays + 1) * 86_400_000 }),
  ];
  await sweepMails(room(null));
  expect(queued).toContain(old);
  expect(queued).not.toContain(young);
  expect(await stored(ancient)).toBeUndefined();
  expect(await stored(kept)).toBeDefined();
  expect(await stored(young)).toBeDefined();
});

test('nobody sends as somebody else by a name or an address', async () => {
  server = await startSmtpServer();
  const id = await write({ to: 'a@example.com>\r\nBcc: <b@example.com' });
  await sendMail(room(server.url), { mailId: id }, LAST);
  for (const mail of server.mails) {
    expect(mail.to).toHaveLength(1);
    expect(mail.data).not.toMatch(/^Bcc:/m);
  }
});
