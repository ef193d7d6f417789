import { requestPasswordReset, resetPassword, verifyEmail } from '@devpulse/contracts/auth/recovery';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { AddressVerification } from './address-verification.ts';
import { RecoveryService } from './recovery.service.ts';

@Controller()
export class RecoveryController {
  readonly #recovery: RecoveryService;
  readonly #addresses: AddressVerification;

  constructor(recovery: RecoveryService, addresses: AddressVerification) {
    this.#recovery = recovery;
    this.#addresses = addresses;
  }

  @ContractRoute(requestPasswordReset)
  async request({ body, origin }: RouteCall<typeof requestPasswordReset>): Promise<{ isDone: true }> {
    await this.#recovery.request(body.email, origin);
    return { isDone: true };
  }

  @ContractRoute(resetPassword)
  async reset({ body, origin }: RouteCall<typeof resetPassword>): Promise<{ isDone: true }> {
    await this.#recovery.reset(body, origin);
    return { isDone: true };
  }

  @ContractRoute(verifyEmail)
  async verify({ body, origin }: RouteCall<typeof verifyEmail>): Promise<{ email: string }> {
    return { email: await this.#addresses.confirm(body.token, origin) };
  }
}
