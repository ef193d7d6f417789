import { recordAudit } from '@devpulse/database/access/audit';
import { announceChange } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { lockAlert, saveAlertDecision } from '@devpulse/database/organization/alerts';
import { inOrganization } from '@devpulse/database/tenant';
import type { OrganizationAuditAction } from '@devpulse/domain/access/audit-actions';
import { alertView, mayDecide } from '@devpulse/domain/alerts/alert-view';
import {
  type AlertDecision,
  acknowledge,
  reopen,
  type StoredAlert,
  snooze,
} from '@devpulse/domain/alerts/stored-alert';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { withinFactor } from './alert-reach.ts';

type Decide = (
  alert: StoredAlert,
  now: number,
) => { action: OrganizationAuditAction; decision: AlertDecision };

@Injectable()
export class AlertDecisionsService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  acknowledge(member: Member, alertId: string): Promise<void> {
    return this.#decide(member, alertId, (alert) => ({
      action: 'alert.acknowledged',
      decision: acknowledge(alert),
    }));
  }

  snooze(member: Member, alertId: string, forSeconds: number): Promise<void> {
    return this.#decide(member, alertId, (alert, now) => ({
      action: 'alert.snoozed',
      decision: snooze(alert, now + forSeconds * 1000, now),
    }));
  }

  reopen(member: Member, alertId: string): Promise<void> {
    return this.#decide(member, alertId, (alert) => ({ action: 'alert.reopened', decision: reopen(alert) }));
  }

  /** Throws AppError: `not_found` for an alert that the member does not see, `forbidden` for one about somebody else, `conflict`. */
  async #decide(caller: Member, alertId: string, decide: Decide): Promise<void> {
    const now = this.#now();
    const member = withinFactor(caller, now);
    const { organizationId, userId } = member;
    await inOrganization(this.#database, organizationId, async (tenant) => {
      const alert = await lockAlert(tenant, alertId);
      if (alert === null || alertView(alert, member, now) === 'none') throw noSuchAlert();
      if (!mayDecide(alert, member, now)) throw notYours();
      const { action, decision } = decide(alert, now);
      await saveAlertDecision(tenant, { alertId, decision, by: userId, now });
      const detail = { rule: alert.rule };
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        action,
        target: alertId,
        detail,
        at: now,
      });
      await announceChange(tenant.transaction, { organizationId, now });
    });
  }
}

function noSuchAlert(): AppError {
  return new AppError('not_found', 'There is no such alert.', {
    field: 'path.alert',
    remedy: 'Load the alerts again; one that ended long ago is not kept.',
  });
}

function notYours(): AppError {
  return new AppError('forbidden', 'Only the person that an alert is about may decide on it.', {
    field: 'path.alert',
    remedy: 'Leave it to them; it resolves by itself.',
  });
}
