import { AppError } from '../errors.ts';
import { type WorkingCalendar, workingDaySeconds } from '../time/working-calendar.ts';
import { ALERT_RULES, type AlertRule, type AlertRuleId } from './rules.ts';

/** What somebody has set for a rule; null where they have not. The target is in the rule's unit. */
export type RuleSetting = { readonly isEnabled: boolean | null; readonly target: number | null };
export type RuleSettings = Readonly<Partial<Record<AlertRuleId, RuleSetting>>>;

/** The organization's settings, and those of teams by id, which go before them. */
export type AlertSettings = {
  readonly organization: RuleSettings;
  readonly teams: Readonly<Record<string, RuleSettings>>;
};

function teamSetting(settings: AlertSettings, id: AlertRuleId, teamId: string | null) {
  return teamId === null ? undefined : settings.teams[teamId]?.[id];
}

/** Whether a rule is on for a team; for the whole organization where `teamId` is null. */
export function isRuleOn(settings: AlertSettings, id: AlertRuleId, teamId: string | null): boolean {
  const rule = ALERT_RULES[id];
  const isOn = settings.organization[id]?.isEnabled ?? rule.isEnabledByDefault;
  const chosen = teamSetting(settings, id, teamId)?.isEnabled ?? isOn;
  return rule.isOrganizationsChoice ? chosen && isOn : chosen;
}

/** The target in the rule's unit, held to its bounds; null for a rule that has none. Team's, else organization's, else the rule's. */
export function ruleTarget(settings: AlertSettings, id: AlertRuleId, teamId: string | null): number | null {
  const { target } = ALERT_RULES[id];
  if (target === null) return null;
  const own = teamSetting(settings, id, teamId)?.target;
  const chosen = own ?? settings.organization[id]?.target ?? target.standard;
  return Math.min(Math.max(chosen, target.minimum), target.maximum);
}

/** A target of working or elapsed time in seconds of that clock. */
export function targetSeconds(
  settings: AlertSettings,
  id: AlertRuleId,
  scope: { teamId: string | null; calendar: WorkingCalendar },
): number {
  const amount = ruleTarget(settings, id, scope.teamId) ?? 0;
  switch (ALERT_RULES[id].target?.unit) {
    case 'working_days':
      return amount * workingDaySeconds(scope.calendar);
    case 'hours':
      return amount * 3_600;
    default:
      return amount;
  }
}

const UNIT_WORDS = {
  working_seconds: 'working seconds',
  working_days: 'working days',
  lines: 'lines',
  percent: 'per cent',
  hours: 'hours',
} as const;

/** Throws AppError('invalid_request') that names the bounds when a target cannot be one of this rule. */
export function checkTarget(rule: AlertRule, target: number): void {
  const field = 'target';
  if (rule.target === null) {
    const remedy = 'Leave the target out; the rule can be turned on and off.';
    throw new AppError('invalid_request', `“${rule.label}” has no target to set.`, { field, remedy });
  }
  const { minimum, maximum, unit } = rule.target;
  if (Number.isInteger(target) && target >= minimum && target <= maximum) return;
  throw new AppError('invalid_request', `${target} cannot be the target of “${rule.label}”.`, {
    field,
    remedy: `Give a whole number of ${UNIT_WORDS[unit]} from ${minimum} to ${maximum}.`,
  });
}
