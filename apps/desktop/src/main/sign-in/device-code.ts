import { setTimeout as sleep } from 'node:timers/promises';
import { pollDeviceCode, startDeviceCode } from '@devpulse/contracts/auth/device-link';
import type { DeviceDescription, SessionTokens } from '@devpulse/contracts/auth/tokens';
import { type ApiCall, ApiError } from '@devpulse/contracts/client';
import type { RouteResponse } from '@devpulse/contracts/route';

export type LinkedDevice = { tokens: SessionTokens; deviceId: string };
export type DeviceCode = RouteResponse<typeof startDeviceCode>;
export type DeviceCodeEnd = { type: 'linked'; linked: LinkedDevice } | { type: 'denied' | 'expired' };

/** A code that is typed into a browser elsewhere (RFC 8628). The page that takes it has to be the server's own. */
export async function askForCode(
  call: ApiCall,
  server: string,
  device: DeviceDescription,
): Promise<DeviceCode> {
  const code = await call(startDeviceCode, { body: { device } });
  if (new URL(code.verificationUri).origin !== new URL(server).origin) {
    throw new Error('The page for the code lies on another server');
  }
  return code;
}

type Options = { call: ApiCall; code: DeviceCode; now: () => number; signal: AbortSignal };

/** Asks until the person has decided. A lost answer or a server that is away is asked again; source: RFC 8628, section 3.5. */
export async function waitForCode({ call, code, now, signal }: Options): Promise<DeviceCodeEnd> {
  let intervalMs = code.intervalSeconds * 1000;
  while (now() < Date.parse(code.expiresAt)) {
    await sleep(intervalMs, undefined, { signal });
    const answer = await call(pollDeviceCode, { body: { deviceCode: code.deviceCode } }).catch(passAway);
    if (answer === null) continue;
    const { status, session, deviceId } = answer;
    if (status === 'slow_down') intervalMs += 5000;
    if (status === 'denied' || status === 'expired') return { type: status };
    if (status === 'linked' && session && deviceId)
      return { type: 'linked', linked: { tokens: session, deviceId } };
  }
  return { type: 'expired' };
}

function passAway(error: unknown): null {
  const status = error instanceof ApiError ? error.problem.status : 400;
  if (status === 0 || status === 429 || status >= 500) return null;
  throw error;
}
