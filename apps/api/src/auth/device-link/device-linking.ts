import { randomUUID } from 'node:crypto';
import type { DeviceDescription, SessionTokens } from '@devpulse/contracts/auth/tokens';
import { inheritAuthentication, insertDevice, lockApprovingSession } from '@devpulse/database/access/devices';
import type { Transaction } from '@devpulse/database/transaction';
import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { SecurityRecord } from '../factors/security-record.ts';
import { SessionStarter, type SignInMethod } from '../sessions/session-starter.ts';

export type LinkedDevice = { session: SessionTokens; deviceId: string; mailId: string };

/** Makes a device of what a person has let in, with a session of its own. */
@Injectable()
export class DeviceLinking {
  readonly #now: () => number;
  readonly #starter: SessionStarter;
  readonly #record: SecurityRecord;

  constructor(parts: ProcessParts, starter: SessionStarter, record: SecurityRecord) {
    this.#now = parts.now;
    this.#starter = starter;
    this.#record = record;
  }

  /** Inside a transaction of identity work. Null when the session in which the person let the device in has ended since. */
  async link(
    tx: Transaction,
    approval: { userId: string; sessionId: string; device: DeviceDescription; origin: RequestOrigin },
  ): Promise<LinkedDevice | null> {
    const { userId, sessionId, device, origin } = approval;
    const now = this.#now();
    const approving = await lockApprovingSession(tx, { id: sessionId, userId, now });
    if (approving === null) return null;
    const deviceId = randomUUID();
    await insertDevice(tx, { ...device, id: deviceId, userId, now });
    const session = await this.#starter.begin(tx, {
      userId,
      kind: device.kind,
      deviceId,
      methods: approving.methods as SignInMethod[],
      origin,
    });
    await inheritAuthentication(tx, { from: sessionId, to: session.sessionId });
    const mailId = await this.#record.write(tx, {
      userId,
      action: 'device.linked',
      target: deviceId,
      subject: 'A device was linked to your account',
      lines: [`A ${device.kind} program was linked to your account on DevPulse, and can act for you.`],
    });
    return { session, deviceId, mailId };
  }

  /** After the commit. */
  announce({ mailId }: LinkedDevice): void {
    this.#record.send(mailId);
  }
}
