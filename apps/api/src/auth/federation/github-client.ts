import { AppError } from '@devpulse/domain/errors';
import { apiOf } from '@devpulse/github/client/hosts';
import type { SafeFetch } from '@devpulse/outbound/safe-fetch';
import { Inject, Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
} from 'openid-client';
import { z } from 'zod';
import { ProcessParts } from '../../platform/process-parts.ts';
import { OPERATOR_FETCH } from '../../platform/tokens.ts';
import type { FlowSecrets } from './federation-flows.ts';
import { callbackUrl, type ProviderAnswer, withProvider } from './provider-answer.ts';

const GithubUser = z.object({
  id: z.int().positive(),
  login: z.string().min(1).max(100),
  name: z.string().nullish(),
});
const GithubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

export type GithubPerson = {
  issuer: string;
  /** The numeric id: a login changes hands. */
  subject: string;
  login: string;
  name: string | null;
  /** Verified addresses in lower case, the primary one first. */
  readVerifiedEmails: () => Promise<string[]>;
};

/** GitHub, or a GitHub Enterprise Server, as an OAuth provider: code, PKCE and state. */
@Injectable()
export class GithubClient {
  readonly #parts: ProcessParts;
  readonly #fetch: SafeFetch;

  constructor(parts: ProcessParts, @Inject(OPERATOR_FETCH) operatorFetch: SafeFetch) {
    this.#parts = parts;
    this.#fetch = operatorFetch;
  }

  async authorizeUrl({ verifier, state }: FlowSecrets): Promise<string> {
    const url = buildAuthorizationUrl(this.#configuration(), {
      redirect_uri: this.#redirectUri,
      scope: 'read:user user:email',
      state,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return url.href;
  }

  /** Throws AppError: not_found where GitHub is not set up, unavailable, or forbidden when GitHub does not confirm. */
  async identify(answer: ProviderAnswer, { verifier, state }: FlowSecrets): Promise<GithubPerson> {
    const configuration = this.#configuration();
    const { GITHUB_URL } = this.#parts.environment;
    return withProvider('GitHub', this.#parts.logger, async () => {
      const tokens = await authorizationCodeGrant(configuration, callbackUrl(this.#redirectUri, answer), {
        pkceCodeVerifier: verifier,
        expectedState: state,
      });
      const user = GithubUser.parse(await this.#read('/user', tokens.access_token));
      return {
        issuer: GITHUB_URL,
        subject: String(user.id),
        login: user.login,
        name: user.name ?? null,
        readVerifiedEmails: () =>
          withProvider('GitHub', this.#parts.logger, () => this.#readVerifiedEmails(tokens.access_token)),
      };
    });
  }

  async #readVerifiedEmails(token: string): Promise<string[]> {
    const emails = GithubEmails.parse(await this.#read('/user/emails', token));
    return emails
      .filter(({ verified }) => verified)
      .toSorted((a, b) => Number(b.primary) - Number(a.primary))
      .map(({ email }) => email.toLowerCase());
  }

  async #read(path: string, token: string): Promise<unknown> {
    const response = await this.#fetch(`${apiOf(this.#parts.environment.GITHUB_URL).rest}${path}`, {
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': 'DevPulse',
        'x-github-api-version': '2022-11-28',
      },
    });
    if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
    return response.json();
  }

  get #redirectUri(): string {
    return `${this.#parts.environment.PUBLIC_URL}/sign-in/github/callback`;
  }

  #configuration(): Configuration {
    const { GITHUB_URL, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = this.#parts.environment;
    if (GITHUB_CLIENT_ID === undefined || GITHUB_CLIENT_SECRET === undefined) {
      throw new AppError('not_found', 'Signing in with GitHub is not set up here.', {
        remedy: 'Sign in another way, or ask the Owner of the instance to set it up.',
      });
    }
    const configuration = new Configuration(
      {
        issuer: GITHUB_URL,
        authorization_endpoint: `${GITHUB_URL}/login/oauth/authorize`,
        token_endpoint: `${GITHUB_URL}/login/oauth/access_token`,
      },
      GITHUB_CLIENT_ID,
      undefined,
      ClientSecretPost(GITHUB_CLIENT_SECRET),
    );
    configuration[customFetch] = this.#fetch as CustomFetch;
    if (this.#fetch.allowsHttp) allowInsecureRequests(configuration);
    return configuration;
  }
}
