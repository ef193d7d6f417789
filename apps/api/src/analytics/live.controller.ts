import { livePath } from '@devpulse/contracts/live';
import { Controller, Get, Param, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OrganizationDirectory } from '../platform/organization-directory.ts';
import { SampleOrganizationGuard } from '../platform/sample-organization-guard.ts';
import { LiveHub } from './live-hub.ts';

@Controller()
@UseGuards(SampleOrganizationGuard)
export class LiveController {
  readonly #directory: OrganizationDirectory;
  readonly #hub: LiveHub;

  constructor(directory: OrganizationDirectory, hub: LiveHub) {
    this.#directory = directory;
    this.#hub = hub;
  }

  @Get(livePath(':organization'))
  async open(
    @Param('organization') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const organization = await this.#directory.require(slug);
    this.#hub.requireRoom();
    if (request.method === 'HEAD') {
      void reply.header('content-type', 'text/event-stream; charset=utf-8').send();
      return;
    }
    reply.hijack();
    this.#hub.open(organization.id, reply.raw);
  }
}
