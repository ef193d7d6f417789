import { refreshSession, signIn, signOut } from '@devpulse/contracts/auth/sign-in';
import type { SessionTokens, SignInResult } from '@devpulse/contracts/auth/tokens';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { SessionRefresh } from '../sessions/session-refresh.ts';
import { SignInService } from './sign-in.service.ts';

@Controller()
export class SignInController {
  readonly #signIn: SignInService;
  readonly #refresh: SessionRefresh;

  constructor(signIn: SignInService, refresh: SessionRefresh) {
    this.#signIn = signIn;
    this.#refresh = refresh;
  }

  @ContractRoute(signIn)
  signIn({ body, origin }: RouteCall<typeof signIn>): Promise<SignInResult> {
    return this.#signIn.signIn(body, origin);
  }

  @ContractRoute(refreshSession)
  refreshSession({ body, origin }: RouteCall<typeof refreshSession>): Promise<SessionTokens> {
    return this.#refresh.exchange(body.refreshToken, origin);
  }

  @ContractRoute(signOut)
  async signOut({ caller }: RouteCall<typeof signOut>): Promise<{ isDone: true }> {
    await this.#signIn.signOut(caller);
    return { isDone: true };
  }
}
