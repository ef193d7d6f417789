import type {
  exportTimesheet,
  exportTimesheetPdf,
  getMemberDays,
  listMemberSessions,
  listOwnDays,
  listOwnSessions,
} from '@devpulse/contracts/attendance/days';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { readPolicy } from '@devpulse/database/attendance/rules';
import type { Database } from '@devpulse/database/connection';
import { readSettings } from '@devpulse/database/organization/settings';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { noteLook } from '../looks.ts';
import { ownView } from '../own-view.ts';
import { requireReached } from '../reached-member.ts';
import { shownSession } from '../shown-sessions.ts';
import { requireRange } from './day-range.ts';
import { readSheets, readSheetsAlone, type Sheet } from './day-sheets.ts';
import { readSessionsOfDays } from './sessions-of-days.ts';
import { shownDay, shownOwnDay, timesheetRow, totalsOf, weeksOf } from './shown-days.ts';
import { timesheetPdf } from './timesheet-pdf.ts';

type Range = RouteQuery<typeof listOwnDays>;
const CAPABILITY = 'read_attendance';

@Injectable()
export class DaysService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  async own({ organizationId, userId }: Member, query: Range): Promise<RouteResponse<typeof listOwnDays>> {
    const request = { userIds: [userId], ...requireRange(query), now: this.#now() };
    const sheet = sheetOf(await readSheetsAlone(this.#database, organizationId, request), userId);
    return { ...summed(sheet), days: sheet.days.map(shownOwnDay) };
  }

  async ownSessions(
    { organizationId, userId }: Member,
    query: Range,
  ): Promise<RouteResponse<typeof listOwnSessions>> {
    const range = requireRange(query);
    const now = this.#now();
    return inOrganization(
      this.#database,
      organizationId,
      async (tenant) => {
        const view = await ownView(tenant, { userId, now });
        const sessions = await readSessionsOfDays(tenant, { userId, range, now });
        return { items: sessions.map((session) => shownSession(session, view)) };
      },
      { identity: true },
    );
  }

  /** Throws AppError('not_found') for whom the caller does not reach, as the next ones do. A look at somebody else is logged. */
  async ofMember(member: Member, userId: string, query: Range): Promise<RouteResponse<typeof getMemberDays>> {
    const range = requireRange(query);
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const reached = await requireReached(tenant, member, { capability: CAPABILITY, userId });
      await noteLook(tenant, member, { userIds: [userId], what: 'attendance_days', at: this.#now() });
      const sheet = await this.#sheet(tenant, userId, range);
      return { ...summed(sheet), member: reached, days: sheet.days.map(shownDay) };
    });
  }

  /** Of pauses nothing but that there was one. */
  async sessionTimes(
    member: Member,
    userId: string,
    query: Range,
  ): Promise<RouteResponse<typeof listMemberSessions>> {
    const range = requireRange(query);
    const now = this.#now();
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      await requireReached(tenant, member, { capability: CAPABILITY, userId });
      if (!(await readPolicy(tenant, now)).areSessionTimesShown) throw notShown();
      await noteLook(tenant, member, { userIds: [userId], what: 'attendance_sessions', at: now });
      const sessions = await readSessionsOfDays(tenant, { userId, range, now });
      return {
        items: sessions
          .filter(({ state }) => state !== 'voided')
          .map(({ startedAt, endedAt, pauses }) => ({
            ...spanText({ startedAt, endedAt }),
            paused: pauses.filter(({ resolution }) => resolution !== 'counted').map(spanText),
          })),
      };
    });
  }

  async timesheet(
    member: Member,
    userId: string,
    query: Range,
  ): Promise<RouteResponse<typeof exportTimesheet>> {
    const { reached, sheet } = await this.#exported(member, userId, query);
    return {
      member: reached,
      rows: sheet.days.map((day) => timesheetRow(reached.name, day)),
      totals: totalsOf(sheet.days),
    };
  }

  async pdf(member: Member, userId: string, query: Range): Promise<RouteResponse<typeof exportTimesheetPdf>> {
    const { reached, sheet, organization } = await this.#exported(member, userId, query);
    const pdf = await timesheetPdf({
      organization,
      member: reached.name,
      range: query,
      rows: sheet.days.map((day) => timesheetRow(reached.name, day)),
      totals: totalsOf(sheet.days),
      madeAt: this.#now(),
    });
    return {
      fileName: `timesheet-${query.from}-${query.to}.pdf`,
      pdfBase64: Buffer.from(pdf).toString('base64'),
    };
  }

  async #exported(member: Member, userId: string, query: Range) {
    const range = requireRange(query);
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const reached = await requireReached(tenant, member, { capability: CAPABILITY, userId });
      await noteLook(tenant, member, { userIds: [userId], what: 'attendance_export', at: this.#now() });
      const { name } = await readSettings(tenant);
      return { reached, sheet: await this.#sheet(tenant, userId, range), organization: name };
    });
  }

  async #sheet(tenant: Tenant, userId: string, range: Range): Promise<Sheet> {
    const request = { userIds: [userId], ...range, now: this.#now() };
    return sheetOf(await readSheets(tenant, request), userId);
  }
}

function sheetOf(sheets: ReadonlyMap<string, Sheet>, userId: string): Sheet {
  return sheets.get(userId) ?? { userId, days: [], lockedThrough: null };
}

function summed({ days, lockedThrough }: Sheet) {
  return { weeks: weeksOf(days), totals: totalsOf(days), lockedThrough };
}

function spanText(span: { startedAt: Instant; endedAt: Instant | null }) {
  const { startedAt, endedAt } = span;
  return {
    startedAt: formatInstant(startedAt),
    endedAt: endedAt === null ? null : formatInstant(endedAt),
  };
}

function notShown(): AppError {
  return new AppError('not_found', 'This organization does not show the times of sessions.', {
    field: 'path.member',
    remedy: 'Ask for the days instead; an Admin can have the times shown, and every member is told.',
  });
}
