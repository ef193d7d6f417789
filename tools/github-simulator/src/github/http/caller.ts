import { createVerify } from 'node:crypto';
import { type AppRegistry, covers, type GithubApp, type GithubInstallation } from '../apps/registry.ts';
import type { GithubToken, TokenVault } from '../apps/tokens.ts';
import type { GithubAccount, GithubRepository } from '../world/model.ts';
import { ApiError } from './api-error.ts';

/** Who asks. `holder` names the budget that pays. */
export type Caller =
  | { readonly kind: 'anonymous'; readonly holder: string }
  | { readonly kind: 'app'; readonly holder: string; readonly app: GithubApp }
  | {
      readonly kind: 'installation';
      readonly holder: string;
      readonly token: GithubToken;
      readonly installation: GithubInstallation;
    }
  | {
      readonly kind: 'user' | 'personal';
      readonly holder: string;
      readonly token: GithubToken;
      readonly user: GithubAccount;
    };

export interface Identities {
  readonly registry: AppRegistry;
  readonly tokens: TokenVault;
  readonly now: () => number;
}

/** @throws ApiError 401 for a credential that does not count, 403 for a suspended installation */
export function identify(authorization: string | undefined, identities: Identities): Caller {
  if (authorization === undefined) return { kind: 'anonymous', holder: 'anonymous' };
  const text = authorization.replace(/^(bearer|token)\s+/i, '').trim();
  if (text.startsWith('ey')) return identifyApp(text, identities);
  const token = identities.tokens.read(text);
  if (token === null) throw new ApiError(401, 'Bad credentials');
  const { installation, user } = token;
  if (installation === null) {
    if (user === null) throw new ApiError(401, 'Bad credentials');
    const kind = token.kind === 'personal' ? 'personal' : 'user';
    return { kind, holder: `user:${user.id}`, token, user };
  }
  if (!identities.registry.installations.has(installation.id)) throw new ApiError(401, 'Bad credentials');
  if (installation.suspendedAt !== null) throw new ApiError(403, 'This installation has been suspended');
  return { kind: 'installation', holder: `installation:${installation.id}`, token, installation };
}

const undecodable = 'A JSON web token could not be decoded';

interface Claims {
  readonly iss?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

function readPart(text: string | undefined): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(text ?? '', 'base64url').toString()) as Record<string, unknown>;
  } catch {
    throw new ApiError(401, undecodable);
  }
}

function identifyApp(jwt: string, { registry, now }: Identities): Caller {
  const [header, payload, signature] = jwt.split('.');
  const claims: Claims = readPart(payload);
  if (readPart(header).alg !== 'RS256') throw new ApiError(401, undecodable);
  const app = registry.apps.get(Number(claims.iss)) ?? registry.byClientId(String(claims.iss));
  if (app === null || app === undefined) throw new ApiError(404, 'Integration not found');
  const isSigned = app.publicKeys.some((key) =>
    createVerify('RSA-SHA256')
      .update(`${header}.${payload}`)
      .verify(key, signature ?? '', 'base64url'),
  );
  if (!isSigned) throw new ApiError(401, undecodable);
  checkTimes(claims, Math.floor(now() / 1_000));
  return { kind: 'app', holder: `app:${app.id}`, app };
}

function checkTimes({ iat, exp }: Claims, seconds: number): void {
  if (typeof iat !== 'number' || !Number.isInteger(iat) || iat > seconds + 60) {
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== 'number' || exp <= seconds) {
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > seconds + 600) {
    throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  }
}

/** May the caller read it: what its token covers, and what is public. */
export function mayRead(caller: Caller, repository: GithubRepository): boolean {
  if (!repository.isPrivate) return true;
  if (caller.kind === 'anonymous' || caller.kind === 'app') return false;
  const { repositoryIds } = caller.token;
  if (repositoryIds !== null && !repositoryIds.has(repository.id)) return false;
  return caller.kind !== 'installation' || covers(caller.installation, repository);
}

/** @throws ApiError 403 when the token does not carry the permission */
export function demandPermission(caller: Caller, name: string): void {
  if (caller.kind === 'anonymous' || caller.kind === 'app') throw new ApiError(404, 'Not Found');
  const granted = caller.token.permissions[name];
  if (granted !== undefined && granted !== 'none') return;
  const holder = caller.kind === 'personal' ? 'personal access token' : 'integration';
  throw new ApiError(403, `Resource not accessible by ${holder}`);
}
