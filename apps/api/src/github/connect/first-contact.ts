import { AppError } from '@devpulse/domain/errors';
import { parseInstant } from '@devpulse/domain/time/instant';
import type { FetchOf } from '@devpulse/github/client/fetching';
import { apiOf } from '@devpulse/github/client/hosts';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProcessParts } from '../../platform/process-parts.ts';
import { GITHUB_FETCH } from '../../platform/tokens.ts';
import type { OauthClient } from './github-apps.ts';
import { GithubNumber, RepositoryAnswer } from './github-shapes.ts';

/** An App as GitHub hands it over, once. */
export const MadeApp = z.object({
  id: GithubNumber,
  slug: z.string().regex(/^[A-Za-z0-9-]{1,100}$/),
  name: z.string().min(1).max(200),
  owner: z.object({ login: z.string().min(1).max(100) }),
  client_id: z.string().min(1).max(200),
  client_secret: z.string().min(1).max(400),
  webhook_secret: z.string().min(1).max(400).nullish(),
  pem: z.string().min(1).max(10_000),
});
export type MadeApp = z.output<typeof MadeApp>;

const TokenAnswer = z.object({ access_token: z.string().min(1).max(1_000) });
const InstallationsAnswer = z.object({
  installations: z.array(z.object({ id: GithubNumber, app_id: GithubNumber })),
});
const UserAnswer = z.object({ login: z.string().min(1).max(100) });

const PAGE = 100;
/** Nobody sees more installations than these. */
const MOST_PAGES = 20;
const TOKEN_END = 'github-authentication-token-expiration';

type Question = { url: string; method?: 'GET' | 'POST'; token?: string; form?: Record<string, string> };

/**
 * Requests to a GitHub before there is an App or a token to speak as: they spend no budget of anybody’s. Nothing of them is logged but
 * that they failed. Each throws AppError('unavailable') when GitHub does not answer as such.
 */
@Injectable()
export class FirstContact {
  readonly #githubUrl: string;
  readonly #fetchOf: FetchOf;

  constructor(parts: ProcessParts, @Inject(GITHUB_FETCH) fetchOf: FetchOf) {
    this.#githubUrl = parts.environment.GITHUB_URL;
    this.#fetchOf = fetchOf;
  }

  /** Throws AppError('invalid_request') naming `field` when there is no GitHub that may be asked from here. */
  async requireGithub(webUrl: string, field: string): Promise<void> {
    try {
      await this.#fetchOf(webUrl)(`${apiOf(webUrl).rest}/meta`);
    } catch (cause) {
      throw this.#unreachable(webUrl, { field, cause });
    }
  }

  /** Exchanges the code of a manifest for the App. Throws AppError('invalid_request') for one that is over. */
  async makeApp(webUrl: string, code: string): Promise<MadeApp> {
    const url = `${apiOf(webUrl).rest}/app-manifests/${encodeURIComponent(code)}/conversions`;
    const response = await this.#ask(webUrl, { url, method: 'POST' });
    if (response.status !== 201) throw this.#refusal(response, codeIsOver());
    return this.#read(response, MadeApp);
  }

  /** Exchanges the code that an installation came with for a token of the person. Throws as `makeApp` does. */
  async exchangeCode(webUrl: string, client: OauthClient, code: string): Promise<string> {
    const url = `${webUrl}/login/oauth/access_token`;
    const form = { client_id: client.clientId, client_secret: client.clientSecret, code };
    const response = await this.#ask(webUrl, { url, method: 'POST', form });
    // GitHub answers 200 with an error to a code that is over
    const answer = response.ok
      ? TokenAnswer.safeParse(await response.json().catch(() => null))
      : { data: undefined };
    if (answer.data === undefined) throw this.#refusal(response, codeIsOver());
    return answer.data.access_token;
  }

