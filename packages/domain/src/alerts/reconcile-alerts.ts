import type { Instant } from '../time/instant.ts';
import type { AlertCandidate, AlertEvaluation, NotEvaluated } from './candidate.ts';
import { ALERT_RULES } from './rules.ts';
import { isRuleOn } from './settings.ts';
import type { ResolvedReason, StoredAlert } from './stored-alert.ts';

/** What is to be done with the stored alerts; whatever is not named stays as it is. */
export type AlertTransition =
  | { readonly kind: 'open'; readonly at: Instant; readonly found: AlertCandidate }
  | { readonly kind: 'update'; readonly alertId: string; readonly found: AlertCandidate }
  | { readonly kind: 'wake'; readonly alertId: string; readonly at: Instant }
  | {
      readonly kind: 'resolve';
      readonly alertId: string;
      readonly at: Instant;
      readonly reason: ResolvedReason;
    };

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Text that does not depend on the order in which properties were set. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => byText(a, b)))
      : part,
  );
}

/** What people read of an alert. The value moves with every second: it is told anew when its text changes. */
function shown(alert: AlertCandidate): string {
  const { subject, teamId, repositoryId, since, unit, target, evidence, text, personText } = alert;
  return canonical({ subject, teamId, repositoryId, since, unit, target, evidence, text, personText });
}

/** What was found of a kept alert: its beginning stays where the rule says so, and so does the promise to the person. */
function continued(alert: StoredAlert, found: AlertCandidate): AlertCandidate {
  const since = ALERT_RULES[alert.rule].keepsFirstSince ? alert.since : found.since;
  return { ...found, since, managersFrom: alert.managersFrom };
}

function isNamedBy(gap: NotEvaluated, alert: StoredAlert): boolean {
  return (
    gap.rule === alert.rule &&
    (gap.subjectId === null || gap.subjectId === alert.subject.id) &&
    (gap.repositoryId === null || gap.repositoryId === alert.repositoryId)
  );
}

function endOf(alert: StoredAlert, evaluation: AlertEvaluation): ResolvedReason {
  if (!isRuleOn(evaluation.settings, alert.rule, alert.teamId)) return 'rule_off';
  return evaluation.notEvaluated.some((gap) => isNamedBy(gap, alert)) ? 'not_evaluated' : 'ended';
}

function transitionsOf(
  alert: StoredAlert,
  evaluation: AlertEvaluation,
  at: { now: Instant; found: AlertCandidate | undefined; isHeld: boolean },
): AlertTransition[] {
  const { now, found, isHeld } = at;
  const isOn = isRuleOn(evaluation.settings, alert.rule, alert.teamId);
  if (!found && !(isHeld && isOn)) {
    return [{ kind: 'resolve', alertId: alert.id, at: now, reason: endOf(alert, evaluation) }];
  }
  const transitions: AlertTransition[] = [];
  const next = found && continued(alert, found);
  if (next && shown(next) !== shown(alert))
    transitions.push({ kind: 'update', alertId: alert.id, found: next });
  if (alert.state === 'snoozed' && (alert.snoozedUntil ?? now) <= now) {
    transitions.push({ kind: 'wake', alertId: alert.id, at: now });
  }
  return transitions;
}

const transitionKey = (one: AlertTransition): string =>
  one.kind === 'open' ? `0:${one.found.deduplicationKey}` : `1:${one.alertId}:${one.kind}`;

/**
 * How the stored alerts come to say what was evaluated at `now`. A condition opens one alert; while it holds the alert is kept, acknowledged
 * stays acknowledged, and a snooze ends at its time; when it ends the alert resolves by itself and stays so: the same condition
 * later is a new alert. Idempotent, and the order of either list does not matter. Of `stored`, resolved ones may be left out.
 * `evaluation` must be of the same instant.
 */
export function reconcileAlerts(
  stored: readonly StoredAlert[],
  evaluation: AlertEvaluation,
  now: Instant,
): AlertTransition[] {
  const found = new Map(evaluation.candidates.map((candidate) => [candidate.deduplicationKey, candidate]));
  const held = new Set(evaluation.holding);
  const live = stored.filter((alert) => alert.state !== 'resolved');
  const liveKeys = new Set(live.map((alert) => alert.deduplicationKey));
  const kept = live.flatMap((alert) => {
    const key = alert.deduplicationKey;
    return transitionsOf(alert, evaluation, { now, found: found.get(key), isHeld: held.has(key) });
  });
  const opened = [...found.values()]
    .filter((candidate) => !liveKeys.has(candidate.deduplicationKey))
    .map((candidate): AlertTransition => ({ kind: 'open', at: now, found: candidate }));
  return [...opened, ...kept].sort((a, b) => byText(transitionKey(a), transitionKey(b)));
}
