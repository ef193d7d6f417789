import type { AlertView } from '@devpulse/contracts/analytics/alerts';
import { alertText, alertView, mayDecide } from '@devpulse/domain/alerts/alert-view';
import { ALERT_RULES } from '@devpulse/domain/alerts/rules';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import type { Member } from '../../platform/access/caller.ts';
import type { DashboardReads, OrganizationView } from '../../platform/dashboard-reads.ts';

export type ListedAlert = Awaited<ReturnType<DashboardReads['readAlerts']>>['items'][number];

const textOf = (at: Instant | null) => (at === null ? null : formatInstant(at));

/** An alert in the words for this reader. `organization` has the teams that the reader may see. */
export function shownAlert(
  { alert, url, decidedBy, decidedAt }: ListedAlert,
  of: { member: Member; organization: OrganizationView; names: ReadonlyMap<string, string>; now: Instant },
): AlertView {
  const { member, organization, now } = of;
  const { ids, figures, instants } = alert.evidence;
  return {
    id: alert.id,
    rule: alert.rule,
    state: alert.state,
    severity: ALERT_RULES[alert.rule].severity,
    text: { ...alertText(alert, alertView(alert, member, now)) },
    subject: { ...alert.subject, url },
    team: organization.teams.find(({ id }) => id === alert.teamId) ?? null,
    value: alert.value,
    target: alert.target,
    unit: alert.unit,
    evidence: {
      ids: { ...ids },
      figures: { ...figures },
      instants: Object.fromEntries(Object.entries(instants).map(([name, at]) => [name, formatInstant(at)])),
    },
    since: formatInstant(alert.since),
    openedAt: formatInstant(alert.openedAt),
    decidedBy: decidedBy === null ? null : (of.names.get(decidedBy) ?? null),
    decidedAt: textOf(decidedAt),
    snoozedUntil: textOf(alert.snoozedUntil),
    resolvedAt: textOf(alert.resolvedAt),
    resolvedReason: alert.resolvedReason,
    canDecide: alert.state !== 'resolved' && mayDecide(alert, member, now),
  };
}
