import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { findMemberName } from '@devpulse/database/organization/members';
import { lockSettings, saveIndividualViews } from '@devpulse/database/organization/settings';
import { inOrganization } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { Announcements } from '../announcements.ts';
import { individualViewsLetter } from '../letters.ts';

type Wish = { isOn: boolean; isLocked?: boolean | undefined };

/** The switch for individual views of others, and a works council's lock on it. */
@Injectable()
export class IndividualViewsService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #reader: AccessReader;
  readonly #announcements: Announcements;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    reader: AccessReader,
    announcements: Announcements,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#reader = reader;
    this.#announcements = announcements;
  }

  /** Throws AppError: `invalid_request` for a switch that is on and locked, `conflict` while the lock stands. */
  async switch(member: Member, wish: Wish): Promise<void> {
    if (wish.isOn && wish.isLocked === true) {
      throw new AppError('invalid_request', 'A locked switch is off.', {
        field: 'body.isLocked',
        remedy: 'Lock it with isOn: false, or leave the lock out.',
      });
    }
    const mailIds = await this.#write(member, wish);
    this.#reader.forgetPerson();
    this.#announcements.send(mailIds);
  }

  async #write(member: Member, wish: Wish): Promise<string[]> {
    const { organizationId, userId: actorUserId, slug } = member;
    return inOrganization(this.#database, organizationId, async (tenant) => {
      const before = await lockSettings(tenant);
      const { isOn } = wish;
      if (isOn && before.isIndividualViewsLocked) throw lockStands();
      const isLocked = wish.isLocked ?? before.isIndividualViewsLocked;
      const isSwitched = isOn !== before.isIndividualViewsOn;
      if (!isSwitched && isLocked === before.isIndividualViewsLocked) return [];
      await saveIndividualViews(tenant, { isOn, isLocked });
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId,
        action: 'individual_views.switched',
        detail: { isOn, isLocked },
        at: this.#parts.now(),
      });
      if (!isSwitched) return [];
      const actor = await findMemberName(tenant, actorUserId);
      const url = `${this.#parts.environment.PUBLIC_URL}/${slug}/me`;
      return this.#announcements.write(tenant, {
        kind: isOn ? 'individual_views_on' : 'individual_views_off',
        actorUserId,
        mail: individualViewsLetter({ organization: before.name, actor, url, isOn }),
      });
    });
  }
}

function lockStands(): AppError {
  return new AppError('conflict', 'Individual views are locked off, as agreed with the works council.', {
    field: 'body.isOn',
    remedy: 'Lift the lock first, in a step of its own.',
  });
}
