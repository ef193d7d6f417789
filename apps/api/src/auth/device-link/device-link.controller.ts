import {
  authorizeDevice,
  decideDeviceCode,
  exchangeCode,
  pollDeviceCode,
  readDeviceCode,
  startDeviceCode,
} from '@devpulse/contracts/auth/device-link';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { AuthorizationCodes } from './authorization-codes.ts';
import { DeviceCodes } from './device-codes.ts';
import { DeviceDecisions } from './device-decisions.ts';

@Controller()
export class DeviceLinkController {
  readonly #authorization: AuthorizationCodes;
  readonly #codes: DeviceCodes;
  readonly #decisions: DeviceDecisions;

  constructor(authorization: AuthorizationCodes, codes: DeviceCodes, decisions: DeviceDecisions) {
    this.#authorization = authorization;
    this.#codes = codes;
    this.#decisions = decisions;
  }

  @ContractRoute(authorizeDevice)
  authorize({
    caller,
    body,
  }: RouteCall<typeof authorizeDevice>): Promise<RouteResponse<typeof authorizeDevice>> {
    return this.#authorization.authorize(caller, body);
  }

  @ContractRoute(exchangeCode)
  exchange({ body, origin }: RouteCall<typeof exchangeCode>): Promise<RouteResponse<typeof exchangeCode>> {
    return this.#authorization.exchange(body, origin);
  }

  @ContractRoute(startDeviceCode)
  start({ body, origin }: RouteCall<typeof startDeviceCode>): Promise<RouteResponse<typeof startDeviceCode>> {
    return this.#codes.start(body.device, origin);
  }

  @ContractRoute(pollDeviceCode)
  poll({ body, origin }: RouteCall<typeof pollDeviceCode>): Promise<RouteResponse<typeof pollDeviceCode>> {
    return this.#codes.poll(body.deviceCode, origin);
  }

  @ContractRoute(readDeviceCode)
  read({ caller, body }: RouteCall<typeof readDeviceCode>): Promise<RouteResponse<typeof readDeviceCode>> {
    return this.#decisions.read(caller, body.userCode);
  }

  @ContractRoute(decideDeviceCode)
  async decide({
    caller,
    body,
  }: RouteCall<typeof decideDeviceCode>): Promise<RouteResponse<typeof decideDeviceCode>> {
    await this.#decisions.decide(caller, body);
    return { isAllowed: body.isAllowed };
  }
}
