import { randomUUID } from 'node:crypto';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { openVault } from '@devpulse/vault/vault';
import { Afterwards } from '../src/auth/afterwards.ts';
import { PasswordChecker } from '../src/auth/passwords/password-checker.ts';
import { openRegistry, type Registry, type TestPerson } from './people.ts';
import { startTestApiOver, type TestApi } from './test-api.ts';

export const PASSWORD = 'seven quiet harbours at dusk';

export type Answer = {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, unknown>;
};
type Sent = { headers?: Record<string, string | string[]>; from?: string; body?: object };

/** The API over a database of its own, under a clock that a test sets. */
export class AuthWorld {
  readonly database: TestDatabase;
  readonly api: TestApi;
  readonly registry: Registry;
  readonly clock: { now: number };

  private constructor(parts: {
    database: TestDatabase;
    api: TestApi;
    registry: Registry;
    clock: { now: number };
  }) {
    this.database = parts.database;
    this.api = parts.api;
    this.registry = parts.registry;
    this.clock = parts.clock;
  }

  static async open(environment: Record<string, string> = {}): Promise<AuthWorld> {
    const database = await createTestDatabase();
    const clock = { now: Date.now() };
    const api = await startTestApiOver(database, { now: () => clock.now, environment });
    return new AuthWorld({ database, api, clock, registry: await openRegistry(api, database.ownerUrl) });
  }

  async close(): Promise<void> {
    await this.registry.close();
    await this.api.close();
    await this.database.drop();
  }

  async send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, sent: Sent = {}): Promise<Answer> {
    const response = await this.api.app.inject({
      method,
      url,
      remoteAddress: sent.from ?? '127.0.0.1',
      ...(sent.headers !== undefined && { headers: sent.headers }),
      ...(sent.body !== undefined && { payload: sent.body }),
    });
    return { status: response.statusCode, body: response.json(), headers: response.headers };
  }

  post(url: string, body: object, sent: Sent = {}): Promise<Answer> {
    return this.send('POST', url, { ...sent, body });
  }

  /** A person who signs in with `PASSWORD`, or the one given. */
  async personWithPassword(password = PASSWORD): Promise<TestPerson> {
    const person = await this.registry.person();
    await this.givePassword(person.userId, await this.api.app.get(PasswordChecker).hash(password));
    return person;
  }

  async givePassword(userId: string, hash: string): Promise<void> {
    await this.registry.pool.query(
      'INSERT INTO password (user_id, hash, changed_at) VALUES ($1, $2, now())',
      [userId, hash],
    );
  }

  /** A linked program of a person, with its session. */
  async device(userId: string) {
    const deviceId = randomUUID();
    await this.registry.pool.query(
      `INSERT INTO device (id, user_id, kind, name, os, app_version) VALUES ($1, $2, 'desktop', 'Laptop', 'Linux', '1.0.0')`,
      [deviceId, userId],
    );
    return { deviceId, ...(await this.registry.session(userId, { kind: 'desktop', deviceId })) };
  }

  async signIn(email: string, password = PASSWORD, sent: Sent = {}): Promise<Answer> {
    return this.post('/api/v1/auth/sign-in', { email, password }, sent);
  }

  async tokens(email: string, password = PASSWORD): Promise<NonNullable<SignInResult['session']>> {
    const answer = await this.signIn(email, password);
    const { session } = answer.body as SignInResult;
    if (session === null || session === undefined)
      throw new Error(`No session: ${JSON.stringify(answer.body)}`);
    return session;
  }

  /** Waits for what is done after answers. */
  async settle(): Promise<void> {
    await this.api.app.get(Afterwards).settled();
  }

  /** Texts of the mails to an address, oldest first. */
  async mails(to: string): Promise<{ subject: string; text: string }[]> {
    await this.settle();
    const vault = openVault(this.api.parts.environment.DEVPULSE_ENCRYPTION_KEY);
    const { rows } = await this.registry.pool.query<{ id: string; subject: string; text_encrypted: Buffer }>(
      'SELECT id, subject, text_encrypted FROM outgoing_mail WHERE recipient = $1 ORDER BY created_at, id',
      [to],
    );
    return rows.map(({ id, subject, text_encrypted }) => ({
      subject,
      text: vault.unseal(text_encrypted, `mail:${id}`),
    }));
  }

  /** The secret of the link in the newest mail to an address that has one. */
  async linkToken(to: string): Promise<string> {
    const found = (await this.mails(to)).map(({ text }) => /[?&]token=([\w.-]+)/.exec(text)?.[1]);
    return found.filter((token) => token !== undefined).at(-1) ?? '';
  }

  async count(table: string, where = 'true', values: unknown[] = []): Promise<number> {
    const { rows } = await this.registry.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM "${table}" WHERE ${where}`,
      values,
    );
    return rows[0]?.n ?? 0;
  }
}

export const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });
