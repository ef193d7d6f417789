import type { readDeviceCode } from '@devpulse/contracts/auth/device-link';
import { DeviceDescription } from '@devpulse/contracts/auth/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import { decidePendingDeviceCode, readPendingDeviceCode } from '@devpulse/database/access/device-codes';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { Throttle } from '../throttle/throttle.ts';
import { requireBrowser } from './require-browser.ts';
import { UserCodeHash } from './user-code-hash.ts';

/** The person's side of RFC 8628: they type the code, see what shows it and from where it asked, and decide. */
@Injectable()
export class DeviceDecisions {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #throttle: Throttle;
  readonly #userCodes: UserCodeHash;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    throttle: Throttle,
    userCodes: UserCodeHash,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#throttle = throttle;
    this.#userCodes = userCodes;
  }

  /** Every code that is typed counts, also a right one: who shows codes to themselves gains no tries at those of others. */
  async read(caller: Caller, userCode: string): Promise<RouteResponse<typeof readDeviceCode>> {
    requireBrowser(caller);
    await this.#throttle.take({ rule: 'device_code', of: caller.userId });
    const code = await transaction(this.#database, { identity: true }, (tx) =>
      readPendingDeviceCode(tx, {
        userCodeSha256: this.#userCodes.of(userCode),
        userId: caller.userId,
        now: this.#now(),
      }),
    );
    if (code === null) throw noSuchCode();
    return {
      device: DeviceDescription.parse(code.device),
      ipAddress: code.ipAddress,
      requestedAt: formatInstant(code.requestedAt),
    };
  }

  /** Once, and only about a code that this person has read, so that deciding is no way to guess; else AppError('not_found'). */
  async decide(
    caller: Caller,
    { userCode, isAllowed }: { userCode: string; isAllowed: boolean },
  ): Promise<void> {
    requireBrowser(caller);
    const { userId, sessionId } = caller;
    const now = this.#now();
    await transaction(this.#database, { identity: true }, async (tx) => {
      const isDecided = await decidePendingDeviceCode(tx, {
        userCodeSha256: this.#userCodes.of(userCode),
        userId,
        sessionId,
        status: isAllowed ? 'allowed' : 'denied',
        now,
      });
      if (!isDecided) throw noSuchCode();
      await recordAudit(tx, {
        organizationId: null,
        actorUserId: userId,
        subjectUserId: userId,
        action: isAllowed ? 'device_code.allowed' : 'device_code.denied',
        at: now,
      });
    });
  }
}

function noSuchCode(): AppError {
  return new AppError('not_found', 'No device shows this code now.', {
    field: 'body.userCode',
    remedy: 'Check the letters; if they are right, ask the device for a new code.',
  });
}