  /** Whether the person with this token may see an installation of an App; both by GitHub’s numbers. */
  async seesInstallation(
    webUrl: string,
    token: string,
    wanted: { installationId: string; appId: string },
  ): Promise<boolean> {
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const url = `${apiOf(webUrl).rest}/user/installations?per_page=${PAGE}&page=${page}`;
      const response = await this.#ask(webUrl, { url, token });
      if (!response.ok) return false;
      const { installations } = await this.#read(response, InstallationsAnswer);
      if (installations.some(({ id, app_id }) => id === wanted.installationId && app_id === wanted.appId))
        return true;
      if (installations.length < PAGE) return false;
    }
    return false;
  }

  /** Whom a token speaks as, and until when; null when GitHub refuses it. */
  async identify(webUrl: string, token: string): Promise<{ login: string; expiresAt: number | null } | null> {
    const response = await this.#ask(webUrl, { url: `${apiOf(webUrl).rest}/user`, token });
    if (response.status === 401 || response.status === 403) return null;
    if (!response.ok) throw this.#refusal(response, answersStrangely());
    const { login } = await this.#read(response, UserAnswer);
    return { login, expiresAt: readTokenEnd(response.headers.get(TOKEN_END)) };
  }

  /** A repository by its name; null when the token does not open it. */
  async readRepository(
    webUrl: string,
    token: string,
    name: string,
  ): Promise<z.output<typeof RepositoryAnswer> | null> {
    const root = apiOf(webUrl).rest;
    const response = await this.#ask(webUrl, { url: `${root}/repos/${name}`, token });
    const moved = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    // a repository that was renamed; its token goes to no other host
    const target = moved === null ? null : URL.parse(moved, root);
    const isSameHost = target !== null && target.origin === new URL(root).origin;
    const last = isSameHost ? await this.#ask(webUrl, { url: target.href, token }) : response;
    return last.ok ? this.#read(last, RepositoryAnswer) : null;
  }

  async #ask(webUrl: string, { url, method = 'GET', token, form }: Question): Promise<Response> {
    try {
      return await this.#fetchOf(webUrl)(url, {
        method,
        headers: {
          accept: form === undefined ? 'application/vnd.github+json' : 'application/json',
          'user-agent': 'DevPulse',
          'x-github-api-version': '2022-11-28',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(form !== undefined && { body: new URLSearchParams(form) }),
      });
    } catch (cause) {
      throw this.#unreachable(webUrl, { cause });
    }
  }

  async #read<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
    const answer = schema.safeParse(await response.json().catch(() => null));
    if (answer.success) return answer.data;
    throw answersStrangely();
  }

  #refusal({ status }: Response, refused: AppError): AppError {
    return status >= 500 || status === 429 ? answersStrangely() : refused;
  }

  /** One answer for whatever is wrong with an address that a tenant entered, so that it cannot be used to look around. */
  #unreachable(webUrl: string, { field, cause }: { field?: string; cause: unknown }): AppError {
    if (webUrl === this.#githubUrl) {
      return new AppError('unavailable', 'GitHub could not be reached.', {
        remedy: 'Try again in a minute.',
        cause,
      });
    }
    return new AppError('invalid_request', 'This GitHub cannot be asked from here.', {
      field,
      remedy:
        'Give an https address of the public internet. A GitHub inside the network is for the operator of the instance to name, in GITHUB_URL.',
      cause,
    });
  }
}

function codeIsOver(): AppError {
  return new AppError('invalid_request', 'GitHub does not know this code, or it was used already.', {
    field: 'body.code',
    remedy: 'Begin anew, on the page GitHub of the organization.',
  });
}

function answersStrangely(): AppError {
  return new AppError('unavailable', 'GitHub did not answer as expected.', {
    remedy: 'Try again in a minute.',
  });
}

/** GitHub writes `2026-12-31 09:00:00 UTC`, or with an offset as `+0100`. */
function readTokenEnd(text: string | null): number | null {
  const parts = text?.match(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:UTC|([+-]\d\d):?(\d\d))$/);
  if (!parts) return null;
  const [, day, time, hours, minutes] = parts;
  return parseInstant(`${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
}
