import type { pollDeviceCode, startDeviceCode } from '@devpulse/contracts/auth/device-link';
import { DeviceDescription } from '@devpulse/contracts/auth/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';
import {
  type DeviceCodeRow,
  type DeviceCodeStatus,
  insertDeviceCode,
  lockDeviceCode,
  noteDeviceCodePoll,
} from '@devpulse/database/access/device-codes';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { DeviceLinking, type LinkedDevice } from './device-linking.ts';
import { newUserCode, showUserCode } from './user-code.ts';
import { UserCodeHash } from './user-code-hash.ts';

const CODE_MS = 10 * 60_000;
const INTERVAL_SECONDS = 5;
/** A code that another device shows now is drawn again; that this fails thrice does not happen. */
const DRAWS = 3;

type Answer = RouteResponse<typeof pollDeviceCode>;
type Outcome = { status: Exclude<Answer['status'], 'linked'> } | { status: 'linked'; linked: LinkedDevice };

/** The device's side of RFC 8628: it shows a code, and asks whether the person has decided. */
@Injectable()
export class DeviceCodes {
  readonly #now: () => number;
  readonly #verificationUri: string;
  readonly #database: Database;
  readonly #linking: DeviceLinking;
  readonly #throttle: Throttle;
  readonly #userCodes: UserCodeHash;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    linking: DeviceLinking,
    throttle: Throttle,
    userCodes: UserCodeHash,
  ) {
    this.#now = parts.now;
    this.#verificationUri = `${parts.environment.PUBLIC_URL}/device`;
    this.#database = database;
    this.#linking = linking;
    this.#throttle = throttle;
    this.#userCodes = userCodes;
  }

  async start(
    device: DeviceDescription,
    { ipAddress }: RequestOrigin,
  ): Promise<RouteResponse<typeof startDeviceCode>> {
    await this.#throttle.take({ rule: 'flow_address', of: networkKey(ipAddress) });
    const deviceCode = newSecret();
    const requestedAt = this.#now();
    const expiresAt = requestedAt + CODE_MS;
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const userCode = newUserCode();
      const isKept = await transaction(this.#database, { identity: true }, (tx) =>
        insertDeviceCode(tx, {
          deviceCodeSha256: hashSecret(deviceCode),
          userCodeSha256: this.#userCodes.of(userCode),
          device,
          ipAddress,
          requestedAt,
          expiresAt,
        }),
      );
      if (!isKept) continue;
      return {
        deviceCode,
        userCode: showUserCode(userCode),
        verificationUri: this.#verificationUri,
        expiresAt: formatInstant(expiresAt),
        intervalSeconds: INTERVAL_SECONDS,
      };
    }
    throw new AppError('unavailable', 'No code is free now.', { remedy: 'Try again in a minute.' });
  }

  /** The session is handed over once. Throws AppError('unauthorized') for a code that never was. */
  async poll(deviceCode: string, origin: RequestOrigin): Promise<Answer> {
    const outcome = await transaction(this.#database, { identity: true }, (tx) =>
      this.#decide(tx, hashSecret(deviceCode), origin),
    );
    if (outcome === null) {
      await this.#throttle.take({ rule: 'token_address', of: networkKey(origin.ipAddress) });
      throw new AppError('unauthorized', 'This is not a device code of this instance.', {
        field: 'body.deviceCode',
        remedy: 'Ask for a new code.',
      });
    }
    if (outcome.status !== 'linked') return { status: outcome.status, session: null, deviceId: null };
    const { session, deviceId } = outcome.linked;
    this.#linking.announce(outcome.linked);
    return { status: 'linked', session, deviceId };
  }

  async #decide(tx: Transaction, deviceCodeSha256: Buffer, origin: RequestOrigin): Promise<Outcome | null> {
    const code = await lockDeviceCode(tx, deviceCodeSha256);
    if (code === null) return null;
    const now = this.#now();
    const note = (status: DeviceCodeStatus) => noteDeviceCodePoll(tx, { deviceCodeSha256, status, now });
    if (code.status === 'denied') return { status: 'denied' };
    if (code.status === 'linked' || now >= code.expiresAt) return { status: 'expired' };
    const isTooSoon = code.lastPolledAt !== null && now - code.lastPolledAt < INTERVAL_SECONDS * 1000;
    if (isTooSoon || code.status === 'pending') {
      await note(code.status);
      return { status: isTooSoon ? 'slow_down' : 'pending' };
    }
    const linked = await this.#link(tx, code, origin);
    await note(linked === null ? 'denied' : 'linked');
    return linked === null ? { status: 'denied' } : { status: 'linked', linked };
  }

  async #link(tx: Transaction, code: DeviceCodeRow, origin: RequestOrigin): Promise<LinkedDevice | null> {
    const { userId, sessionId } = code;
    if (userId === null || sessionId === null) return null;
    const device = DeviceDescription.parse(code.device);
    return this.#linking.link(tx, { userId, sessionId, device, origin });
  }
}
