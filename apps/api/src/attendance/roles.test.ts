import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { linkDevice, recordSession, setClock, type TestDevice } from '../../testing/attendance-stage.ts';
import { type OrganizationStage, openOrganizationStage } from '../../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

const DAY = '2026-06-10';
const at = (time: string) => `${DAY}T${time}:00Z`;
const RANGE = `from=${DAY}&to=${DAY}`;

type Name = 'own' | 'manager' | 'otherManager' | 'admin' | 'owner' | 'teammate';
let stage: OrganizationStage;
let organization: TestOrganization;
let people: Record<Name, TestPerson>;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, at('18:00'));
  const { developer, organization: made, ...others } = await stage.organizationWithRoles();
  organization = made;
  const { registry } = stage;
  const teammate = await registry.person({ name: 'Tom Teammate' });
  const otherManager = await registry.person({ name: 'Otto Other' });
  await registry.member(organization, teammate, 'developer');
  await registry.member(organization, otherManager, 'manager');
  people = { own: developer, teammate, otherManager, ...others };
  const team = await registry.team(organization);
  for (const person of [developer, teammate]) {
    const contributor = await registry.contributor(organization, { userId: person.userId });
    await registry.putInTeam(organization, team, contributor);
  }
  await registry.manages(organization, team, others.manager);
  await registry.manages(organization, await registry.team(organization, 'Search'), otherManager);
  laptop = await linkDevice(stage, { organization, person: developer });
  const pause = { sessionId: randomUUID(), pauseId: randomUUID() };
  await laptop.send([
    ...recordSession(laptop, { from: at('09:00'), to: at('12:00') }),
    laptop.event(at('13:00'), { type: 'clock_in', sessionId: pause.sessionId, zone: 'UTC' }),
    laptop.event(at('14:30'), {
      type: 'pause_found',
      ...pause,
      kind: 'idle',
      startedAt: Date.parse(at('14:00')),
      endedAt: Date.parse(at('14:25')),
    }),
    laptop.event(at('14:31'), { type: 'pause_decided', ...pause, decision: 'excluded' }),
  ]);
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = () => `organizations/${organization.slug}/attendance`;
const ask = (name: Name, request: string) => stage.ask(people[name], `GET ${path()}/${request}`);
const statuses = async (request: string) => {
  const names = Object.keys(people) as Name[];
  const found = await Promise.all(
    names.map(async (name) => [name, (await ask(name, request)).status] as const),
  );
  return Object.fromEntries(found) as Record<Name, number>;
};
const member = () => `members/${people.own.userId}`;
const whoLooked = async () => {
  const { body } = await stage.ask(people.own, `GET organizations/${organization.slug}/me/access-log`);
  return (body.items as { viewer: string; what: string }[]).map(({ viewer, what }) => `${viewer}: ${what}`);
};

test('the days of a member are for the member, their manager, Admins and the Owner; others find nothing', async () => {
  const expected = { own: 200, manager: 200, admin: 200, owner: 200, otherManager: 404, teammate: 404 };
  expect(await statuses(`${member()}/days?${RANGE}`)).toEqual(expected);
  expect(await statuses(`${member()}/timesheet?${RANGE}`)).toEqual(expected);
  expect(await statuses(`${member()}/timesheet/pdf?${RANGE}`)).toEqual(expected);
  expect(await statuses(`${member()}/targets`)).toEqual(expected);
});

test('what a manager sees of a day says nothing of idle time that was left out, nor why somebody was on leave', async () => {
  await stage.ask(people.own, `PUT ${path()}/leave/${DAY}`, { kind: 'sick', portion: 'half' });
  const own = (await ask('own', `days?${RANGE}`)).body.days as object[];
  expect(own[0]).toMatchObject({ excludedMs: 1_500_000, leave: { kind: 'sick', portion: 'half' } });
  const { body } = await ask('manager', `${member()}/days?${RANGE}`);
  const text = JSON.stringify(body);
  expect((body.days as object[])[0]).toMatchObject({
    unresolvedMs: 0,
    breakMs: 0,
    leave: { portion: 'half' },
  });
  expect(text).not.toMatch(/excluded|idle|sick|Laptop|pause/);
});

test('each look and each export by another is shown to the person, and their own are not', async () => {
  await ask('own', `${member()}/days?${RANGE}`);
  expect(await whoLooked()).toEqual([]);
  await ask('manager', `${member()}/days?${RANGE}`);
  await ask('admin', `${member()}/timesheet?${RANGE}`);
  await ask('owner', `team-days?${RANGE}`);
  await ask('otherManager', `${member()}/days?${RANGE}`);
  expect((await whoLooked()).sort()).toEqual([
    'Ada Admin: attendance_export',
    'Mara Manager: attendance_days',
    'Olga Owner: attendance_days',
  ]);
});

test('the table of a team holds whom its reader reaches, by name', async () => {
  const names = async (name: Name) =>
    ((await ask(name, `team-days?${RANGE}`)).body.members as { member: { name: string } }[] | undefined)?.map(
      (one) => one.member.name,
    );
  expect(await names('manager')).toEqual(['Dana Developer', 'Mara Manager', 'Tom Teammate']);
  expect(await names('otherManager')).toEqual(['Otto Other']);
  expect(await names('admin')).toHaveLength(6);
  expect((await ask('teammate', `team-days?${RANGE}`)).status).toBe(403);
});

test('who is in is seen by those who may see days, and by all only where the organization shares it', async () => {
  const seen = async (name: Name) =>
    ((await ask(name, 'presence')).body.items as { member: { name: string }; status: string }[]).map(
      (one) => `${one.member.name}: ${one.status}`,
    );
  expect(await seen('teammate')).toEqual(['Tom Teammate: out']);
  expect(await seen('manager')).toContain('Dana Developer: in');
  expect(await whoLooked()).toEqual(['Mara Manager: presence']);
  await stage.ask(people.admin, `PATCH ${path()}/settings`, { sharesPresence: true });
  expect(await seen('teammate')).toContain('Dana Developer: in');
  const notices = await stage.ask(people.own, `GET organizations/${organization.slug}/notices`);
  expect(notices.body.items).toMatchObject([{ kind: 'presence_shared', actor: 'Ada Admin' }]);
});

test('a timesheet has a name that a spreadsheet would run as text, and minutes as numbers', async () => {
  await stage.registry.pool.query('UPDATE "user" SET name = $2 WHERE id = $1', [
    people.own.userId,
    '=HYPERLINK("https://example.com")',
  ]);
  const { body } = await ask('manager', `${member()}/timesheet?${RANGE}`);
  const [row] = body.rows as Record<string, unknown>[];
  expect(row).toMatchObject({ member: '=HYPERLINK("https://example.com")', unresolved_minutes: 0 });
  const texts = Object.entries(row ?? {}).filter(([, value]) => typeof value === 'string');
  expect(texts.map(([name]) => name)).toEqual(['member', 'day', 'zone', 'first_in', 'status']);
  const { body: pdf } = await ask('own', `${member()}/timesheet/pdf?${RANGE}`);
  expect(Buffer.from(String(pdf.pdfBase64), 'base64').subarray(0, 5).toString()).toBe('%PDF-');
});
