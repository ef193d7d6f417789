import { getInstance, setUpInstance } from '@devpulse/contracts/auth/set-up';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';
import { isInstanceSetUp } from '@devpulse/database/access/instance';
import type { Database } from '@devpulse/database/connection';
import { Controller, Inject } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { PostOffice } from '../../platform/mail/post-office.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { relyingPartyOf } from '../passkeys/relying-party.ts';
import { SetUpService } from './set-up.service.ts';

@Controller()
export class SetUpController {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #post: PostOffice;
  readonly #setUp: SetUpService;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    post: PostOffice,
    setUp: SetUpService,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#post = post;
    this.#setUp = setUp;
  }

  @ContractRoute(getInstance)
  async instance(): Promise<RouteResponse<typeof getInstance>> {
    const { GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, PUBLIC_URL } = this.#parts.environment;
    return {
      isSetUp: await isInstanceSetUp(this.#database),
      signIn: {
        isGithubOffered: GITHUB_CLIENT_ID !== undefined && GITHUB_CLIENT_SECRET !== undefined,
        isPasskeyOffered: relyingPartyOf(PUBLIC_URL) !== null,
      },
      isMailSent: this.#post.isSending,
    };
  }

  @ContractRoute(setUpInstance)
  setUp({ body, origin }: RouteCall<typeof setUpInstance>): Promise<SignInResult> {
    return this.#setUp.setUp(body, origin);
  }
}
