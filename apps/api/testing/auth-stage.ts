import { signIn } from '@devpulse/contracts/auth/sign-in';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import type { Route, RouteResponse } from '@devpulse/contracts/route';
import { createTestDatabase } from '@devpulse/database/testing/test-database';
import { openVault } from '@devpulse/vault/vault';
import { PasswordChecker } from '../src/auth/passwords/password-checker.ts';
import { openRegistry, type TestPerson } from './people.ts';
import { type Outside, startTestApiOver } from './test-api.ts';

export const PASSWORD = 'correct horse battery staple';

type Sent = {
  as?: Pick<TestPerson, 'headers'>;
  params?: Record<string, string>;
  body?: unknown;
  /** The address that the request comes from. */
  from?: string;
};

/** The whole API over a database of its own, with a clock that stands still until it is moved. */
export async function openAuthStage(outside: Pick<Outside, 'environment' | 'fetch'> = {}) {
  const database = await createTestDatabase();
  let clock = Date.now();
  const api = await startTestApiOver(database, { ...outside, now: () => clock });
  const registry = await openRegistry(api, database.ownerUrl);
  const vault = openVault(api.parts.environment.DEVPULSE_ENCRYPTION_KEY);

  /** Calls an endpoint; the answer's body is what the contract says, or a problem. */
  async function call<R extends Route>(route: R, sent: Sent = {}) {
    const url = Object.entries(sent.params ?? {}).reduce(
      (path, [name, value]) => path.replace(`:${name}`, value),
      route.path,
    );
    const response = await api.app.inject({
      method: route.method,
      url,
      remoteAddress: sent.from ?? '127.0.0.1',
      headers: sent.as?.headers ?? {},
      ...(sent.body !== undefined && { payload: sent.body as object }),
    });
    const body = response.json() as RouteResponse<R> & { code?: string; detail?: string; remedy?: string };
    return { status: response.statusCode, body };
  }

  return {
    api,
    registry,
    call,
    vault,
    now: () => clock,
    advance(milliseconds: number) {
      clock += milliseconds;
    },
    setClock(instant: number) {
      clock = instant;
    },

    /** A person with a session and a password. */
    async personWithPassword(): Promise<TestPerson> {
      const person = await registry.person();
      const hash = await api.app.get(PasswordChecker, { strict: false }).hash(PASSWORD);
      await registry.pool.query('INSERT INTO password (user_id, hash, changed_at) VALUES ($1, $2, now())', [
        person.userId,
        hash,
      ]);
      return person;
    },

    async signIn(person: TestPerson, from?: string): Promise<SignInResult> {
      const body = { email: person.email, password: PASSWORD };
      const answer = await call(signIn, { body, ...(from !== undefined && { from }) });
      if (answer.status !== 200) throw new Error(`Signing in failed: ${JSON.stringify(answer)}`);
      return answer.body;
    },

    async mailsTo(email: string): Promise<{ subject: string; text: string }[]> {
      const { rows } = await registry.pool.query<{ id: string; subject: string; text_encrypted: Buffer }>(
        'SELECT id, subject, text_encrypted FROM outgoing_mail WHERE recipient = $1 ORDER BY created_at, subject',
        [email],
      );
      return rows.map((row) => ({
        subject: row.subject,
        text: vault.unseal(row.text_encrypted, `mail:${row.id}`),
      }));
    },

    /** Actions in the log of a person, the oldest first. */
    async logOf(userId: string): Promise<string[]> {
      const { rows } = await registry.pool.query<{ action: string }>(
        'SELECT action FROM audit_entry WHERE subject_user_id = $1 ORDER BY id',
        [userId],
      );
      return rows.map((row) => row.action);
    },

    async close() {
      await registry.close();
      await api.close();
      await database.drop();
    },
  };
}

export type AuthStage = Awaited<ReturnType<typeof openAuthStage>>;

/** What a request with this access token is sent `as`. */
export const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
