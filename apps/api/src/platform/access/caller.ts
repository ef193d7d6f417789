import type { CallerRow } from '@devpulse/database/access/callers';
import type { MemberAuthority } from '@devpulse/domain/access/member-authority';
import type { FastifyRequest } from 'fastify';

/** The person who asks, by the session of their token. */
export type Caller = CallerRow;

/** The person who asks, as a member of the organization in the path. */
export type Member = MemberAuthority & { slug: string };

/** From where a request comes, as far as the configured proxies are believed. */
export type RequestOrigin = { ipAddress: string; userAgent: string | null };

const LONGEST_USER_AGENT = 300;

export function originOf(request: Pick<FastifyRequest, 'ip' | 'headers'>): RequestOrigin {
  const userAgent = request.headers['user-agent'];
  return {
    ipAddress: request.ip.replace(/^::ffff:(?=\d+\.)/i, ''),
    userAgent: userAgent === undefined ? null : userAgent.slice(0, LONGEST_USER_AGENT),
  };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard on every route that is not open to anyone. */
    caller: Caller | null;
    /** Set by the guard on every route of an organization. */
    member: Member | null;
  }
}
