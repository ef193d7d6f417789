import { EmailAddress } from '@devpulse/contracts/primitives';
import type { SafeFetch } from '@devpulse/outbound/safe-fetch';
import { Inject, Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import { z } from 'zod';
import { ProcessParts } from '../../platform/process-parts.ts';
import { SAFE_FETCH } from '../../platform/tokens.ts';
import type { FlowSecrets } from './federation-flows.ts';
import { callbackUrl, type ProviderAnswer, withProvider } from './provider-answer.ts';

const PROVIDER = 'The identity provider';
const PATIENCE_SECONDS = 5;

export type SsoConnection = { issuer: string; clientId: string; clientSecret: string };

export type SsoPerson = {
  issuer: string;
  subject: string;
  name: string | null;
  /** In lower case, and only when the provider says that it is verified. */
  verifiedEmail: string | null;
};

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  name: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
});

/** The single sign-on of an organization: OpenID Connect with code, PKCE, state, nonce, and the issuer that was set up. */
@Injectable()
export class SsoClient {
  readonly #parts: ProcessParts;
  readonly #fetch: SafeFetch;

  constructor(parts: ProcessParts, @Inject(SAFE_FETCH) safeFetch: SafeFetch) {
    this.#parts = parts;
    this.#fetch = safeFetch;
  }

  /** Throws AppError('unavailable') or AppError('forbidden'), as `identify` does. */
  async authorizeUrl(connection: SsoConnection, { verifier, state, nonce }: FlowSecrets): Promise<string> {
    return withProvider(PROVIDER, this.#parts.logger, async () => {
      const url = buildAuthorizationUrl(await this.#discover(connection), {
        redirect_uri: this.#redirectUri,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return url.href;
    });
  }

  async identify(
    connection: SsoConnection,
    answer: ProviderAnswer,
    { verifier, state, nonce }: FlowSecrets,
  ): Promise<SsoPerson> {
    return withProvider(PROVIDER, this.#parts.logger, async () => {
      const configuration = await this.#discover(connection);
      const tokens = await authorizationCodeGrant(configuration, callbackUrl(this.#redirectUri, answer), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = Claims.parse(tokens.claims());
      // A provider of many tenants would otherwise let in anybody of any of them.
      if (claims.iss !== connection.issuer) throw new Error('Another issuer than the one that was set up');
      const { sub, name, email, email_verified: isVerified } = claims;
      const verifiedEmail = isVerified === true ? EmailAddress.safeParse(email) : null;
      return {
        issuer: connection.issuer,
        subject: sub,
        name: name ?? null,
        verifiedEmail: verifiedEmail?.success ? verifiedEmail.data : null,
      };
    });
  }

  /** Asked anew each time: what a provider says of itself changes, and its keys too. The signature of every ID token is checked. */
  async #discover({ issuer, clientId, clientSecret }: SsoConnection): Promise<Configuration> {
    return discovery(new URL(issuer), clientId, clientSecret, undefined, {
      [customFetch]: this.#fetch as CustomFetch,
      timeout: PATIENCE_SECONDS,
      execute: [enableNonRepudiationChecks, ...(this.#fetch.allowsHttp ? [allowInsecureRequests] : [])],
    });
  }

  get #redirectUri(): string {
    return `${this.#parts.environment.PUBLIC_URL}/sign-in/sso/callback`;
  }
}
