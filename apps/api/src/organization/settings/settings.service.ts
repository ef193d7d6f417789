import type { getSettings, updateSettings } from '@devpulse/contracts/organization/settings';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import { announceChange } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import {
  lockSettings,
  readSettings,
  saveSettings,
  type WholeSettings,
} from '@devpulse/database/organization/settings';
import { markDaysSince } from '@devpulse/database/projection/dirty-days';
import { requestRefold } from '@devpulse/database/projection/refolds';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { OrganizationDirectory } from '../../platform/organization-directory.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

type Change = RouteBody<typeof updateSettings>;
type Setting = keyof Change;

@Injectable()
export class SettingsService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;
  readonly #directory: OrganizationDirectory;
  readonly #recomputation: Recomputation;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    reader: AccessReader,
    directory: OrganizationDirectory,
    recomputation: Recomputation,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
    this.#directory = directory;
    this.#recomputation = recomputation;
  }

  async read(member: Member): Promise<RouteResponse<typeof getSettings>> {
    const settings = await inOrganization(this.#database, member.organizationId, readSettings);
    const { name, calendar, targets, botLogins, secondFactorPolicy } = settings;
    const { isIndividualViewsOn, isIndividualViewsLocked } = settings;
    return {
      name,
      calendar: { ...calendar, weekdays: [...calendar.weekdays], holidays: [...calendar.holidays] },
      targets,
      secondFactorPolicy,
      botLogins: [...botLogins],
      isIndividualViewsOn,
      isIndividualViewsLocked,
    };
  }

  /** Writes what differs. Figures that hang on it are recomputed by the worker, soon after. */
  async update(member: Member, change: Change): Promise<void> {
    const { organizationId, userId, slug } = member;
    const now = this.#now();
    const changed = await inOrganization(this.#database, organizationId, async (tenant) => {
      const settings = await lockSettings(tenant);
      const differing = differencesOf(settings, change);
      if (differing.length === 0) return differing;
      await saveSettings(tenant, change, { by: userId, now });
      await this.#demandFigures(tenant, { settings, differing });
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        action: 'settings.changed',
        detail: Object.fromEntries(differing.map((setting) => [setting, true])),
        at: now,
      });
      await announceChange(tenant.transaction, { organizationId, now });
      return differing;
    });
    if (changed.length === 0) return;
    this.#directory.forget(slug);
    if (changed.includes('secondFactorPolicy')) this.#reader.forgetPerson();
    if (isFolded(changed)) this.#recomputation.ofFacts(organizationId);
    else if (changed.includes('targets')) this.#recomputation.ofDays(organizationId);
  }

  /** Pull requests are folded with the calendar and the bots; the targets are looked at when a day is summed up. */
  async #demandFigures(
    tenant: Tenant,
    change: { settings: WholeSettings; differing: readonly Setting[] },
  ): Promise<void> {
    if (isFolded(change.differing)) return requestRefold(tenant);
    if (!change.differing.includes('targets')) return;
    await markDaysSince(tenant.transaction, tenant.organizationId, {
      since: Number.NEGATIVE_INFINITY,
      zone: change.settings.calendar.zone,
      now: this.#now(),
    });
  }
}

const isFolded = (changed: readonly Setting[]): boolean =>
  changed.includes('calendar') || changed.includes('botLogins');

function differencesOf(settings: WholeSettings, change: Change): Setting[] {
  const names = Object.keys(change) as Setting[];
  return names.filter(
    (name) => change[name] !== undefined && ordered(change[name]) !== ordered(settings[name]),
  );
}

/** A text that is the same for the same setting, whatever the order of its parts. */
function ordered(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
