import { livePath } from '@devpulse/contracts/live';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../platform/access/access-rule.ts';
import { noSuchOrganization } from '../platform/organization-directory.ts';
import { LiveHub } from './live-hub.ts';

@Controller()
export class LiveController {
  readonly #hub: LiveHub;

  constructor(hub: LiveHub) {
    this.#hub = hub;
  }

  @Get(livePath(':organization'))
  @Access('read_delivery')
  async open(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { caller, member } = request;
    if (caller === null || member === null) throw noSuchOrganization();
    this.#hub.requireRoom();
    if (request.method === 'HEAD') {
      void reply.header('content-type', 'text/event-stream; charset=utf-8').send();
      return;
    }
    reply.hijack();
    this.#hub.open({ organizationId: member.organizationId, slug: member.slug, ...caller }, reply.raw);
  }
}
