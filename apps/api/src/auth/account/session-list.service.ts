import type { listDevices, listSessions } from '@devpulse/contracts/account/sessions';
import type { RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import {
  listLinkedDevices,
  listLiveSessions,
  renameOwnDevice,
  unlinkOwnDevice,
} from '@devpulse/database/access/session-lists';
import { revokeSessions } from '@devpulse/database/access/sessions';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import type { PersonAuditAction } from '@devpulse/domain/access/audit-actions';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Caller } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

/** Where a person is signed in, and how they end it. */
@Injectable()
export class SessionListService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, reader: AccessReader) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
  }

  async sessions(caller: Caller): Promise<RouteResponse<typeof listSessions>> {
    const rows = await this.#run((tx) => listLiveSessions(tx, caller.userId, this.#now()));
    const items = rows.map((row) => ({
      ...row,
      isCurrent: row.id === caller.sessionId,
      createdAt: formatInstant(row.createdAt),
      lastSeenAt: formatInstant(row.lastSeenAt),
      expiresAt: formatInstant(row.expiresAt),
    }));
    return { items: items.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)) };
  }

  async devices(caller: Caller): Promise<RouteResponse<typeof listDevices>> {
    const rows = await this.#run((tx) => listLinkedDevices(tx, caller.userId, this.#now()));
    return {
      items: rows.map((row) => ({
        ...row,
        isCurrent: row.id === caller.deviceId,
        linkedAt: formatInstant(row.linkedAt),
        lastSeenAt: formatInstant(row.lastSeenAt),
      })),
    };
  }

  /** Unknown, ended and foreign sessions are the same AppError('not_found'). */
  async end({ userId }: Caller, sessionId: string): Promise<void> {
    const ended = await this.#run(async (tx) => {
      const which = { userId, only: sessionId, reason: 'ended_by_person', now: this.#now() } as const;
      const ids = await revokeSessions(tx, which);
      if (ids.length > 0) await this.#note(tx, { userId, action: 'session.ended', target: sessionId });
      return ids;
    });
    if (ended.length === 0) {
      throw new AppError('not_found', 'There is no such session.', { field: 'path.session' });
    }
    this.#forget(ended);
  }

  async endOthers({ userId, sessionId }: Caller): Promise<number> {
    const ended = await this.#run(async (tx) => {
      const which = { userId, except: sessionId, reason: 'ended_by_person', now: this.#now() } as const;
      const ids = await revokeSessions(tx, which);
      await this.#note(tx, { userId, action: 'session.others_ended', target: null });
      return ids;
    });
    this.#forget(ended);
    return ended.length;
  }

  /** Unknown, unlinked and foreign devices are the same AppError('not_found'). */
  async unlink({ userId }: Caller, deviceId: string): Promise<void> {
    const ended = await this.#run(async (tx) => {
      const now = this.#now();
      if (!(await unlinkOwnDevice(tx, { userId, deviceId, now }))) return null;
      await this.#note(tx, { userId, action: 'device.unlinked', target: deviceId });
      return revokeSessions(tx, { userId, deviceId, reason: 'device_unlinked', now });
    });
    if (ended === null) throw noSuchDevice();
    this.#forget(ended);
  }

  /** As `unlink`. */
  async rename({ userId }: Caller, deviceId: string, name: string): Promise<void> {
    const isRenamed = await this.#run(async (tx) => {
      if (!(await renameOwnDevice(tx, { userId, deviceId, name }))) return false;
      await this.#note(tx, { userId, action: 'device.renamed', target: deviceId });
      return true;
    });
    if (!isRenamed) throw noSuchDevice();
  }

  #run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return transaction(this.#database, { identity: true }, work);
  }

  #forget(sessionIds: readonly string[]): void {
    for (const sessionId of sessionIds) this.#reader.forgetSession(sessionId);
  }

  async #note(
    tx: Transaction,
    entry: { userId: string; action: PersonAuditAction; target: string | null },
  ): Promise<void> {
    const { userId, action, target } = entry;
    const by = { organizationId: null, actorUserId: userId, subjectUserId: userId };
    await recordAudit(tx, { ...by, action, target, at: this.#now() });
  }
}

function noSuchDevice(): AppError {
  return new AppError('not_found', 'There is no such device.', { field: 'path.device' });
}
