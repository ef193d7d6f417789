import type { listTargets } from '@devpulse/contracts/analytics/score';
import type { RouteResponse } from '@devpulse/contracts/route';
import { ALERT_RULES } from '@devpulse/domain/alerts/rules';
import { type DeliveryTargets, serviceLevelOf } from '@devpulse/domain/metrics/targets';
import { TARGET_KINDS, type TargetKind, targetInForce } from '@devpulse/domain/score/targets';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { OrganizationView } from '../../platform/dashboard-reads.ts';

type InForce = RouteResponse<typeof listTargets>['inForce'][number];

/** For each kind what the organization is held to, then each team by name: its own target or the one that it inherits. */
export function targetsInForce(
  targets: DeliveryTargets,
  teams: OrganizationView['teams'],
  day: LocalDay,
): InForce[] {
  return TARGET_KINDS.flatMap((kind) =>
    [null, ...teams].map((team) => ({
      kind,
      team,
      ...inForce(targets, { kind, teamId: team?.id ?? null, day }),
    })),
  );
}

function inForce(
  targets: DeliveryTargets,
  asked: { kind: TargetKind; teamId: string | null; day: LocalDay },
): Omit<InForce, 'kind' | 'team'> {
  const dated = targetInForce(targets.dated, asked);
  const isInherited = asked.teamId !== null && dated?.teamId !== asked.teamId;
  if (asked.kind === 'sle') {
    const { workingSeconds, source, since } = serviceLevelOf(targets, asked);
    return { value: workingSeconds, source, since, isInherited };
  }
  if (dated !== null)
    return { value: dated.value, source: dated.source, since: dated.effectiveFrom, isInherited };
  const standard =
    asked.kind === 'review'
      ? targets.organization.reviewWorkingSeconds
      : (ALERT_RULES.oversized.target?.standard ?? null);
  return { value: standard, source: 'default', since: null, isInherited };
}
