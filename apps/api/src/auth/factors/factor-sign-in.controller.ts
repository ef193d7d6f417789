import { signInWithFactor } from '@devpulse/contracts/auth/sign-in';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { FactorSignInService } from './factor-sign-in.service.ts';

@Controller()
export class FactorSignInController {
  readonly #signIn: FactorSignInService;

  constructor(signIn: FactorSignInService) {
    this.#signIn = signIn;
  }

  @ContractRoute(signInWithFactor)
  signInWithFactor({ body, origin }: RouteCall<typeof signInWithFactor>): Promise<SignInResult> {
    return this.#signIn.signIn(body, origin);
  }
}
