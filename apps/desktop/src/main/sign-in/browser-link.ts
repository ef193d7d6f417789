import { exchangeCode } from '@devpulse/contracts/auth/device-link';
import type { DeviceDescription } from '@devpulse/contracts/auth/tokens';
import type { ApiCall } from '@devpulse/contracts/client';
import type { LinkedDevice } from './device-code.ts';
import { type Loopback, type LoopbackAnswer, listenForAnswer } from './loopback.ts';
import { newPkce } from './pkce.ts';

export type BrowserLink = {
  /** The page of the server that asks the person. */
  address: string;
  answer: Loopback['answer'];
  cancel: () => void;
  exchange: (call: ApiCall, answer: LoopbackAnswer & { type: 'code' }) => Promise<LinkedDevice>;
};

/** Signing in with the system's browser: PKCE, a loopback address and a state of one use (RFC 8252). */
export async function startBrowserLink(server: string, device: DeviceDescription): Promise<BrowserLink> {
  const { verifier, challenge, state } = newPkce();
  const { redirectUri, answer, cancel } = await listenForAnswer(state);
  const address = new URL('/connect', server);
  address.search = new URLSearchParams({
    redirect_uri: redirectUri,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state,
    device_name: device.name,
    device_kind: device.kind,
    device_os: device.os,
    app_version: device.appVersion,
  }).toString();
  return {
    address: address.href,
    answer,
    cancel,
    async exchange(call, { code }) {
      const { deviceId, ...tokens } = await call(exchangeCode, {
        body: { code, codeVerifier: verifier, redirectUri },
      });
      return { tokens, deviceId };
    },
  };
}
