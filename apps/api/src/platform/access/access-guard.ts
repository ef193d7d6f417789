import type { CapabilityId } from '@devpulse/domain/access/capabilities';
import { capabilityOf, RECENT_FACTOR_MS } from '@devpulse/domain/access/capabilities';
import { AppError } from '@devpulse/domain/errors';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { noSuchOrganization } from '../organization-directory.ts';
import { ProcessParts } from '../process-parts.ts';
import { AccessReader } from './access-reader.ts';
import { accessRuleOf } from './access-rule.ts';
import { AccessTokens } from './access-tokens.ts';
import type { Caller, Member } from './caller.ts';
import { requireCapability } from './required-capability.ts';

const BEARER = /^Bearer ([\w.-]{20,4000})$/;
const SLUG = /^[a-z0-9][a-z0-9-]{0,99}$/;

/**
 * Decides for every route who may call it, by what the route declares; a handler that declares nothing is called by nobody. Runs before
 * any input is looked at. Cookies mean nothing here: only a bearer token is believed.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  readonly #now: () => number;
  readonly #tokens: AccessTokens;
  readonly #reader: AccessReader;

  constructor(parts: ProcessParts, tokens: AccessTokens, reader: AccessReader) {
    this.#now = parts.now;
    this.#tokens = tokens;
    this.#reader = reader;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = accessRuleOf(context.getHandler());
    if (rule === null) throw new AppError('internal', 'This address declares no access.');
    if (rule.access === 'anyone') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const isOfOrganization = rule.access !== 'person' && rule.access !== 'instance_owner';
    const caller = await this.#callerOf(request, isOfOrganization ? slugOf(request) : null);
    request.caller = caller;
    if (rule.access === 'instance_owner') requireInstanceOwner(caller);
    if (isOfOrganization) request.member = await this.#memberOf(request, caller, rule.access as CapabilityId);
    const isSensitive =
      rule.isSensitive ||
      (isOfOrganization && capabilityOf(rule.access as CapabilityId).isSensitive === true);
    if (isSensitive) this.#requireRecentFactor(caller);
    return true;
  }

  /** `slug` of the organization that the request is about. */
  async #callerOf(request: FastifyRequest, slug: string | null): Promise<Caller> {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const named = token === undefined ? null : await this.#tokens.sessionOf(token);
    if (named === null) {
      throw new AppError('unauthorized', 'This needs a valid access token.', {
        field: 'header.authorization',
        remedy: 'Sign in, or refresh the session, and send Authorization: Bearer TOKEN.',
      });
    }
    if (slug !== null) await this.#reader.readBoth(named, slug);
    const caller = await this.#reader.caller(named.sessionId);
    if (caller === null || caller.userId !== named.userId) {
      throw new AppError('session_ended', 'This session has ended.', { remedy: 'Sign in again.' });
    }
    return caller;
  }

  async #memberOf(request: FastifyRequest, caller: Caller, capability: CapabilityId): Promise<Member> {
    const slug = slugOf(request);
    if (slug === null) throw noSuchOrganization();
    const member = await this.#reader.member(slug, caller.userId);
    if (member === null) throw noSuchOrganization();
    requireCapability(member, capability, this.#now());
    return member;
  }

  #requireRecentFactor(caller: Caller): void {
    if (this.#now() - caller.authenticatedAt <= RECENT_FACTOR_MS) return;
    throw new AppError('reauthentication_required', 'This asks you to confirm that it is you.', {
      remedy: 'Give your password, a code or a passkey again, then repeat within five minutes.',
    });
  }
}

/** Of the organization in the address; null for what can be none. */
function slugOf(request: FastifyRequest): string | null {
  const { organization } = request.params as { organization?: string };
  return organization !== undefined && SLUG.test(organization) ? organization : null;
}

function requireInstanceOwner(caller: Caller): void {
  if (caller.isInstanceOwner) return;
  throw new AppError('forbidden', 'Only the Owner of the instance may do this.');
}
