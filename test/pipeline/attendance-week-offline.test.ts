import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomOf, shuffled } from './chance.ts';
import { OfflineLaptop } from './offline-laptop.ts';
import { type PlannedDay, plannedDays, type WeekPlan, weekOf } from './offline-week-plan.ts';
import { type AttendanceStage, Member, OfflinePage, openAttendanceStage } from './offline-week-stage.ts';

const SEED = Number(process.env.ATTENDANCE_SEED ?? Date.now() % 1_000_000);
const WEEKS = Number(process.env.ATTENDANCE_WEEKS ?? 5);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let stage: AttendanceStage;
let directory: string;
beforeAll(async () => {
  stage = await openAttendanceStage();
  directory = mkdtempSync(path.join(tmpdir(), 'devpulse-week-'));
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await stage.close();
});

type Week = {
  member: Member;
  plan: WeekPlan;
  random: () => number;
  laptops: OfflineLaptop[];
  page: OfflinePage;
  counts: { lost: number };
};

const whole = (random: () => number, least: number, most: number) =>
  least + Math.floor(random() * (most - least + 1));

/** Both laptops live their week, each alone; nothing of it has left them yet. */
async function liveWeek(seed: number): Promise<Week> {
  const random = randomOf(seed);
  stage.clock.now = Date.parse('2026-11-30T00:00:00Z');
  const member = await Member.join(stage);
  await member.signIn();
  const { web } = (await member.ask('GET', 'clock')).body as { web: { deviceId: string } };
  const ids = { laptops: [randomUUID(), randomUUID()], web: web.deviceId };
  const plan = weekOf(random, ids);
  const counts = { lost: 0 };
  const laptops: OfflineLaptop[] = [];
  for (const own of plan.devices.filter(({ isWeb }) => !isWeb)) {
    await member.linkLaptop(own.id);
    const laptop = new OfflineLaptop(
      {
        fetch: member.network(random, counts),
        organization: member.organization.slug,
        directory,
        binding: { userId: member.person.userId, deviceId: own.id, organizationId: member.organization.id },
      },
      { time: plan.startsAt, aheadMs: whole(random, -120, 120) * MINUTE + whole(random, 0, 999) },
    );
    await laptop.start();
    const setMinute = (own.stays[2]?.from ?? 0) + whole(random, 1, 15);
    const byMs = whole(random, -60, 60) * MINUTE;
    await laptop.live(plan, own, { setMinute, byMs, restarts: whole(random, 40, 300) });
    laptops.push(laptop);
  }
  const page = plan.devices.find(({ isWeb }) => isWeb);
  if (!page) throw new Error('no page');
  const ofPage = new OfflinePage(plan, page, whole(random, -120, 120) * MINUTE);
  return { member, plan, random, laptops, page: ofPage, counts };
}

/** All of them reach the server again, in any order, over a network that loses and repeats. */
async function reconnect({ member, plan, random, laptops, page }: Week): Promise<void> {
  stage.clock.now = plan.startsAt + plan.days * DAY + 9 * HOUR;
  await member.signIn();
  for (const laptop of laptops) laptop.time = stage.clock.now;
  for (let turn = 0; turn < 400; turn += 1) {
    const left = [...laptops, page].filter(({ waiting }) => waiting > 0);
    const one = left[Math.floor(random() * left.length)];
    if (one === undefined) return;
    await (one instanceof OfflineLaptop ? one.send() : one.send(member, random));
  }
  throw new Error('the week never arrived');
}

async function sheet({ member, plan }: Week): Promise<PlannedDay[]> {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const range = `from=${day(plan.startsAt - DAY)}&to=${day(plan.startsAt + (plan.days + 1) * DAY)}`;
  const { body } = await member.ask('GET', `days?${range}`);
  return (body.days as (Record<string, number> & { day: string; firstIn: string; lastOut: string })[])
    .filter(({ sessions }) => sessions !== 0)
    .map((one) => ({
      day: one.day,
      workedMs: one.workedMs ?? -1,
      breakMs: one.breakMs ?? -1,
      unresolvedMs: one.unresolvedMs ?? -1,
      excludedMs: one.excludedMs ?? -1,
      firstIn: Date.parse(one.firstIn),
      lastOut: Date.parse(one.lastOut),
    }));
}

/** The member lets everything count that waits for an answer; D5. */
async function acceptHeld({ member, random }: Week): Promise<number> {
  const { body } = await member.ask('GET', 'corrections');
  const waiting = body.items as { id: string; kind: string; state: string; heldReason: string }[];
  for (const { id, ...request } of shuffled(waiting, random)) {
    expect(request).toMatchObject({ kind: 'held_events', state: 'pending', heldReason: 'device_removed' });
    expect((await member.ask('POST', `corrections/${id}/accept`, { version: 1 })).status).toBe(200);
  }
  return waiting.length;
}

const figures = ['workedMs', 'breakMs', 'unresolvedMs', 'excludedMs'] as const;
/** What all the weeks held together. One week alone may, by chance, be without a break. */
const lived = { workedMs: 0, breakMs: 0, unresolvedMs: 0, excludedMs: 0, held: 0, lost: 0 };

test.each(Array.from({ length: WEEKS }, (_, index) => SEED + index))(
  'S-03, C2, D3, D4, D5, Z1: a week offline at two laptops and a page, one removed meanwhile, is what happened (ATTENDANCE_SEED=%i)',
  async (seed) => {
    const week = await liveWeek(seed);
    const { plan, laptops, counts } = week;
    const [, removed] = plan.devices;
    if (!removed) throw new Error('no second laptop');
    await week.member.removeLaptop(removed.id, plan.startsAt + whole(week.random, 2, 5) * DAY);
    await reconnect(week);
    const kept = { ...plan, devices: plan.devices.filter(({ id }) => id !== removed.id) };
    expect(await sheet(week)).toEqual(plannedDays(kept));
    lived.held += await acceptHeld(week);
    expect(await sheet(week)).toEqual(plannedDays(plan));
    expect(laptops.map(({ needsYou }) => needsYou)).toEqual([[], []]);
    for (const figure of figures) {
      lived[figure] += plannedDays(plan).reduce((sum, day) => sum + day[figure], 0);
    }
    lived.lost += counts.lost;
    expect(stage.api.reported).toEqual([]);
    for (const laptop of laptops) laptop.close();
  },
);

test.runIf(WEEKS >= 5)(
  'the weeks held work, breaks, pauses of both answers, held entries and lost answers',
  () => {
    expect(lived.workedMs).toBeGreaterThan(WEEKS * 10 * HOUR);
    for (const figure of figures) expect(lived[figure]).toBeGreaterThan(0);
    expect(lived.held).toBeGreaterThan(0);
    expect(lived.lost).toBeGreaterThan(0);
  },
);
