import {
  confirmTotp,
  listFactors,
  removeTotp,
  renewRecoveryCodes,
  startTotp,
} from '@devpulse/contracts/account/factors';
import type { RouteResponse } from '@devpulse/contracts/route';
import { listIdentities } from '@devpulse/database/access/identities';
import { listPasskeys } from '@devpulse/database/access/passkeys';
import { findPasswordHash } from '@devpulse/database/access/passwords';
import { countRecoveryCodes } from '@devpulse/database/access/recovery-codes';
import { findTotp } from '@devpulse/database/access/totps';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Controller, Inject } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { TotpService } from './totp.service.ts';

@Controller()
export class FactorsController {
  readonly #database: Database;
  readonly #totp: TotpService;

  constructor(@Inject(APP_DATABASE) database: Database, totp: TotpService) {
    this.#database = database;
    this.#totp = totp;
  }

  @ContractRoute(listFactors)
  async listFactors({ caller }: RouteCall<typeof listFactors>): Promise<RouteResponse<typeof listFactors>> {
    const { userId } = caller;
    return transaction(this.#database, { identity: true }, async (tx) => {
      const totp = await findTotp(tx, userId);
      const passkeys = await listPasskeys(tx, userId);
      const identities = await listIdentities(tx, userId);
      return {
        hasPassword: (await findPasswordHash(tx, userId)) !== null,
        totp: totp?.confirmedAt == null ? null : { confirmedAt: formatInstant(totp.confirmedAt) },
        recoveryCodesLeft: await countRecoveryCodes(tx, userId),
        passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
          id,
          name,
          createdAt: formatInstant(createdAt),
          lastUsedAt: lastUsedAt === null ? null : formatInstant(lastUsedAt),
        })),
        identities: identities.map(({ id, provider, label, createdAt }) => ({
          id,
          provider,
          label,
          createdAt: formatInstant(createdAt),
        })),
      };
    });
  }

  @ContractRoute(startTotp)
  startTotp({ caller }: RouteCall<typeof startTotp>): Promise<RouteResponse<typeof startTotp>> {
    return this.#totp.start(caller.userId);
  }

  @ContractRoute(confirmTotp)
  async confirmTotp({
    caller,
    body,
  }: RouteCall<typeof confirmTotp>): Promise<RouteResponse<typeof confirmTotp>> {
    return { recoveryCodes: await this.#totp.confirm(caller.userId, body.code) };
  }

  @ContractRoute(removeTotp)
  async removeTotp({ caller }: RouteCall<typeof removeTotp>): Promise<RouteResponse<typeof removeTotp>> {
    await this.#totp.remove(caller.userId);
    return { isDone: true };
  }

  @ContractRoute(renewRecoveryCodes)
  async renewRecoveryCodes({
    caller,
  }: RouteCall<typeof renewRecoveryCodes>): Promise<RouteResponse<typeof renewRecoveryCodes>> {
    return { recoveryCodes: await this.#totp.renewRecoveryCodes(caller.userId) };
  }
}
