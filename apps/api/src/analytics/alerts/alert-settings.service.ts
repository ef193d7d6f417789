import type { getAlertSettings, setAlertRule } from '@devpulse/contracts/analytics/alerts';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import { readAlertSettings } from '@devpulse/database/analysis/alert-settings';
import { announceChange } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { hasDigest, saveDigest, saveRuleSetting } from '@devpulse/database/organization/alerts';
import { findTeamIds } from '@devpulse/database/organization/teams';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { mayReadTeam } from '@devpulse/domain/access/member-authority';
import { ALERT_RULE_IDS, ALERT_RULES, type AlertRule, type AlertRuleId } from '@devpulse/domain/alerts/rules';
import { type AlertSettings, checkTarget, isRuleOn, ruleTarget } from '@devpulse/domain/alerts/settings';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import type { OrganizationView } from '../../platform/dashboard-reads.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { ResolvedScopes } from '../figures/resolved-scopes.ts';

type Settings = RouteResponse<typeof getAlertSettings>;
type Change = RouteBody<typeof setAlertRule>;

@Injectable()
export class AlertSettingsService {
  readonly #database: Database;
  readonly #scopes: ResolvedScopes;
  readonly #recomputation: Recomputation;

  constructor(
    @Inject(APP_DATABASE) database: Database,
    scopes: ResolvedScopes,
    recomputation: Recomputation,
  ) {
    this.#database = database;
    this.#scopes = scopes;
    this.#recomputation = recomputation;
  }

  /** Every rule, with what the teams have set that the member may see. */
  async read(member: Member): Promise<Settings> {
    const { organization, today } = await this.#scopes.organization(member);
    return inOrganization(this.#database, organization.id, async (tenant) => {
      const settings = await readAlertSettings(tenant, organization, today);
      const teams = organization.teams.filter(({ id }) => mayReadTeam(member, id));
      return {
        rules: ALERT_RULE_IDS.map((id) => shownRule(ALERT_RULES[id], settings, teams)),
        hasDigest: await hasDigest(tenant, member.userId),
      };
    });
  }

  /** Throws AppError: `not_found` for a team that is none here, `invalid_request` for what cannot be set. */
  async setRule(member: Member, rule: AlertRuleId, change: Change): Promise<void> {
    const { organizationId, userId } = member;
    const { now } = await this.#scopes.organization(member);
    checkChange(ALERT_RULES[rule], change);
    await inOrganization(this.#database, organizationId, async (tenant) => {
      const teamId = change.team ?? null;
      if (teamId !== null) await requireTeam(tenant, teamId);
      const { isEnabled, target } = change;
      await saveRuleSetting(tenant, { teamId, rule, isEnabled, target, by: userId, now });
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        action: 'alert.rule_set',
        target: teamId,
        detail: {
          rule,
          ...(isEnabled !== undefined && { isEnabled }),
          ...(target !== undefined && { target }),
        },
        at: now,
      });
      await announceChange(tenant.transaction, { organizationId, now });
    });
    this.#recomputation.ofAlerts(organizationId);
  }

  async setDigest(member: Member, isOn: boolean): Promise<void> {
    const { organizationId, userId } = member;
    const { now } = await this.#scopes.organization(member);
    await inOrganization(this.#database, organizationId, (tenant) =>
      saveDigest(tenant, { userId, isOn, now }),
    );
  }
}

function shownRule(
  rule: AlertRule,
  settings: AlertSettings,
  teams: OrganizationView['teams'],
): Settings['rules'][number] {
  const { id, label, sentence, ends, severity, isEnabledByDefault, isOrganizationsChoice } = rule;
  const value = ruleTarget(settings, id, null);
  return {
    rule: id,
    label,
    sentence,
    ends,
    severity,
    isEnabledByDefault,
    isOrganizationsChoice,
    isEnabled: isRuleOn(settings, id, null),
    target:
      rule.target === null || value === null
        ? null
        : {
            value,
            default: rule.target.standard,
            minimum: rule.target.minimum,
            maximum: rule.target.maximum,
            unit: rule.target.unit,
          },
    teams: teams.flatMap((team) => {
      const own = settings.teams[team.id]?.[id];
      return own === undefined ? [] : [{ team, isEnabled: own.isEnabled, target: own.target }];
    }),
  };
}

function checkChange(rule: AlertRule, { team, isEnabled, target }: Change): void {
  if (isEnabled === undefined && target === undefined) {
    throw new AppError('invalid_request', 'There is nothing to set.', {
      field: 'body.isEnabled',
      remedy: 'Send isEnabled, target, or both; null goes back to what is inherited.',
    });
  }
  if (team !== undefined && rule.isOrganizationsChoice && isEnabled === true) {
    throw new AppError('invalid_request', `“${rule.label}” is turned on for the organization alone.`, {
      field: 'body.isEnabled',
      remedy: 'Leave the team out; a team can turn it off for itself.',
    });
  }
  if (target === undefined || target === null) return;
  try {
    checkTarget(rule, target);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, error.detail, {
      field: 'body.target',
      remedy: error.remedy ?? undefined,
    });
  }
}

async function requireTeam(tenant: Tenant, teamId: string): Promise<void> {
  if ((await findTeamIds(tenant, [teamId])).length === 1) return;
  throw new AppError('not_found', 'There is no such team.', {
    field: 'body.team',
    remedy: 'Use the id of a team of the organization, or leave it out.',
  });
}
