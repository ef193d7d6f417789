import { expect, test } from 'vitest';
import { demoStory, demoToday } from './demo-hours.ts';
import { demoColleagues, demoOwnerHabit, demoWork } from './demo-people.ts';

const DAY = 86_400_000;
const MONDAY_MORNING = Date.parse('2026-11-30T06:00:00Z');
const WORKERS = [{ name: 'Owner', habit: demoOwnerHabit }, ...demoColleagues];
/** Each hour of a week, after both changes of the clocks too. */
const STARTS = ['2026-03-30', '2026-11-02', '2026-11-30'].flatMap((day) =>
  Array.from({ length: 7 * 24 }, (_, index) => Date.parse(day) + index * (DAY / 24)),
);

const workOf = (index: number, now: number) => {
  const today = demoToday(now, 'Europe/Berlin');
  const worker = WORKERS[index] ?? WORKERS[0];
  return { today, story: demoStory(today), days: worker ? demoWork(worker, today) : [] };
};

test.each(WORKERS.map(({ name }, index) => ({ name, index })))(
  'hours of $name are over, in their order and not too old, whenever the demo starts',
  ({ index }) => {
    for (const now of STARTS) {
      const { days, story } = workOf(index, now);
      const instants = days.flatMap(({ told }) => told.map(({ at }) => at));
      expect(instants).toEqual([...instants].sort((one, other) => one - other));
      expect(instants.at(-1)).toBeLessThan(now);
      expect(now - (instants[0] ?? 0)).toBeLessThan(30 * DAY);
      expect(days.length).toBeGreaterThan(11);
      const zone = WORKERS[index]?.habit.zone ?? '';
      const worked = days.map(({ told: [first] }) => String(first && demoToday(first.at, zone)));
      expect(worked).not.toContain(String(story.holiday));
    }
  },
);

test('each start tells the same minutes, and everybody other ones', () => {
  const minutesOf = (index: number) =>
    JSON.stringify(workOf(index, MONDAY_MORNING).days.map(({ told }) => told.map(({ at }) => at)));
  const all = WORKERS.map((_, index) => minutesOf(index));
  expect(all).toEqual(WORKERS.map((_, index) => minutesOf(index)));
  expect(new Set(all).size).toBe(WORKERS.length);
});

test('one was away, one worked over midnight, one forgot to clock out, one has not answered', () => {
  const of = (event: string) => {
    const index = WORKERS.findIndex((worker) => 'event' in worker && worker.event === event);
    return workOf(index, MONDAY_MORNING).days.map(({ told }) => ({
      days: told.map(({ at }) => String(demoToday(at, WORKERS[index]?.habit.zone ?? ''))),
      last: told.at(-1)?.action,
      types: told.map(({ action }) => action.type),
    }));
  };
  expect(of('leave').map(({ days }) => days[0])).not.toContain('2026-11-26');
  expect(of('lateNight').map(({ days }) => [days[0], days.at(-1)])).toContainEqual([
    '2026-11-25',
    '2026-11-26',
  ]);
  expect(
    of('forgotten').filter(({ last }) => last?.type === 'clock_out' && last.reason === 'max_length'),
  ).toHaveLength(1);
  expect(of('unanswered').filter(({ types }) => types.includes('pause_found'))).toHaveLength(1);
});
