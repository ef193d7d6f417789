import { ALERT_RULE_IDS, ALERT_RULES, type AlertRuleId } from './rules.ts';

const forWhom = (...audiences: string[]): AlertRuleId[] =>
  ALERT_RULE_IDS.filter((id) => audiences.includes(ALERT_RULES[id].audience));

/**
 * Rules whose alerts everybody sees who may see the figures of such a scope. A count beside these figures is of no others, so that
 * whoever reads it can list what it counts.
 */
export const COUNTED_RULES: Readonly<
  Record<'organization' | 'team' | 'repository' | 'contributor', readonly AlertRuleId[]>
> = {
  organization: forWhom('organization'),
  team: forWhom('organization', 'team'),
  repository: forWhom('organization'),
  contributor: [],
};
