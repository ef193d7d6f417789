import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { AttendanceAction } from '@devpulse/domain/attendance/events';
import type { Answer, OrganizationStage } from './organization-stage.ts';
import type { TestOrganization, TestPerson } from './people.ts';

export type WireEvent = {
  eventId: string;
  seq: number;
  occurredAt: number;
  offsetMs: number | null;
  bootId: string;
  monoMs: number;
  action: AttendanceAction;
};

/** An organization with each role, whose Manager has the Developer in their team. */
export async function organizationWithManager(stage: OrganizationStage) {
  const whole = await stage.organizationWithRoles();
  const { organization, manager, developer } = whole;
  const team = await stage.registry.team(organization);
  const contributor = await stage.registry.contributor(organization, { userId: developer.userId });
  await stage.registry.putInTeam(organization, team, contributor);
  await stage.registry.manages(organization, team, manager);
  return whole;
}

/** A device of a person, which numbers what it records; `send` keeps nothing back. */
export class TestDevice {
  readonly id: string;
  readonly person: TestPerson;
  readonly #stage: OrganizationStage;
  readonly #organization: TestOrganization;
  readonly #bootId = randomUUID();
  #seq = 0;

  constructor(
    stage: OrganizationStage,
    of: { organization: TestOrganization; person: TestPerson; id: string },
  ) {
    this.#stage = stage;
    this.#organization = of.organization;
    this.person = of.person;
    this.id = of.id;
  }

  /** An event at an instant of the server's clock, given as text. */
  event(at: string, action: AttendanceAction, change: Partial<WireEvent> = {}): WireEvent {
    this.#seq += 1;
    const occurredAt = Date.parse(at);
    const monoMs = occurredAt % 1e9;
    return {
      eventId: randomUUIDv7(),
      seq: this.#seq,
      occurredAt,
      offsetMs: 0,
      bootId: this.#bootId,
      monoMs,
      action,
      ...change,
    };
  }

  send(events: readonly WireEvent[]): Promise<Answer> {
    const path = `organizations/${this.#organization.slug}/attendance/devices/${this.id}/events`;
    return this.#stage.ask(this.person, `POST ${path}`, { events });
  }
}

/** A device that is linked to the person, as device linking leaves it. */
export async function linkDevice(
  stage: OrganizationStage,
  of: { organization: TestOrganization; person: TestPerson; name?: string },
): Promise<TestDevice> {
  const id = randomUUID();
  await stage.registry.pool.query(
    `INSERT INTO device (id, user_id, kind, name, os, app_version) VALUES ($1, $2, 'desktop', $3, 'Linux', '1.0.0')`,
    [id, of.person.userId, of.name ?? 'Laptop'],
  );
  return new TestDevice(stage, { ...of, id });
}

/** Sets the API's clock. */
export function setClock(stage: OrganizationStage, at: string): void {
  stage.clock.ahead = Date.parse(at) - Date.now();
}

export const outcomes = (answer: Answer): unknown[] =>
  (answer.body.results as { result: string; code: string | null }[]).map(({ result, code }) =>
    code === null ? result : `${result} ${code}`,
  );

export type Figures = { worked: number; breaks: number; unresolved: number };

/** A day of a member's own, in minutes. */
export async function readDay(
  stage: OrganizationStage,
  of: { organization: TestOrganization; person: TestPerson; day: string },
): Promise<Figures> {
  const path = `organizations/${of.organization.slug}/attendance/days?from=${of.day}&to=${of.day}`;
  const { body } = await stage.ask(of.person, `GET ${path}`);
  const [day] = body.days as { workedMs: number; breakMs: number; unresolvedMs: number }[];
  const minutes = (ms = 0) => ms / 60_000;
  return {
    worked: minutes(day?.workedMs),
    breaks: minutes(day?.breakMs),
    unresolved: minutes(day?.unresolvedMs),
  };
}

/** A session with its two ends, as a device records it. */
export function recordSession(
  device: TestDevice,
  { from, to, sessionId = randomUUID() }: { from: string; to: string; sessionId?: string },
): WireEvent[] {
  return [
    device.event(from, { type: 'clock_in', sessionId, zone: 'UTC' }),
    device.event(to, { type: 'clock_out', sessionId, endedAt: Date.parse(to), reason: 'member' }),
  ];
}
