import { PERSON_FIRST_WORKING_DAYS } from '../alerts/contributor-alerts.ts';
import {
  ALERT_RULE_IDS,
  ALERT_RULES,
  type AlertAudience,
  type AlertRule,
  type TargetUnit,
} from '../alerts/rules.ts';
import type { ReferenceEntry, ReferenceSection } from './reference-section.ts';

const AUDIENCES: Readonly<Record<AlertAudience, string>> = {
  organization: 'everybody who may see delivery figures',
  team: 'those who may see that team',
  administrators: 'those who may manage the connection',
  person_first: `that person alone for ${PERSON_FIRST_WORKING_DAYS} working days or until they acknowledge it; then, where individual views are on, also managers of the team and Admins, and each look is shown to that person`,
  person: 'that person alone',
};

const SUBJECTS: Readonly<Record<AlertRule['subjects'][number], string>> = {
  pull_request: 'a pull request',
  team: 'a team',
  repository: 'a repository',
  organization: 'the organization',
  contributor: 'a person',
};

/** Amounts of targets with their unit; hours of work are told in hours, as people set them. */
function amountWords(amount: number, unit: TargetUnit): string {
  switch (unit) {
    case 'working_seconds':
      return `${amount / 3600} working hours`;
    case 'working_days':
      return amount === 1 ? '1 working day' : `${amount} working days`;
    case 'percent':
      return `${amount} %`;
    case 'lines':
    case 'hours':
      return `${amount} ${unit}`;
  }
}

function targetWords({ target }: AlertRule): string {
  if (target === null) return 'none to set';
  const [standard, minimum, maximum] = [target.standard, target.minimum, target.maximum].map((amount) =>
    amountWords(amount, target.unit),
  );
  return `${standard}; may be set from ${minimum} to ${maximum}`;
}

function defaultWords({ isEnabledByDefault, isOrganizationsChoice }: AlertRule): string {
  const isOn = isEnabledByDefault ? 'on' : 'off';
  return isOrganizationsChoice ? `${isOn}; the organization alone may turn it on` : isOn;
}

function alertEntry(rule: AlertRule): ReferenceEntry {
  return {
    anchor: `alert-${rule.id.replaceAll('_', '-')}`,
    title: rule.label,
    text: [rule.sentence, rule.ends],
    facts: [
      { label: 'Id', value: rule.id },
      { label: 'Target', value: targetWords(rule) },
      { label: 'By default', value: defaultWords(rule) },
      { label: 'About', value: rule.subjects.map((subject) => SUBJECTS[subject]).join(', ') },
      { label: 'Seen by', value: AUDIENCES[rule.audience] },
      { label: 'Severity', value: rule.severity },
    ],
    excludes: [],
  };
}

/** Every rule with its condition, default and bounds. Source: metrics.md, section 6. */
export function alertSection(): ReferenceSection {
  return {
    anchor: 'alerts',
    title: 'Health alerts',
    text: [
      'Each condition is over its target, never at it, on the working clock unless it says otherwise. Targets are the team’s, else the organization’s, else the default. An alert names a thing, never a person as the fault.',
    ],
    tables: [],
    entries: ALERT_RULE_IDS.map((id) => alertEntry(ALERT_RULES[id])),
    notes: [
      'An alert is open, acknowledged, snoozed or resolved. It resolves by itself when its condition ends; the same condition of the same thing is one alert.',
      'A snoozed alert comes back at its time if the condition still holds, and an acknowledged one stays so until it ends.',
      'A rule that cannot be judged, such as for want of records or of a known branch policy, says so. That is never read as an end that was reached.',
    ],
  };
}
