import { targetsOf } from '@devpulse/domain/metrics/targets';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, dayStart, type LocalDay } from '@devpulse/domain/time/local-day';
import { workingSecondsSince2000 } from '@devpulse/domain/time/working-calendar';
import { openedSince } from '../rollup/open-classes.ts';
import { type RollupRules, readRollupRules } from '../rollup/rollup-rules.ts';
import type { Transaction } from '../transaction.ts';

/**
 * What a search for evidence takes beside scope and range. `classes`: see `openedSince`. `review…`: the targets of a first review, each by
 * team (null is the organization) and the instant from which it holds. `cycle…`: the cycle targets at the end of the range, by team, each
 * with the working seconds since 2000 on the team's clock.
 */
export type EvidenceNeed =
  | 'classes'
  | 'reviewTeams'
  | 'reviewFrom'
  | 'reviewSeconds'
  | 'cycleTeams'
  | 'cycleOffsets'
  | 'cycleSeconds';

/** The days of a figure, `to` exclusive, and the instant at which they end. */
type Range = { organizationId: string; days: { from: LocalDay; to: LocalDay }; to: Instant; now: Instant };

/** The values of the needs, in their order. */
export async function valuesOfNeeds(
  tx: Transaction,
  needs: readonly EvidenceNeed[],
  range: Range,
): Promise<unknown[]> {
  const rules = needs.some((need) => need !== 'classes')
    ? await readRollupRules(tx, range.organizationId)
    : null;
  const values: Partial<Record<EvidenceNeed, unknown>> = {
    classes: openedSince(range.to),
    ...(rules !== null && { ...reviewTargets(rules, range), ...cycleTargets(rules, range) }),
  };
  return needs.map((need) => values[need] ?? []);
}

/** The organization, and teams with a calendar or a target of their own. */
function teamsWithTheirOwn({ teamCalendars, targets }: RollupRules): (string | null)[] {
  const targeted = targets.dated.map(({ teamId }) => teamId);
  return [...new Set([null, ...teamCalendars.keys(), ...targeted])];
}

function reviewTargets(rules: RollupRules, { days }: Range): Partial<Record<EvidenceNeed, unknown>> {
  const changes = rules.targets.dated
    .map(({ effectiveFrom }) => effectiveFrom)
    .filter((day) => day > days.from && day < days.to);
  const held = [...new Set<LocalDay>([days.from, ...changes])].flatMap((day) =>
    teamsWithTheirOwn(rules).map((teamId) => ({
      teamId,
      from: new Date(dayStart(day, rules.calendar.zone)),
      seconds: targetsOf(rules.targets, { teamId, day }).reviewWorkingSeconds,
    })),
  );
  return {
    reviewTeams: held.map(({ teamId }) => teamId),
    reviewFrom: held.map(({ from }) => from),
    reviewSeconds: held.map(({ seconds }) => seconds),
  };
}

/** Just before the end of the range, or now, as the rollup looks. */
function cycleTargets(rules: RollupRules, { days, to, now }: Range): Partial<Record<EvidenceNeed, unknown>> {
  const day = addDays(days.to, -1);
  const at = Math.min(to, now);
  const held = teamsWithTheirOwn(rules).map((teamId) => ({
    teamId,
    offset: workingSecondsSince2000(
      (teamId === null ? undefined : rules.teamCalendars.get(teamId)) ?? rules.calendar,
      at,
    ),
    seconds: targetsOf(rules.targets, { teamId, day }).cycleWorkingSeconds,
  }));
  return {
    cycleTeams: held.map(({ teamId }) => teamId),
    cycleOffsets: held.map(({ offset }) => offset),
    cycleSeconds: held.map(({ seconds }) => seconds),
  };
}
