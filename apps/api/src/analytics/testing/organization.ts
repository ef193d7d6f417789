import type { getOverview } from '@devpulse/contracts/analytics/overview';
import type { RouteQuery } from '@devpulse/contracts/route';
import {
  type Counts,
  type DailyMetricsRow,
  type Snapshot,
  zeroCounts,
  zeroSnapshot,
} from '@devpulse/domain/metrics/daily-metrics';
import { sketchOf } from '@devpulse/domain/metrics/sketch';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Member } from '../../platform/access/caller.ts';
import type { OrganizationView } from '../../platform/dashboard-reads.ts';
import { requestedScope } from '../requested-scope.ts';

export const TEAM = { id: '0c9a1f6e-1111-4a4b-8a55-3d2c9f1b0a77', slug: 'payments', name: 'Payments' };

/** Works Monday to Friday, nine to five, in a zone that is not UTC. */
export const ORGANIZATION: OrganizationView = {
  id: '0c9a1f6e-2222-4a4b-8a55-3d2c9f1b0a77',
  slug: 'fernhill',
  name: 'Fernhill',
  calendar: {
    zone: 'America/New_York',
    weekdays: [1, 2, 3, 4, 5],
    startMinute: 540,
    endMinute: 1020,
    holidays: ['2026-11-26'],
  },
  people: 14,
  repositories: 6,
  teams: [TEAM],
  teamCalendars: new Map(),
  targets: {
    organization: { reviewWorkingSeconds: 28_800, cycleWorkingSeconds: 144_000 },
    isCycleTargetChosen: false,
    dated: [],
  },
};

/** Friday 20 November 2026, 20:00 in New York, where it is still the 20th. */
export const NOW = Date.parse('2026-11-21T01:00:00Z');

export const OWNER: Member = {
  organizationId: ORGANIZATION.id,
  slug: ORGANIZATION.slug,
  userId: '0c9a1f6e-6666-4a4b-8a55-3d2c9f1b0a77',
  role: 'owner',
  roleSince: NOW,
  ownTeamIds: [],
  managedTeamIds: [],
  contributorId: null,
  isIndividualViewsOn: false,
  secondFactorPolicy: 'administrators',
  hasSecondFactor: true,
};

export function scopeOf(query: RouteQuery<typeof getOverview>, member = OWNER) {
  return requestedScope({ organization: ORGANIZATION, repository: null, member, now: NOW }, query);
}

export type RowDraft = {
  day: string;
  counts?: Partial<Counts>;
  snapshot?: Partial<Snapshot>;
  /** Working and elapsed seconds by duration. */
  durations?: Partial<Record<'cycle' | 'pickup' | 'review' | 'mergeWait' | 'unreviewed', number[]>>;
};

export function dailyRow(draft: RowDraft): DailyMetricsRow & { computedAt: Instant } {
  const durations = Object.entries(draft.durations ?? {});
  return {
    day: draft.day,
    scopeType: 'organization',
    scopeId: ORGANIZATION.id,
    definitionVersion: 1,
    counts: { ...zeroCounts(), ...draft.counts },
    snapshot: { ...zeroSnapshot(), ...draft.snapshot },
    sketches: Object.fromEntries(
      durations.flatMap(([name, seconds]) => [
        [`${name}_working`, sketchOf(seconds)],
        [`${name}_elapsed`, sketchOf(seconds.map((one) => one * 3))],
      ]),
    ),
    computedAt: Date.parse(`${draft.day}T22:00:00Z`),
  };
}
