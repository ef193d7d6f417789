import { isIPv4 } from 'node:net';
import { AppError } from '@devpulse/domain/errors';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { noSuchOrganization } from './organization-directory.ts';
import { ProcessParts } from './process-parts.ts';

/**
 * Who may read until sign-in exists: connections from this machine, and of the organizations only the sample. Every other
 * one is answered as if it did not exist. The host name is checked as well, so that neither a proxy on this machine nor a
 * page that points its own name at 127.0.0.1 opens it to others.
 */
@Injectable()
export class SampleOrganizationGuard implements CanActivate {
  readonly #sample: string;

  constructor(parts: ProcessParts) {
    this.#sample = parts.environment.DEVPULSE_SAMPLE_ORGANIZATION;
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isFromThisMachine(request)) {
      throw new AppError(
        'forbidden',
        'Until there is sign-in, this is answered on the machine itself only.',
        {
          remedy: 'Open it by way of 127.0.0.1 or localhost.',
        },
      );
    }
    const { organization } = request.params as { organization?: string };
    if (organization !== undefined && organization !== this.#sample) throw noSuchOrganization();
    return true;
  }
}

/** By the address of the connection, which a header cannot change, and the name that was asked for. */
export function isFromThisMachine(request: Pick<FastifyRequest, 'raw'>): boolean {
  return isLoopbackAddress(request.raw.socket.remoteAddress) && isLoopbackName(request.raw.headers.host);
}

export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

function isLoopbackName(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
  return (
    name === 'localhost' || name.endsWith('.localhost') || isLoopbackAddress(name.replace(/^\[(.*)\]$/, '$1'))
  );
}
