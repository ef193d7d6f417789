import { type NoticeKind, tellMembers } from '@devpulse/database/organization/notices';
import type { Tenant } from '@devpulse/database/tenant';
import { Injectable } from '@nestjs/common';
import { type Mail, PostOffice } from '../platform/mail/post-office.ts';
import { ProcessParts } from '../platform/process-parts.ts';

/** Tells every member of something, by a notice in the dashboard and, where it is grave enough, by mail. */
@Injectable()
export class Announcements {
  readonly #now: () => number;
  readonly #post: PostOffice;

  constructor(parts: ProcessParts, post: PostOffice) {
    this.#now = parts.now;
    this.#post = post;
  }

  /** In the transaction of what it tells of. Answers the mails, to be sent after the commit. */
  async write(
    tenant: Tenant,
    announcement: { kind: NoticeKind; actorUserId: string; mail?: Omit<Mail, 'to'> },
  ): Promise<string[]> {
    const { mail, ...notice } = announcement;
    const members = await tellMembers(tenant, { ...notice, at: this.#now() });
    if (mail === undefined) return [];
    const ids: string[] = [];
    for (const { email } of members) {
      ids.push(await this.#post.write(tenant.transaction, { ...mail, to: email }));
    }
    return ids;
  }

  send(mailIds: readonly string[]): void {
    this.#post.send(...mailIds);
  }
}
