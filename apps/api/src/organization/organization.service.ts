import type { OrganizationSummary } from '@devpulse/contracts/organizations';
import { Injectable } from '@nestjs/common';
import { OrganizationDirectory } from '../platform/organization-directory.ts';
import { summarizeOrganization } from '../platform/organization-summary.ts';
import { ProcessParts } from '../platform/process-parts.ts';

@Injectable()
export class OrganizationService {
  readonly #sample: string;
  readonly #directory: OrganizationDirectory;

  constructor(parts: ProcessParts, directory: OrganizationDirectory) {
    this.#sample = parts.environment.DEVPULSE_SAMPLE_ORGANIZATION;
    this.#directory = directory;
  }

  /** The sample organization, or none as long as no delivery has told of it. */
  async list(): Promise<OrganizationSummary[]> {
    const organization = await this.#directory.find(this.#sample);
    return organization === null ? [] : [summarizeOrganization(organization)];
  }
}
