import type { AlertRuleId } from '@devpulse/domain/alerts/rules';
import type { AlertSettings, RuleSetting } from '@devpulse/domain/alerts/settings';
import { type DatedTarget, type TargetKind, targetInForce } from '@devpulse/domain/score/targets';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { RollupRules } from '../rollup/rollup-rules.ts';
import type { Tenant } from '../tenant.ts';

type SettingRow = {
  teamId: string | null;
  rule: AlertRuleId;
  isEnabled: boolean | null;
  target: string | null;
};
type Holder = Partial<Record<AlertRuleId, RuleSetting>>;

/** Rules whose target is one of the dated targets, where nothing is set for the rule itself. */
const DATED: readonly { rule: AlertRuleId; kind: TargetKind }[] = [
  { rule: 'review_wait', kind: 'review' },
  { rule: 'oversized', kind: 'size' },
];

/** What the organization and its teams have set for the rules, with the targets that are in force on a day. */
export async function readAlertSettings(
  tenant: Tenant,
  { targets }: Pick<RollupRules, 'targets'>,
  day: LocalDay,
): Promise<AlertSettings> {
  const { rows } = await tenant.query<SettingRow>({
    name: 'alert_settings',
    text: `SELECT team_id AS "teamId", rule, is_enabled AS "isEnabled", target FROM alert_setting WHERE organization_id = $1`,
  });
  const organization: Holder = {};
  const teams: Record<string, Holder> = {};
  const holderOf = (teamId: string | null): Holder => {
    if (teamId === null) return organization;
    teams[teamId] ??= {};
    return teams[teamId];
  };
  for (const { teamId, rule, isEnabled, target } of rows)
    holderOf(teamId)[rule] = { isEnabled, target: target === null ? null : Number(target) };
  for (const teamId of new Set([null, ...targets.dated.map((row) => row.teamId)]))
    addDated(holderOf(teamId), { targets, teamId, day });
  return { organization, teams };
}

function addDated(
  holder: Holder,
  of: { targets: RollupRules['targets']; teamId: string | null; day: LocalDay },
): void {
  for (const { rule, kind } of DATED) {
    const setting = holder[rule] ?? { isEnabled: null, target: null };
    if (setting.target !== null) continue;
    const own = of.targets.dated.filter((row: DatedTarget) => row.teamId === of.teamId);
    const dated = targetInForce(own, { teamId: of.teamId, kind, day: of.day })?.value ?? null;
    const settings = kind === 'review' ? of.targets.organization.reviewWorkingSeconds : null;
    const target = dated ?? (of.teamId === null ? settings : null);
    if (target !== null) holder[rule] = { ...setting, target };
  }
}
