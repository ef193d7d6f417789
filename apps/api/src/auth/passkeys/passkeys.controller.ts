import { addPasskey, removePasskey, startPasskey } from '@devpulse/contracts/account/factors';
import { signInWithPasskey, startPasskeySignIn } from '@devpulse/contracts/auth/sign-in';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { PasskeyRegistrationService } from './passkey-registration.service.ts';
import { PasskeySignInService } from './passkey-sign-in.service.ts';

@Controller()
export class PasskeysController {
  readonly #registration: PasskeyRegistrationService;
  readonly #signIn: PasskeySignInService;

  constructor(registration: PasskeyRegistrationService, signIn: PasskeySignInService) {
    this.#registration = registration;
    this.#signIn = signIn;
  }

  @ContractRoute(startPasskey)
  startPasskey({ caller }: RouteCall<typeof startPasskey>): Promise<RouteResponse<typeof startPasskey>> {
    return this.#registration.start(caller.userId);
  }

  @ContractRoute(addPasskey)
  async addPasskey({
    caller,
    body,
  }: RouteCall<typeof addPasskey>): Promise<RouteResponse<typeof addPasskey>> {
    return { id: await this.#registration.add(caller.userId, body) };
  }

  @ContractRoute(removePasskey)
  async removePasskey({
    caller,
    params,
  }: RouteCall<typeof removePasskey>): Promise<RouteResponse<typeof removePasskey>> {
    await this.#registration.remove(caller.userId, params.passkey);
    return { isDone: true };
  }

  @ContractRoute(startPasskeySignIn)
  startPasskeySignIn({
    body,
    origin,
  }: RouteCall<typeof startPasskeySignIn>): Promise<RouteResponse<typeof startPasskeySignIn>> {
    return this.#signIn.start(body.challenge ?? null, origin);
  }

  @ContractRoute(signInWithPasskey)
  signInWithPasskey({ body, origin }: RouteCall<typeof signInWithPasskey>): Promise<SignInResult> {
    return this.#signIn.finish(body, origin);
  }
}
