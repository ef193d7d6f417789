import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { AttendanceEventBody } from '@devpulse/contracts/attendance/events';
import { createTestDatabase } from '@devpulse/database/testing/test-database';
import type { AttendanceAction } from '@devpulse/domain/attendance/events';
import { v7 } from 'uuid';
import type { DevicePlan, WeekPlan } from './offline-week-plan.ts';

const TESTING = path.join(import.meta.dirname, '../../apps/api/testing');
const MINUTE = 60_000;

type Person = { userId: string; headers: Record<string, string> };
type Organization = { id: string; slug: string };
type Request = { method: string; url: string; headers: Record<string, string>; payload?: object };
type Api = {
  app: { inject(request: Request): Promise<{ statusCode: number; body: string; json(): unknown }> };
  reported: unknown[];
  close(): Promise<void>;
};
type Registry = {
  pool: { query(text: string, values: unknown[]): Promise<{ rows: unknown[] }> };
  organization(): Promise<Organization>;
  person(): Promise<Person>;
  session(userId: string): Promise<{ headers: Record<string, string> }>;
  member(organization: Organization, person: Person, role: string): Promise<void>;
  close(): Promise<void>;
};
type TestApiRoom = {
  startTestApiOver(
    database: { appUrl: string; dashboardUrl: string },
    outside: { now: () => number },
  ): Promise<Api>;
};
type PeopleRoom = { openRegistry(api: Api, ownerUrl: string): Promise<Registry> };

/** The real API over a database, on a clock that stands where it is set. */
export type AttendanceStage = {
  api: Api;
  registry: Registry;
  clock: { now: number };
  close(): Promise<void>;
};

export async function openAttendanceStage(): Promise<AttendanceStage> {
  const { startTestApiOver } = (await import(path.join(TESTING, 'test-api.ts'))) as TestApiRoom;
  const { openRegistry } = (await import(path.join(TESTING, 'people.ts'))) as PeopleRoom;
  const database = await createTestDatabase();
  const clock = { now: Date.now() };
  const api = await startTestApiOver(database, { now: () => clock.now });
  const registry = await openRegistry(api, database.ownerUrl);
  return {
    api,
    registry,
    clock,
    async close() {
      await registry.close();
      await api.close();
      await database.drop();
    },
  };
}

export type Asked = { status: number; body: Record<string, unknown> };

/** A member of an organization of their own, signed in at the API's present time. */
export class Member {
  readonly organization: Organization;
  readonly person: Person;
  readonly #stage: AttendanceStage;

  private constructor(stage: AttendanceStage, organization: Organization, person: Person) {
    this.#stage = stage;
    this.organization = organization;
    this.person = person;
  }

  static async join(stage: AttendanceStage): Promise<Member> {
    const organization = await stage.registry.organization();
    const person = await stage.registry.person();
    await stage.registry.member(organization, person, 'developer');
    return new Member(stage, organization, person);
  }

  async signIn(): Promise<void> {
    Object.assign(this.person, await this.#stage.registry.session(this.person.userId));
  }

  async ask(method: string, room: string, payload?: object): Promise<Asked> {
    const url = `/api/v1/organizations/${this.organization.slug}/attendance/${room}`;
    const { headers } = this.person;
    const answer = await this.#stage.api.app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() as Asked['body'] };
  }

  async linkLaptop(id: string): Promise<void> {
    await this.#stage.registry.pool.query(
      `INSERT INTO device (id, user_id, kind, name, os, app_version) VALUES ($1, $2, 'desktop', 'Laptop', 'Linux', '1.0.0')`,
      [id, this.person.userId],
    );
  }

  async removeLaptop(id: string, at: number): Promise<void> {
    await this.#stage.registry.pool.query('UPDATE device SET revoked_at = $2 WHERE id = $1', [
      id,
      new Date(at),
    ]);
  }

  /** A network that loses requests and answers, and repeats what it carried. */
  network(random: () => number, counts: { lost: number }): typeof fetch {
    return async (input, init) => {
      const { pathname, search } = new URL(String(input));
      const method = init?.method ?? 'GET';
      const payload = init?.body === undefined ? {} : { payload: JSON.parse(String(init.body)) as object };
      const request = { method, url: pathname + search, headers: this.person.headers, ...payload };
      const fate = random();
      if (fate < 0.15) throw new TypeError('no network');
      const first = await this.#stage.api.app.inject(request);
      // of a week's batches at least one comes again
      const isBatch = method === 'POST' && !String(init?.body).includes('"events":[]');
      if (fate < 0.4 || (isBatch && counts.lost === 0)) {
        if (isBatch) counts.lost += 1;
        throw new TypeError('no answer');
      }
      const answer = fate > 0.75 ? await this.#stage.api.app.inject(request) : first;
      return new Response(answer.body, { status: answer.statusCode });
    };
  }
}

/** The dashboard's clock in a page that cannot reach the server: a queue of events by a clock that is off. */
export class OfflinePage {
  readonly #events: AttendanceEventBody[] = [];
  readonly #device: string;
  readonly #bootId = randomUUID();

  constructor(plan: WeekPlan, own: DevicePlan, aheadMs: number) {
    this.#device = own.id;
    const tell = (minute: number, actionOf: (wall: number) => AttendanceAction) => {
      const occurredAt = plan.startsAt + minute * MINUTE + aheadMs;
      const stamp = {
        eventId: v7(),
        seq: this.#events.length + 1,
        bootId: this.#bootId,
        monoMs: minute * MINUTE,
      };
      this.#events.push({ ...stamp, occurredAt, offsetMs: -aheadMs, action: actionOf(occurredAt) });
    };
    for (const stay of own.stays) {
      const sessionId = randomUUID();
      const zone = stay.from < plan.flightMinute ? 'Europe/Berlin' : 'America/New_York';
      tell(stay.from, () => ({ type: 'clock_in', sessionId, zone }));
      for (const { from, to } of stay.breaks) {
        const pauseId = randomUUID();
        tell(from, () => ({ type: 'break_start', sessionId, pauseId }));
        tell(to, () => ({ type: 'break_end', sessionId, pauseId }));
      }
      tell(stay.to, (endedAt) => ({ type: 'clock_out', sessionId, endedAt, reason: 'member' }));
    }
  }

  get waiting(): number {
    return this.#events.length;
  }

  /** Sends some; without an answer the same are sent again, perhaps with more. */
  async send(member: Member, random: () => number): Promise<void> {
    const events = this.#events.slice(0, 1 + Math.floor(random() * 12));
    const { status } = await member.ask('POST', `devices/${this.#device}/events`, { events });
    if (status !== 200) throw new Error(`the page was answered ${status}`);
    if (random() < 0.65) this.#events.splice(0, events.length);
  }
}
