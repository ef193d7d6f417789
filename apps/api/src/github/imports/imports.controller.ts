import {
  getImportProgress,
  listImports,
  pauseImport,
  resumeImport,
} from '@devpulse/contracts/github/imports';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { ImportsService } from './imports.service.ts';

@Controller()
export class ImportsController {
  readonly #imports: ImportsService;

  constructor(imports: ImportsService) {
    this.#imports = imports;
  }

  @ContractRoute(getImportProgress)
  async progress({
    member,
  }: RouteCall<typeof getImportProgress>): Promise<RouteResponse<typeof getImportProgress>> {
    return this.#imports.progress(member);
  }

  @ContractRoute(listImports)
  async list({ member }: RouteCall<typeof listImports>): Promise<RouteResponse<typeof listImports>> {
    return this.#imports.list(member);
  }

  @ContractRoute(pauseImport)
  async pause({ member, params }: RouteCall<typeof pauseImport>): Promise<RouteResponse<typeof pauseImport>> {
    await this.#imports.pause(member, params.import);
    return { isDone: true };
  }

  @ContractRoute(resumeImport)
  async resume({
    member,
    params,
  }: RouteCall<typeof resumeImport>): Promise<RouteResponse<typeof resumeImport>> {
    await this.#imports.resume(member, params.import);
    return { isDone: true };
  }
}
