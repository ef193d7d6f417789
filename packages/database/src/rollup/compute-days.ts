import type { ScopeType } from '@devpulse/domain/metrics/daily-metrics';
import { SKETCH_THRESHOLDS } from '@devpulse/domain/metrics/sketch';
import { targetsOf } from '@devpulse/domain/metrics/targets';
import type { Instant } from '@devpulse/domain/time/instant';
import { dayBounds, daysBetween, type LocalDay } from '@devpulse/domain/time/local-day';
import { workingSecondsSince2000 } from '@devpulse/domain/time/working-calendar';
import type { Transaction } from '../transaction.ts';
import { COMPUTE_DAILY_METRICS } from './daily-metrics-sql.ts';
import { openedSince } from './open-classes.ts';
import type { RollupRules } from './rollup-rules.ts';

export type Scope = { scopeType: ScopeType; scopeId: string };

/** Days that one statement recomputes lie this close to each other: what it reads are the facts from the first to the last. */
const LARGEST_GAP_DAYS = 7;
/** Recomputes the given days of every scope, whatever has been marked. Answers the scopes of which any row changed. */
export async function computeDays(
  tx: Transaction,
  rules: RollupRules,
  work: { days: readonly LocalDay[]; now: Instant; version: number },
): Promise<Scope[]> {
  const changed = new Map<string, Scope>();
  for (const days of runsOf(work.days)) {
    const { rows } = await tx.query<Scope>({
      name: 'compute_daily_metrics',
      text: COMPUTE_DAILY_METRICS,
      values: valuesOf(rules, { ...work, days }),
    });
    for (const scope of rows) changed.set(`${scope.scopeType} ${scope.scopeId}`, scope);
  }
  return [...changed.values()];
}

function runsOf(days: readonly LocalDay[]): LocalDay[][] {
  const runs: LocalDay[][] = [];
  for (const day of [...new Set(days)].sort()) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && daysBetween(last, day) <= LARGEST_GAP_DAYS) run.push(day);
    else runs.push([day]);
  }
  return runs;
}

function valuesOf(rules: RollupRules, work: { days: LocalDay[]; now: Instant; version: number }): unknown[] {
  const { calendar } = rules;
  const bounds = work.days.map((day) => dayBounds(day, calendar.zone));
  const ends = bounds.map(({ to }) => Math.min(to, work.now));
  const first = Math.min(...bounds.map(({ from }) => from));
  const last = Math.max(...bounds.map(({ to }) => to));
  const targets = work.days.map((day) => targetsOf(targetsAbout(rules, null), { teamId: null, day }));
  return [
    rules.organizationId,
    work.version,
    work.days,
    bounds.map(({ from }) => new Date(from)),
    bounds.map(({ to }) => new Date(to)),
    // Just before the day's end, or as things stand now; of a day to come that is before it begins, which is no snapshot.
    ends.map((at) => new Date(at - 1)),
    ends.map((at) => workingSecondsSince2000(calendar, at)),
    targets.map(({ reviewWorkingSeconds }) => reviewWorkingSeconds),
    targets.map(({ cycleWorkingSeconds }) => cycleWorkingSeconds),
    SKETCH_THRESHOLDS,
    new Date(work.now),
    new Date(first),
    new Date(last),
    openedSince(first),
    ...teamDays(rules, { days: work.days, ends }),
  ];
}

/** The targets that can matter to one team; all of them, for each of many teams and days, are many. */
function targetsAbout({ targets }: RollupRules, teamId: string | null): RollupRules['targets'] {
  const dated = targets.dated.filter((target) => target.teamId === null || target.teamId === teamId);
  return { ...targets, dated };
}

/** For each day and each team with a calendar or a target of its own: number of the day, team, working seconds, both targets. */
function teamDays(
  rules: RollupRules,
  { days, ends }: { days: readonly LocalDay[]; ends: readonly Instant[] },
): unknown[][] {
  const columns: [number[], string[], number[], number[], number[]] = [[], [], [], [], []];
  const targeted = rules.targets.dated.flatMap(({ teamId }) => teamId ?? []);
  for (const teamId of new Set([...rules.teamCalendars.keys(), ...targeted])) {
    const targets = targetsAbout(rules, teamId);
    const calendar = rules.teamCalendars.get(teamId) ?? rules.calendar;
    days.forEach((day, index) => {
      const target = targetsOf(targets, { teamId, day });
      columns[0].push(index + 1);
      columns[1].push(teamId);
      columns[2].push(workingSecondsSince2000(calendar, ends[index] ?? 0));
      columns[3].push(target.reviewWorkingSeconds);
      columns[4].push(target.cycleWorkingSeconds);
    });
  }
  return columns;
}
